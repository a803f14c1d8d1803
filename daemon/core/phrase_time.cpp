#include "daemon/core/phrase_parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace blend::phrase {

namespace {

using namespace std::chrono;
using Kind = DayWords::Kind;

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

std::size_t take_one(const Tokens& tokens, std::size_t index, TimeWords& into)
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
        if (const auto found = take_clock(tokens, index, Bare::refused)) {
            into.clock = found->value;
            return found->count;
        }
    return 0;
}

/// "at 7", "about 7pm", "at night". "about Sunday" is a topic.
std::size_t take_hour(const Tokens& tokens, std::size_t index, TimeWords& into)
{
    constexpr auto leads = std::to_array<std::string_view>({"at", "@", "around", "about", "~"});
    if (std::find(leads.begin(), leads.end(), at(tokens, index)) == leads.end()) return 0;
    if (reads(tokens, index, "at night")) return take_day_part(tokens, index + 1, into) == 0 ? 0 : 2;
    const auto clock = into.clock ? std::nullopt : take_clock(tokens, index + 1, Bare::hour);
    if (!clock) return 0;
    into.clock = clock->value;
    return clock->count + 1;
}

/// "on Sunday", "in the evening": what leads to a time is part of it.
std::size_t take_led(const Tokens& tokens, std::size_t index, TimeWords& into)
{
    constexpr auto leads = std::to_array<std::string_view>({",", "on", "in", "the"});
    for (std::size_t next = index; next < index + 4; ++next) {
        if (const std::size_t count = take_one(tokens, next, into)) return next - index + count;
        if (const std::size_t count = take_hour(tokens, next, into)) return next - index + count;
        if (std::find(leads.begin(), leads.end(), at(tokens, next)) == leads.end()) break;
    }
    return 0;
}

} // namespace

std::size_t take_time(const Tokens& tokens, std::size_t index, TimeWords& into)
{
    // A comma binds two times, it begins none.
    if (at(tokens, index) == ",") return 0;
    std::size_t end = index;
    while (const std::size_t count = take_led(tokens, end, into)) end += count;
    return end - index;
}

} // namespace blend::phrase
