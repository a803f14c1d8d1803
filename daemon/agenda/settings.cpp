#include "daemon/agenda/settings.hpp"

#include "daemon/agenda/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <sstream>

namespace blend::agenda {

namespace {

/// Takes the value in; false when it does not fit.
using Take = bool (*)(Settings&, const std::string&);

struct Key {
    std::string_view name;
    std::string_view fallback;
    std::string_view group;
    std::string_view about;
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

constexpr std::array<std::string_view, 7> weekday_words{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/// The words of a list, parted by commas or blanks.
std::vector<std::string> listed_in(std::string text)
{
    std::replace(text.begin(), text.end(), ',', ' ');
    std::istringstream words{text};
    return {std::istream_iterator<std::string>{words}, {}};
}

bool weekdays_into(Weekdays& days, const std::string& text)
{
    Weekdays read{};
    if (text == "every day") read.fill(true);
    if (text != "every day" && text != "never")
        for (const std::string& each : listed_in(text)) {
            const auto found = std::find(weekday_words.begin(), weekday_words.end(), each);
            if (found == weekday_words.end()) return false;
            read.at(static_cast<std::size_t>(found - weekday_words.begin())) = true;
        }
    days = read;
    return !text.empty();
}

/// "call 2, meet 1"
bool capacity_into(ByMode<std::optional<int>>& capacity, const std::string& text)
{
    const auto words = listed_in(text);
    if (words.size() % 2 != 0) return false;
    for (std::size_t at = 0; at < words.size(); at += 2) {
        const auto mode = from_word<Mode>(words[at]);
        int count{};
        if (!mode || !whole<0, 100>(words[at + 1], count)) return false;
        capacity.at(static_cast<std::size_t>(*mode)) = count;
    }
    return true;
}

/// A name as a Host header has it: "blend.home.example", perhaps with a port.
bool is_host(const std::string& text)
{
    const auto colon = text.find(':');
    const std::string name = text.substr(0, colon);
    int port{};
    if (colon != std::string::npos && !whole<1, 65'535>(text.substr(colon + 1), port)) return false;
    const auto fits = [](char each) {
        return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-' || each == '.';
    };
    return !name.empty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), fits) && name.front() != '.' &&
           name.back() != '.' && name.find("..") == std::string::npos;
}

bool hosts_into(std::vector<std::string>& hosts, const std::string& text)
{
    auto read = listed_in(text);
    if (read.size() > 10 || !std::all_of(read.begin(), read.end(), is_host)) return false;
    hosts = std::move(read);
    return true;
}

bool day_into(std::optional<Day>& day, const std::string& text)
{
    day = parse_iso_day(text);
    return text.empty() || day;
}

bool yes_into(bool& value, const std::string& text)
{
    value = text == "yes";
    return value || text == "no";
}

constexpr auto keys = std::to_array<Key>({
    {"zone", "", "you", "the clock that your days go by",
     "a time zone, e.g. Europe/Berlin; empty for the machine's own",
     [](Settings& settings, const std::string& text) {
         const auto found = text.empty() ? std::optional{zone::system()} : zone::named(text);
         if (found) settings.zone = *found;
         return found.has_value();
     }},
    {"language", "", "you", "in which sentences come to you",
     "en, de, es, hi or ar; empty for the machine's own",
     [](Settings& settings, const std::string& text) {
         const auto found = text.empty() ? std::optional{zone::system_language()} : from_word<Language>(text);
         if (found) settings.language = *found;
         return found.has_value();
     }},
    {"region", "", "you", "of telephone numbers without a country",
     "two letters, e.g. DE",
     [](Settings& settings, const std::string& text) {
         if (!text.empty() && (text.size() != 2 || text[0] < 'A' || text[0] > 'Z' || text[1] < 'A' || text[1] > 'Z'))
             return false;
         settings.region = text;
         return true;
     }},
    {"meeting_room", "", "you", "where your video calls take place",
     "an address that begins with https://; may be empty",
     [](Settings& settings, const std::string& text) {
         if (!text.empty() && (!text.starts_with("https://") || text.find_first_of(" \t\r\n\"<>") != text.npos))
             return false;
         settings.meeting_room = text;
         return true;
     }},
    {"cannot", "", "limits", "modes that you cannot use: never suggested, never held against anyone",
     "modes that you cannot use: meet, video, call, voice_message, write, letter",
     [](Settings& settings, const std::string& text) { return modes_into(settings.limits, text, 0.0); }},
    {"limited", "", "limits", "modes that take you an effort: suggested more rarely",
     "modes that take you an effort: meet, video, call, voice_message, write, letter",
     [](Settings& settings, const std::string& text) { return modes_into(settings.limits, text, 0.5); }},
    {"capacity", "", "limits", "how many of each a week has room for",
     "modes with a number, e.g. call 2, meet 1; empty for any number",
     [](Settings& settings, const std::string& text) { return capacity_into(settings.policy.capacity, text); }},
    {"target", "50%", "blend", "the share of time together that you wish for in all",
     "a share from 0% to 100%",
     [](Settings& settings, const std::string& text) { return share_into(text, 1.0, settings.target); }},
    {"band", "20%", "blend", "how far from it is still well",
     "a share from 0% to 50%",
     [](Settings& settings, const std::string& text) { return share_into(text, 0.5, settings.band); }},
    {"nudge_hour", "9", "nudges", "when the digest of the day comes; quiet hours put it off to their end",
     "an hour from 0 to 23",
     [](Settings& settings, const std::string& text) { return whole<0, 23>(text, settings.nudge_hour); }},
    {"nudge_days", "every day", "nudges", "the days on which it may come",
     "days, e.g. mon,wed,sat; or every day",
     [](Settings& settings, const std::string& text) { return weekdays_into(settings.nudge_days, text); }},
    {"nudges_per_day", "1", "nudges", "at most so many a day",
     "a number from 0 to 20",
     [](Settings& settings, const std::string& text) { return whole<0, 20>(text, settings.policy.per_day); }},
    {"nudges_per_week", "4", "nudges", "at most so many in seven days",
     "a number from 0 to 100",
     [](Settings& settings, const std::string& text) { return whole<0, 100>(text, settings.policy.per_week); }},
    {"quiet_from", "21", "nudges", "from this hour on nothing is sent",
     "an hour from 0 to 23",
     [](Settings& settings, const std::string& text) { return whole<0, 23>(text, settings.policy.quiet.from); }},
    {"quiet_to", "9", "nudges", "until this hour",
     "an hour from 0 to 23",
     [](Settings& settings, const std::string& text) { return whole<0, 23>(text, settings.policy.quiet.to); }},
    {"cooldown_days", "5", "nudges", "the same person is not named again before",
     "a number of days from 0 to 365",
     [](Settings& settings, const std::string& text) {
         int read{};
         if (!whole<0, 365>(text, read)) return false;
         settings.policy.cooldown_days = read;
         return true;
     }},
    {"min_priority", "15%", "nudges", "how strong a reason has to be",
     "a share from 0% to 100%",
     [](Settings& settings, const std::string& text) { return share_into(text, 1.0, settings.policy.min_priority); }},
    {"explore", "yes", "nudges", "now and then try a way that is not the likeliest",
     "yes or no",
     [](Settings& settings, const std::string& text) { return yes_into(settings.policy.explore, text); }},
    {"holiday_from", "", "nudges", "no nudges from this day on",
     "a day, e.g. 2026-12-20; empty for none",
     [](Settings& settings, const std::string& text) { return day_into(settings.holiday_from, text); }},
    {"holiday_to", "", "nudges", "up to and with this day; empty: until you say so",
     "a day, e.g. 2027-01-03; empty for none",
     [](Settings& settings, const std::string& text) { return day_into(settings.holiday_to, text); }},
    {"waking_from", "9", "plans", "calls and visits are proposed from this hour",
     "an hour from 0 to 23",
     [](Settings& settings, const std::string& text) { return whole<0, 23>(text, settings.waking.first); }},
    {"waking_to", "21", "plans", "until this hour",
     "an hour from 1 to 24",
     [](Settings& settings, const std::string& text) { return whole<1, 24>(text, settings.waking.end); }},
    {"reminder_minutes", "30", "plans", "before a plan you are reminded",
     "minutes from 0 to 40320",
     [](Settings& settings, const std::string& text) {
         int read{};
         if (!whole<0, 40'320>(text, read)) return false;
         settings.reminder = Minutes{read};
         return true;
     }},
    {"ask_again_days", "3", "plans", "after these days it is asked once more whether it happened",
     "a number of days from 1 to 30",
     [](Settings& settings, const std::string& text) { return whole<1, 30>(text, settings.ask_again_days); }},
    {"leap_day", "february_28", "dates", "where 29 February is kept in other years",
     "february_28 or march_1",
     [](Settings& settings, const std::string& text) {
         if (text != "february_28" && text != "march_1") return false;
         settings.leap_day = text == "march_1" ? LeapDay::march_1 : LeapDay::february_28;
         return true;
     }},
    {"date_lead_days", "3", "dates", "a birthday is mentioned so many days before",
     "a number of days from 0 to 60",
     [](Settings& settings, const std::string& text) { return whole<0, 60>(text, settings.date_lead_days); }},
    {"report_days", "mon", "report", "the days on which the weekly report goes out",
     "days, e.g. mon; or never",
     [](Settings& settings, const std::string& text) { return weekdays_into(settings.report_days, text); }},
    {"report_hour", "9", "report", "at this hour",
     "an hour from 0 to 23",
     [](Settings& settings, const std::string& text) { return whole<0, 23>(text, settings.report_hour); }},
    {"stale_days", "14", "sources", "a source that was not read for longer is named",
     "a number of days from 1 to 3650",
     [](Settings& settings, const std::string& text) { return whole<1, 3650>(text, settings.stale_days); }},
    {"poll_minutes", "15", "sources", "between two looks at a calendar server or mailbox",
     "a number of minutes from 1 to 1440",
     [](Settings& settings, const std::string& text) {
         int read{};
         if (!whole<1, 1440>(text, read)) return false;
         settings.poll = Minutes{read};
         return true;
     }},
    {"allowed_hosts", "", "safety", "names under which a proxy of yours, with TLS, may serve this dashboard",
     "names in small letters, e.g. blend.home.example; empty for this machine alone",
     [](Settings& settings, const std::string& text) { return hosts_into(settings.allowed_hosts, text); }},
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
    if (shown["language"].empty()) shown["language"] = word(zone::system_language());
    return shown;
}

std::vector<SettingKey> setting_keys()
{
    std::vector<SettingKey> all;
    for (const Key& key : keys) all.push_back({key.name, key.group, key.about, key.fits});
    return all;
}

bool Settings::on_holiday(Day day) const
{
    if (!holiday_from && !holiday_to) return false;
    return (!holiday_from || day >= *holiday_from) && (!holiday_to || day <= *holiday_to);
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
