// Reading the log: interactions, days, sources.

#include "daemon/store/inside.hpp"

#include <algorithm>
#include <utility>

namespace blend::store {

namespace {

constexpr std::string_view entry_columns =
    R"(interaction.started_at, interaction.key, channel, direction, size, others, forward, acknowledgement, automated,
       utc_offset, coalesce(source.format, 'log'), said.note)";

constexpr std::string_view entry_joins =
    R"( LEFT JOIN import ON import.id = interaction.import_id
        LEFT JOIN source ON source.id = import.source_id
        LEFT JOIN interaction_note AS said
               ON said.handle_id = interaction.handle_id AND said.started_at = interaction.started_at
              AND said.key = interaction.key)";

TimelineEntry entry_in(const Row& row)
{
    return {{row.get<Instant>(0), row.get<Channel>(2), row.get<Direction>(3), row.get<std::optional<double>>(4),
             row.get<int>(5), row.get<std::optional<Forward>>(6).value_or(Forward::none), row.get<bool>(7),
             row.get<bool>(8), row.get<Seconds>(9), row.get<std::uint64_t>(1)},
            row.get<std::string>(10),
            row.get<std::optional<std::string>>(11)};
}

} // namespace

std::vector<Interaction> Store::interactions(ContactId id, Instant until) const
{
    const auto log = inside_->read([&](const Connection& database) { return log_of(database, id, until); });
    std::vector<Interaction> interactions;
    interactions.reserve(log.size());
    for (const SourcedInteraction& each : log) interactions.push_back(each.interaction);
    return interactions;
}

std::vector<TimelineEntry> Store::timeline(ContactId id, Instant before, std::int64_t limit) const
{
    std::vector<TimelineEntry> entries;
    inside_->read([&](const Connection& database) {
        // Handle by handle the newest rows lie together; asked for at once, all rows of the contact would be sorted.
        for (const auto handle : database.all(
                 "SELECT id FROM handle WHERE contact_id = ? ORDER BY id",
                 [](const Row& row) { return row.get<HandleId>(0); }, id))
            database.each(
                std::string{"SELECT "}
                    .append(entry_columns)
                    .append(" FROM interaction")
                    .append(entry_joins)
                    .append(R"( WHERE interaction.handle_id = ? AND interaction.started_at < ?
                                          ORDER BY interaction.started_at DESC, interaction.key DESC
                                          LIMIT ?)"),
                [&](const Row& row) { entries.push_back(entry_in(row)); }, handle, before, limit);
        return 0;
    });
    std::stable_sort(entries.begin(), entries.end(), [](const TimelineEntry& a, const TimelineEntry& b) {
        return earlier(b.interaction, a.interaction);
    });
    // The same record under two handles of one person is one interaction.
    const auto same = [](const TimelineEntry& a, const TimelineEntry& b) {
        return a.interaction.at == b.interaction.at && a.interaction.key == b.interaction.key;
    };
    entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
    if (std::cmp_greater(entries.size(), limit)) entries.resize(static_cast<std::size_t>(limit));
    return entries;
}

std::optional<std::string> Store::last_note(ContactId id) const
{
    return inside_->read([&](const Connection& database) {
        return database.one<std::string>(
            R"(SELECT note FROM interaction_note JOIN handle ON handle.id = handle_id
                WHERE contact_id = ? ORDER BY started_at DESC LIMIT 1)",
            id);
    });
}

std::vector<DayRecord> Store::days(Day from, Day to) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(
            R"(SELECT contact_id, day, channel, interactions, noise, sessions, size, value
                 FROM contact CROSS JOIN daily ON contact_id = contact.id AND day BETWEEN ? AND ?
                ORDER BY day, contact_id, channel)",
            [](const Row& row) {
                return DayRecord{row.get<ContactId>(0),    row.get<Day>(1),          row.get<Channel>(2),
                                 row.get<std::int64_t>(3), row.get<std::int64_t>(4), row.get<std::int64_t>(5),
                                 row.get<double>(6),       row.get<double>(7)};
            },
            from, to);
    });
}

