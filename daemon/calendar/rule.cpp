#include "daemon/calendar/rule.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace blend::calendar {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

bool contains(const std::vector<int>& values, int wanted)
{
    return std::find(values.begin(), values.end(), wanted) != values.end();
}

std::optional<int> number(std::string_view text)
{
    if (text.starts_with('+')) text.remove_prefix(1);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

/// Calls `each` with what stands between commas.
void split(std::string_view text, char separator, const std::function<void(std::string_view)>& each)
{
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end > 0) each(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::vector<int> numbers(std::string_view text, int least, int most)
{
    std::set<int> values;
    split(text, ',', [&](std::string_view each) {
        if (const auto value = number(each); value && *value >= least && *value <= most) values.insert(*value);
    });
    return {values.begin(), values.end()};
}

std::vector<int> signed_numbers(std::string_view text, int most)
{
    std::vector<int> values = numbers(text, -most, most);
    std::erase(values, 0);
    return values;
}

std::optional<std::chrono::weekday> weekday(std::string_view text)
{
    constexpr std::array<std::string_view, 7> names{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return std::chrono::weekday{static_cast<unsigned>(found - names.begin())};
}

std::vector<Rule::Weekday> weekdays(std::string_view text)
{
    constexpr std::size_t most = 7 * 107;
    std::vector<Rule::Weekday> result;
    split(text, ',', [&](std::string_view each) {
        if (each.size() < 2) return;
        const auto day = weekday(each.substr(each.size() - 2));
        const auto nth = each.size() == 2 ? 0 : number(each.substr(0, each.size() - 2));
        if (!day || !nth || *nth < -53 || *nth > 53) return;
        const bool known = std::any_of(result.begin(), result.end(),
                                       [&](const Rule::Weekday& one) { return one.day == *day && one.nth == *nth; });
        if (!known && result.size() < most) result.push_back({*day, *nth});
    });
    return result;
}

std::optional<Rule::Every> every(std::string_view text)
{
    if (text == "DAILY") return Rule::Every::day;
    if (text == "WEEKLY") return Rule::Every::week;
    if (text == "MONTHLY") return Rule::Every::month;
    if (text == "YEARLY") return Rule::Every::year;
    return std::nullopt;
}

/// What a rule leaves open its start says: "every year" is every year on that day.
Rule completed(Rule rule, Day start)
{
    const year_month_day date{start};
    const bool open = rule.weeks.empty() && rule.year_days.empty() && rule.month_days.empty() && rule.weekdays.empty();
    switch (rule.every) {
    case Rule::Every::day: break;
    case Rule::Every::week:
        if (rule.weekdays.empty()) rule.weekdays.push_back({std::chrono::weekday{start}, 0});
        break;
    case Rule::Every::month:
        if (open) rule.month_days.push_back(static_cast<int>(unsigned{date.day()}));
        break;
    case Rule::Every::year:
        if (open && rule.months.empty()) rule.months.push_back(static_cast<int>(unsigned{date.month()}));
        if (open) rule.month_days.push_back(static_cast<int>(unsigned{date.day()}));
        if (!rule.weeks.empty() && rule.year_days.empty() && rule.month_days.empty() && rule.weekdays.empty())
            rule.weekdays.push_back({std::chrono::weekday{start}, 0});
        break;
    }
    return rule;
}

/// Whether `index` of `size`, counted from 0, is the nth from the front or, when negative, from the end.
bool is_nth(int nth, int index, int size) { return nth > 0 ? index + 1 == nth : index - size == nth; }

bool is_one_of(const std::vector<int>& wanted, int index, int size)
{
    return std::any_of(wanted.begin(), wanted.end(), [&](int nth) { return is_nth(nth, index, size); });
}

/// The first day of week 1, the first that has four days in the year.
Day first_week(std::chrono::year year, std::chrono::weekday week_start)
{
    const Day fourth{year / 1 / 4};
    return fourth - (std::chrono::weekday{fourth} - week_start);
}

bool in_week(const Rule& rule, Day day)
{
    const auto year = year_month_day{day}.year();
    // The first days of January may be in the last week of the year before, the last of December in the next first.
    for (const auto owner : {year - std::chrono::years{1}, year, year + std::chrono::years{1}}) {
        const Day first = first_week(owner, rule.week_start);
        const Day next = first_week(owner + std::chrono::years{1}, rule.week_start);
        if (day < first || day >= next) continue;
        return is_one_of(rule.weeks, static_cast<int>((day - first).count()) / 7,
                         static_cast<int>((next - first).count()) / 7);
    }
    return false;
}

bool on_weekday(const Rule& rule, Day day, const year_month_day& date)
{
    const std::chrono::weekday weekday{day};
    const bool of_month = rule.every == Rule::Every::month || !rule.months.empty();
    const bool numbered = rule.every == Rule::Every::month || rule.every == Rule::Every::year;
    return std::any_of(rule.weekdays.begin(), rule.weekdays.end(), [&](const Rule::Weekday& each) {
        if (each.day != weekday) return false;
        if (each.nth == 0 || !numbered) return true;
        const Day first = of_month ? Day{date.year() / date.month() / 1} : Day{date.year() / 1 / 1};
        const Day last = of_month ? Day{date.year() / date.month() / std::chrono::last} : Day{date.year() / 12 / 31};
        const int before = static_cast<int>((day - first).count()) / 7,
                  after = static_cast<int>((last - day).count()) / 7;
        return is_nth(each.nth, before, before + after + 1);
    });
}

bool fits(const Rule& rule, Day day)
{
    const year_month_day date{day};
    if (!rule.months.empty() && !contains(rule.months, static_cast<int>(unsigned{date.month()}))) return false;
    if (!rule.weekdays.empty() && !on_weekday(rule, day, date)) return false;
    if (!rule.month_days.empty()) {
        const std::chrono::year_month_day_last end{date.year(), date.month() / std::chrono::last};
        const int index = static_cast<int>(unsigned{date.day()}) - 1;
        if (!is_one_of(rule.month_days, index, static_cast<int>(unsigned{end.day()}))) return false;
    }
    if (!rule.year_days.empty()) {
        const int index = static_cast<int>((day - Day{date.year() / 1 / 1}).count());
        if (!is_one_of(rule.year_days, index, date.year().is_leap() ? 366 : 365)) return false;
    }
    return rule.weeks.empty() || in_week(rule, day);
}

std::vector<Seconds> times_of_day(const Rule& rule, Seconds start)
{
    const auto or_start = [](std::vector<int> listed, auto fallback) {
        if (listed.empty()) listed.push_back(static_cast<int>(fallback));
        return listed;
    };
    const std::chrono::hh_mm_ss of_start{start};
    std::vector<Seconds> times;
    for (const int hour : or_start(rule.hours, of_start.hours().count()))
        for (const int minute : or_start(rule.minutes, of_start.minutes().count()))
            for (const int second : or_start(rule.seconds, of_start.seconds().count()))
                times.push_back(std::chrono::hours{hour} + Minutes{minute} + Seconds{second});
    return times; // the lists are in order, so this is too
}

struct Period {
    Day first;
    Day next; ///< the day after its last

    int size() const { return static_cast<int>((next - first).count()); }
};

Period period_around(const Rule& rule, Day day)
{
    const year_month_day date{day};
    switch (rule.every) {
    case Rule::Every::day: return {day, day + days{1}};
    case Rule::Every::week: {
        const Day first = day - (std::chrono::weekday{day} - rule.week_start);
        return {first, first + days{7}};
    }
    case Rule::Every::month: {
        const auto month = date.year() / date.month();
        return {Day{month / 1}, Day{(month + std::chrono::months{1}) / 1}};
    }
    case Rule::Every::year: return {Day{date.year() / 1 / 1}, Day{(date.year() + std::chrono::years{1}) / 1 / 1}};
    }
    return {day, day + days{1}};
}

Period period_after(const Rule& rule, const Period& period)
{
    const year_month_day date{period.first};
    switch (rule.every) {
    case Rule::Every::day:
    case Rule::Every::week: return period_around(rule, period.first + days{period.size()} * rule.interval);
    case Rule::Every::month:
        return period_around(rule, Day{(date.year() / date.month() + std::chrono::months{rule.interval}) / 1});
    case Rule::Every::year: return period_around(rule, Day{(date.year() + std::chrono::years{rule.interval}) / 1 / 1});
    }
    return period;
}

} // namespace

std::optional<Rule> parse_rule(std::string_view text)
{
    constexpr int longest_interval = 10'000; // a thousand years and more in any unit but days, where it is 27
    Rule rule;
    std::optional<Rule::Every> frequency;
    const std::string upper = capitals(text);
    split(upper, ';', [&](std::string_view part) {
        const auto equals = std::min(part.find('='), part.size());
        const std::string_view key = part.substr(0, equals);
        const std::string_view value = part.substr(std::min(equals + 1, part.size()));
        if (key == "FREQ")
            frequency = every(value);
        else if (key == "INTERVAL")
            rule.interval = std::clamp(number(value).value_or(1), 1, longest_interval);
        else if (key == "COUNT")
            rule.count = std::max(number(value).value_or(0), 0);
        else if (key == "UNTIL")
            rule.until = parse_moment(value);
        else if (key == "WKST")
            rule.week_start = weekday(value).value_or(std::chrono::Monday);
        else if (key == "BYMONTH")
            rule.months = numbers(value, 1, 12);
        else if (key == "BYWEEKNO")
            rule.weeks = signed_numbers(value, 53);
        else if (key == "BYYEARDAY")
            rule.year_days = signed_numbers(value, 366);
        else if (key == "BYMONTHDAY")
            rule.month_days = signed_numbers(value, 31);
        else if (key == "BYDAY")
            rule.weekdays = weekdays(value);
        else if (key == "BYHOUR")
            rule.hours = numbers(value, 0, 23);
        else if (key == "BYMINUTE")
            rule.minutes = numbers(value, 0, 59);
        else if (key == "BYSECOND")
            rule.seconds = numbers(value, 0, 59);
        else if (key == "BYSETPOS")
            rule.positions = signed_numbers(value, 366);
    });
    if (!frequency) return std::nullopt;
    rule.every = *frequency;
    return rule;
}

void follow(const Rule& written, LocalTime start, LocalTime horizon, std::size_t& steps,
            const std::function<bool(LocalTime)>& each)
{
    const Day first = std::chrono::floor<days>(start);
    const Rule rule = completed(written, first);
    const std::vector<Seconds> times = times_of_day(rule, start - LocalTime{first});
    const auto spend = [&steps] { return steps > 0 && steps-- > 0; };
    std::vector<LocalTime> found;
    for (Period period = period_around(rule, first); LocalTime{period.first} < horizon;
         period = period_after(rule, period)) {
        found.clear();
        for (Day day = period.first; day < period.next; day += days{1}) {
            if (!spend()) return;
            if (!fits(rule, day)) continue;
            for (const Seconds time : times) {
                if (!spend()) return;
                found.push_back(day + time);
            }
        }
        const int size = static_cast<int>(found.size());
        for (int index = 0; index < size; ++index) {
            if (!rule.positions.empty() && !is_one_of(rule.positions, index, size)) continue;
            const LocalTime at = found[static_cast<std::size_t>(index)];
            if (at >= start && !each(at)) return;
        }
    }
}

} // namespace blend::calendar
