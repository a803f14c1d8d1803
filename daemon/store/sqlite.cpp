#include "daemon/store/sqlite.hpp"

#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <SQLiteCpp/SQLiteCpp.h>

namespace blend::store {

namespace {

Problem in_words(const SQLite::Exception& error, std::string_view sql)
{
    switch (error.getErrorCode()) {
    case SQLITE_FULL:
        return {Problem::Kind::cannot, "the disk is full; nothing was changed", "free some space and try again"};
    case SQLITE_IOERR:
        return {Problem::Kind::cannot, "the disk refuses to write; nothing was changed",
                "see `blend doctor`, and keep a copy of the data folder"};
    case SQLITE_READONLY:
        return {Problem::Kind::cannot, "the data folder cannot be written; nothing was changed", "check its permissions"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {Problem::Kind::cannot, "the database is damaged, or is not a Blend database",
                "restore a backup: blend restore FILE"};
    case SQLITE_CONSTRAINT:
        return {Problem::Kind::cannot, std::string{"the ledger refuses this: "} + error.what()};
    default:
        return {Problem::Kind::internal, std::string{"SQLite: "} + error.what() + " in: " + std::string{sql}};
    }
}

/// The library's exceptions carry codes that only this room understands, so they become Problems here.
template <class Work> auto translated(std::string_view sql, Work work)
{
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        throw in_words(error, sql);
    }
}

} // namespace

bool Row::empty(int column) const { return statement_.getColumn(column).isNull(); }
void Row::read(int column, std::int64_t& value) const { value = statement_.getColumn(column).getInt64(); }
void Row::read(int column, int& value) const { value = statement_.getColumn(column).getInt(); }
void Row::read(int column, bool& value) const { value = statement_.getColumn(column).getInt() != 0; }
void Row::read(int column, double& value) const { value = statement_.getColumn(column).getDouble(); }
void Row::read(int column, std::string& value) const { value = statement_.getColumn(column).getString(); }
void Row::read(int column, Blob& value) const
{
    const auto cell = statement_.getColumn(column);
    const auto* bytes = static_cast<const unsigned char*>(cell.getBlob());
    value.assign(bytes, bytes + cell.getBytes());
}

Connection::Connection(const std::filesystem::path& file, Access access)
{
    translated("open", [&] {
        const int flags = access == Access::read_only ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
        database_ = std::make_unique<SQLite::Database>(file.string(), flags | SQLite::OPEN_FULLMUTEX, 5000);
        sqlite3* handle = database_->getHandle();
        sqlite3_extended_result_codes(handle, 0);
        // Double-quoted strings hide typing errors; a hostile file must not run code of its own.
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        database_->exec("PRAGMA foreign_keys = ON");
        if (access == Access::read_only) database_->exec("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0");
    });
}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;

void Connection::script(std::string_view sql)
{
    translated(sql, [&] { database_->exec(std::string{sql}); });
}

std::int64_t Connection::last_id() const { return database_->getLastInsertRowid(); }

sqlite3* Connection::native() const { return database_->getHandle(); }

Connection::Bound::Bound(const Connection& connection, std::string_view sql) : connection_{connection}
{
    translated(sql, [&] { statement_ = std::make_unique<SQLite::Statement>(*connection.database_, std::string{sql}); });
}

Connection::Bound::~Bound() = default;

void Connection::Bound::bind(int index, std::int64_t value) { statement_->bind(index, value); }
void Connection::Bound::bind(int index, double value) { statement_->bind(index, value); }
void Connection::Bound::bind(int index, std::string_view value) { statement_->bind(index, std::string{value}); }
void Connection::Bound::bind(int index, const Blob& value)
{
    statement_->bind(index, value.data(), static_cast<int>(value.size()));
}
void Connection::Bound::bind(int index, std::nullopt_t) { statement_->bind(index); }

int Connection::Bound::run()
{
    return translated(statement_->getQuery(), [&] {
        while (statement_->executeStep()) {
        }
        return sqlite3_changes(connection_.native());
    });
}

void Connection::Bound::each(const std::function<void(const Row&)>& visit)
{
    const Row row{*statement_};
    const auto step = [&] { return translated(statement_->getQuery(), [&] { return statement_->executeStep(); }); };
    while (step()) visit(row);
}

Transaction::Transaction(Connection& connection, Durability durability) : connection_{connection}
{
    connection.script(durability == Durability::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    connection.script("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    if (!open_) return;
    try {
        connection_.script("ROLLBACK");
    } catch (const Problem& problem) { // a destructor may not throw; SQLite has rolled back by itself in such cases
        spdlog::warn("rollback: {}", problem.what());
    }
}

void Transaction::commit()
{
    connection_.script("COMMIT");
    open_ = false;
}

} // namespace blend::store