std::vector<CoverageRecord> Store::coverage(ContactId id) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(
            R"(SELECT format,
                      (SELECT max(started_at)
                         FROM source JOIN import ON source_id = source.id JOIN batch ON batch.id = batch_id
                        WHERE source.format = contact_source.format AND state = 'done'),
                      newest_at
                 FROM contact_source
                WHERE contact_id = ?
                ORDER BY newest_at DESC)",
            [](const Row& row) {
                return CoverageRecord{row.get<std::string>(0), row.get<std::optional<Instant>>(1), row.get<Instant>(2)};
            },
            id);
    });
}

std::vector<SourceRecord> Store::sources() const
{
    return inside_->read([&](const Connection& database) {
        return database.all(
            R"(SELECT format, path, max(started_at) AS last_read, max(last_at)
                 FROM source JOIN import ON source_id = source.id JOIN batch ON batch.id = batch_id
                WHERE state = 'done'
                GROUP BY source.id
                ORDER BY last_read, source.id)",
            [](const Row& row) {
                return SourceRecord{row.get<std::string>(0), row.get<std::string>(1), row.get<Instant>(2),
                                    row.get<std::optional<Instant>>(3)};
            });
    });
}

Totals Store::totals() const
{
    return inside_->read([&](const Connection& database) {
        // Counting every row is the one slow read here, so it is done once and then kept up to date.
        if (!inside_->interactions)
            inside_->interactions = database.one<std::int64_t>("SELECT count(*) FROM interaction");
        return Totals{.contacts = database.one<std::int64_t>("SELECT count(*) FROM contact").value_or(0),
                      .tracked =
                          database
                              .one<std::int64_t>(
                                  "SELECT count(*) FROM contact WHERE circle IS NOT NULL OR cadence_days IS NOT NULL")
                              .value_or(0),
                      .interactions = inside_->interactions.value_or(0),
                      .unmatched = database
                                       .one<std::int64_t>(
                                           R"(SELECT count(*) FROM handle
                                     WHERE contact_id IS NULL AND is_owner = 0 AND ignored IS NULL
                                       AND EXISTS (SELECT 1 FROM interaction WHERE handle_id = handle.id))")
                                       .value_or(0)};
    });
}

void Store::Inside::count(std::optional<std::int64_t> more)
{
    const std::lock_guard guard{reading_mutex};
    if (!more)
        interactions.reset();
    else if (interactions)
        *interactions += *more;
}

void Store::each_interaction(
    const std::function<void(const HandleRecord&, std::string_view, const TimelineEntry&)>& visit) const
{
    inside_->read([&](const Connection& database) {
        database.each(std::string{"SELECT "}
                          .append(entry_columns)
                          .append(R"(, handle.id, handle.kind, handle.value, handle.name, contact_id, is_owner, ignored,
                                       contact.name
                                  FROM interaction JOIN handle ON handle.id = interaction.handle_id
                                  LEFT JOIN contact ON contact.id = handle.contact_id)")
                          .append(entry_joins)
                          .append(" ORDER BY interaction.handle_id, interaction.started_at, interaction.key"),
                      [&](const Row& row) {
                          const HandleRecord handle{.id = row.get<HandleId>(12),
                                                    .handle = {row.get<HandleKind>(13), row.get<std::string>(14)},
                                                    .name = row.get<std::optional<std::string>>(15).value_or(""),
                                                    .contact = row.get<std::optional<ContactId>>(16),
                                                    .is_owner = row.get<bool>(17),
                                                    .ignored = row.get<std::optional<std::string>>(18)};
                          visit(handle, row.get<std::optional<std::string>>(19).value_or(""), entry_in(row));
                      });
        return 0;
    });
}

} // namespace blend::store
