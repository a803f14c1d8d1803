// Keeping the ledger: settings, access keys, rebuilding, backups, forgetting.

#include "daemon/store/inside.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <sstream>
#include <tuple>

namespace blend::store {

std::map<std::string, std::string> Store::settings() const
{
    return inside_->read([](const Connection& database) {
        std::map<std::string, std::string> settings;
        database.each("SELECT key, value FROM setting",
                      [&](const Row& row) { settings[row.get<std::string>(0)] = row.get<std::string>(1); });
        return settings;
    });
}

namespace {

/// The journal names people in its sentences and keeps their rows in its changesets.
void forget_doings(Connection& database, ContactId id)
{
    // Who was merged into this contact is the same person: gone, but named by an entry that both share.
    constexpr std::string_view entries =
        R"(SELECT journal_id FROM journal_contact
            WHERE contact_id = ?1
               OR (contact_id NOT IN (SELECT id FROM contact)
                   AND contact_id IN (SELECT other.contact_id
                                        FROM journal_contact AS other JOIN journal_contact AS own USING (journal_id)
                                       WHERE own.contact_id = ?1)))";
    constexpr std::string_view batches =
        R"(SELECT batch_id FROM journal WHERE batch_id IS NOT NULL AND id IN (%)
           UNION SELECT batch_id FROM handle WHERE contact_id = ?1 AND batch_id IS NOT NULL
           UNION SELECT import.batch_id FROM interaction JOIN import ON import.id = import_id
                  WHERE handle_id IN (SELECT id FROM handle WHERE contact_id = ?1))";
    std::string of_person{batches};
    of_person.replace(of_person.find('%'), 1, entries);
    database.exec("DELETE FROM batch_change WHERE batch_id IN (" + of_person + ")", id);
    database.exec("UPDATE journal SET what = 'imported records, some of them forgotten since' WHERE batch_id IN (" +
                      of_person + ")",
                  id);
    database.exec("DELETE FROM journal WHERE batch_id IS NULL AND id IN (" + std::string{entries} + ")", id);
}

/// A chat is exported under the name of its partner: sources that told of nobody else go too.
void forget_sources(Connection& database, ContactId id)
{
    database.exec(R"(DELETE FROM interaction WHERE handle_id IN (SELECT id FROM handle WHERE contact_id = ?))", id);
    database.exec(R"(DELETE FROM replaced WHERE handle_id IN (SELECT id FROM handle WHERE contact_id = ?))", id);
    database.exec(R"(DELETE FROM import
                      WHERE id NOT IN (SELECT import_id FROM interaction WHERE import_id IS NOT NULL)
                        AND id NOT IN (SELECT import_id FROM replaced))");
    database.exec("DELETE FROM source WHERE id NOT IN (SELECT source_id FROM import)");
}

/// Events of calendars name their guests, and entries of plans whom they are with.
void forget_in_calendars(Connection& database, ContactId id)
{
    database.exec(
        "UPDATE plan_copy SET agreed = '' WHERE plan_id IN (SELECT plan_id FROM plan_contact WHERE contact_id = ?)",
        id);
    // Lines of a text are folded anywhere: who took part is left out of all of it.
    const auto texts = database.all(
        R"(SELECT DISTINCT collection_id, collection_item.href, told
             FROM collection_item JOIN handle ON instr(lower(replace(told, char(13, 10, 32), '')), lower(value)) > 0
            WHERE contact_id = ? AND told <> '')",
        [](const Row& row) {
            return std::tuple{row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::string>(2)};
        },
        id);
    for (const auto& [collection, href, text] : texts) {
        std::string kept;
        bool person = false;
        std::istringstream lines{text};
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with(' ')) person = line.starts_with("ATTENDEE") || line.starts_with("ORGANIZER");
            if (!person) kept += line + "\n";
        }
        database.exec("UPDATE collection_item SET told = ? WHERE collection_id = ? AND href = ?", kept, collection,
                      href);
    }
}

} // namespace

void Store::forget(ContactId id)
{
    const std::lock_guard guard{inside_->writing_mutex};
    inside_->refuse_while_importing(); // the file that is being read may tell of them again at once
    Connection& database = inside_->writing;
    Transaction transaction{database, Transaction::Durability::full};
    forget_doings(database, id);
    forget_sources(database, id);
    forget_in_calendars(database, id);
    database.exec("DELETE FROM plan WHERE id IN (SELECT plan_id FROM plan_contact WHERE contact_id = ?) "
                  "AND NOT EXISTS (SELECT 1 FROM plan_contact WHERE plan_id = plan.id AND contact_id <> ?)",
                  id, id);
    database.exec("DELETE FROM handle WHERE contact_id = ?", id);
    database.exec("DELETE FROM contact WHERE id = ?", id);
    transaction.commit();
    // Old pages live on in the write-ahead log until it is emptied.
    database.script("PRAGMA wal_checkpoint(TRUNCATE)");
    inside_->count(std::nullopt);
}

std::pair<std::int64_t, std::int64_t> Store::rebuild(Trial trial)
{
    const std::lock_guard guard{inside_->writing_mutex};
    Connection& database = inside_->writing;
    Transaction transaction{database, Transaction::Durability::full};
    const Formats names = formats(database);
    const auto contacts = database.all("SELECT id FROM contact", [](const Row& row) { return row.get<ContactId>(0); });
    std::int64_t different = 0;
    for (const ContactId contact : contacts) {
        const Fresh fresh =
            computed(cadence_of(database, contact), log_of(database, contact, names, Instant::max()), names);
        if (fresh == stored(database, contact)) continue;
        ++different;
        if (trial == Trial::no) save(database, contact, fresh);
    }
    if (trial == Trial::no) transaction.commit();
    return {static_cast<std::int64_t>(contacts.size()), different};
}

