#pragma once

// Moments and civil days as types, and their one spelling (RFC 3339).
//
// An `Instant` is UTC and measures durations; a `Day` or `LocalTime` is what a calendar on the wall shows and belongs
// to no zone. Going from one to the other needs an offset, which the room `zone` gives; core only takes it as a value.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace blend {

using Seconds = std::chrono::seconds;
using Minutes = std::chrono::minutes;
using Instant = std::chrono::sys_seconds;
using Day = std::chrono::local_days;
using LocalTime = std::chrono::local_seconds;

/// Seconds east of UTC that a zone keeps at an instant.
using OffsetAt = std::function<Seconds(Instant)>;

/// "2026-11-23T09:30:00Z"
std::string rfc3339(Instant instant);

/// Reads "2026-11-23T09:30:00Z", "…+05:30", with or without fractions (dropped); empty when it is anything else,
/// an impossible date included.
std::optional<Instant> parse_rfc3339(std::string_view text);

/// "2026-11-23"
std::string iso_day(Day day);
std::optional<Day> parse_iso_day(std::string_view text);

/// "2026-11-23T18:00:00", no zone
std::string iso_local(LocalTime local);
std::optional<LocalTime> parse_iso_local(std::string_view text);

/// The civil day that clocks `offset` east of UTC show (floors, also before 1970).
Day day_of(Instant instant, Seconds offset);

/// Monday of the week a day lies in.
Day monday_of(Day day);

/// ISO 8601 week: "2026-W47"
std::string iso_week(Day day);
/// Monday of "2026-W47"; empty for a week that does not exist.
std::optional<Day> parse_iso_week(std::string_view text);

/// A yearly date: a birthday whose year may be unknown.
struct YearlyDate {
    std::optional<int> year;
    unsigned month{};
    unsigned day{};

    bool operator==(const YearlyDate&) const = default;
};

/// Reads "02-29", "--0229", "--02-29", "1956-02-29", "19560229"; empty when no such day exists.
std::optional<YearlyDate> parse_yearly_date(std::string_view text);
/// "02-29" or "1956-02-29"
std::string yearly_date(const YearlyDate& date);

/// Where 29 February is kept in a common year.
enum class LeapDay { february_28, march_1 };

/// The day on which `date` is kept in `year`.
Day kept_in(const YearlyDate& date, int year, LeapDay leap_day);

} // namespace blend
