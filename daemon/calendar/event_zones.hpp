#pragma once

// The zone behind a TZID as calendar programs write them.
//
// Hides Outlook's display names and zones that only a file defines. A definition (VTIMEZONE) is never used to convert
// anything: it only tells which known zone is meant.

#include "daemon/zone/zone.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace blend::calendar {

class EventZones {
public:
    /// `text` is a whole VTIMEZONE, in unfolded lines.
    void define(const std::string& text);

    std::optional<zone::Zone> find(std::string_view tzid);

private:
    std::map<std::string, std::optional<zone::Zone>, std::less<>> known_;
    std::size_t defined_{};
};

} // namespace blend::calendar
