#include "daemon/store/joining.hpp"

#include "daemon/core/twins.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <set>
#include <utility>

namespace blend::store {

namespace {

constexpr std::string_view row_columns =
    R"(started_at, key, channel, direction, size, others, forward, acknowledgement, automated, utc_offset, handle_id,
       import_id)";

std::vector<LogRow> rows_between(const Connection& database, ContactId contact, Instant from, Instant until)
{
    return database.all(std::string{"SELECT "}.append(row_columns).append(R"( FROM interaction
                                      WHERE handle_id IN (SELECT id FROM handle WHERE contact_id = ?)
                                        AND started_at BETWEEN ? AND ?)"),
                        row_in, contact, from, until);
}

/// In order, each record once. The import breaks ties between two sources' rows of one record, so that which of them
/// stays is no accident.
void in_order(std::vector<LogRow>& rows)
{
    std::sort(rows.begin(), rows.end(), [](const LogRow& a, const LogRow& b) {
        if (earlier(a.interaction, b.interaction)) return true;
        if (earlier(b.interaction, a.interaction)) return false;
        return std::pair{a.import, a.handle} < std::pair{b.import, b.handle};
    });
    const auto same = [](const LogRow& a, const LogRow& b) {
        return a.interaction.at == b.interaction.at && a.interaction.key == b.interaction.key;
    };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
}

/// Numbers for the formats among the rows, by their names: the same whichever was imported first.
std::map<std::int64_t, unsigned> numbered(const std::vector<LogRow>& rows, const Formats& formats)
{
    std::map<std::int64_t, std::string> names;
    std::int64_t before = -1;
    for (const LogRow& row : rows)
        if (row.import != before) names.try_emplace(before = row.import, format_of(row, formats));
    std::set<std::string> sorted;
    for (const auto& [import, name] : names) sorted.insert(name);
    std::map<std::int64_t, unsigned> numbers;
    for (const auto& [import, name] : names)
        numbers.emplace(import, static_cast<unsigned>(std::distance(sorted.begin(), sorted.find(name))));
    return numbers;
}

std::set<RecordId> kept_apart(const Connection& database, ContactId contact)
{
    std::set<RecordId> apart;
    database.each(
        R"(SELECT handle_id, started_at, key FROM apart
            WHERE handle_id IN (SELECT id FROM handle WHERE contact_id = ?))",
        [&](const Row& row) {
            apart.insert({row.get<HandleId>(0), row.get<Instant>(1), row.get<std::uint64_t>(2)});
        },
        contact);
    return apart;
}

std::vector<Happened> each_alone(const std::vector<LogRow>& rows)
{
    std::vector<Happened> log;
    log.reserve(rows.size());
    for (const LogRow& row : rows) log.push_back({row, {}});
    return log;
}

/// Rows in order, made into things in order.
std::vector<Happened> joined(const Connection& database, ContactId contact, const Formats& formats,
                             const std::vector<LogRow>& rows)
{
    const auto numbers = numbered(rows, formats);
    const bool one_format = std::all_of(numbers.begin(), numbers.end(),
                                        [&](const auto& each) { return each.second == numbers.begin()->second; });
    if (one_format) return each_alone(rows);

    const auto apart = kept_apart(database, contact);
    std::map<std::int64_t, Telling> tellings;
    for (const auto& [import, number] : numbers)
        tellings.emplace(import, telling_of(format_of({{}, {}, import}, formats)));
    std::vector<Told> told;
    told.reserve(rows.size());
    for (const LogRow& row : rows)
        told.push_back({row.interaction, numbers.at(row.import), tellings.at(row.import),
                        !apart.empty() && apart.contains(record_of(row))});
    const auto standing = standing_for(told);

    std::vector<Happened> log = each_alone(rows);
    for (std::size_t index = 0; index < log.size(); ++index)
        if (standing[index] != index) log[standing[index]].others.push_back(log[index].told);
    for (Happened& each : log) {
        if (each.others.empty()) continue;
        std::stable_sort(each.others.begin(), each.others.end(), [&](const LogRow& a, const LogRow& b) {
            return std::pair{tellings.at(a.import), numbers.at(a.import)} <
                   std::pair{tellings.at(b.import), numbers.at(b.import)};
        });
        for (const LogRow& other : each.others) complete(each.told.interaction, other.interaction);
    }
    std::size_t kept = 0;
    for (std::size_t index = 0; index < log.size(); ++index)
        if (standing[index] == index) {
            if (kept != index) log[kept] = std::move(log[index]);
            ++kept;
        }
    log.resize(kept);
    return log;
}

/// Where the rows that could be one thing with one another begin anew: nothing before such a place reaches beyond it.
std::vector<std::size_t> beginnings(const std::vector<LogRow>& rows)
{
    std::vector<std::size_t> places;
    Instant reached = Instant::min();
    for (std::size_t index = 0; index < rows.size(); ++index) {
        const Interaction& each = rows[index].interaction;
        if (index == 0 || each.at > reached) places.push_back(index);
        reached = std::max(reached, each.at + reach(each));
    }
    return places;
}

