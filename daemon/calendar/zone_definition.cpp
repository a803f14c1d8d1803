#include "daemon/calendar/zone_definition.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace blend::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;

constexpr year last_known{2037};

struct Change {
    Seconds before;
    Seconds after;
    LocalTime local; ///< as clocks showed it just before
};

/// Every change of offset from `first` on, found by halving: no zone changes twice within five days.
std::vector<Change> changes(const zone::Zone& zone, Instant first)
{
    constexpr days stride{5};
    const Instant end{sys_days{last_known / 12 / 31}};
    std::vector<Change> result;
    for (Instant low = first; low < end; low += stride) {
        const Seconds before = zone.offset(low);
        const Seconds after = zone.offset(low + stride);
        if (before == after) continue;
        Instant left = low, right = low + stride;
        while (right - left > Seconds{1}) {
            const Instant middle = left + (right - left) / 2;
            (zone.offset(middle) == before ? left : right) = middle;
        }
        result.push_back({before, after, LocalTime{right.time_since_epoch() + before}});
    }
    return result;
}

/// A yearly change: the nth weekday of a month, or the last one (-1).
struct YearlyRule {
    unsigned month{};
    unsigned weekday{};
    int nth{};
};

std::optional<YearlyRule> yearly_rule(const std::vector<LocalTime>& times)
{
    const auto day_of = [](LocalTime time) { return std::chrono::floor<days>(time); };
    const std::chrono::year_month_day first{day_of(times.front())}, last{day_of(times.back())};
    const auto years = static_cast<std::size_t>(int{last.year()} - int{first.year()} + 1);
    if (last.year() != last_known || years != times.size() || years < 2) return std::nullopt;

    const std::chrono::weekday weekday{day_of(times.front())};
    bool nth_fits = true, last_fits = true;
    const unsigned nth = (unsigned{first.day()} - 1) / 7;
    for (const LocalTime time : times) {
        const std::chrono::year_month_day date{day_of(time)};
        const auto same_time = (time - day_of(time)) == (times.front() - day_of(times.front()));
        if (!same_time || date.month() != first.month() || std::chrono::weekday{day_of(time)} != weekday)
            return std::nullopt;
        const std::chrono::year_month_day_last end{date.year(), date.month() / std::chrono::last};
        nth_fits = nth_fits && (unsigned{date.day()} - 1) / 7 == nth;
        last_fits = last_fits && unsigned{date.day()} + 7 > unsigned{end.day()};
    }
    const YearlyRule rule{unsigned{first.month()}, weekday.c_encoding(), last_fits ? -1 : static_cast<int>(nth) + 1};
    return nth_fits || last_fits ? std::optional{rule} : std::nullopt;
}

icaltimetype floating(LocalTime local)
{
    const Day day = std::chrono::floor<days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{local - LocalTime{day}};
    icaltimetype result = icaltime_null_time();
    result.year = int{date.year()};
    result.month = static_cast<int>(unsigned{date.month()});
    result.day = static_cast<int>(unsigned{date.day()});
    result.hour = static_cast<int>(time.hours().count());
    result.minute = static_cast<int>(time.minutes().count());
    result.second = static_cast<int>(time.seconds().count());
    return result;
}

icalcomponent* observance(Seconds before, Seconds after, const std::vector<LocalTime>& times)
{
    icalcomponent* result = icalcomponent_new(after > before ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT);
    icalcomponent_add_property(result, icalproperty_new_dtstart(floating(times.front())));
    icalcomponent_add_property(result, icalproperty_new_tzoffsetfrom(static_cast<int>(before.count())));
    icalcomponent_add_property(result, icalproperty_new_tzoffsetto(static_cast<int>(after.count())));
    if (const auto rule = yearly_rule(times)) {
        constexpr const char* weekdays[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
        const std::string text = "FREQ=YEARLY;BYMONTH=" + std::to_string(rule->month) +
                                 ";BYDAY=" + std::to_string(rule->nth) + weekdays[rule->weekday];
        icalcomponent_add_property(result, icalproperty_new_rrule(icalrecurrencetype_from_string(text.c_str())));
        return result;
    }
    for (std::size_t index = 1; index < times.size(); ++index) {
        icaldatetimeperiodtype each{floating(times[index]), icalperiodtype_null_period()};
        icalcomponent_add_property(result, icalproperty_new_rdate(each));
    }
    return result;
}

} // namespace

icalcomponent* zone_definition(const zone::Zone& zone, Instant first)
{
    const std::chrono::year_month_day date{std::chrono::floor<days>(first)};
    const Instant begin{sys_days{(date.year() - std::chrono::years{1}) / 1 / 1}};
    std::map<std::pair<Seconds, Seconds>, std::vector<LocalTime>> by_offsets;
    const std::vector<Change> all = changes(zone, begin);
    for (const Change& each : all) by_offsets[{each.before, each.after}].push_back(each.local);

    icalcomponent* result = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
    icalcomponent_add_property(result, icalproperty_new_tzid(zone.name().c_str()));
    const Seconds offset = zone.offset(begin);
    // Before the first change, or for ever where clocks never change.
    if (all.empty() || all.front().local > zone.local(first))
        icalcomponent_add_component(result, observance(offset, offset, {LocalTime{begin.time_since_epoch()}}));
    for (const auto& [offsets, times] : by_offsets)
        icalcomponent_add_component(result, observance(offsets.first, offsets.second, times));
    return result;
}

} // namespace blend::calendar
