#include "daemon/calendar/object.hpp"

#include "daemon/calendar/reading.hpp"
#include "daemon/zone/zone.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace blend::calendar {
namespace {

constexpr std::size_t deepest = 16;

std::string name_of(std::string_view line) { return capitals(line.substr(0, line.find_first_of(";:"))); }

bool is_one_of(std::string_view name, std::span<const std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// The property with those of its parameters that say who somebody is and whether they come.
std::string person_line(const ContentLine& line)
{
    constexpr std::array<std::string_view, 5> kept{"CN", "PARTSTAT", "CUTYPE", "ROLE", "EMAIL"};
    std::string result = line.name;
    for (const auto& [name, value] : line.parameters) {
        if (!is_one_of(name, kept)) continue;
        std::string plain{value};
        std::erase(plain, '"');
        result += ";" + name + "=\"" + plain + "\"";
    }
    return result.append(":").append(line.value);
}

Part event_without_words(const Part& event, Hint hint)
{
    constexpr auto kept = std::to_array<std::string_view>({"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE",
                                                           "EXDATE", "RECURRENCE-ID", "SEQUENCE", "STATUS", "TRANSP",
                                                           "X-MICROSOFT-CDO-ALLDAYEVENT"});
    Part bare{.kind = event.kind};
    for (const std::string& text : event.lines) {
        const std::string name = name_of(text);
        if (is_one_of(name, kept)) bare.lines.push_back(text);
        if (name != "ATTENDEE" && name != "ORGANIZER") continue;
        if (const auto line = parse_line(text)) bare.lines.push_back(person_line(*line));
    }
    // How they were in touch was read from a link or a word; it is kept as a link of that kind to nowhere.
    if (hint == Hint::call) bare.lines.emplace_back("CONFERENCE:tel:");
    if (hint == Hint::video) bare.lines.emplace_back("CONFERENCE:https:");
    return bare;
}

/// Empty for a zone that the system knows by its name.
std::optional<Part> zone_without_words(const Part& zone)
{
    const auto name = zone.line("TZID");
    if (!name || zone::named(name->value)) return std::nullopt;
    constexpr std::array<std::string_view, 7> kept{"TZID",       "X-LIC-LOCATION", "DTSTART", "TZOFFSETFROM",
                                                   "TZOFFSETTO", "RRULE",          "RDATE"};
    const auto bare = [&](const Part& part) {
        Part result{.kind = part.kind};
        for (const std::string& line : part.lines)
            if (is_one_of(name_of(line), kept)) result.lines.push_back(line);
        return result;
    };
    Part result = bare(zone);
    for (const Part& each : zone.parts) result.parts.push_back(bare(each));
    return result;
}

void write(const Part& part, std::string& text)
{
    text += "BEGIN:" + part.kind + "\r\n";
    for (const std::string& line : part.lines) text += folded_line(line);
    for (const Part& each : part.parts) write(each, text);
    text += "END:" + part.kind + "\r\n";
}

} // namespace

std::optional<ContentLine> Part::line(std::string_view name) const
{
    for (const std::string& each : lines)
        if (name_of(each) == name) return parse_line(each);
    return std::nullopt;
}

std::vector<std::string> Part::lines_of(std::string_view name) const
{
    std::vector<std::string> found;
    for (const std::string& each : lines)
        if (name_of(each) == name) found.push_back(each);
    return found;
}

void Part::drop(std::string_view name)
{
    std::erase_if(lines, [&](const std::string& each) { return name_of(each) == name; });
}

std::optional<Part> read_calendar(std::string_view text)
{
    std::istringstream stream{std::string{text}};
    LineReader reader{stream};
    std::vector<Part> open;
    while (const auto line = reader.next()) {
        const std::string name = name_of(*line);
        const auto colon = std::min(line->find(':'), line->size() - 1);
        if (name == "BEGIN") {
            open.push_back({.kind = capitals(line->substr(colon + 1))});
            if (open.size() > deepest || open.front().kind != "VCALENDAR") return std::nullopt;
        } else if (name == "END") {
            if (open.empty() || open.back().kind != capitals(line->substr(colon + 1))) return std::nullopt;
            Part done = std::move(open.back());
            open.pop_back();
            if (open.empty()) return done;
            open.back().parts.push_back(std::move(done));
        } else if (!open.empty()) {
            open.back().lines.emplace_back(*line);
        }
    }
    return std::nullopt;
}

std::string text_of(const Part& part)
{
    std::string text;
    write(part, text);
    return text;
}

std::string without_words(std::string_view text)
{
    const auto calendar = read_calendar(text);
    if (!calendar) return {};
    std::vector<Hint> hints;
    std::istringstream stream{std::string{text}};
    each_event(stream, zone::Zone{}, [&](const Event& event) { hints.push_back(event.hint); });

    Part bare{.kind = calendar->kind, .lines = calendar->lines_of("X-WR-TIMEZONE")};
    std::size_t event = 0;
    for (const Part& part : calendar->parts) {
        if (part.kind == "VTIMEZONE")
            if (auto zone = zone_without_words(part)) bare.parts.push_back(std::move(*zone));
        if (part.kind != "VEVENT") continue;
        bare.parts.push_back(event_without_words(part, event < hints.size() ? hints[event] : Hint::none));
        ++event;
    }
    return event == 0 ? std::string{} : text_of(bare);
}

} // namespace blend::calendar
