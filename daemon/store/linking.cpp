// Whose a handle is, and what the owner said of suggestions.

#include "daemon/store/inside.hpp"

#include <algorithm>

namespace blend::store {

std::vector<HandleRecord> twins_of(const Connection& database, const Handle& handle)
{
    std::vector<HandleRecord> twins;
    for (const HandleKind kind : twin_kinds(handle))
        database.each(
            "SELECT id, name, contact_id, is_owner, ignored FROM handle WHERE kind = ? AND value = ?",
            [&](const Row& row) {
                twins.push_back({row.get<HandleId>(0),
                                 {kind, handle.value},
                                 row.get<std::optional<std::string>>(1).value_or(""),
                                 row.get<std::optional<ContactId>>(2),
                                 row.get<bool>(3),
                                 row.get<std::optional<std::string>>(4)});
            },
            kind, handle.value);
    return twins;
}

HandleId Writer::add_handle(const Handle& handle, std::string_view name)
{
    Connection& database = inside_.database;
    const std::optional<std::string> shown = name.empty() ? std::nullopt : std::optional{std::string{name}};
    if (const auto known =
            database.one<HandleId>("SELECT id FROM handle WHERE kind = ? AND value = ?", handle.kind, handle.value)) {
        if (shown) database.exec("UPDATE handle SET name = ? WHERE id = ? AND name IS NULL", shown, *known);
        return *known;
    }
    database.exec("INSERT INTO handle (kind, value, name, batch_id) VALUES (?, ?, ?, ?)", handle.kind, handle.value,
                  shown, inside_.batch);
    return HandleId{database.last_id()};
}

namespace {

/// Moves a handle and remembers whose numbers change by it.
void reassign(Connection& database, std::set<ContactId>& touched, std::set<ContactId>& concerned, HandleId handle,
              std::optional<ContactId> contact, bool is_owner, const std::optional<std::string>& ignored)
{
    if (const auto before = database.one<ContactId>("SELECT contact_id FROM handle WHERE id = ?", handle)) {
        touched.insert(*before);
        concerned.insert(*before);
    }
    database.exec("UPDATE handle SET contact_id = ?, is_owner = ?, ignored = ? WHERE id = ?", contact, is_owner,
                  ignored, handle);
    if (contact) {
        touched.insert(*contact);
        concerned.insert(*contact);
    }
}

Handle handle_at(const Connection& database, HandleId id)
{
    Handle handle;
    database.each(
        "SELECT kind, value FROM handle WHERE id = ?",
        [&](const Row& row) {
            handle = {row.get<HandleKind>(0), row.get<std::string>(1)};
        },
        id);
    return handle;
}

bool belongs_to_nobody(const HandleRecord& handle) { return !handle.contact && !handle.is_owner && !handle.ignored; }

bool rejected(const Connection& database, HandleId handle, ContactId contact)
{
    return database
        .one<std::int64_t>("SELECT 1 FROM not_handle_of WHERE handle_id = ? AND contact_id = ?", handle, contact)
        .has_value();
}

} // namespace

void Writer::link(HandleId handle, ContactId contact)
{
    Connection& database = inside_.database;
    const bool by_import = inside_.batch.has_value();
    if (by_import && rejected(database, handle, contact)) return;
    move(handle, contact);
    if (!by_import) database.exec("DELETE FROM not_handle_of WHERE handle_id = ? AND contact_id = ?", handle, contact);
    for (const HandleRecord& twin : twins_of(database, handle_at(database, handle)))
        if (belongs_to_nobody(twin) && !rejected(database, twin.id, contact)) move(twin.id, contact);
}

void Writer::move(HandleId handle, ContactId contact)
{
    reassign(inside_.database, inside_.touched, inside_.concerned, handle, contact, false, std::nullopt);
}

void Writer::own(HandleId handle, ContactId contact)
{
    const int changed =
        inside_.database.exec("UPDATE handle SET contact_id = ? WHERE id = ? AND contact_id IS NULL", contact, handle);
    if (changed > 0) inside_.concerned.insert(contact);
}

void Writer::unlink(HandleId handle)
{
    reassign(inside_.database, inside_.touched, inside_.concerned, handle, std::nullopt, false, std::nullopt);
}

void Writer::make_owner(HandleId handle)
{
    const auto take = [&](HandleId each) {
        reassign(inside_.database, inside_.touched, inside_.concerned, each, std::nullopt, true, std::nullopt);
    };
    take(handle);
    for (const HandleRecord& twin : twins_of(inside_.database, handle_at(inside_.database, handle)))
        if (!twin.contact && !twin.is_owner) take(twin.id);
}

void Writer::disown(HandleId handle)
{
    unlink(handle);
    for (const HandleRecord& twin : twins_of(inside_.database, handle_at(inside_.database, handle)))
        if (twin.is_owner) unlink(twin.id);
}

std::optional<ContactId> Writer::contact_of(HandleId handle) const
{
    return inside_.database.one<ContactId>("SELECT contact_id FROM handle WHERE id = ?", handle);
}

void Writer::share(HandleId handle, ContactId contact, std::string_view name)
{
    inside_.database.exec("INSERT OR REPLACE INTO shared_handle (handle_id, name, contact_id) VALUES (?, ?, ?)", handle,
                          name, contact);
    inside_.concerned.insert(contact);
}

std::optional<ContactId> Writer::sharer(HandleId handle, std::string_view name) const
{
    return inside_.database.one<ContactId>("SELECT contact_id FROM shared_handle WHERE handle_id = ? AND name = ?",
                                           handle, name);
}

void Writer::pass_on_shares(ContactId contact, ContactId heir)
{
    inside_.database.exec("UPDATE shared_handle SET contact_id = ? WHERE contact_id = ?", heir, contact);
}

std::vector<SharedHandle> Store::shared_handles() const
{
    return inside_->read([](const Connection& database) {
        return database.all(
            R"(SELECT kind, value, handle.contact_id, shared_handle.contact_id
                 FROM shared_handle JOIN handle ON handle.id = handle_id
                WHERE handle.contact_id <> shared_handle.contact_id
                ORDER BY handle_id, shared_handle.name)",
            [](const Row& row) {
                return SharedHandle{
                    {row.get<HandleKind>(0), row.get<std::string>(1)}, row.get<ContactId>(2), row.get<ContactId>(3)};
            });
    });
}

