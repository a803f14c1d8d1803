#pragma once

// What the owner may set, with defaults: one table of keys, read into types once at the edge.

#include "daemon/core/nudge.hpp"
#include "daemon/core/time.hpp"
#include "daemon/store/store.hpp"
#include "daemon/zone/zone.hpp"

#include <map>
#include <string>

namespace blend::agenda {

struct Settings {
    zone::Zone zone;    ///< the owner's own
    std::string region; ///< country of phone numbers without a code; may be empty
    LeapDay leap_day{LeapDay::february_28};
    int nudge_hour{9}; ///< local hour of the daily round
    Policy policy;
    Limits limits;      ///< the owner's own
    double target{0.5}; ///< of the life blend
    double band{0.2};
    int stale_days{14};    ///< a source not read for longer is named
    int date_lead_days{3}; ///< a birthday is mentioned this long before
};

Settings settings(const store::Store& store);

/// Every key with its value in force.
std::map<std::string, std::string> shown_settings(const store::Store& store);

/// Throws Problem{bad_request} for an unknown key or a value that does not fit, saying what would.
void check_setting(const std::string& key, const std::string& value);

} // namespace blend::agenda
