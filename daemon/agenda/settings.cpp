#include "daemon/agenda/settings.hpp"

#include "daemon/agenda/values.hpp"

#include <array>
#include <charconv>

namespace blend::agenda {

namespace {

/// Takes the value in; false when it does not fit.
using Take = bool (*)(Settings&, const std::string&);

struct Key {
    std::string_view name;
    std::string_view fallback;
    std::string_view fits; ///< said when a value does not
    Take take;
};

template <int least, int most> bool whole(const std::string& text, int& value)
{
    int read{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
    if (error != std::errc{} || end != text.data() + text.size() || read < least || read > most) return false;
    value = read;
    return true;
}

bool modes_into(Limits& limits, const std::string& text, double possible)
{
    const auto modes = modes_in(text);
    if (!modes) return false;
    for (const Mode mode : *modes) limits[mode] = std::min(limits[mode], possible);
    return true;
}

bool share_into(const std::string& text, double most, double& value)
{
    const auto read = share_in(text);
    if (!read || *read > most) return false;
    value = *read;
    return true;
}

constexpr auto keys = std::to_array<Key>({
    {"zone", "", "a time zone, e.g. Europe/Berlin; empty for the machine's own",
     [](Settings& settings, const std::string& text) {
         const auto found = text.empty() ? std::optional{zone::system()} : zone::named(text);
         if (found) settings.zone = *found;
         return found.has_value();
     }},
    {"region", "", "two letters, e.g. DE",
     [](Settings& settings, const std::string& text) {
         if (!text.empty() && (text.size() != 2 || text[0] < 'A' || text[0] > 'Z' || text[1] < 'A' || text[1] > 'Z'))
             return false;
         settings.region = text;
         return true;
     }},
    {"leap_day", "february_28", "february_28 or march_1",
     [](Settings& settings, const std::string& text) {
         if (text != "february_28" && text != "march_1") return false;
         settings.leap_day = text == "march_1" ? LeapDay::march_1 : LeapDay::february_28;
         return true;
     }},
    {"nudge_hour", "9", "an hour from 0 to 23",
     [](Settings& settings, const std::string& text) { return whole<0, 23>(text, settings.nudge_hour); }},
    {"nudges_per_day", "1", "a number from 0 to 20",
     [](Settings& settings, const std::string& text) { return whole<0, 20>(text, settings.policy.per_day); }},
    {"nudges_per_week", "4", "a number from 0 to 100",
     [](Settings& settings, const std::string& text) { return whole<0, 100>(text, settings.policy.per_week); }},
    {"quiet_from", "21", "an hour from 0 to 23",
     [](Settings& settings, const std::string& text) { return whole<0, 23>(text, settings.policy.quiet.from); }},
    {"quiet_to", "9", "an hour from 0 to 23",
     [](Settings& settings, const std::string& text) { return whole<0, 23>(text, settings.policy.quiet.to); }},
    {"cannot", "", "modes that you cannot use: meet, video, call, voice_message, write, letter",
     [](Settings& settings, const std::string& text) { return modes_into(settings.limits, text, 0.0); }},
    {"limited", "", "modes that take you an effort: meet, video, call, voice_message, write, letter",
     [](Settings& settings, const std::string& text) { return modes_into(settings.limits, text, 0.5); }},
    {"target", "50%", "a share from 0% to 100%",
     [](Settings& settings, const std::string& text) { return share_into(text, 1.0, settings.target); }},
    {"band", "20%", "a share from 0% to 50%",
     [](Settings& settings, const std::string& text) { return share_into(text, 0.5, settings.band); }},
    {"stale_days", "14", "a number of days from 1 to 3650",
     [](Settings& settings, const std::string& text) { return whole<1, 3650>(text, settings.stale_days); }},
    {"date_lead_days", "3", "a number of days from 0 to 60",
     [](Settings& settings, const std::string& text) { return whole<0, 60>(text, settings.date_lead_days); }},
});

} // namespace

Settings settings(const store::Store& store)
{
    const auto chosen = store.settings();
    Settings all;
    for (const Key& key : keys) {
        const auto found = chosen.find(std::string{key.name});
        // A value that an older program accepted and this one does not falls back to the default.
        if (found == chosen.end() || !key.take(all, found->second)) key.take(all, std::string{key.fallback});
    }
    return all;
}

std::map<std::string, std::string> shown_settings(const store::Store& store)
{
    auto shown = store.settings();
    for (const Key& key : keys) shown.try_emplace(std::string{key.name}, key.fallback);
    if (shown["zone"].empty()) shown["zone"] = zone::system().name();
    return shown;
}

void check_setting(const std::string& key, const std::string& value)
{
    for (const Key& known : keys)
        if (known.name == key) {
            Settings trial;
            if (value.empty() || known.take(trial, value)) return; // nothing means the default
            throw Problem{Problem::Kind::bad_request, value + " does not fit " + key,
                          "it takes " + std::string{known.fits}};
        }
    std::string names;
    for (const Key& known : keys) names += (names.empty() ? "" : ", ") + std::string{known.name};
    throw Problem{Problem::Kind::bad_request, "there is no setting " + key, "there are " + names};
}

} // namespace blend::agenda
