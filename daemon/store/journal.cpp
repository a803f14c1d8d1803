// Undo: what a person did is kept as a changeset of SQLite's session extension and taken back by its inverse.

#include "daemon/store/inside.hpp"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <array>

namespace blend::store {

namespace {

// Handles first: they have to leave a contact before it goes.
constexpr auto people_tables = std::to_array({"handle", "contact", "contact_limit", "shared_handle", "plan_answer"});
constexpr auto other_tables =
    std::to_array({"circle", "interaction", "interaction_note", "nudge", "plan", "plan_contact", "plan_rule",
                   "plan_exception", "plan_occurrence", "yearly_day", "way", "setting", "not_handle_of",
                   "not_same_contact", "postponed", "apart", "watched", "collection", "not_tracked"});

void must(int code, const char* doing)
{
    if (code != SQLITE_OK)
        throw Problem{Problem::Kind::internal, std::string{"undo journal: "} + doing + ": " + sqlite3_errstr(code)};
}

/// Rows that were changed since, or are gone, stay as they are.
int keep_the_newer(void*, int reason, sqlite3_changeset_iter*)
{
    return reason == SQLITE_CHANGESET_FOREIGN_KEY ? SQLITE_CHANGESET_ABORT : SQLITE_CHANGESET_OMIT;
}

struct Freed {
    void* bytes{};
    ~Freed() { sqlite3_free(bytes); }
};

} // namespace

Recording::Recording(Connection& database, Tables tables)
{
    must(sqlite3session_create(database.native(), "main", &session_), "start");
    for (const char* table : people_tables) must(sqlite3session_attach(session_, table), table);
    if (tables == Tables::all)
        for (const char* table : other_tables) must(sqlite3session_attach(session_, table), table);
}

Recording::~Recording() { sqlite3session_delete(session_); }

Blob Recording::changeset() const
{
    int size{};
    Freed freed;
    must(sqlite3session_changeset(session_, &size, &freed.bytes), "read");
    const auto* bytes = static_cast<const unsigned char*>(freed.bytes);
    return {bytes, bytes + size};
}

void take_back(Connection& database, const Blob& changeset)
{
    if (changeset.empty()) return;
    int size{};
    Freed inverse;
    must(sqlite3changeset_invert(static_cast<int>(changeset.size()), changeset.data(), &size, &inverse.bytes),
         "invert");
    must(sqlite3changeset_apply(database.native(), size, inverse.bytes, nullptr, keep_the_newer, nullptr), "apply");
}

std::int64_t Store::Inside::journal(Instant now, const std::string& what, const std::optional<Blob>& changeset,
                                    std::optional<std::int64_t> batch, const std::set<ContactId>& concerned)
{
    writing.exec("INSERT INTO journal (at, what, changeset, batch_id) VALUES (?, ?, ?, ?)", now, what, changeset,
                 batch);
    const auto entry = writing.last_id();
    for (const ContactId contact : concerned)
        writing.exec("INSERT OR IGNORE INTO journal_contact (journal_id, contact_id) VALUES (?, ?)", entry, contact);
    return entry;
}

namespace {

std::optional<JournalRecord> entry_under(const Connection& database, std::string_view key)
{
    const auto found = database.all(
        R"(SELECT id, at, what, undone_at IS NOT NULL
             FROM journal_key JOIN journal ON journal.id = journal_id
            WHERE key = ?)",
        [](const Row& row) {
            return JournalRecord{row.get<std::int64_t>(0), row.get<Instant>(1), row.get<std::string>(2),
                                 row.get<bool>(3)};
        },
        key);
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

} // namespace

std::int64_t Store::Inside::change(Instant now, std::optional<std::string_view> key,
                                   const std::function<std::string(Writer&)>& work)
{
    const std::lock_guard guard{writing_mutex};
    if (key)
        if (const auto earlier = entry_under(writing, *key)) return earlier->id;
    Transaction transaction{writing, Transaction::Durability::full};
    Recording recording{writing, Recording::Tables::all};
    Writer::Inside changes{.database = writing};
    Writer writer{changes};
    const std::string what = work(writer);
    const Blob changeset = recording.changeset();
    changes.refresh();
    const auto entry = journal(now, what, changeset, std::nullopt, changes.concerned);
    if (key) writing.exec("INSERT INTO journal_key (key, journal_id) VALUES (?, ?)", *key, entry);
    transaction.commit();
    count(changes.interactions);
    return entry;
}

std::int64_t Store::change(Instant now, const std::function<std::string(Writer&)>& work)
{
    return inside_->change(now, std::nullopt, work);
}

std::int64_t Store::change_once(Instant now, std::string_view key, const std::function<std::string(Writer&)>& work)
{
    return inside_->change(now, key, work);
}

std::optional<JournalRecord> Store::changed_under(std::string_view key) const
{
    return inside_->read([&](const Connection& database) { return entry_under(database, key); });
}

void Store::keep(const std::function<void(Writer&)>& work)
{
    const std::lock_guard guard{inside_->writing_mutex};
    Transaction transaction{inside_->writing, Transaction::Durability::full};
    Writer::Inside changes{.database = inside_->writing};
    Writer writer{changes};
    work(writer);
    changes.refresh();
    transaction.commit();
    inside_->count(changes.interactions);
}

std::optional<std::string> Store::undo(Instant now)
{
    struct Entry {
        std::int64_t id{};
        std::string what;
        std::optional<Blob> changeset;
        std::optional<std::int64_t> batch;
    };
    const std::lock_guard guard{inside_->writing_mutex};
    Connection& database = inside_->writing;
    Transaction transaction{database, Transaction::Durability::full};
    const auto newest = database.all(
        "SELECT id, what, changeset, batch_id FROM journal WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1",
        [](const Row& row) {
            return Entry{row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::optional<Blob>>(2),
                         row.get<std::optional<std::int64_t>>(3)};
        });
    if (newest.empty()) return std::nullopt;
    const Entry& entry = newest.front();
    const auto handle_count = [&] { return database.one<std::int64_t>("SELECT count(*) FROM handle"); };
    const auto handles = handle_count();
    std::set<ContactId> touched;
    if (entry.batch)
        touched = inside_->take_back_batch(*entry.batch);
    else if (entry.changeset)
        take_back(database, *entry.changeset);
    // The import may have met one of them already, and will name it by its number.
    if (handle_count() < handles) inside_->refuse_while_importing();
    database.each(
        "SELECT contact_id FROM journal_contact WHERE journal_id = ?",
        [&](const Row& row) { touched.insert(row.get<ContactId>(0)); }, entry.id);
    inside_->rebuild(touched);
    database.exec("UPDATE journal SET undone_at = ?, changeset = NULL WHERE id = ?", now, entry.id);
    transaction.commit();
    inside_->count(std::nullopt);
    return entry.what;
}

std::vector<JournalRecord> Store::journal(std::int64_t limit) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(
            "SELECT id, at, what, undone_at IS NOT NULL FROM journal ORDER BY id DESC LIMIT ?",
            [](const Row& row) {
                return JournalRecord{row.get<std::int64_t>(0), row.get<Instant>(1), row.get<std::string>(2),
                                     row.get<bool>(3)};
            },
            limit);
    });
}

} // namespace blend::store