void Store::backup(const std::filesystem::path& file) const
{
    if (std::filesystem::exists(file))
        throw Problem{Problem::Kind::cannot, file.string() + " exists already", "choose another name"};
    if (!std::filesystem::is_directory(file.parent_path()))
        throw Problem{Problem::Kind::not_found, "there is no folder " + file.parent_path().string()};
    // Written beside and renamed: a backup is whole or not there.
    const auto partial = std::filesystem::path{file.string() + ".partial"};
    std::filesystem::remove(partial);
    {
        // SQLite lets no query_only connection write a copy.
        const std::lock_guard guard{inside_->writing_mutex};
        inside_->writing.exec("VACUUM INTO ?", partial.string());
    }
    const int opened = ::open(partial.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = opened >= 0 && ::fchmod(opened, 0600) == 0 && ::fsync(opened) == 0;
    const int reason = errno;
    if (opened >= 0) ::close(opened);
    if (!synced || std::rename(partial.c_str(), file.c_str()) != 0)
        throw Problem{Problem::Kind::cannot,
                      "cannot write " + file.string() + ": " + std::strerror(synced ? errno : reason)};
    if (const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
}

namespace {

void insert_key(Connection& database, const Store::AccessKey& key)
{
    database.exec("INSERT INTO access_key (hash, kind, name, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)",
                  key.hash, key.kind, key.name, key.created, key.last_used);
}

} // namespace

std::filesystem::path Store::restore(const std::filesystem::path& file, Instant now)
{
    if (!std::filesystem::exists(file)) throw Problem{Problem::Kind::not_found, "there is no file " + file.string()};
    if (std::filesystem::is_regular_file(file) && std::filesystem::file_size(file) == 0)
        throw Problem{Problem::Kind::bad_input, file.string() + " is empty", "choose another backup"};
    refuse_foreign_file(file);
    Connection copy{file, Connection::Access::read_only};
    const auto found = copy.one<std::string>("PRAGMA quick_check(1)");
    if (found != "ok")
        throw Problem{Problem::Kind::bad_input, "the backup is damaged: " + found.value_or("unreadable"),
                      "try an older one"};

    const auto aside =
        inside_->folder / ("blend-before-restore-" + std::to_string(now.time_since_epoch().count()) + ".db");
    std::filesystem::remove(aside);
    backup(aside);
    // Who may come in is a matter of today: a token that was revoked since must not live again.
    auto present_keys = keys("session");
    for (AccessKey& token : keys("token")) present_keys.push_back(std::move(token));

    const std::lock_guard guard{inside_->writing_mutex};
    std::unique_lock reading{inside_->reading_mutex};
    inside_->refuse_while_importing();
    sqlite3_backup* copying = sqlite3_backup_init(inside_->writing.native(), "main", copy.native(), "main");
    if (copying != nullptr) sqlite3_backup_step(copying, -1);
    if (copying == nullptr || sqlite3_backup_finish(copying) != SQLITE_OK)
        throw Problem{Problem::Kind::cannot,
                      std::string{"cannot restore: "} + sqlite3_errmsg(inside_->writing.native()),
                      "nothing was changed; the ledger is also kept as " + aside.string()};
    inside_->writing.script("PRAGMA journal_mode = WAL");
    migrate(inside_->writing, database_file(inside_->folder), migrations());
    inside_->writing.exec("DELETE FROM access_key");
    for (const AccessKey& key : present_keys) insert_key(inside_->writing, key);
    inside_->writing.script("PRAGMA wal_checkpoint(TRUNCATE)");
    inside_->interactions.reset();
    reading.unlock();
    inside_->take_back_unfinished(); // of an import that ran while the backup was made
    return aside;
}

std::vector<std::string> Store::integrity() const
{
    return inside_->read([](const Connection& database) {
        auto found = database.all("PRAGMA quick_check", [](const Row& row) { return row.get<std::string>(0); });
        std::erase(found, "ok");
        database.each("PRAGMA foreign_key_check",
                      [&](const Row& row) { found.push_back("broken reference in " + row.get<std::string>(0)); });
        return found;
    });
}

void Store::add_key(const AccessKey& key)
{
    const std::lock_guard guard{inside_->writing_mutex};
    Transaction transaction{inside_->writing, Transaction::Durability::full};
    insert_key(inside_->writing, key);
    transaction.commit();
}

namespace {

constexpr std::string_view key_columns = "SELECT kind, name, hash, created_at, last_used_at FROM access_key ";

Store::AccessKey key_in(const Row& row)
{
    return {row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<Instant>(3),
            row.get<std::optional<Instant>>(4)};
}

} // namespace

std::optional<Store::AccessKey> Store::key(std::string_view hash) const
{
    auto found = inside_->read([&](const Connection& database) {
        return database.all(std::string{key_columns} + "WHERE hash = ?", key_in, hash);
    });
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

void Store::touch_key(std::string_view hash, Instant now)
{
    const std::lock_guard guard{inside_->writing_mutex};
    inside_->writing.exec("UPDATE access_key SET last_used_at = ? WHERE hash = ?", now, hash);
}

std::vector<Store::AccessKey> Store::keys(std::string_view kind) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(std::string{key_columns} + "WHERE kind = ? ORDER BY created_at, name", key_in, kind);
    });
}

bool Store::remove_key(std::string_view hash)
{
    const std::lock_guard guard{inside_->writing_mutex};
    Transaction transaction{inside_->writing, Transaction::Durability::full};
    const bool removed = inside_->writing.exec("DELETE FROM access_key WHERE hash = ?", hash) > 0;
    transaction.commit();
    return removed;
}

} // namespace blend::store
