#include "daemon/calendar/content_line.hpp"
#include "daemon/calendar/reading.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>

namespace blend::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// What one expansion may still spend, and the part of time it is about.
struct Budget {
    Instant from;
    Instant to;
    std::size_t instances;
    std::size_t steps;
    bool cut{};

    bool step()
    {
        if (steps == 0)
            cut = true;
        else
            --steps;
        return !cut;
    }
};

struct Instance {
    LocalTime local{};
    std::optional<Seconds> length;
};

/// Instances of a master by the instant that names them.
using Instances = std::map<Instant, Instance>;

struct Rule {
    icalrecurrencetype recurrence;
    std::optional<LocalTime> until; ///< in the zone of the start; inclusive
    int count{};                    ///< 0 = without end
};

/// Only the parts that are understood: some programs add words of their own, and one bad part must not lose a rule.
std::string understood(std::string_view text)
{
    constexpr std::array<std::string_view, 13> keys{"FREQ",     "INTERVAL",   "COUNT",   "BYSECOND", "BYMINUTE",
                                                    "BYHOUR",   "BYDAY",      "BYMONTH", "BYWEEKNO", "BYYEARDAY",
                                                    "BYSETPOS", "BYMONTHDAY", "WKST"};
    std::string result;
    const std::string upper = capitals(text);
    for (std::string_view rest{upper}; !rest.empty();) {
        const auto end = std::min(rest.find(';'), rest.size());
        const std::string_view part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto equals = part.find('=');
        if (equals == std::string_view::npos || equals + 1 == part.size()) continue;
        if (std::find(keys.begin(), keys.end(), part.substr(0, equals)) == keys.end()) continue;
        if (!result.empty()) result += ';';
        result += part;
    }
    return result;
}

std::optional<LocalTime> until(std::string_view text, const When& start)
{
    const std::string upper = capitals(text);
    const auto at = upper.find("UNTIL=");
    if (at == std::string::npos) return std::nullopt;
    const auto read = parse_moment(std::string_view{upper}.substr(at + 6, upper.find(';', at) - at - 6));
    if (!read) return std::nullopt;
    // A day includes all that starts on it. A series of days may end at a midnight that is an evening in UTC.
    const bool midnight = start.date && read->utc && read->local == std::chrono::floor<minutes>(read->local);
    const Day last = std::chrono::floor<days>(midnight ? read->local + hours{12} : read->local);
    if (start.date || read->date) return last + days{1} - seconds{1};
    return read->utc ? start.zone.local(Instant{read->local.time_since_epoch()}) : read->local;
}

std::optional<Rule> parse_rule(const std::string& text, const When& start)
{
    Rule rule{icalrecurrencetype_from_string(understood(text).c_str()), until(text, start), 0};
    icalrecurrencetype& recurrence = rule.recurrence;
    free(recurrence.rscale);
    recurrence.rscale = nullptr;
    switch (recurrence.freq) {
    case ICAL_DAILY_RECURRENCE:
    case ICAL_WEEKLY_RECURRENCE:
    case ICAL_MONTHLY_RECURRENCE:
    case ICAL_YEARLY_RECURRENCE: break;
    default: return std::nullopt;
    }
    if (recurrence.interval < 1) recurrence.interval = 1;
    rule.count = recurrence.count;
    recurrence.count = 0;
    return rule;
}

template <std::size_t size> std::vector<int> parts(const short (&values)[size])
{
    std::vector<int> result;
    for (const short each : values) {
        if (each == ICAL_RECURRENCE_ARRAY_MAX) break;
        result.push_back(each);
    }
    return result;
}

bool contains(const std::vector<int>& values, int wanted)
{
    return std::find(values.begin(), values.end(), wanted) != values.end();
}

/// The times of day of a daily rule.
std::vector<Seconds> times_of_day(const icalrecurrencetype& rule, Seconds start)
{
    const auto or_start = [](std::vector<int> listed, auto fallback) {
        if (listed.empty()) listed.push_back(static_cast<int>(fallback));
        return listed;
    };
    const std::chrono::hh_mm_ss parts_of_start{start};
    std::set<Seconds> times;
    for (const int hour : or_start(parts(rule.by_hour), parts_of_start.hours().count()))
        for (const int minute : or_start(parts(rule.by_minute), parts_of_start.minutes().count()))
            for (const int second : or_start(parts(rule.by_second), parts_of_start.seconds().count()))
                times.insert(hours{hour} + minutes{minute} + seconds{second});
    std::vector<Seconds> all(times.begin(), times.end());
    const std::vector<int> positions = parts(rule.by_set_pos);
    if (positions.empty()) return all;
    std::vector<Seconds> chosen;
    for (std::size_t index = 0; index < all.size(); ++index) {
        const int forward = static_cast<int>(index) + 1;
        if (contains(positions, forward) || contains(positions, forward - 1 - static_cast<int>(all.size())))
            chosen.push_back(all[index]);
    }
    return chosen;
}

