#pragma once

// Nudges: the daily round that gives them, whether one still holds, and what the owner does with it.
//
// Whether a nudge holds is computed whenever it is shown: logging a contact of the right kind clears it by itself, and
// so do a plan, a wish that was changed, and a mode that turned out to be impossible.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

/// Gives what today's budget has left, if anybody is due. Asking twice gives nothing twice.
void give_nudges(App& app);

/// Those that hold now, best first.
std::vector<wire::Nudge> open_nudges(const App& app);
/// The one about this contact, if it holds now.
std::optional<wire::Nudge> nudge_about(const App& app, ContactId contact);
/// How many these are, for little.
std::size_t count_open_nudges(const App& app);

/// What the rounds of the coming days would give, today's first, if nothing happened meanwhile.
wire::NudgePreview preview_nudges(const App& app, std::int64_t days);

/// The same after giving today's.
std::vector<wire::Nudge> list_nudges(App& app);

wire::NudgeDetail why_nudge(const App& app, NudgeId id);
wire::Done done_nudge(App& app, NudgeId id, const wire::DoneRequest& request);
wire::Done snooze_nudge(App& app, NudgeId id, const wire::SnoozeRequest& request);
wire::Done dismiss_nudge(App& app, NudgeId id);

/// Marks open nudges about these contacts as planned, within the change that plans.
void plan_instead(const App& app, store::Writer& writer, const std::vector<ContactId>& contacts, Instant now);

/// Opens them again, within the change that calls the plan off.
void nudge_again(const App& app, store::Writer& writer, const Plan& plan, Instant now);

} // namespace blend::agenda
