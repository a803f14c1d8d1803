// Reading the log: interactions, days, sources.

#include "daemon/store/inside.hpp"

#include <map>
#include <set>

namespace blend::store {

namespace {

/// The owner's words about it, whichever row they belong to.
std::optional<std::string> note_of(const Connection& database, const Happened& thing)
{
    const auto note = [&](const LogRow& row) -> std::optional<std::string> {
        if (row.import != 0) return std::nullopt; // imports bring none
        return database.one<std::string>(
            "SELECT note FROM interaction_note WHERE handle_id = ? AND started_at = ? AND key = ?", row.handle,
            row.interaction.at, row.interaction.key);
    };
    auto said = note(thing.told);
    for (const LogRow& other : thing.others)
        if (!said) said = note(other);
    return said;
}

TimelineEntry entry_of(const Connection& database, const Formats& formats, const Happened& thing)
{
    TimelineEntry entry{
        thing.told.interaction, {format_of(thing.told, formats)}, note_of(database, thing), {record_of(thing.told)}};
    for (const LogRow& other : thing.others) {
        entry.sources.push_back(format_of(other, formats));
        entry.records.push_back(record_of(other));
    }
    return entry;
}

} // namespace

std::vector<Interaction> Store::interactions(ContactId id, Instant until) const
{
    const auto log =
        inside_->read([&](const Connection& database) { return log_of(database, id, formats(database), until); });
    std::vector<Interaction> interactions;
    interactions.reserve(log.size());
    for (const Happened& each : log) interactions.push_back(each.told.interaction);
    return interactions;
}

std::vector<TimelineEntry> Store::timeline(ContactId id, Instant before, std::int64_t limit) const
{
    return inside_->read([&](const Connection& database) {
        const Formats names = formats(database);
        std::vector<TimelineEntry> entries;
        for (const Happened& each : newest_of(database, id, names, before, limit))
            entries.push_back(entry_of(database, names, each));
        return entries;
    });
}

bool Store::holds(ContactId id, const Interaction& interaction) const
{
    return inside_->read([&](const Connection& database) {
        return database
            .one<std::int64_t>(R"(SELECT 1 FROM interaction
                                   WHERE handle_id IN (SELECT id FROM handle WHERE contact_id = ?)
                                     AND started_at = ? AND key = ?)",
                               id, interaction.at, interaction.key)
            .has_value();
    });
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

namespace {

DayRecord day_record(const Row& row)
{
    return {row.get<ContactId>(0),    row.get<Day>(1),          row.get<Channel>(2), row.get<std::int64_t>(3),
            row.get<std::int64_t>(4), row.get<std::int64_t>(5), row.get<double>(6),  row.get<double>(7)};
}

} // namespace

std::vector<DayRecord> Store::days(Day from, Day to) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(
            R"(SELECT contact_id, day, channel, interactions, noise, sessions, size, value
                 FROM contact CROSS JOIN daily ON contact_id = contact.id AND day BETWEEN ? AND ?
                ORDER BY day, contact_id, channel)",
            day_record, from, to);
    });
}

std::vector<DayRecord> Store::days(ContactId id, Day from, Day to) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(
            R"(SELECT contact_id, day, channel, interactions, noise, sessions, size, value
                 FROM daily
                WHERE contact_id = ? AND day BETWEEN ? AND ?
                ORDER BY day, channel)",
            day_record, id, from, to);
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

namespace {

/// What of the log an export says otherwise than its rows do.
struct Retold {
    std::map<RecordId, TimelineEntry> standing; ///< for several sources
    std::set<RecordId> absorbed;                ///< told by another row
};

Retold retold(const Connection& database, const Formats& formats)
{
    Retold told;
    const auto several = database.all("SELECT contact_id FROM contact_source GROUP BY contact_id HAVING count(*) > 1",
                                      [](const Row& row) { return row.get<ContactId>(0); });
    for (const ContactId contact : several)
        for (const Happened& each : log_of(database, contact, formats, Instant::max())) {
            if (each.others.empty()) continue;
            told.standing.emplace(record_of(each.told), entry_of(database, formats, each));
            for (const LogRow& other : each.others) told.absorbed.insert(record_of(other));
        }
    return told;
}

} // namespace

void Store::each_interaction(
    const std::function<void(const HandleRecord&, std::string_view, const TimelineEntry&)>& visit) const
{
    inside_->read([&](const Connection& database) {
        const Formats names = formats(database);
        const Retold told = retold(database, names);
        database.each(
            R"(SELECT started_at, key, channel, direction, size, others, forward, acknowledgement, automated, utc_offset,
                      handle_id, import_id, handle.kind, handle.value, handle.name, contact_id, is_owner, ignored,
                      contact.name
                 FROM interaction JOIN handle ON handle.id = interaction.handle_id
                 LEFT JOIN contact ON contact.id = handle.contact_id
                ORDER BY interaction.handle_id, started_at, key)",
            [&](const Row& row) {
                const LogRow each = row_in(row);
                const RecordId record = record_of(each);
                if (told.absorbed.contains(record)) return;
                const HandleRecord handle{.id = each.handle,
                                          .handle = {row.get<HandleKind>(12), row.get<std::string>(13)},
                                          .name = row.get<std::optional<std::string>>(14).value_or(""),
                                          .contact = row.get<std::optional<ContactId>>(15),
                                          .is_owner = row.get<bool>(16),
                                          .ignored = row.get<std::optional<std::string>>(17)};
                const auto standing = told.standing.find(record);
                visit(handle, row.get<std::optional<std::string>>(18).value_or(""),
                      standing == told.standing.end() ? entry_of(database, names, {each, {}}) : standing->second);
            });
        return 0;
    });
}

} // namespace blend::store
