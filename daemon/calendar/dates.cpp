#include "daemon/calendar/dates.hpp"

#include "daemon/calendar/reading.hpp"
#include "daemon/calendar/rule.hpp"
#include "daemon/core/sentence.hpp"

#include <algorithm>

namespace blend::calendar {
namespace {

using std::chrono::days;

constexpr days longest_gap{366 * 9}; ///< between two times of a rule: 29 February across a century's common year

When when(LocalTime local, const zone::Zone& zone) { return {local, zone, false, false}; }

/// The plan as a calendar would hold it: its rule, and an event for each exception.
std::vector<Event> series_of(const Plan& plan)
{
    const zone::Zone zone = zone_of(plan);
    Event master{.uid = plan.uid, .start = when(plan.start, zone), .length = plan.length, .rules = {plan.rule}};
    std::vector<Event> series{master};
    for (const PlanException& each : plan.exceptions)
        series.push_back({.uid = plan.uid,
                          .recurrence = when(each.start, zone),
                          .cancelled = !each.moved,
                          .start = when(each.moved.value_or(each.start), zone),
                          .length = each.length.value_or(plan.length)});
    return series;
}

/// The last time that started before `to` and fits. Most rules came round lately; only a rare one is followed far.
template <class Fits> std::optional<PlanTime> latest(const Plan& plan, Instant to, Fits fits)
{
    for (const days back : {days{40}, days{400}, longest_gap, days{365 * 100}}) {
        const auto found = times(plan, to - back, to);
        const auto last = std::find_if(found.rbegin(), found.rend(), fits);
        if (last != found.rend()) return *last;
    }
    return std::nullopt;
}

} // namespace

zone::Zone zone_of(const Plan& plan) { return zone::named(plan.zone).value_or(zone::Zone{}); }

Instant start_of(const Plan& plan) { return zone_of(plan).instant(plan.start); }

std::vector<PlanTime> times(const Plan& plan, Instant from, Instant to)
{
    const zone::Zone zone = zone_of(plan);
    std::vector<PlanTime> result;
    if (plan.rule.empty()) {
        const Instant start = zone.instant(plan.start);
        if (start >= from && start < to) result.push_back({plan.start, start, plan.length});
        return result;
    }
    const auto series = series_of(plan);
    for (const Occurrence& each : expand(series, from, to).occurrences)
        result.push_back({zone.local(each.instance), each.start,
                          std::chrono::duration_cast<Minutes>(each.length.value_or(Seconds{plan.length}))});
    return result;
}

PlanTime next_time(const Plan& plan, Instant now)
{
    if (!plan.rule.empty())
        for (const days ahead : {days{40}, days{400}, longest_gap}) {
            const auto found = times(plan, now, std::max(now, start_of(plan)) + ahead);
            if (!found.empty()) return found.front();
        }
    return last_time(plan, now).value_or(PlanTime{plan.start, start_of(plan), plan.length});
}

std::optional<PlanTime> last_time(const Plan& plan, Instant now)
{
    return latest(plan, now + Seconds{1}, [](const PlanTime&) { return true; });
}

std::optional<PlanTime> last_over(const Plan& plan, Instant now)
{
    return latest(plan, now, [now](const PlanTime& each) { return each.end() <= now; });
}

bool is_rule(std::string_view rule) { return parse_rule(rule).has_value(); }

std::string rule_phrase(const std::string& text)
{
    const auto rule = parse_rule(text);
    if (!rule) return {};
    const auto phrase = [&](std::string_view one, std::string_view many) {
        return rule->interval == 1 ? "every " + std::string{one}
                                   : "every " + std::to_string(rule->interval) + " " + std::string{many};
    };
    std::string words;
    switch (rule->every) {
    case Rule::Every::day: words = every_phrase(rule->interval); break;
    case Rule::Every::week: words = every_phrase(7.0 * rule->interval); break;
    case Rule::Every::month: words = phrase("month", "months"); break;
    case Rule::Every::year: words = phrase("year", "years"); break;
    }
    const bool plain = rule->months.empty() && rule->weeks.empty() && rule->year_days.empty() &&
                       rule->month_days.empty() && rule->weekdays.empty() && rule->positions.empty();
    if (!plain) words += " by a rule of its own";
    if (rule->count > 0) words += ", " + counted(rule->count, "time", "times");
    if (rule->until) words += ", until " + iso_day(std::chrono::floor<days>(rule->until->local));
    return words;
}

std::optional<Sentence> rule_said(const std::string& text)
{
    const auto rule = parse_rule(text);
    if (!rule) return std::nullopt;
    const auto counted_as = [](std::string_view key, long long count) {
        return Sentence{.key = std::string{key}, .numbers = {{"count", static_cast<double>(count)}}};
    };
    Sentence said;
    switch (rule->every) {
    case Rule::Every::day: said = every_said(rule->interval); break;
    case Rule::Every::week: said = every_said(7.0 * rule->interval); break;
    case Rule::Every::month: said = counted_as("every.months", rule->interval); break;
    case Rule::Every::year: said = counted_as("every.years", rule->interval); break;
    }
    const bool plain = rule->months.empty() && rule->weeks.empty() && rule->year_days.empty() &&
                       rule->month_days.empty() && rule->weekdays.empty() && rule->positions.empty();
    if (!plain) said = {.key = "rule.own", .phrases = {{"every", said}}};
    if (rule->count > 0) {
        Sentence counted = counted_as("rule.count", rule->count);
        counted.phrases["every"] = std::move(said);
        said = std::move(counted);
    }
    if (rule->until)
        said = {.key = "rule.until",
                .times = {{"until", iso_local(LocalTime{std::chrono::floor<days>(rule->until->local)})}},
                .phrases = {{"every", said}}};
    return said;
}

} // namespace blend::calendar
