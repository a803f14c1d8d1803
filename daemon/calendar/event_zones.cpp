#include "daemon/calendar/event_zones.hpp"

#include "daemon/calendar/content_line.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <sstream>

namespace blend::calendar {
namespace {

constexpr std::size_t most_zones = 1'000;

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
constexpr std::array<std::array<int, 2>, 9> probes{
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

struct Unref {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
    void operator()(icaltimezone* zone) const { icaltimezone_free(zone, 1); }
};

/// libical follows a definition's rules without end when they repeat by the hour.
bool only_yearly_rules(const std::string& text)
{
    const std::string upper = capitals(text);
    for (auto at = upper.find("RRULE"); at != std::string::npos; at = upper.find("RRULE", at + 1)) {
        const auto end = upper.find('\n', at);
        const std::string_view rule = std::string_view{upper}.substr(at, end - at);
        if (rule.find("FREQ=YEARLY") == std::string_view::npos || rule.find("BYHOUR") != std::string_view::npos ||
            rule.find("BYMINUTE") != std::string_view::npos || rule.find("BYSECOND") != std::string_view::npos)
            return false;
    }
    return true;
}

/// The known zone that keeps the offsets which a definition gives for this decade.
std::optional<zone::Zone> same_offsets(const std::string& text)
{
    constexpr std::size_t longest = 1 << 16;
    if (text.size() > longest || !only_yearly_rules(text)) return std::nullopt;
    std::unique_ptr<icalcomponent, Unref> component{icalparser_parse_string(text.c_str())};
    if (!component || icalcomponent_isa(component.get()) != ICAL_VTIMEZONE_COMPONENT) return std::nullopt;
    const std::unique_ptr<icaltimezone, Unref> definition{icaltimezone_new()};
    if (!icaltimezone_set_component(definition.get(), component.get())) return std::nullopt;
    (void)component.release(); // the zone owns it now

    std::array<Seconds, probes.size()> offsets{};
    for (std::size_t index = 0; index < probes.size(); ++index) {
        icaltimetype moment = icaltime_null_time();
        moment.year = 2024;
        moment.month = probes[index][0];
        moment.day = probes[index][1];
        moment.hour = 12;
        moment.zone = icaltimezone_get_utc_timezone();
        int summer = 0;
        offsets[index] = Seconds{icaltimezone_get_utc_offset_of_utc_time(definition.get(), &moment, &summer)};
    }
    for (const char* name : candidates) {
        const auto candidate = zone::named(name);
        bool same = candidate.has_value();
        for (std::size_t index = 0; same && index < probes.size(); ++index) {
            const std::chrono::year_month_day day{std::chrono::year{2024},
                                                  std::chrono::month{static_cast<unsigned>(probes[index][0])},
                                                  std::chrono::day{static_cast<unsigned>(probes[index][1])}};
            same = candidate->offset(Instant{std::chrono::sys_days{day}} + std::chrono::hours{12}) == offsets[index];
        }
        if (same) return candidate;
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
    if (tzid.empty() || known_.size() >= most_zones) return;
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
