#pragma once

// Plans: making, moving and cancelling them, and asking afterwards whether they happened.

#include "daemon/agenda/app.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

/// Over, and the owner has not said yet whether it happened. Only the latest time of a plan that repeats is asked
/// about.
std::optional<calendar::PlanTime> awaits_answer(const Plan& plan, const std::vector<store::OccurrenceRecord>& met,
                                                Instant now);

/// The zone of the one person who is talked to, where its clock shows something else than the owner's at that moment.
/// Nobody's for what is written: it may be read at any hour.
std::optional<zone::Zone> their_clock(const Plan& plan, Instant at, const zone::Zone& own);

wire::PlanShape shape_of(const App& app, const Plan& plan, const Settings& settings, Instant now);

enum class Plans { open, all };
wire::PlanList list_plans(const App& app, Plans which);

wire::PlanShape add_plan(App& app, const wire::PlanRequest& request);
/// One time of a plan that repeats, or all that are to come: then by as much as the one that is meant.
wire::PlanShape move_plan(App& app, PlanId id, const wire::MoveRequest& request);
wire::Done cancel_plan(App& app, PlanId id);
/// Leaves out one time of a plan that repeats.
wire::Done skip_plan(App& app, PlanId id, const wire::SkipRequest& request = {});
wire::Done happened_plan(App& app, PlanId id, const wire::HappenedRequest& request);

/// Throws Problem{cannot} for a mode that the owner or the contact cannot use.
void refuse_impossible(const Settings& settings, const store::Known& known, Mode mode);

} // namespace blend::agenda
