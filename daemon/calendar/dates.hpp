#pragma once

// When a plan takes place.
//
// A plan says a local time and a zone; a weekly call at 18:00 stays at 18:00 through both clock changes. These
// functions know no clock and never fail: a zone that the system does not know counts as UTC.

#include "daemon/core/plan.hpp"
#include "daemon/core/said.hpp"
#include "daemon/core/time.hpp"
#include "daemon/zone/zone.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::calendar {

/// One time that a plan comes round.
struct PlanTime {
    LocalTime named{}; ///< the start that the rule gave it, on the plan's clock: names it, also after it was moved
    Instant start{};
    Minutes length{};

    Instant end() const { return start + length; }
    bool operator==(const PlanTime&) const = default;
};

zone::Zone zone_of(const Plan& plan);

/// The first start.
Instant start_of(const Plan& plan);

/// Those with a start in [from, to), in time order; at most 10,000. The state is not asked.
std::vector<PlanTime> times(const Plan& plan, Instant from, Instant to);

/// The first at or after `now`; for a plan that does not come round any more its last, which is past.
PlanTime next_time(const Plan& plan, Instant now);

/// The last with a start at or before `now`; empty when it lies ahead.
std::optional<PlanTime> last_time(const Plan& plan, Instant now);

/// The last that was over at `now`; empty when none is.
std::optional<PlanTime> last_over(const Plan& plan, Instant now);

/// Whether the text is a rule that a plan may have: daily or rarer, of RFC 5545.
bool is_rule(std::string_view rule);

/// "every 14 days", "every month", "every month by a rule of its own"; empty for no rule.
std::string rule_phrase(const std::string& rule);
/// The same as a sentence; empty when it is no rule.
std::optional<Sentence> rule_said(const std::string& rule);

} // namespace blend::calendar
