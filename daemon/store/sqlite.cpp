#include "daemon/store/sqlite.hpp"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <unordered_map>
#include <utility>

namespace blend::store {

namespace {

Problem in_words(int code, const std::string& what, std::string_view sql)
{
    switch (code) {
    case SQLITE_FULL:
        return {Problem::Kind::cannot, "the disk is full; nothing was changed", "free some space and try again"};
    case SQLITE_IOERR:
        return {Problem::Kind::cannot, "the disk refuses to write; nothing was changed",
                "see `blend doctor`, and keep a copy of the data folder"};
    case SQLITE_READONLY:
        return {Problem::Kind::cannot, "the data folder cannot be written; nothing was changed",
                "check its permissions"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {Problem::Kind::cannot, "the database is damaged, or is not a Blend database",
                "restore a backup: blend restore FILE"};
    case SQLITE_CONSTRAINT: return {Problem::Kind::cannot, "the ledger refuses this: " + what};
    default: return {Problem::Kind::internal, "SQLite: " + what + " in: " + std::string{sql}};
    }
}

/// Lets a text be looked up without a copy of it.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

} // namespace

/// The open file, and the statements that were compiled for it and wait for their next use.
class Connection::Opened {
public:
    Opened(const std::filesystem::path& file, Access access) : foreign_{access == Access::foreign}
    {
        const int flags =
            access == Access::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
        if (sqlite3_open_v2(file.c_str(), &database, flags | SQLITE_OPEN_FULLMUTEX, nullptr) == SQLITE_OK) return;
        try {
            refuse("open");
        } catch (...) { // a constructor that throws has no destructor
            sqlite3_close(database);
            throw;
        }
    }

    ~Opened()
    {
        for (const auto& [sql, statement] : waiting_) sqlite3_finalize(statement);
        sqlite3_close(database);
    }
    Opened(const Opened&) = delete;

    [[noreturn]] void refuse(std::string_view sql) const
    {
        const int code = sqlite3_errcode(database);
        const std::string what = sqlite3_errmsg(database);
        if (!foreign_) throw in_words(code, what, sql);
        if (code == SQLITE_ERROR)
            throw Problem{Problem::Kind::bad_input, "the database is not as Blend knows it: " + what,
                          "it may be of another version of its program"};
        throw Damage{Problem::Kind::bad_input, "the database cannot be read: " + what,
                     "copy it again, while the program that it belongs to is closed"};
    }

    /// Against pages that lead round in circles: no honest file takes so many steps for its size.
    void limit_steps(std::uint64_t bytes)
    {
        constexpr int steps_between = 1'000'000;
        steps_left_ = 100 + static_cast<std::int64_t>(bytes / 10'000);
        sqlite3_progress_handler(
            database, steps_between, [](void* left) { return --*static_cast<std::int64_t*>(left) < 0 ? 1 : 0; },
            &steps_left_);
    }

    sqlite3_stmt* take(std::string_view sql)
    {
        if (const auto found = waiting_.find(sql); found != waiting_.end() && found->second != nullptr)
            return std::exchange(found->second, nullptr);
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                               &statement, nullptr) != SQLITE_OK)
            refuse(sql);
        return statement;
    }

    void give_back(std::string_view sql, sqlite3_stmt* statement)
    {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
        const auto place = waiting_.try_emplace(std::string{sql}, nullptr).first;
        // The same text may have been in use twice, one within the rows of the other.
        sqlite3_finalize(std::exchange(place->second, statement));
    }

    sqlite3* database{};

private:
    bool foreign_{};
    std::int64_t steps_left_{}; ///< millions
    std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> waiting_;
};

bool Row::empty(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
void Row::read(int column, std::int64_t& value) const { value = sqlite3_column_int64(statement_, column); }
void Row::read(int column, int& value) const { value = sqlite3_column_int(statement_, column); }
void Row::read(int column, bool& value) const { value = sqlite3_column_int(statement_, column) != 0; }
void Row::read(int column, double& value) const { value = sqlite3_column_double(statement_, column); }
std::string_view Row::text(int column) const
{
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
void Row::read(int column, Blob& value) const
{
    const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement_, column));
    value.assign(bytes, bytes + sqlite3_column_bytes(statement_, column));
}

Connection::Connection(const std::filesystem::path& file, Access access)
    : opened_{std::make_unique<Opened>(file, access)}
{
    sqlite3* database = opened_->database;
    sqlite3_extended_result_codes(database, 0);
    sqlite3_busy_timeout(database, 5000);
    // Double-quoted strings hide typing errors; a hostile file must not run code of its own.
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    script("PRAGMA foreign_keys = ON");
    if (access != Access::read_write) script("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0");
    if (access != Access::foreign) return;
    script("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0");
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 64 << 20);
    sqlite3_limit(database, SQLITE_LIMIT_VDBE_OP, 25'000);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    opened_->limit_steps(std::filesystem::file_size(file));
}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;

void Connection::script(std::string_view sql)
{
    if (sqlite3_exec(opened_->database, std::string{sql}.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        opened_->refuse(sql);
}

std::int64_t Connection::last_id() const { return sqlite3_last_insert_rowid(opened_->database); }

sqlite3* Connection::native() const { return opened_->database; }

Connection::Bound::Bound(const Connection& connection, std::string_view sql)
    : connection_{connection}, sql_{sql}, statement_{connection.opened_->take(sql)}
{
}

Connection::Bound::~Bound() { connection_.opened_->give_back(sql_, statement_); }

// What is bound outlives the statement's run: all of it is parameters of the call that runs it, so nothing is copied.
void Connection::Bound::bind(int index, std::int64_t value) { sqlite3_bind_int64(statement_, index, value); }
void Connection::Bound::bind(int index, double value) { sqlite3_bind_double(statement_, index, value); }
void Connection::Bound::bind(int index, std::string_view value)
{
    const char* text = value.data() == nullptr ? "" : value.data(); // SQLite takes null for NULL
    sqlite3_bind_text(statement_, index, text, static_cast<int>(value.size()), SQLITE_STATIC);
}
void Connection::Bound::bind(int index, const Blob& value)
{
    sqlite3_bind_blob(statement_, index, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
}
void Connection::Bound::bind(int index, std::nullopt_t) { sqlite3_bind_null(statement_, index); }

bool Connection::Bound::step()
{
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) connection_.opened_->refuse(sql_);
    return code == SQLITE_ROW;
}

int Connection::Bound::run()
{
    while (step()) {
    }
    return sqlite3_changes(connection_.native());
}

void Connection::Bound::each(const std::function<void(const Row&)>& visit)
{
    const Row row{statement_};
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
