#pragma once

// What the owner may set, with defaults: one table of keys, read into types once at the edge.

#include "daemon/core/nudge.hpp"
#include "daemon/core/slot.hpp"
#include "daemon/core/time.hpp"
#include "daemon/store/store.hpp"
#include "daemon/zone/messages.hpp"
#include "daemon/zone/zone.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::agenda {

/// Days of the week, Monday first.
using Weekdays = std::array<bool, 7>;

struct Settings {
    zone::Zone zone; ///< the owner's own
    Language language{};
    std::string region; ///< country of phone numbers without a code; may be empty
    LeapDay leap_day{LeapDay::february_28};
    int nudge_hour{9}; ///< local hour of the daily round
    Weekdays nudge_days{true, true, true, true, true, true, true};
    std::optional<Day> holiday_from; ///< no nudges from this day …
    std::optional<Day> holiday_to;   ///< … to this one
    Policy policy;
    WakingHours waking; ///< within which calls and visits are proposed
    Limits limits;      ///< the owner's own
    double target{0.5}; ///< of the life blend
    double band{0.2};
    int stale_days{14};         ///< a source not read for longer is named
    int date_lead_days{3};      ///< a birthday is mentioned this long before
    Minutes reminder{30};       ///< before a plan that says nothing else
    int ask_again_days{3};      ///< after these it is asked once more whether a plan happened
    Weekdays report_days{true}; ///< on which the weekly report is handed out
    int report_hour{9};
    Minutes poll{15};                       ///< between two looks at an account
    std::string meeting_room;               ///< the owner's own, for video calls; may be empty
    std::vector<std::string> allowed_hosts; ///< names under which a proxy with TLS serves the dashboard

    bool on_holiday(Day day) const;
};

Settings settings(const store::Store& store);

/// Every key with its value in force.
std::map<std::string, std::string> shown_settings(const store::Store& store);

/// What can be set, for a page or a list, in its order.
struct SettingKey {
    std::string_view name;
    std::string_view group;
    std::string_view about; ///< one line
    std::string_view fits;  ///< what it takes
};
std::vector<SettingKey> setting_keys();

/// Throws Problem{bad_request} for an unknown key or a value that does not fit, saying what would.
void check_setting(const std::string& key, const std::string& value);

} // namespace blend::agenda
