#include "daemon/core/phrase_parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

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

// ---------------------------------------------------------------- words

template <std::size_t size>
std::optional<unsigned> place_of(std::string_view word, const std::array<std::string_view, size>& names)
{
    for (unsigned index = 0; index < size; ++index)
        if (word == names[index] || word == names[index].substr(0, 3)) return index;
    return std::nullopt;
}

std::optional<weekday> weekday_named(std::string_view word)
{
    constexpr auto names =
        std::to_array<std::string_view>({"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"});
    if (word == "tues") return Tuesday;
    if (word == "thur" || word == "thurs") return Thursday;
    const auto place = place_of(word, names);
    return place ? std::optional{weekday{*place}} : std::nullopt;
}

std::optional<month> month_named(std::string_view word)
{
    constexpr auto names =
        std::to_array<std::string_view>({"january", "february", "march", "april", "may", "june", "july", "august",
                                         "september", "october", "november", "december"});
    if (word == "sept") return September;
    const auto place = place_of(word, names);
    return place ? std::optional{month{*place + 1}} : std::nullopt;
}

std::optional<DayPart> part_named(std::string_view word)
{
    if (word == "morning") return DayPart::morning;
    if (word == "afternoon") return DayPart::afternoon;
    if (word == "evening") return DayPart::evening;
    if (word == "night") return DayPart::night;
    return std::nullopt;
}

std::string_view at(const Tokens& tokens, std::size_t index)
{
    return index < tokens.size() ? std::string_view{tokens[index].lower} : std::string_view{};
}

/// "29", "29th"
std::optional<day> day_number(std::string_view word)
{
    for (const std::string_view ending : {"st", "nd", "rd", "th"})
        if (word.ends_with(ending)) word.remove_suffix(2);
    const auto number = starts_with_digit(word) ? whole_number(word) : std::nullopt;
    return number && *number >= 1 && *number <= 31 ? std::optional{day{static_cast<unsigned>(*number)}} : std::nullopt;
}

std::optional<year> year_number(std::string_view word)
{
    const auto number = starts_with_digit(word) && word.size() == 4 ? whole_number(word) : std::nullopt;
    return number && *number >= 1900 && *number <= 2200 ? std::optional{year{*number}} : std::nullopt;
}

DayWords from_today(int days, int months = 0)
{
    DayWords words;
    words.kind = Kind::from_today;
    words.days = days;
    words.months = months;
    return words;
}

// ---------------------------------------------------------------- days

std::optional<Match<DayWords>> near_day(const Tokens& tokens, std::size_t index)
{
    struct Named {
        std::string_view words;
        int days;
    };
    constexpr Named named[] = {
        {"day before yesterday", -2}, {"yesterday", -1}, {"today", 0}, {"tomorrow", 1}, {"day after tomorrow", 2}};
    for (const Named& each : named)
        if (reads(tokens, index, each.words)) return Match<DayWords>{from_today(each.days), count_of(each.words)};
    return std::nullopt;
}

/// "last Tuesday", "next fri", "this sunday", "Sunday"
std::optional<Match<DayWords>> week_day(const Tokens& tokens, std::size_t index)
{
    DayWords words;
    const std::string_view first = at(tokens, index);
    words.kind = first == "last" ? Kind::last_weekday : first == "next" ? Kind::next_weekday : Kind::weekday;
    const bool pointed = first == "last" || first == "next" || first == "this";
    words.weekday = weekday_named(at(tokens, index + (pointed ? 1 : 0)));
    if (!words.weekday) return std::nullopt;
    return Match<DayWords>{words, pointed ? 2u : 1u};
}

