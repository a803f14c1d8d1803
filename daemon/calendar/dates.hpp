#pragma once

// When a plan takes place.
//
// A plan says a local time and a zone; a weekly call at 18:00 stays at 18:00 through both clock changes. These
// functions know no clock and never fail: a zone that the system does not know counts as UTC.

#include "daemon/core/plan.hpp"
#include "daemon/core/time.hpp"

#include <optional>
#include <vector>

namespace blend::calendar {

/// The first start.
Instant start_of(const Plan& plan);

/// When the first one ends.
Instant end_of(const Plan& plan);

/// Starts in [from, to), in time order, as local times of the plan's zone; at most 10,000. The state is not asked.
std::vector<LocalTime> occurrences(const Plan& plan, Instant from, Instant to);

/// The first start at or after `now`; for a plan that does not repeat its only start, even when it is past.
Instant next_occurrence(const Plan& plan, Instant now);

/// The last start at or before `now`; empty when it lies ahead.
std::optional<Instant> last_occurrence(const Plan& plan, Instant now);

} // namespace blend::calendar
