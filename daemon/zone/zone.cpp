#include "daemon/zone/zone.hpp"

#include <date/tz.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unordered_map>

namespace blend::zone {
namespace {

using Rules = date::time_zone;

// date-tz 3.0 does not read the rule at the end of a zone file, which speaks of the years after this.
constexpr Instant last_known{std::chrono::sys_days{std::chrono::year{2038} / 1 / 1}};

std::string lower(std::string_view text)
{
    std::string result{text};
    for (char& each : result)
        if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
    return result;
}

/// Every zone of the system by its name in small letters. A name from outside is only ever looked up here.
const std::unordered_map<std::string, const Rules*>& zones()
{
    static const auto table = [] {
        std::unordered_map<std::string, const Rules*> result;
        for (const Rules& each : date::get_tzdb().zones) {
            const std::string& name = each.name();
            // The folder also holds tables and the machine's own link; zone names begin with a capital.
            if (name.empty() || name.front() < 'A' || name.front() > 'Z') continue;
            if (name.find('.') != std::string::npos || name == "Factory") continue;
            result.emplace(lower(name), &each);
        }
        return result;
    }();
    return table;
}

const Rules* iana(std::string_view name)
{
    const auto found = zones().find(lower(name));
    return found == zones().end() ? nullptr : found->second;
}

const Rules* utc()
{
    static const Rules* const found = [] {
        const Rules* etc = iana("Etc/UTC");
        return etc ? etc : iana("UTC");
    }();
    return found;
}

const Rules* windows(std::string_view name)
{
    if (name.size() > 64 || name.find('\0') != std::string_view::npos) return nullptr;
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString found;
    const icu::StringPiece piece{name.data(), static_cast<std::int32_t>(name.size())};
    icu::TimeZone::getIDForWindowsID(icu::UnicodeString::fromUTF8(piece), "001", found, status);
    if (U_FAILURE(status) || found.isEmpty()) return nullptr;
    std::string utf8;
    return iana(found.toUTF8String(utf8));
}

std::string_view trimmed(std::string_view name)
{
    constexpr std::string_view around{" \t\r\n\"'"};
    const auto first = name.find_first_not_of(around);
    if (first == std::string_view::npos) return {};
    return name.substr(first, name.find_last_not_of(around) - first + 1);
}

const Rules* rules_named(std::string_view name)
{
    if (const Rules* found = iana(name)) return found;
    if (name == "Z" || name == "z") return utc();
    // "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "/citadel.org/20210210_1/Europe/Berlin"
    if (name.starts_with('/'))
        for (auto slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1))
            if (const Rules* found = iana(name.substr(slash + 1))) return found;
    return windows(name);
}

Seconds standard_offset(const Rules& rules)
{
    const auto winter = rules.get_info(Instant{std::chrono::sys_days{std::chrono::year{2037} / 1 / 1}});
    const auto summer = rules.get_info(Instant{std::chrono::sys_days{std::chrono::year{2037} / 7 / 1}});
    if (winter.save != summer.save) return winter.save == Minutes{0} ? winter.offset : summer.offset;
    return std::min(winter.offset, summer.offset);
}

const Rules& of(const void* rules) { return *static_cast<const Rules*>(rules); }

} // namespace

Zone::Zone() : name_{"UTC"}, rules_{utc()} {}

Seconds Zone::offset(Instant instant) const
{
    if (!rules_) return Seconds{0};
    if (instant >= last_known) return standard_offset(of(rules_));
    return of(rules_).get_info(instant).offset;
}

LocalTime Zone::local(Instant instant) const { return LocalTime{instant.time_since_epoch() + offset(instant)}; }

Day Zone::day(Instant instant) const { return std::chrono::floor<std::chrono::days>(local(instant)); }

Instant Zone::instant(LocalTime local, Repeated which) const
{
    const Instant unshifted{local.time_since_epoch()};
    if (!rules_) return unshifted;
    if (unshifted >= last_known) return unshifted - standard_offset(of(rules_));
    const date::local_info info = of(rules_).get_info(date::local_seconds{local.time_since_epoch()});
    // In a gap the offset of before is the one that moves the time on by the length of the gap.
    const bool second = info.result == date::local_info::ambiguous && which == Repeated::second;
    return unshifted - (second ? info.second.offset : info.first.offset);
}

OffsetAt Zone::offsets() const
{
    return [zone = *this](Instant instant) { return zone.offset(instant); };
}

std::optional<Zone> named(std::string_view name)
{
    const Rules* rules = rules_named(trimmed(name));
    if (!rules) return std::nullopt;
    Zone result;
    if (rules == utc()) return result;
    result.name_ = rules->name();
    result.rules_ = rules;
    return result;
}

Zone system()
{
    // $TZ may begin with a colon, and may be the path of a zone file: then its end is the name.
    if (const char* variable = std::getenv("TZ"); variable && *variable) {
        std::string_view name{variable};
        if (name.starts_with(':')) name.remove_prefix(1);
        if (const auto found = named(name)) return *found;
    }
    if (std::ifstream file{"/etc/timezone"}; file) {
        std::string name;
        std::getline(file, name);
        if (const auto found = named(name)) return *found;
    }
    std::error_code error;
    const auto target = std::filesystem::canonical("/etc/localtime", error);
    if (!error)
        if (const auto found = named(target.string())) return *found;
    return {};
}

} // namespace blend::zone
