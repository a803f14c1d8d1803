// Imports: batches of rows, sorted for speed; finished as one, or taken back as one.

#include "daemon/store/inside.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace blend::store {

namespace {

constexpr const char* copy_folder = "trial";

void copy_database(const Connection& from, const Connection& to)
{
    sqlite3_backup* const copying = sqlite3_backup_init(to.native(), "main", from.native(), "main");
    if (copying != nullptr) sqlite3_backup_step(copying, -1);
    if (copying == nullptr || sqlite3_backup_finish(copying) != SQLITE_OK)
        throw Problem{Problem::Kind::cannot, std::string{"there is no room to try it: "} + sqlite3_errmsg(to.native()),
                      "free some space, or import it at once: `blend undo` takes it back"};
}

} // namespace

void clear_copy(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::remove_all(folder / copy_folder, error);
}

ImportRun::Inside::Copy::Copy(const Store::Inside& original) : beside{original.folder}
{
    clear_copy(beside);
    prepare_folder(beside / copy_folder);
    try {
        const auto file = database_file(beside / copy_folder);
        make_private(file);
        copy_database(Connection{database_file(beside), Connection::Access::read_only},
                      Connection{file, Connection::Access::read_write});
        ledger = std::make_unique<Store::Inside>(beside / copy_folder);
    } catch (...) { // a constructor that throws has no destructor
        clear_copy(beside);
        throw;
    }
}

ImportRun::Inside::Copy::~Copy()
{
    ledger.reset();
    clear_copy(beside);
}

namespace {

/// The one statement that runs a million times goes through SQLite's own interface.
class Insertion {
public:
    explicit Insertion(Connection& database) : database_{database}
    {
        constexpr const char* sql =
            R"(INSERT OR IGNORE INTO interaction (handle_id, started_at, key, channel, direction, size, others, forward,
                                                  acknowledgement, automated, utc_offset, import_id)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))";
        check(sqlite3_prepare_v2(database.native(), sql, -1, &statement_, nullptr));
    }
    ~Insertion() { sqlite3_finalize(statement_); }
    Insertion(const Insertion&) = delete;

    /// Whether the row is new.
    bool add(const ImportRow& row, std::int64_t import)
    {
        const Interaction& each = row.interaction;
        sqlite3_bind_int64(statement_, 1, row.handle.value);
        sqlite3_bind_int64(statement_, 2, each.at.time_since_epoch().count());
        sqlite3_bind_int64(statement_, 3, static_cast<std::int64_t>(each.key));
        bind_word(4, word(each.channel));
        bind_word(5, word(each.direction));
        if (each.size)
            sqlite3_bind_double(statement_, 6, *each.size);
        else
            sqlite3_bind_null(statement_, 6);
        sqlite3_bind_int(statement_, 7, each.others);
        if (each.forward == Forward::none)
            sqlite3_bind_null(statement_, 8);
        else
            bind_word(8, word(each.forward));
        sqlite3_bind_int(statement_, 9, each.acknowledgement ? 1 : 0);
        sqlite3_bind_int(statement_, 10, each.automated ? 1 : 0);
        sqlite3_bind_int64(statement_, 11, each.utc_offset.count());
        sqlite3_bind_int64(statement_, 12, import);
        const int code = sqlite3_step(statement_);
        sqlite3_reset(statement_);
        if (code != SQLITE_DONE) check(code);
        return sqlite3_changes(database_.native()) > 0;
    }

private:
    void bind_word(int index, std::string_view text)
    {
        // Words of an enumeration live as long as the program.
        sqlite3_bind_text(statement_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }

    void check(int code) const
    {
        if (code == SQLITE_OK) return;
        if ((code & 0xFF) == SQLITE_FULL)
            throw Problem{Problem::Kind::cannot, "the disk is full; nothing was imported",
                          "free some space and try again"};
        throw Problem{Problem::Kind::internal, std::string{"SQLite: "} + sqlite3_errmsg(database_.native())};
    }

    Connection& database_;
    sqlite3_stmt* statement_{};
};

} // namespace

ImportRun::ImportRun(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}

