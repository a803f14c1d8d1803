#include "daemon/calendar/event_zones.hpp"

#include "daemon/calendar/content_line.hpp"
#include "daemon/calendar/rule.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

namespace blend::calendar {
namespace {

constexpr std::size_t most_zones = 200;

/// One zone for each set of rules in use today, the most populous first.
constexpr std::array candidates{
    "Europe/Berlin",      "America/New_York",  "America/Chicago",    "America/Denver",      "America/Los_Angeles",
    "Europe/London",      "Asia/Kolkata",      "Asia/Shanghai",      "Asia/Tokyo",          "Europe/Athens",
    "Europe/Moscow",      "Europe/Istanbul",   "America/Sao_Paulo",  "America/Phoenix",     "America/Mexico_City",
    "America/Bogota",     "America/Caracas",   "America/Santiago",   "America/Halifax",     "America/St_Johns",
    "America/Anchorage",  "Pacific/Honolulu",  "Africa/Lagos",       "Africa/Johannesburg", "Africa/Cairo",
    "Asia/Jerusalem",     "Asia/Beirut",       "Asia/Tehran",        "Asia/Dubai",          "Asia/Kabul",
    "Asia/Karachi",       "Asia/Kathmandu",    "Asia/Dhaka",         "Asia/Yangon",         "Asia/Bangkok",
    "Australia/Brisbane", "Australia/Sydney",  "Australia/Adelaide", "Australia/Darwin",    "Pacific/Guadalcanal",
    "Pacific/Auckland",   "Pacific/Tongatapu", "Pacific/Kiritimati", "Pacific/Pago_Pago",   "Atlantic/Cape_Verde",
    "America/Noronha",    "Asia/Vladivostok",  "Pacific/Chatham",    "Australia/Lord_Howe", "UTC",
};

/// Moments at which the rules of the candidates differ: between the changes of America, Europe and the south.
constexpr std::array<std::array<unsigned, 2>, 9> probes{
    {{1, 10}, {3, 20}, {4, 2}, {4, 20}, {7, 10}, {9, 10}, {10, 12}, {10, 29}, {11, 20}}};

std::optional<zone::Zone> fixed(int hours_east)
{
    if (hours_east < -12 || hours_east > 14) return std::nullopt;
    if (hours_east == 0) return zone::Zone{};
    // The signs of these names are turned round.
    return zone::named("Etc/GMT" + std::string{hours_east > 0 ? "-" : "+"} + std::to_string(std::abs(hours_east)));
}

/// "(GMT +01:00)", "UTC-05:00", "GMT+0530 (…)"
std::optional<zone::Zone> offset_named(std::string_view text)
{
    auto at = text.find("GMT");
    if (at == std::string_view::npos) at = text.find("UTC");
    if (at == std::string_view::npos) return std::nullopt;
    at = text.find_first_not_of(' ', at + 3);
    if (at == std::string_view::npos || (text[at] != '+' && text[at] != '-')) return std::nullopt;
    const bool west = text[at] == '-';
    std::string digits;
    for (const char each : text.substr(at + 1, 5))
        if (each >= '0' && each <= '9')
            digits += each;
        else if (each != ':')
            break;
    if (digits.empty() || digits.size() > 4) return std::nullopt;
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const int hours = digits.size() > 2 ? number / 100 : number;
    const int minutes = digits.size() > 2 ? number % 100 : 0;
    if (minutes == 0) return fixed(west ? -hours : hours);
    const Seconds wanted{(west ? -1 : 1) * (hours * 3600 + minutes * 60)};
    const Instant moment{std::chrono::sys_days{std::chrono::year{2024} / 1 / 10}};
    for (const char* name : candidates)
        if (const auto found = zone::named(name); found && found->offset(moment) == wanted) return found;
    return std::nullopt;
}

/// What Outlook calls zones that have no city in their name, without the offset before it.
constexpr std::array<std::pair<std::string_view, const char*>, 8> display_names{{
    {"Eastern Time", "America/New_York"},
    {"Central Time", "America/Chicago"},
    {"Mountain Time", "America/Denver"},
    {"Pacific Time", "America/Los_Angeles"},
    {"Atlantic Time", "America/Halifax"},
    {"Arizona", "America/Phoenix"},
    {"Hawaii", "Pacific/Honolulu"},
    {"Alaska", "America/Anchorage"},
}};

/// "(UTC+01:00) Amsterdam, Berlin, Bern": the first city that names a zone.
std::optional<zone::Zone> display_named(std::string_view text)
{
    if (text.size() > 200) return std::nullopt;
    if (text.starts_with('('))
        if (const auto bracket = text.find(')'); bracket != std::string_view::npos) text.remove_prefix(bracket + 1);
    std::istringstream cities{std::string{text}};
    for (std::string city; std::getline(cities, city, ',');) {
        city.erase(0, std::min(city.find_first_not_of(' '), city.size()));
        for (const auto& [display, name] : display_names)
            if (city.starts_with(display)) return zone::named(name);
        std::replace(city.begin(), city.end(), ' ', '_');
        if (city.empty()) continue;
        for (const char* continent : {"Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/"})
            if (const auto found = zone::named(continent + city)) return found;
    }
    return std::nullopt;
}

/// STANDARD or DAYLIGHT of a definition.
struct Observance {
    Seconds offset{};
    std::vector<LocalTime> onsets; ///< of the years that the probes need
};

/// "-0500", "+053000"
std::optional<Seconds> offset_value(std::string_view text)
{
    if (text.size() < 5 || text.size() > 7 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    int number = 0;
    const char* end = text.data() + 5;
    if (std::from_chars(text.data() + 1, end, number).ptr != end || number < 0) return std::nullopt;
    return Seconds{(text[0] == '-' ? -60 : 60) * (number / 100 * 60 + number % 100)};
}

/// When a change takes place in the years up to the probes. A rule that begins long ago is taken up shortly before.
std::vector<LocalTime> onsets(LocalTime start, const std::vector<Rule>& rules)
{
    constexpr std::chrono::year early{2022};
    constexpr Day horizon{std::chrono::year{2025} / 1 / 1};
    std::vector<LocalTime> result{start};
    const Day day = std::chrono::floor<std::chrono::days>(start);
    const std::chrono::year_month_day date{day};
    if (date.year() < early)
        start = Day{early / date.month() / std::min(date.day(), std::chrono::day{28})} + (start - LocalTime{day});
    for (const Rule& rule : rules) {
        std::size_t steps = 2'000;
        if (rule.until && rule.until->local < start) continue;
        follow(rule, start, LocalTime{horizon}, steps, [&](LocalTime at) {
            result.push_back(at);
            return true;
        });
    }
    return result;
}

std::vector<Observance> observances(const std::string& definition)
{
    constexpr std::size_t most = 40;
    std::vector<Observance> result;
    std::istringstream stream{definition};
    LineReader lines{stream};
    std::optional<Seconds> offset;
    std::optional<Moment> start;
    std::vector<Rule> rules;
    while (const auto line = lines.next()) {
        const auto parsed = parse_line(*line);
        if (!parsed) continue;
        if (parsed->name == "BEGIN") {
            offset.reset();
            start.reset();
            rules.clear();
        } else if (parsed->name == "TZOFFSETTO") {
            offset = offset_value(parsed->value);
        } else if (parsed->name == "DTSTART") {
            start = parse_moment(parsed->value);
        } else if (parsed->name == "RRULE" && rules.size() < 2) {
            if (auto rule = parse_rule(parsed->value)) rules.push_back(std::move(*rule));
        } else if (parsed->name == "END" && offset && start && result.size() < most) {
            result.push_back({*offset, onsets(start->local, rules)});
            offset.reset();
        }
    }
    return result;
}

Seconds offset_at(const std::vector<Observance>& all, LocalTime moment)
{
    Seconds offset = all.front().offset;
    LocalTime latest = LocalTime::min();
    for (const Observance& each : all)
        for (const LocalTime onset : each.onsets)
            if (onset <= moment && onset >= latest) {
                latest = onset;
                offset = each.offset;
            }
    return offset;
}

/// The known zone that keeps the offsets which a definition gives for this decade.
std::optional<zone::Zone> same_offsets(const std::string& definition)
{
    const std::vector<Observance> all = observances(definition);
    if (all.empty()) return std::nullopt;
    const auto agrees = [&](const zone::Zone& zone, const std::array<unsigned, 2>& probe) {
        const Day day{std::chrono::year{2024} / std::chrono::month{probe[0]} / std::chrono::day{probe[1]}};
        const Instant noon = Instant{day.time_since_epoch()} + std::chrono::hours{12};
        return zone.offset(noon) == offset_at(all, LocalTime{noon.time_since_epoch()});
    };
    for (const char* name : candidates) {
        const auto candidate = zone::named(name);
        if (candidate &&
            std::all_of(probes.begin(), probes.end(), [&](const auto& probe) { return agrees(*candidate, probe); }))
            return candidate;
    }
    return std::nullopt;
}

} // namespace

void EventZones::define(const std::string& text)
{
    std::istringstream stream{text};
    LineReader lines{stream};
    std::string tzid;
    std::optional<zone::Zone> place;
    while (const auto line = lines.next()) {
        const auto parsed = parse_line(*line);
        if (!parsed) continue;
        if (parsed->name == "TZID") tzid = parsed->value;
        if (parsed->name == "X-LIC-LOCATION") place = zone::named(parsed->value);
    }
    if (tzid.empty() || ++defined_ > most_zones) return;
    std::optional<zone::Zone> found = zone::named(tzid);
    if (!found) found = place;
    if (!found) found = same_offsets(text);
    if (found) known_.insert_or_assign(tzid, found);
}

std::optional<zone::Zone> EventZones::find(std::string_view tzid)
{
    if (const auto seen = known_.find(tzid); seen != known_.end()) return seen->second;
    std::optional<zone::Zone> found = zone::named(tzid);
    if (!found) found = display_named(tzid);
    if (!found) found = offset_named(tzid);
    // What is unknown now may be defined further down in the file, and is not remembered.
    if (found && known_.size() < most_zones) known_.emplace(tzid, found);
    return found;
}

} // namespace blend::calendar