/// "2 days ago", "a week ago", "in 3 days", "2 weeks from now"
std::optional<Match<DayWords>> counted_day(const Tokens& tokens, std::size_t index)
{
    const bool in = at(tokens, index) == "in";
    const std::size_t start = index + (in ? 1 : 0);
    const auto number = whole_number(at(tokens, start));
    std::string_view unit = at(tokens, start + 1);
    if (unit.ends_with('s')) unit.remove_suffix(1);
    if (!number || *number > 36500) return std::nullopt;

    const bool ago = reads(tokens, start + 2, "ago");
    const bool from_now = reads(tokens, start + 2, "from now");
    if (in == (ago || from_now)) return std::nullopt;
    const int sign = ago ? -1 : 1;
    const std::size_t count = start - index + 2 + (ago ? 1 : from_now ? 2 : 0);
    const int few = std::min(*number, 1200);
    if (unit == "day") return Match<DayWords>{from_today(sign * *number), count};
    if (unit == "week") return Match<DayWords>{from_today(sign * 7 * few), count};
    if (unit == "month") return Match<DayWords>{from_today(0, sign * few), count};
    if (unit == "year") return Match<DayWords>{from_today(0, sign * 12 * std::min(few, 100)), count};
    return std::nullopt;
}

/// "2026-11-15", "15.11.2026"
std::optional<year_month_day> written_date(std::string_view word)
{
    std::array<int, 3> numbers{};
    const char mark = word.find('-') != std::string_view::npos ? '-' : '.';
    for (std::size_t index = 0; index < numbers.size(); ++index) {
        const std::size_t end = std::min(word.find(mark), word.size());
        const auto number = starts_with_digit(word) ? whole_number(word.substr(0, end)) : std::nullopt;
        if (!number || (index == 2) != (end == word.size())) return std::nullopt;
        const bool is_year = index == (mark == '-' ? 0 : 2);
        if (is_year ? end != 4 : end > 2) return std::nullopt;
        numbers[index] = *number;
        word.remove_prefix(std::min(end + 1, word.size()));
    }
    if (mark == '.') std::swap(numbers[0], numbers[2]);
    return year{numbers[0]} / month{static_cast<unsigned>(numbers[1])} / day{static_cast<unsigned>(numbers[2])};
}

/// "29 Nov", "29th of November 2026", "Nov 29, 2026", "2026-11-29"
std::optional<Match<DayWords>> calendar_day(const Tokens& tokens, std::size_t index)
{
    DayWords words;
    if (const auto written = written_date(at(tokens, index))) {
        words.kind = Kind::date;
        words.date = *written;
        return Match<DayWords>{words, 1};
    }
    std::size_t next = index;
    auto number = day_number(at(tokens, next));
    if (number) next += at(tokens, next + 1) == "of" ? 2 : 1;
    const auto named = month_named(at(tokens, next));
    if (!named) return std::nullopt;
    ++next;
    if (!number) {
        number = day_number(at(tokens, next));
        // "May 20 min" is Aunt May and a length of time.
        if (!number || take_length(tokens, next)) return std::nullopt;
        ++next;
    }
    const std::size_t after_comma = next + (at(tokens, next) == "," ? 1 : 0);
    const auto in_year = year_number(at(tokens, after_comma));
    words.kind = in_year ? Kind::date : Kind::day_of_year;
    words.date = in_year.value_or(year{2000}) / *named / *number;
    return Match<DayWords>{words, (in_year ? after_comma + 1 : next) - index};
}

std::optional<Match<DayWords>> take_day(const Tokens& tokens, std::size_t index)
{
    for (const auto reader : {near_day, week_day, counted_day, calendar_day})
        if (const auto found = reader(tokens, index)) return found;
    return std::nullopt;
}

// ---------------------------------------------------------------- clocks

std::optional<Meridiem> meridiem_named(std::string_view word)
{
    if (word == "am" || word == "a.m") return Meridiem::am;
    if (word == "pm" || word == "p.m") return Meridiem::pm;
    return std::nullopt;
}

std::optional<ClockWords> clock(int hour, int minute, Meridiem meridiem)
{
    if (minute > 59) return std::nullopt;
    if (meridiem == Meridiem::unsaid)
        return hour <= 23 ? std::optional{ClockWords{hours{hour} + minutes{minute}, meridiem}} : std::nullopt;
    if (hour < 1 || hour > 12) return std::nullopt;
    const int in_24 = hour % 12 + (meridiem == Meridiem::pm ? 12 : 0);
    return ClockWords{hours{in_24} + minutes{minute}, meridiem};
}

