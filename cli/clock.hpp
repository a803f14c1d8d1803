#pragma once

// Moments as the owner's clock shows them. Hides the C library's zones.

#include "daemon/core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace blend::cli {

class Clock {
public:
    /// An IANA name; one that this machine does not know is UTC. There is one zone a process: the last one made counts.
    Clock(std::string_view zone, Instant now);

    /// "Sun 22 Nov 19:00", with the year when it is another; what is no moment is given back as it is.
    std::string moment(std::string_view rfc3339) const;
    /// "22 Nov 2026"
    std::string day(std::string_view rfc3339) const;
    /// "2026-11-22 19:00", for columns
    std::string column(std::string_view rfc3339) const;

    /// The same for what already is local time: "2026-11-29T10:30:00"
    std::string local_moment(std::string_view iso_local) const;
    /// "Mon 23 Nov 2026"
    std::string long_day(std::string_view iso_day) const;

    /// "3 days ago"; empty when it is no moment.
    std::string ago(std::string_view rfc3339) const;

private:
    Instant now_;
    int year_{};
};

} // namespace blend::cli
