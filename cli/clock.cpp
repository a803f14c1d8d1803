#include "cli/clock.hpp"

#include "daemon/core/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>

namespace blend::cli {
namespace {

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct Shown {
    std::chrono::year_month_day date;
    std::chrono::weekday weekday;
    std::chrono::hh_mm_ss<Seconds> time;
};

Shown shown(LocalTime local)
{
    const Day day = std::chrono::floor<std::chrono::days>(local);
    return {std::chrono::year_month_day{day}, std::chrono::weekday{day}, std::chrono::hh_mm_ss<Seconds>{local - day}};
}

LocalTime local_time(Instant instant)
{
    const std::time_t seconds = instant.time_since_epoch().count();
    std::tm fields{};
    if (localtime_r(&seconds, &fields) == nullptr) return LocalTime{instant.time_since_epoch()};
    return LocalTime{instant.time_since_epoch() + Seconds{fields.tm_gmtoff}};
}

const char* month(const Shown& moment) { return months.at(unsigned{moment.date.month()} - 1); }
const char* weekday(const Shown& moment) { return weekdays.at(moment.weekday.c_encoding()); }

std::string with_time(const Shown& moment, int this_year)
{
    const int year = int{moment.date.year()};
    return fmt::format("{} {} {}{} {:02}:{:02}", weekday(moment), unsigned{moment.date.day()}, month(moment),
                       year == this_year ? "" : fmt::format(" {}", year), moment.time.hours().count(),
                       moment.time.minutes().count());
}

/// The C library takes a path for a zone as well; only names are passed on.
bool is_name(std::string_view zone)
{
    return !zone.empty() && zone.front() != '/' && zone.find("..") == std::string_view::npos &&
           std::all_of(zone.begin(), zone.end(), [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9') || letter == '/' || letter == '_' || letter == '-' ||
                      letter == '+';
           });
}

} // namespace

Clock::Clock(std::string_view zone, Instant now) : now_{now}
{
    setenv("TZ", is_name(zone) ? (":" + std::string{zone}).c_str() : "UTC0", 1);
    tzset();
    year_ = int{shown(local_time(now)).date.year()};
}

std::string Clock::moment(std::string_view text) const
{
    const auto instant = parse_rfc3339(text);
    return instant ? with_time(shown(local_time(*instant)), year_) : std::string{text};
}

std::string Clock::day(std::string_view text) const
{
    const auto instant = parse_rfc3339(text);
    if (!instant) return std::string{text};
    const Shown moment = shown(local_time(*instant));
    return fmt::format("{} {} {}", unsigned{moment.date.day()}, month(moment), int{moment.date.year()});
}

std::string Clock::column(std::string_view text) const
{
    const auto instant = parse_rfc3339(text);
    if (!instant) return std::string{text};
    return iso_local(local_time(*instant)).substr(0, 16).replace(10, 1, " ");
}

std::string Clock::local_moment(std::string_view text) const
{
    const auto local = parse_iso_local(text);
    return local ? with_time(shown(*local), year_) : std::string{text};
}

std::string Clock::long_day(std::string_view text) const
{
    const auto day = parse_iso_day(text);
    if (!day) return std::string{text};
    const Shown moment = shown(LocalTime{day->time_since_epoch()});
    return fmt::format("{} {} {} {}", weekday(moment), unsigned{moment.date.day()}, month(moment),
                       int{moment.date.year()});
}

std::string Clock::ago(std::string_view text) const
{
    const auto instant = parse_rfc3339(text);
    return instant ? blend::ago(*instant, now_) : std::string{};
}

} // namespace blend::cli
