#include "daemon/core/time.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace blend {

namespace {

using namespace std::chrono;

/// Takes exactly `digits` decimal digits from the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits)
{
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t index = 0; index < digits; ++index) {
        if (text[index] < '0' || text[index] > '9') return std::nullopt;
        value = value * 10 + (text[index] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char expected)
{
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<year_month_day> take_day(std::string_view& text)
{
    const auto y = take_number(text, 4);
    if (!y || !take(text, '-')) return std::nullopt;
    const auto m = take_number(text, 2);
    if (!m || !take(text, '-')) return std::nullopt;
    const auto d = take_number(text, 2);
    if (!d) return std::nullopt;
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

/// "09:30" or "09:30:15", with fractions of a second dropped.
std::optional<Seconds> take_time(std::string_view& text)
{
    const auto h = take_number(text, 2);
    if (!h || *h > 23 || !take(text, ':')) return std::nullopt;
    const auto m = take_number(text, 2);
    if (!m || *m > 59) return std::nullopt;
    int s = 0;
    if (take(text, ':')) {
        const auto read = take_number(text, 2);
        if (!read || *read > 60) return std::nullopt; // a leap second is the last moment of its minute
        s = std::min(*read, 59);
        if (take(text, '.'))
            while (!text.empty() && text.front() >= '0' && text.front() <= '9') text.remove_prefix(1);
    }
    return hours{*h} + minutes{*m} + seconds{s};
}

std::optional<Seconds> take_offset(std::string_view& text)
{
    if (take(text, 'Z') || take(text, 'z')) return Seconds{0};
    const int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
    if (sign == 0) return std::nullopt;
    const auto h = take_number(text, 2);
    take(text, ':');
    const auto m = take_number(text, 2);
    if (!h || !m || *h > 23 || *m > 59) return std::nullopt;
    return sign * (hours{*h} + minutes{*m});
}

template <class Clock> std::string local_text(std::chrono::time_point<Clock, Seconds> point, const char* suffix)
{
    const auto date = floor<days>(point);
    const year_month_day ymd{date};
    const hh_mm_ss time{point - date};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d%s", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), suffix);
    return text.data();
}

/// Monday of the first ISO week: the week that holds 4 January.
Day first_monday(year of) { return monday_of(local_days{of / January / 4}); }

} // namespace

std::string rfc3339(Instant instant) { return local_text(instant, "Z"); }

std::optional<Instant> parse_rfc3339(std::string_view text)
{
    const auto date = take_day(text);
    if (!date || !(take(text, 'T') || take(text, 't') || take(text, ' '))) return std::nullopt;
    const auto time = take_time(text);
    if (!time) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return sys_days{*date} + *time - *offset;
}

std::string iso_day(Day day) { return local_text(local_seconds{day}, "").substr(0, 10); }

std::optional<Day> parse_iso_day(std::string_view text)
{
    const auto date = take_day(text);
    return date && text.empty() ? std::optional{local_days{*date}} : std::nullopt;
}

std::string iso_local(LocalTime local) { return local_text(local, ""); }

std::optional<LocalTime> parse_iso_local(std::string_view text)
{
    const auto date = take_day(text);
    if (!date || !(take(text, 'T') || take(text, ' '))) return std::nullopt;
    const auto time = take_time(text);
    return time && text.empty() ? std::optional{local_days{*date} + *time} : std::nullopt;
}

Day day_of(Instant instant, Seconds offset) { return floor<days>(LocalTime{instant.time_since_epoch() + offset}); }

Day monday_of(Day day) { return day - (weekday{day} - Monday); }

std::string iso_week(Day day)
{
    // The week belongs to the year that its Thursday lies in.
    const Day monday = monday_of(day);
    const year of = year_month_day{monday + days{3}}.year();
    const auto number = (monday - first_monday(of)).count() / 7 + 1;
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-W%02d", static_cast<int>(of), static_cast<int>(number));
    return text.data();
}

std::optional<Day> parse_iso_week(std::string_view text)
{
    const auto of = take_number(text, 4);
    take(text, '-');
    if (!of || !(take(text, 'W') || take(text, 'w'))) return std::nullopt;
    const auto number = take_number(text, 2);
    if (!number || !text.empty() || *number < 1) return std::nullopt;
    const Day monday = first_monday(year{*of}) + weeks{*number - 1};
    return monday < first_monday(year{*of + 1}) ? std::optional{monday} : std::nullopt;
}

std::optional<YearlyDate> parse_yearly_date(std::string_view text)
{
    YearlyDate date;
    bool dashes = true;
    if (text.starts_with("--")) {
        text.remove_prefix(2);
        dashes = text.size() == 5;
    } else if (text.size() == 10 || text.size() == 8) {
        dashes = text.size() == 10;
        date.year = take_number(text, 4);
        if (!date.year || (dashes && !take(text, '-'))) return std::nullopt;
    } else if (text.size() != 5) {
        return std::nullopt;
    }
    const auto m = take_number(text, 2);
    if (!m || (dashes && !take(text, '-'))) return std::nullopt;
    const auto d = take_number(text, 2);
    if (!d || !text.empty()) return std::nullopt;
    date.month = static_cast<unsigned>(*m);
    date.day = static_cast<unsigned>(*d);
    // 2000 was a leap year: it decides dates whose year is unknown.
    const year_month_day whole{year{date.year.value_or(2000)}, month{date.month}, day{date.day}};
    return whole.ok() ? std::optional{date} : std::nullopt;
}

std::string yearly_date(const YearlyDate& date)
{
    std::array<char, 24> text{};
    if (date.year)
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", *date.year, date.month, date.day);
    else
        std::snprintf(text.data(), text.size(), "%02u-%02u", date.month, date.day);
    return text.data();
}

Day kept_in(const YearlyDate& date, int in, LeapDay leap_day)
{
    const year_month_day whole{year{in}, month{date.month}, day{date.day}};
    if (whole.ok()) return local_days{whole};
    return local_days{year{in} / (leap_day == LeapDay::february_28 ? February / 28 : March / 1)};
}

} // namespace blend