/// Whether the parts that only take days away leave this one.
bool leaves(const icalrecurrencetype& rule, Day day)
{
    const std::chrono::year_month_day date{day};
    const std::chrono::year_month_day_last month_end{date.year(), date.month() / std::chrono::last};
    const int of_month = static_cast<int>(unsigned{date.day()});
    const int from_end = of_month - static_cast<int>(unsigned{month_end.day()}) - 1;
    const auto months = parts(rule.by_month), month_days = parts(rule.by_month_day), weekdays = parts(rule.by_day);
    if (!months.empty() && !contains(months, static_cast<int>(unsigned{date.month()}))) return false;
    if (!month_days.empty() && !contains(month_days, of_month) && !contains(month_days, from_end)) return false;
    const int weekday = static_cast<int>(std::chrono::weekday{day}.c_encoding()) + 1;
    return weekdays.empty() || std::any_of(weekdays.begin(), weekdays.end(), [&](int each) {
               return icalrecurrencetype_day_day_of_week(static_cast<short>(each)) == weekday;
           });
}

/// Gives each start of a rule to `each` until that returns false.
using Each = std::function<bool(LocalTime)>;

/// libical looks centuries ahead for a day that never comes (30 February); days are therefore counted here.
void daily(const icalrecurrencetype& rule, LocalTime start, Budget& budget, const Each& each)
{
    const bool impossible = !parts(rule.by_year_day).empty() || !parts(rule.by_week_no).empty();
    const Day first = std::chrono::floor<days>(start);
    const std::vector<Seconds> times = times_of_day(rule, start - LocalTime{first});
    if (impossible || times.empty()) return;
    for (Day day = first; budget.step(); day += days{rule.interval}) {
        // What the rule leaves out still has to find its end.
        if (Instant{day.time_since_epoch()} > budget.to + days{2}) return;
        if (!leaves(rule, day)) continue;
        for (const Seconds time : times)
            if (const LocalTime at = day + time; at >= start && (!budget.step() || !each(at))) return;
    }
}

struct Free {
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

void by_library(const icalrecurrencetype& rule, const When& start, Budget& budget, const Each& each)
{
    const Day day = std::chrono::floor<days>(start.local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{start.local - LocalTime{day}};
    // Without a zone: local times are counted, and only the result is put into a zone.
    icaltimetype first = icaltime_null_time();
    first.year = int{date.year()};
    first.month = static_cast<int>(unsigned{date.month()});
    first.day = static_cast<int>(unsigned{date.day()});
    first.hour = static_cast<int>(time.hours().count());
    first.minute = static_cast<int>(time.minutes().count());
    first.second = static_cast<int>(time.seconds().count());
    first.is_date = start.date ? 1 : 0;
    const std::unique_ptr<icalrecur_iterator, Free> iterator{icalrecur_iterator_new(rule, first)};
    if (!iterator) return;
    while (budget.step()) {
        const icaltimetype next = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(next)) return;
        const std::chrono::year_month_day found{std::chrono::year{next.year},
                                                std::chrono::month{static_cast<unsigned>(next.month)},
                                                std::chrono::day{static_cast<unsigned>(next.day)}};
        if (!found.ok()) return;
        if (!each(Day{found} + hours{next.hour} + minutes{next.minute} + seconds{next.second})) return;
    }
}

void follow(const std::string& text, const Event& master, Budget& budget, Instances& instances)
{
    const When& start = *master.start;
    const auto rule = parse_rule(text, start);
    if (!rule) return;
    int left = rule->count > 0 ? rule->count : -1;
    std::size_t kept = 0;
    const Each each = [&](LocalTime local) {
        if (rule->until && local > *rule->until) return false;
        if (left == 0) return false;
        if (left > 0) --left;
        const Instant at = start.zone.instant(local);
        if (at >= budget.to) return false;
        if (at < budget.from) return true;
        if (kept == budget.instances) {
            budget.cut = true;
            return false;
        }
        ++kept;
        instances.try_emplace(at, Instance{local, master.length});
        return true;
    };
    if (rule->recurrence.freq == ICAL_DAILY_RECURRENCE)
        daily(rule->recurrence, start.local, budget, each);
    else
        by_library(rule->recurrence, start, budget, each);
}

bool followed(const Event& master)
{
    return std::any_of(master.rules.begin(), master.rules.end(),
                       [&](const std::string& rule) { return parse_rule(rule, *master.start).has_value(); });
}

Instances instances_of(const Event& master, Budget& budget)
{
    Instances result;
    if (!master.start) return result;
    const When& start = *master.start;
    for (const std::string& each : master.rules) follow(each, master, budget, result);
    // The start is an instance unless a rule says when it takes place.
    if (!followed(master)) result.try_emplace(start.instant(), Instance{start.local, master.length});
    for (const Extra& each : master.extra)
        result.try_emplace(each.start.instant(),
                           Instance{start.zone.local(each.start.instant()), each.length ? each.length : master.length});

    std::set<Day> days_off;
    for (const When& each : master.except) {
        if (each.date || start.date) {
            days_off.insert(std::chrono::floor<days>(each.local));
        } else if (result.erase(each.instant()) == 0) {
            // Some programs write the right hour with a wrong zone.
            result.erase(start.zone.instant(each.local));
        }
    }
    std::erase_if(result,
                  [&](const auto& each) { return days_off.contains(std::chrono::floor<days>(each.second.local)); });
    return result;
}

/// A series, sorted out: what counts, and what a newer version replaced.
struct Parts {
    std::optional<std::size_t> master;
    std::vector<std::size_t> exceptions; ///< by the instance they replace
    std::vector<std::size_t> superseded;
};

/// The instance that an exception names: a day names whatever of the master starts on it.
Instant named_instance(const Event& exception, const Event* master)
{
    const When& when = *exception.recurrence;
    if (!master || !master->start || when.date == master->start->date) return when.instant();
    const Day day = std::chrono::floor<days>(when.local);
    return master->start->zone.instant(day + (master->start->local - std::chrono::floor<days>(master->start->local)));
}

Parts sort_out(std::span<const Event> series)
{
    Parts parts;
    for (std::size_t index = 0; index < series.size(); ++index) {
        if (series[index].recurrence) continue;
        if (!parts.master) {
            parts.master = index;
            continue;
        }
        const bool newer = series[index].sequence >= series[*parts.master].sequence;
        parts.superseded.push_back(newer ? *parts.master : index);
        if (newer) parts.master = index;
    }
    const Event* master = parts.master ? &series[*parts.master] : nullptr;
    std::map<Instant, std::size_t> best;
    for (std::size_t index = 0; index < series.size(); ++index) {
        if (!series[index].recurrence) continue;
        const auto [found, fresh] = best.try_emplace(named_instance(series[index], master), index);
        if (fresh) continue;
        const bool newer = series[index].sequence >= series[found->second].sequence;
        parts.superseded.push_back(newer ? found->second : index);
        if (newer) found->second = index;
    }
    for (const auto& [instant, index] : best) parts.exceptions.push_back(index);
    return parts;
}

/// How far THISANDFUTURE moves the rest of a series: by local time, so that it keeps its hour through a clock change.
Seconds shift(const Event& exception, Instant instance, const zone::Zone& zone)
{
    return exception.start ? zone.local(exception.start->instant()) - zone.local(instance) : Seconds{0};
}

} // namespace

