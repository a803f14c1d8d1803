#include "daemon/core/phrase_parts.hpp"

#include <algorithm>

namespace blend::phrase {

namespace {

using namespace std::chrono;
using Kind = DayWords::Kind;

enum class Tense { past, future };

struct Hours {
    hours usual; ///< where a part of the day is put when nothing closer is said
    hours first; ///< it has begun
};
constexpr Hours hours_of(DayPart part)
{
    switch (part) {
    case DayPart::morning: return {hours{9}, hours{5}};
    case DayPart::afternoon: return {hours{15}, hours{12}};
    case DayPart::evening: return {hours{19}, hours{17}};
    case DayPart::night: return {hours{20}, hours{18}};
    }
    return {hours{12}, hours{0}};
}

/// The days that may be meant, the likeliest first.
std::vector<Day> candidates(const std::optional<DayWords>& said, Day today, Tense tense)
{
    const int step = tense == Tense::past ? -1 : 1;
    if (!said) return {today, today + days{step}};
    const auto away = [&] { // days until that weekday comes, or since it was
        const days distance = tense == Tense::past ? weekday{today} - *said->weekday : *said->weekday - weekday{today};
        return step * distance;
    };
    switch (said->kind) {
    case Kind::from_today: {
        if (said->months == 0) return {today + days{said->days}};
        const year_month_day moved = year_month_day{today} + months{said->months};
        return {local_days{moved.ok() ? moved : year_month_day{moved.year() / moved.month() / last}}};
    }
    case Kind::weekday: return {today + away(), today + away() + days{7 * step}};
    case Kind::last_weekday:
    case Kind::next_weekday: {
        if ((said->kind == Kind::last_weekday) != (tense == Tense::past)) return {};
        return {today + (away() == days{0} ? days{7 * step} : away())};
    }
    case Kind::date: return said->date.ok() ? std::vector{Day{local_days{said->date}}} : std::vector<Day>{};
    case Kind::day_of_year: {
        std::vector<Day> found;
        const year this_year = year_month_day{today}.year();
        for (int offset = 0; offset <= 8; ++offset) { // 29 February may be eight years away
            const year_month_day date = (this_year + years{step * offset}) / said->date.month() / said->date.day();
            if (date.ok()) found.push_back(local_days{date});
        }
        if (found.size() > 2) found.resize(2);
        return found;
    }
    }
    return {};
}

/// "at 8" in the evening is 20:00.
Seconds on_clock(const ClockWords& clock, const std::optional<DayPart>& part)
{
    const bool twelve_more = clock.meridiem == Meridiem::unsaid && part && part != DayPart::morning &&
                             clock.since_midnight < hours{12} &&
                             (part != DayPart::night || clock.since_midnight >= hours{6});
    return clock.since_midnight + (twelve_more ? hours{12} : hours{0});
}

std::optional<When> on_day(Day day, const TimeWords& words, LocalTime now, Tense tense)
{
    if (words.clock) {
        const LocalTime moment = day + on_clock(*words.clock, words.part);
        const bool possible = tense == Tense::past ? moment <= now : moment >= now;
        return possible ? std::optional{When{moment, Precision::moment}} : std::nullopt;
    }
    const Hours hours = words.part ? hours_of(*words.part) : Hours{std::chrono::hours{12}, std::chrono::hours{0}};
    const LocalTime usual = day + hours.usual;
    const bool today = day == floor<days>(now);
    if (tense == Tense::past) {
        if (day + hours.first > now) return std::nullopt;
        return When{std::min(usual, now), Precision::day};
    }
    if (usual < now && (!today || words.part)) return std::nullopt;
    return When{std::max(usual, now), Precision::day};
}

std::optional<When> moment(const TimeWords& words, LocalTime now, Tense tense)
{
    if (words.empty()) return std::nullopt;
    if (words.shift) {
        const bool alone = !words.day && !words.clock && !words.part;
        const bool possible = tense == Tense::past ? *words.shift <= Seconds{0} : *words.shift >= Seconds{0};
        return alone && possible ? std::optional{When{now + *words.shift, Precision::moment}} : std::nullopt;
    }
    for (const Day day : candidates(words.day, floor<days>(now), tense)) {
        const auto found = on_day(day, words, now, tense);
        if (!found) continue;
        const bool right_weekday = !words.day || !words.day->weekday || weekday{day} == *words.day->weekday;
        return right_weekday ? found : std::nullopt;
    }
    return std::nullopt;
}

/// The whole text is a time, and nothing else.
std::optional<TimeWords> only_time(std::string_view text)
{
    const Tokens tokens = tokens_of(text);
    TimeWords words;
    for (std::size_t index = 0; index < tokens.size();) {
        const std::size_t count = take_time(tokens, index, words);
        if (count == 0) return std::nullopt;
        index += count;
    }
    return words;
}

} // namespace

std::optional<When> past(const TimeWords& words, LocalTime now) { return moment(words, now, Tense::past); }

std::optional<When> future(const TimeWords& words, LocalTime now) { return moment(words, now, Tense::future); }

} // namespace blend::phrase

namespace blend {

std::optional<When> when_past(std::string_view text, LocalTime now)
{
    const auto words = phrase::only_time(text);
    return words ? phrase::past(*words, now) : std::nullopt;
}

std::optional<When> when_future(std::string_view text, LocalTime now)
{
    const auto words = phrase::only_time(text);
    return words ? phrase::future(*words, now) : std::nullopt;
}

} // namespace blend
