// Places that are read by themselves, and what was seen there; whom the owner does not track.

#include "daemon/store/inside.hpp"

namespace blend::store {

std::int64_t Writer::add_watched(const WatchedRecord& watched)
{
    inside_.database.exec(
        R"(INSERT INTO watched (kind, path, me, zone, date_order, added_at, user, secret)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?))",
        watched.kind, watched.path, watched.me, watched.zone, watched.date_order, watched.added, watched.user,
        watched.secret);
    return inside_.database.last_id();
}

void Writer::remove_watched(std::int64_t watched)
{
    inside_.database.exec("DELETE FROM watched WHERE id = ?", watched);
}

void Writer::set_look(std::int64_t watched, const LookRecord& look)
{
    // The place may have been removed while it was looked at.
    inside_.database.exec(R"(INSERT OR REPLACE INTO watched_look (watched_id, looked_at, gave_at, newest_at, problem)
                             SELECT id, ?, ?, ?, ? FROM watched WHERE id = ?)",
                          look.looked, look.gave, look.newest, look.problem, watched);
}

void Writer::set_watched_files(std::int64_t watched, const WatchedFiles& files, const std::vector<std::uint64_t>& gone)
{
    for (const std::uint64_t key : gone)
        inside_.database.exec("DELETE FROM watched_file WHERE watched_id = ? AND key = ?", watched,
                              static_cast<std::int64_t>(key));
    for (const auto& [key, file] : files)
        inside_.database.exec(
            R"(INSERT OR REPLACE INTO watched_file (watched_id, key, size, modified_at, inode, fingerprint, refusal)
               SELECT id, ?, ?, ?, ?, ?, ? FROM watched WHERE id = ?)",
            static_cast<std::int64_t>(key), file.size, file.modified, file.inode,
            static_cast<std::int64_t>(file.fingerprint), file.refusal, watched);
}

std::vector<WatchedRecord> Store::watched() const
{
    return inside_->read([](const Connection& database) {
        return database.all(
            "SELECT id, kind, path, me, zone, date_order, added_at, user, secret FROM watched ORDER BY id",
            [](const Row& row) {
                return WatchedRecord{.id = row.get<std::int64_t>(0),
                                     .kind = row.get<WatchedKind>(1),
                                     .path = row.get<std::string>(2),
                                     .me = row.get<std::optional<std::string>>(3),
                                     .zone = row.get<std::optional<std::string>>(4),
                                     .date_order = row.get<std::optional<std::string>>(5),
                                     .added = row.get<Instant>(6),
                                     .user = row.get<std::string>(7),
                                     .secret = row.get<std::optional<std::string>>(8)};
            });
    });
}

std::optional<LookRecord> Store::look(std::int64_t watched) const
{
    const auto found = inside_->read([&](const Connection& database) {
        return database.all(
            "SELECT looked_at, gave_at, newest_at, problem FROM watched_look WHERE watched_id = ?",
            [](const Row& row) {
                return LookRecord{row.get<Instant>(0), row.get<std::optional<Instant>>(1),
                                  row.get<std::optional<Instant>>(2), row.get<std::optional<std::string>>(3)};
            },
            watched);
    });
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

WatchedFiles Store::watched_files(std::int64_t watched) const
{
    return inside_->read([&](const Connection& database) {
        WatchedFiles files;
        database.each(
            "SELECT key, size, modified_at, inode, fingerprint, refusal FROM watched_file WHERE watched_id = ?",
            [&](const Row& row) {
                files.emplace(static_cast<std::uint64_t>(row.get<std::int64_t>(0)),
                              WatchedFile{row.get<std::int64_t>(1), row.get<std::int64_t>(2), row.get<std::int64_t>(3),
                                          static_cast<std::uint64_t>(row.get<std::int64_t>(4)),
                                          row.get<std::optional<std::string>>(5)});
            },
            watched);
        return files;
    });
}

void Writer::leave_untracked(ContactId contact)
{
    inside_.database.exec("INSERT OR IGNORE INTO not_tracked (contact_id) VALUES (?)", contact);
    inside_.concerned.insert(contact);
}

std::set<ContactId> Store::not_tracked() const
{
    return inside_->read([](const Connection& database) {
        std::set<ContactId> left;
        database.each("SELECT contact_id FROM not_tracked",
                      [&](const Row& row) { left.insert(row.get<ContactId>(0)); });
        return left;
    });
}

} // namespace blend::store
