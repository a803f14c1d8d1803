#pragma once

// VTIMEZONE of a zone: what a calendar program needs to know that does not know the zone by name.
//
// Made from the zone's real changes from `first` on. Those that follow one yearly rule to the end of what is known
// are written as that rule, so that a definition also holds for the years after; the rest are listed.

#include "daemon/core/time.hpp"
#include "daemon/zone/zone.hpp"

typedef struct icalcomponent_impl icalcomponent;

namespace blend::calendar {

/// The caller owns the component.
icalcomponent* zone_definition(const zone::Zone& zone, Instant first);

} // namespace blend::calendar