/// When the row with so many newer ones before `before` began; empty when there are not as many.
std::optional<Instant> nth_newest(const Connection& database, ContactId contact, Instant before, std::int64_t count)
{
    std::vector<Instant> newest;
    // Handle by handle the newest rows lie together; asked for at once, all rows of the contact would be sorted.
    for (const auto handle : database.all(
             "SELECT id FROM handle WHERE contact_id = ?", [](const Row& row) { return row.get<HandleId>(0); },
             contact))
        database.each(
            "SELECT started_at FROM interaction WHERE handle_id = ? AND started_at < ? ORDER BY started_at DESC LIMIT "
            "?",
            [&](const Row& row) { newest.push_back(row.get<Instant>(0)); }, handle, before, count);
    if (std::cmp_less(newest.size(), count)) return std::nullopt;
    std::nth_element(newest.begin(), newest.begin() + (count - 1), newest.end(), std::greater{});
    return newest[static_cast<std::size_t>(count - 1)];
}

/// What began in [from, before), and older things that came along; whole things only.
std::vector<Happened> whole_things(const Connection& database, ContactId contact, const Formats& formats,
                                   std::optional<Instant> from, Instant before)
{
    // Far enough to see past every row that reaches across the ends, and then as far as rows hang together.
    for (Seconds margin = 2 * longest_reach;; margin *= 4) {
        const Instant first = from ? *from - margin : Instant{Seconds{std::numeric_limits<std::int64_t>::min()}};
        const Instant last = before > Instant::max() - margin ? Instant::max() : before + margin;
        auto rows = rows_between(database, contact, first, last);
        in_order(rows);
        const auto places = beginnings(rows);
        const auto begins_after = [&](Instant at) {
            return std::find_if(places.begin(), places.end(),
                                [&](std::size_t place) { return rows[place].interaction.at >= at; });
        };
        std::size_t begin = 0;
        if (from) {
            const auto settled = begins_after(*from - margin + longest_reach);
            if (settled == places.end() || rows[*settled].interaction.at > *from) {
                const bool more = database
                                      .one<std::int64_t>(R"(SELECT 1 FROM interaction
                                                             WHERE handle_id IN (SELECT id FROM handle
                                                                                  WHERE contact_id = ?)
                                                               AND started_at < ? LIMIT 1)",
                                                         contact, first)
                                      .has_value();
                if (more) continue;
            } else {
                begin = *settled;
            }
        }
        std::size_t end = rows.size();
        if (const auto next = begins_after(before); next != places.end())
            end = *next;
        else if (!rows.empty() && last != Instant::max() && rows.back().interaction.at >= last - longest_reach)
            continue;
        rows.resize(end);
        rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(begin));
        return joined(database, contact, formats, rows);
    }
}

} // namespace

LogRow row_in(const Row& row)
{
    return {{row.get<Instant>(0), row.get<Channel>(2), row.get<Direction>(3), row.get<std::optional<double>>(4),
             row.get<int>(5), row.get<std::optional<Forward>>(6).value_or(Forward::none), row.get<bool>(7),
             row.get<bool>(8), row.get<Seconds>(9), row.get<std::uint64_t>(1)},
            row.get<HandleId>(10),
            row.get<std::optional<std::int64_t>>(11).value_or(0)};
}

RecordId record_of(const LogRow& row) { return {row.handle, row.interaction.at, row.interaction.key}; }

Formats formats(const Connection& database)
{
    Formats names{{0, "log"}};
    database.each("SELECT import.id, source.format FROM import JOIN source ON source.id = import.source_id",
                  [&](const Row& row) { names.emplace(row.get<std::int64_t>(0), row.get<std::string>(1)); });
    return names;
}

std::string format_of(const LogRow& row, const Formats& formats)
{
    const auto format = formats.find(row.import);
    return format == formats.end() ? "log" : format->second;
}

std::vector<Happened> log_of(const Connection& database, ContactId contact, const Formats& formats, Instant until)
{
    auto rows = rows_between(database, contact, Instant{Seconds{std::numeric_limits<std::int64_t>::min()}}, until);
    in_order(rows);
    return joined(database, contact, formats, rows);
}

std::vector<Happened> newest_of(const Connection& database, ContactId contact, const Formats& formats, Instant before,
                                std::int64_t limit)
{
    // Two rows may be one thing, so that more have to be read than things are wanted.
    for (std::int64_t rows = limit;; rows = rows > 1'000'000'000 ? rows : rows * 2) {
        const auto from = nth_newest(database, contact, before, rows);
        auto things = whole_things(database, contact, formats, from, before);
        std::erase_if(things, [&](const Happened& each) { return each.told.interaction.at >= before; });
        if (from && std::cmp_less(things.size(), limit)) continue;
        std::reverse(things.begin(), things.end());
        if (std::cmp_greater(things.size(), limit)) things.resize(static_cast<std::size_t>(limit));
        return things;
    }
}

bool told_elsewhere(const Connection& database, ContactId contact, const Formats& formats, const Interaction& logged)
{
    const auto near = rows_between(database, contact, logged.at - longest_reach, logged.at + reach(logged));
    return std::any_of(near.begin(), near.end(), [&](const LogRow& row) {
        return format_of(row, formats) != "log" && same_thing(row.interaction, logged);
    });
}

} // namespace blend::store