/// "half past seven", "quarter to 8"
std::optional<Match<ClockWords>> spoken_clock(const Tokens& tokens, std::size_t index)
{
    struct Spoken {
        std::string_view words;
        int hours;
        int minutes;
    };
    constexpr Spoken spoken[] = {{"half past", 0, 30}, {"quarter past", 0, 15}, {"quarter to", -1, 45}};
    for (const Spoken& each : spoken) {
        if (!reads(tokens, index, each.words)) continue;
        const auto hour = whole_number(at(tokens, index + 2));
        if (!hour || *hour > 24) return std::nullopt;
        const auto after = meridiem_named(at(tokens, index + 3));
        const int full = *hour + each.hours;
        // "quarter to 1 pm" is 12:45 pm.
        const auto found = clock(full == 0 && after ? 12 : full, each.minutes, after.value_or(Meridiem::unsaid));
        if (full < 0 || !found) return std::nullopt;
        return Match<ClockWords>{*found, after ? 4u : 3u};
    }
    return std::nullopt;
}

/// Whether a bare number may be an hour: only after "at" and the like.
enum class Bare { refused, hour };

/// "7pm", "7 pm", "7:30", "18:30", "7.30pm", "7 o'clock", and "7" where a bare number may stand.
std::optional<Match<ClockWords>> digital_clock(const Tokens& tokens, std::size_t index, Bare bare)
{
    std::string_view word = at(tokens, index);
    std::size_t count = 1;
    Meridiem meridiem = Meridiem::unsaid;
    if (word.ends_with("am") || word.ends_with("pm")) {
        meridiem = word.ends_with("am") ? Meridiem::am : Meridiem::pm;
        word.remove_suffix(2);
    } else if (const auto after = meridiem_named(at(tokens, index + 1))) {
        meridiem = *after;
        count = 2;
    }
    bool whole = meridiem != Meridiem::unsaid || bare == Bare::hour;
    if (at(tokens, index + count) == "o'clock" || at(tokens, index + count) == "oclock") {
        ++count;
        whole = true;
    }
    const std::size_t mark = word.find_first_of(meridiem == Meridiem::unsaid ? ":" : ":.");
    const std::string_view hour_word = word.substr(0, mark);
    const bool article = hour_word == "a" || hour_word == "an";
    if (article || (starts_with_digit(hour_word) && hour_word.size() > 2)) return std::nullopt;
    const auto hour = starts_with_digit(hour_word) || whole ? whole_number(hour_word) : std::nullopt;
    if (!hour) return std::nullopt;
    if (mark == std::string_view::npos) {
        const auto found = whole ? clock(*hour, 0, meridiem) : std::nullopt;
        return found ? std::optional{Match<ClockWords>{*found, count}} : std::nullopt;
    }
    const std::string_view minute_word = word.substr(mark + 1);
    const auto minute = starts_with_digit(minute_word) ? whole_number(minute_word) : std::nullopt;
    const auto found = minute && minute_word.size() == 2 ? clock(*hour, *minute, meridiem) : std::nullopt;
    return found ? std::optional{Match<ClockWords>{*found, count}} : std::nullopt;
}

std::optional<Match<ClockWords>> take_clock(const Tokens& tokens, std::size_t index, Bare bare)
{
    const std::string_view word = at(tokens, index);
    if (word == "noon" || word == "midday") return Match<ClockWords>{{hours{12}, Meridiem::pm}, 1};
    if (word == "midnight") return Match<ClockWords>{{hours{0}, Meridiem::am}, 1};
    if (const auto spoken = spoken_clock(tokens, index)) return spoken;
    return digital_clock(tokens, index, bare);
}

// ---------------------------------------------------------------- together