ImportRun::~ImportRun()
{
    if (inside_->finished || inside_->copy) return;
    const std::lock_guard guard{inside_->store.writing_mutex};
    inside_->store.importing = false;
    // A destructor may not throw; what a full disk keeps from being taken back now, the next import or opening does.
    try {
        Transaction transaction{inside_->store.writing, Transaction::Durability::full};
        auto touched = inside_->store.take_back_batch(inside_->batch);
        // Some may have been recomputed already, with handles that are not theirs any more.
        touched.merge(inside_->touched);
        inside_->store.rebuild(touched);
        transaction.commit();
    } catch (const Problem&) {
        return;
    }
}

std::int64_t ImportRun::batch() const { return inside_->batch; }

std::unique_ptr<ImportRun> Store::import(Instant now, Trial trial)
{
    {
        const std::lock_guard guard{inside_->writing_mutex};
        inside_->refuse_while_importing();
        // Else rows of a run that could not be taken back would pass for duplicates, and vanish later.
        inside_->take_back_unfinished();
        inside_->importing = trial == Trial::no;
    }
    auto run = std::make_unique<ImportRun::Inside>(*inside_, trial, now);
    const auto begin = [&](Connection& database) {
        database.exec("INSERT INTO batch (started_at, state) VALUES (?, 'running')", now);
        run->batch = database.last_id();
    };
    try {
        run->piece(begin);
    } catch (...) { // there is no run yet whose end could say so
        const std::lock_guard guard{inside_->writing_mutex};
        inside_->importing = false;
        throw;
    }
    return std::unique_ptr<ImportRun>{new ImportRun{std::move(run)}};
}

void ImportRun::open_source(std::string_view format, std::string_view path, const std::optional<SourceOrder>& order)
{
    inside_->again.reset();
    inside_->piece([&](Connection& database) {
        database.exec("INSERT OR IGNORE INTO source (format, path) VALUES (?, ?)", format, path);
        const auto source =
            database.one<std::int64_t>("SELECT id FROM source WHERE format = ? AND path = ?", format, path);
        database.exec(
            "INSERT INTO import (batch_id, source_id, read, stored, duplicate, noise) VALUES (?, ?, 0, 0, 0, 0)",
            inside_->batch, source);
        inside_->import = database.last_id();
        if (order)
            database.exec(R"(INSERT INTO import_order (import_id, named, format, date_order, owner_zone, source_zone,
                                                       region, columns)
                             VALUES (?, ?, ?, ?, ?, ?, ?, ?))",
                          inside_->import, order->named, order->format, order->date_order, order->owner_zone,
                          order->source_zone, order->region, order->columns);
    });
}

void ImportRun::note_owner(HandleId handle)
{
    inside_->piece([&](Connection& database) {
        database.exec("INSERT OR IGNORE INTO import_owner (import_id, handle_id) VALUES (?, ?)", inside_->import,
                      handle);
    });
}

HandleRecord ImportRun::handle(const Handle& handle, std::string_view name, std::optional<std::string_view> ignored)
{
    // What `change` is doing right now is not known outside it yet.
    if (const auto known = inside_->handles.find(handle); !inside_->changing && known != inside_->handles.end())
        return known->second;
    const HandleRecord found =
        inside_->piece([&](Connection& database) { return inside_->found_or_made(database, handle, name, ignored); });
    if (inside_->changing) return found;
    return inside_->handles.emplace(handle, found).first->second;
}

void ImportRun::expect(std::span<const Named> handles)
{
    inside_->piece([&](Connection& database) {
        for (const Named& each : handles) inside_->found_or_made(database, each.handle, each.name, std::nullopt);
    });
}