Expansion expand(std::span<const Event> series, Instant from, Instant to, const Caps& caps)
{
    constexpr days longest_shift{31};
    Parts parts = sort_out(series);
    Expansion result{{}, std::move(parts.superseded), false};
    const Event* master = parts.master ? &series[*parts.master] : nullptr;
    const auto add = [&](Occurrence occurrence) {
        if (occurrence.start >= from && occurrence.start < to && !series[occurrence.event].cancelled)
            result.occurrences.push_back(occurrence);
    };

    const bool shifts = std::any_of(parts.exceptions.begin(), parts.exceptions.end(),
                                    [&](std::size_t index) { return series[index].and_future; });
    const days margin = shifts ? longest_shift : days{0};
    const auto clamped = [](Instant instant) { // keeps the sums below in range
        constexpr Instant first{std::chrono::sys_days{std::chrono::year{-9999} / 1 / 1}};
        constexpr Instant last{std::chrono::sys_days{std::chrono::year{9999} / 1 / 1}};
        return std::clamp(instant, first, last);
    };
    Budget budget{clamped(from) - margin, clamped(to) + margin, caps.instances, caps.steps};
    Instances instances = master ? instances_of(*master, budget) : Instances{};
    result.cut = budget.cut;

    std::vector<std::pair<Instant, std::size_t>> futures;
    for (const std::size_t index : parts.exceptions) {
        const Event& exception = series[index];
        const Instant instance = named_instance(exception, master);
        instances.erase(instance);
        if (exception.and_future) futures.emplace_back(instance, index);
        if (exception.start)
            add({exception.start->instant(), exception.length, instance, index, exception.start->floating});
    }
    auto future = futures.begin();
    for (const auto& [at, instance] : instances) {
        while (future != futures.end() && std::next(future) != futures.end() && std::next(future)->first <= at)
            ++future;
        if (future == futures.end() || at < future->first) {
            add({at, instance.length, at, *parts.master, master->start->floating});
            continue;
        }
        const Event& change = series[future->second];
        const zone::Zone& zone = master->start->zone;
        const LocalTime local = instance.local + shift(change, future->first, zone);
        add({zone.instant(local), change.length, at, future->second, master->start->floating});
    }
    std::stable_sort(result.occurrences.begin(), result.occurrences.end(),
                     [](const Occurrence& a, const Occurrence& b) { return a.start < b.start; });
    return result;
}

std::vector<Instant> occurrences(std::span<const Event> series, Instant from, Instant to)
{
    std::vector<Instant> result;
    for (const Occurrence& each : expand(series, from, to).occurrences) result.push_back(each.start);
    return result;
}

} // namespace blend::calendar
