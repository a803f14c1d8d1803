#pragma once

// When the owner is busy, as their calendars say.

#include "daemon/agenda/app.hpp"
#include "daemon/core/slot.hpp"

#include <vector>

namespace blend::agenda {

/// Times in [from, to) that events of the chosen calendars take, in order. Not what is cancelled, what the owner
/// declined, what leaves them free, a day-long event that does not say that it keeps them, and the plans themselves.
std::vector<Busy> busy_times(const App& app, Instant from, Instant to);

} // namespace blend::agenda
