#pragma once

// Good times for a call, a visit or a letter: both clocks, both waking windows, what is planned already, busy times of
// the owner's calendars, and habits.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

/// Good starts for the mode with this contact, best first; empty when nothing fits.
std::vector<Instant> good_starts(const App& app, const store::Known& known, Mode mode, Minutes length,
                                 std::size_t count, const Settings& settings, Instant now);

/// How long to plan for, given how long they have not been in touch (or, when the mode is synchronous, not spoken).
Minutes length_for(const store::Known& known, Mode mode, Instant now);

/// Such a start on both clocks, with the reason for it.
wire::Slot slot_shape(const store::Known& known, Mode mode, Instant start, Minutes length, const Settings& settings);

wire::SlotList suggest_slots(const App& app, const std::string& contact, const std::string& mode,
                             std::optional<std::int64_t> minutes, std::int64_t limit);

} // namespace blend::agenda