/// "2 hours ago", "in half an hour", "just now"
std::optional<Match<Seconds>> take_shift(const Tokens& tokens, std::size_t index)
{
    if (reads(tokens, index, "just now")) return Match<Seconds>{Seconds{0}, 2};
    if (reads(tokens, index, "now")) return Match<Seconds>{Seconds{0}, 1};
    const bool in = at(tokens, index) == "in";
    const std::size_t start = index + (in ? 1 : 0);
    const auto length = take_length(tokens, start);
    if (!length) return std::nullopt;
    const Seconds seconds{static_cast<std::int64_t>(length->value * 60.0 + 0.5)};
    const std::size_t end = start + length->count;
    if (in) return Match<Seconds>{seconds, end - index};
    if (reads(tokens, end, "ago")) return Match<Seconds>{-seconds, end - index + 1};
    if (reads(tokens, end, "from now")) return Match<Seconds>{seconds, end - index + 2};
    return std::nullopt;
}

/// "this morning", "tonight", "last night": a day and a part of it at once.
std::size_t take_day_part(const Tokens& tokens, std::size_t index, TimeWords& into)
{
    if (into.part) return 0;
    const std::string_view first = at(tokens, index);
    const auto both = [&](int days, DayPart part, std::size_t count) -> std::size_t {
        if (into.day) return 0;
        into.day = from_today(days);
        into.part = part;
        return count;
    };
    if (first == "tonight") return both(0, DayPart::night, 1);
    if (reads(tokens, index, "last night")) return both(-1, DayPart::night, 2);
    if (first == "this") {
        const auto part = part_named(at(tokens, index + 1));
        return part ? both(0, *part, 2) : 0;
    }
    into.part = part_named(first);
    return into.part ? 1 : 0;
}

/// "Sunday, 29 Nov": the weekday becomes a condition on the date.
bool add_day(const DayWords& found, TimeWords& into)
{
    DayWords day = found;
    if (into.day) {
        const bool said =
            into.day->kind != Kind::weekday || (found.kind != Kind::date && found.kind != Kind::day_of_year);
        if (said) return false;
        day.weekday = into.day->weekday;
    }
    into.day = day;
    return true;
}

std::size_t take_one(const Tokens& tokens, std::size_t index, Bare bare, TimeWords& into)
{
    if (!into.shift && into.empty())
        if (const auto found = take_shift(tokens, index)) {
            into.shift = found->value;
            return found->count;
        }
    if (const auto both = parse_iso_local(index < tokens.size() ? tokens[index].text : "");
        both && !into.day && !into.clock) {
        into.day = DayWords{Kind::date, 0, 0, {}, year_month_day{floor<days>(*both)}};
        into.clock = ClockWords{*both - floor<days>(*both), Meridiem::am};
        return 1;
    }
    if (const std::size_t count = take_day_part(tokens, index, into)) return count;
    if (const auto found = take_day(tokens, index); found && add_day(found->value, into)) return found->count;
    if (!into.clock)
        if (const auto found = take_clock(tokens, index, bare)) {
            into.clock = found->value;
            return found->count;
        }
    return 0;
}

// ---------------------------------------------------------------- from words to a moment

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

std::size_t take_time(const Tokens& tokens, std::size_t index, TimeWords& into)
{
    constexpr auto leads = std::to_array<std::string_view>({"on", "at", "in", "the", "around", "about", "@", "~", ","});
    std::size_t end = index;
    while (end < tokens.size()) {
        std::size_t next = end;
        Bare bare = Bare::refused;
        std::size_t count = take_one(tokens, next, bare, into);
        while (count == 0 && next < tokens.size() && next - end < 3 &&
               std::find(leads.begin(), leads.end(), at(tokens, next)) != leads.end()) {
            if (next == index && at(tokens, next) == ",") break; // a comma binds two times, it begins none
            const std::string_view lead = at(tokens, next);
            if (lead == "at" || lead == "around" || lead == "about" || lead == "@") bare = Bare::hour;
            count = take_one(tokens, ++next, bare, into);
        }
        if (count == 0) break;
        end = next + count;
    }
    return end - index;
}

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