void Writer::reject(HandleId handle, ContactId contact)
{
    inside_.database.exec("INSERT OR IGNORE INTO not_handle_of (handle_id, contact_id) VALUES (?, ?)", handle, contact);
    inside_.concerned.insert(contact);
}

void Writer::reject(ContactId one, ContactId other)
{
    inside_.database.exec("INSERT OR IGNORE INTO not_same_contact (contact_id, other_id) VALUES (?, ?)",
                          std::min(one, other), std::max(one, other));
    inside_.concerned.insert({one, other});
}

void Writer::postpone(HandleId handle, Instant until)
{
    inside_.database.exec("INSERT INTO postponed (handle_id, until) VALUES (?, ?) ON CONFLICT DO UPDATE "
                          "SET until = excluded.until",
                          handle, until);
}

void Writer::ignore(HandleId handle, std::string_view reason)
{
    reassign(inside_.database, inside_.touched, inside_.concerned, handle, std::nullopt, false, std::string{reason});
}

Answers Store::answers() const
{
    return inside_->read([](const Connection& database) {
        Answers answers;
        database.each("SELECT handle_id, contact_id FROM not_handle_of", [&](const Row& row) {
            answers.not_handles.emplace(row.get<HandleId>(0), row.get<ContactId>(1));
        });
        database.each("SELECT contact_id, other_id FROM not_same_contact",
                      [&](const Row& row) { answers.not_same.emplace(row.get<ContactId>(0), row.get<ContactId>(1)); });
        return answers;
    });
}

std::map<ContactId, Activity> Store::activities() const
{
    return inside_->read([](const Connection& database) {
        std::map<ContactId, Activity> activities;
        database.each(
            "SELECT contact_id, sum(interactions + noise) FROM daily GROUP BY contact_id",
            [&](const Row& row) { activities[row.get<ContactId>(0)].interactions = row.get<std::int64_t>(1); });
        database.each("SELECT contact_id, max(newest_at) FROM contact_source GROUP BY contact_id",
                      [&](const Row& row) { activities[row.get<ContactId>(0)].last = row.get<Instant>(1); });
        return activities;
    });
}

} // namespace blend::store
