#pragma once

// Time zones: civil time to instants and back, and zone names of every spelling.
//
// Hides date-tz, ICU and the system's tzdata. A `Zone` is a small value that may be copied freely; look-ups are
// thread-safe and never fail. After 2037 the last known rules are not extrapolated: the standard offset is used.

#include "daemon/core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace blend::zone {

/// What a local time that a clock change skips or repeats means.
enum class Repeated { first, second };

class Zone {
public:
    /// UTC
    Zone();

    /// IANA name, e.g. "Asia/Kolkata"
    const std::string& name() const { return name_; }

    Seconds offset(Instant instant) const;
    LocalTime local(Instant instant) const;
    Day day(Instant instant) const;

    /// A time skipped in spring is moved on by the length of the gap; one repeated in autumn is the chosen one.
    Instant instant(LocalTime local, Repeated which = Repeated::first) const;

    /// The same as a function value, for core.
    OffsetAt offsets() const;

    bool operator==(const Zone& other) const { return name_ == other.name_; }

private:
    friend std::optional<Zone> named(std::string_view);
    std::string name_;
    const void* rules_; // date::time_zone, owned by the zone database for the whole run
};

/// The zone behind an IANA name (any letter case), a link, a Windows name ("W. Europe Standard Time"), quoted or with
/// a "/freeassociation.sourceforge.net/…" prefix; empty when it is none of these. Never opens a file named by the text.
std::optional<Zone> named(std::string_view name);

/// The machine's own zone: $TZ, else /etc/timezone or /etc/localtime, else UTC.
Zone system();

} // namespace blend::zone