HandleRecord ImportRun::Inside::found_or_made(Connection& database, const Handle& handle, std::string_view name,
                                              std::optional<std::string_view> ignored)
{
    const auto look_up = [&] {
        return database.all(
            "SELECT id, name, contact_id, is_owner, ignored FROM handle WHERE kind = ? AND value = ?",
            [&](const Row& row) {
                return HandleRecord{row.get<HandleId>(0),
                                    handle,
                                    row.get<std::optional<std::string>>(1).value_or(""),
                                    row.get<std::optional<ContactId>>(2),
                                    row.get<bool>(3),
                                    row.get<std::optional<std::string>>(4)};
            },
            handle.kind, handle.value);
    };
    if (auto rows = look_up(); !rows.empty()) return rows.front();
    database.exec("INSERT INTO handle (kind, value, name, ignored, batch_id) VALUES (?, ?, ?, ?, ?)", handle.kind,
                  handle.value, name.empty() ? std::nullopt : std::optional{name}, ignored, batch);
    changed = true;
    const HandleRecord made = look_up().front();
    const auto twins = twins_of(database, handle);
    const bool own = std::any_of(twins.begin(), twins.end(), [](const HandleRecord& twin) { return twin.is_owner; });
    std::set<ContactId> contacts;
    for (const HandleRecord& twin : twins)
        if (twin.contact) contacts.insert(*twin.contact);
    // Of two people with one address neither has the better right.
    if (!own && contacts.size() != 1) return made;
    change_people(database, [&](Writer& writer) {
        if (own)
            writer.make_owner(made.id);
        else
            writer.link(made.id, *contacts.begin());
    });
    return look_up().front();
}

std::vector<std::int64_t> ImportRun::add(std::vector<ImportRow> rows)
{
    std::vector<std::int64_t> fresh;
    inside_->piece([&](Connection& database) {
        std::sort(rows.begin(), rows.end(), [](const ImportRow& a, const ImportRow& b) {
            return a.handle != b.handle ? a.handle < b.handle : earlier(a.interaction, b.interaction);
        });
        if (inside_->again)
            for (const ImportRow& row : rows)
                database.exec("INSERT OR IGNORE INTO temp.told (key) VALUES (?)", row.interaction.key);
        Insertion insertion{database};
        std::set<HandleId> grown;
        for (const ImportRow& row : rows)
            if (insertion.add(row, inside_->import)) {
                fresh.push_back(row.record);
                grown.insert(row.handle);
            }
        for (const HandleId handle : grown)
            if (const auto contact = database.one<ContactId>("SELECT contact_id FROM handle WHERE id = ?", handle))
                inside_->touched.insert(*contact);
    });
    if (!fresh.empty()) inside_->changed = true;
    std::sort(fresh.begin(), fresh.end());
    fresh.erase(std::unique(fresh.begin(), fresh.end()), fresh.end());
    return fresh;
}

void ImportRun::close_source(const ImportCounts& counts)
{
    inside_->piece([&](Connection& database) {
        database.exec(
            "UPDATE import SET read = ?, stored = ?, duplicate = ?, noise = ?, first_at = ?, last_at = ? WHERE id = ?",
            counts.read, counts.stored, counts.duplicate, counts.noise, counts.first, counts.last, inside_->import);
        for (const auto& [reason, count] : counts.skipped)
            database.exec("INSERT INTO import_skip (import_id, reason, count) VALUES (?, ?, ?)", inside_->import,
                          reason, count);
        if (inside_->again) inside_->put_back(database, "AND key NOT IN (SELECT key FROM temp.told)");
    });
}

void ImportRun::drop_source()
{
    inside_->piece([&](Connection& database) {
        database.exec("DELETE FROM interaction WHERE import_id = ?", inside_->import);
        if (inside_->again) inside_->put_back(database, "");
        database.exec("DELETE FROM import WHERE id = ?", inside_->import);
    });
}

void ImportRun::change(const std::function<void(Writer&)>& work)
{
    inside_->piece([&](Connection& database) {
        struct Open {
            bool& changing;
            ~Open() { changing = false; }
        } const open{inside_->changing};
        inside_->changing = true;
        inside_->change_people(database, work);
    });
    inside_->handles.clear();
}

void ImportRun::Inside::change_people(Connection& database, const std::function<void(Writer&)>& work)
{
    const Recording recording{database, Recording::Tables::people};
    Writer::Inside changes{.database = database, .batch = batch};
    Writer writer{changes};
    work(writer);
    // A card that was known already changes nothing.
    if (const Blob changeset = recording.changeset(); !changeset.empty()) {
        database.exec("INSERT INTO batch_change (batch_id, changeset) VALUES (?, ?)", batch, changeset);
        changed = true;
    }
    // Standings wait for the end of the run: they are computed once for everybody it touches.
    touched.merge(changes.touched);
    concerned.merge(changes.concerned);
}

