#include "daemon/agenda/values.hpp"

#include "daemon/core/phrase.hpp"
#include "daemon/core/problem.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <random>

namespace blend::agenda {

namespace {

constexpr int near_days = 200; ///< within these a date needs no year

using Kind = Problem::Kind;
using namespace std::chrono;

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

template <class Value> struct Everyday {
    std::string_view word;
    Value value;
};

constexpr auto everyday_modes = std::to_array<Everyday<Mode>>({{"visit", Mode::meet},
                                                               {"meeting", Mode::meet},
                                                               {"phone", Mode::call},
                                                               {"message", Mode::write},
                                                               {"text", Mode::write},
                                                               {"mail", Mode::write},
                                                               {"email", Mode::write},
                                                               {"chat", Mode::write},
                                                               {"voice", Mode::voice_message}});

constexpr auto everyday_channels = std::to_array<Everyday<Channel>>({{"call", Channel::phone},
                                                                     {"visit", Channel::in_person},
                                                                     {"meet", Channel::in_person},
                                                                     {"meeting", Channel::in_person},
                                                                     {"mail", Channel::email},
                                                                     {"message", Channel::chat},
                                                                     {"text", Channel::chat},
                                                                     {"write", Channel::chat},
                                                                     {"voice", Channel::voice_message}});

constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

} // namespace

std::optional<double> share_in(std::string_view text)
{
    text = trimmed(text);
    const bool percent = text.ends_with('%');
    if (percent) text = trimmed(text.substr(0, text.size() - 1));
    double value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (percent) value /= 100.0;
    // Written so that a value that is no number is refused too.
    return value >= 0.0 && value <= 1.0 ? std::optional{value} : std::nullopt;
}

std::optional<std::vector<Mode>> modes_in(std::string_view text)
{
    std::vector<Mode> modes;
    while (!trimmed(text).empty()) {
        const auto comma = text.find(',');
        const auto mode = from_word<Mode>(trimmed(text.substr(0, comma)));
        if (!mode) return std::nullopt;
        modes.push_back(*mode);
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return modes;
}

Mode mode_in(const std::string& text)
{
    if (const auto mode = from_word<Mode>(text)) return *mode;
    for (const auto& [word, mode] : everyday_modes)
        if (word == text) return mode;
    throw Problem{Kind::bad_request, text + " is no way to be in touch",
                  "there are meet, video, call, voice_message, write and letter"};
}

std::optional<Channel> channel_in(std::string_view text)
{
    if (const auto channel = from_word<Channel>(text)) return channel;
    for (const auto& [word, channel] : everyday_channels)
        if (word == text) return channel;
    return std::nullopt;
}

double size_in(const std::string& text, Channel channel)
{
    const auto size = counts_minutes(channel) ? length_minutes(text) : word_count(text);
    if (!size)
        throw Problem{Kind::bad_request,
                      text + (counts_minutes(channel) ? " is no length of time" : " is no number of words"),
                      counts_minutes(channel) ? "say how long: 25m or 1h30" : "say how many words: 120w"};
    return *size;
}

Instant past_in(const std::string& text, Instant now, const zone::Zone& zone)
{
    if (const auto instant = parse_rfc3339(text)) {
        if (*instant > now)
            throw Problem{Kind::bad_request, text + " lies ahead; only what has happened can be logged",
                          "plan it: blend plan"};
        return *instant;
    }
    const auto when = when_past(text, zone.local(now));
    if (!when)
        throw Problem{Kind::bad_request, "\"" + text + "\" is no time in the past that I understand",
                      "say \"yesterday 7pm\", \"Sunday 18:30\", \"2026-11-15 10:00\" or RFC 3339"};
    return std::min(zone.instant(when->at), now);
}

LocalTime future_in(const std::string& text, Instant now, const zone::Zone& zone)
{
    if (const auto instant = parse_rfc3339(text)) {
        if (*instant <= now)
            throw Problem{Kind::bad_request, text + " is over; a plan lies ahead", "log it: blend log"};
        // Calendars and the spelling of years end; a lifetime is plan enough.
        if (*instant > now + years{100}) throw Problem{Kind::bad_request, text + " is more than a hundred years ahead"};
        return zone.local(*instant);
    }
    const auto when = when_future(text, zone.local(now));
    if (!when)
        throw Problem{Kind::bad_request, "\"" + text + "\" is no time ahead that I understand",
                      "say \"Sunday 10:30\", \"tomorrow 18:00\", \"2026-12-01 10:00\" or RFC 3339"};
    return when->at;
}

std::string clock_time(LocalTime local)
{
    const hh_mm_ss time{local - floor<days>(local)};
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()));
    return text.data();
}

std::string day_and_time(LocalTime local)
{
    const Day day = floor<days>(local);
    const year_month_day date{day};
    return std::string{weekdays[weekday{day}.c_encoding()]} + " " + std::to_string(static_cast<unsigned>(date.day())) +
           " " + months[static_cast<unsigned>(date.month()) - 1] + " " + clock_time(local);
}

Sentence when_said(LocalTime local, LocalTime now)
{
    const auto distance = floor<days>(local) - floor<days>(now);
    const auto key = distance == days{0}                      ? "when.today"
                     : distance == days{1}                    ? "when.tomorrow"
                     : distance == days{-1}                   ? "when.yesterday"
                     : std::abs(distance.count()) < near_days ? "when.near"
                                                              : "when.far";
    return {.key = key, .times = {{"at", iso_local(local)}}};
}

std::string when_words(LocalTime local, LocalTime now)
{
    const auto distance = floor<days>(local) - floor<days>(now);
    if (distance == days{0}) return "today " + clock_time(local);
    if (distance == days{1}) return "tomorrow " + clock_time(local);
    if (distance == days{-1}) return "yesterday " + clock_time(local);
    if (std::abs(distance.count()) < near_days) return day_and_time(local);
    const year_month_day date{floor<days>(local)};
    return std::to_string(static_cast<unsigned>(date.day())) + " " + months[static_cast<unsigned>(date.month()) - 1] +
           " " + std::to_string(static_cast<int>(date.year())) + " " + clock_time(local);
}

std::optional<std::string> shown(std::optional<Instant> instant)
{
    return instant ? std::optional{rfc3339(*instant)} : std::nullopt;
}

std::string unique_name()
{
    std::random_device random;
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%08x%08x%08x%08x", random(), random(), random(), random());
    return text.data();
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t index = 0; index < names.size(); ++index) {
        if (index > 0) text += index + 1 == names.size() ? " and " : ", ";
        text += names[index];
    }
    return text;
}

} // namespace blend::agenda