void ImportRun::finish(const std::optional<std::string>& what)
{
    if (inside_->copy) return;
    const Formats names = inside_->piece([](Connection& database) { return formats(database); });
    // Some at a time, so that what the owner types meanwhile need not wait for all of them; a transaction for each
    // contact would write the pages that several share again and again.
    constexpr std::size_t interactions_a_piece = 20'000;
    for (auto next = inside_->touched.begin(); next != inside_->touched.end();)
        inside_->piece([&](Connection& database) {
            for (std::size_t replayed = 0; replayed < interactions_a_piece && next != inside_->touched.end(); ++next)
                replayed += rebuild(database, *next, names);
        });

    const std::lock_guard guard{inside_->store.writing_mutex};
    Connection& database = inside_->store.writing;
    Transaction transaction{database, Transaction::Durability::full};
    database.exec("UPDATE batch SET state = 'done', finished_at = ? WHERE id = ?", inside_->now, inside_->batch);
    inside_->concerned.merge(inside_->touched);
    // An undo that finds it must have something to take back.
    if (what && inside_->changed)
        inside_->store.journal(inside_->now, *what, std::nullopt, inside_->batch, inside_->concerned);
    transaction.commit();
    inside_->store.importing = false;
    inside_->finished = true; // not before: what a full disk breaks off here has to be taken back
    database.script("PRAGMA wal_checkpoint(TRUNCATE)");
    inside_->store.count(std::nullopt);
}

void Store::Inside::rebuild(const std::set<ContactId>& contacts)
{
    const Formats names = formats(writing);
    for (const ContactId contact : contacts) store::rebuild(writing, contact, names);
}

std::set<ContactId> Store::Inside::take_back_batch(std::int64_t batch)
{
    constexpr std::string_view of_batch = "import_id IN (SELECT id FROM import WHERE batch_id = ?)";
    std::set<ContactId> touched;
    writing.each(
        std::string{R"(SELECT DISTINCT contact_id FROM interaction JOIN handle ON handle.id = handle_id
                                 WHERE contact_id IS NOT NULL AND )"}
            .append(of_batch),
        [&](const Row& row) { touched.insert(row.get<ContactId>(0)); }, batch);
    writing.exec(std::string{"DELETE FROM interaction WHERE "}.append(of_batch), batch);
    bring_back_replaced(batch, touched);
    for (const Blob& changeset : writing.all(
             "SELECT changeset FROM batch_change WHERE batch_id = ? ORDER BY id DESC",
             [](const Row& row) { return row.get<Blob>(0); }, batch))
        store::take_back(writing, changeset);
    writing.exec("DELETE FROM batch_change WHERE batch_id = ?", batch);
    writing.exec(R"(DELETE FROM handle
                     WHERE batch_id = ? AND contact_id IS NULL AND is_owner = 0
                       AND NOT EXISTS (SELECT 1 FROM interaction WHERE handle_id = handle.id))",
                 batch);
    writing.exec("UPDATE batch SET state = 'undone' WHERE id = ?", batch);
    count(std::nullopt);
    return touched;
}

void Store::Inside::take_back_unfinished()
{
    const auto cut_off = writing.all("SELECT id FROM batch WHERE state = 'running'",
                                     [](const Row& row) { return row.get<std::int64_t>(0); });
    if (cut_off.empty()) return;
    Transaction transaction{writing, Transaction::Durability::full};
    for (const auto batch : cut_off) take_back_batch(batch);
    // Whom it had linked is not known any more, and their numbers may be of before: everybody is computed again.
    const auto all = writing.all("SELECT id FROM contact", [](const Row& row) { return row.get<ContactId>(0); });
    rebuild({all.begin(), all.end()});
    transaction.commit();
}

void Store::Inside::refuse_while_importing() const
{
    if (importing)
        throw Problem{Problem::Kind::cannot, "an import is running",
                      "wait for it, or stop it with Ctrl-C where it runs"};
}

} // namespace blend::store
