#pragma once

// A fresh start: when most people are due at once, that is no debt to work off. They rest, and come back one by one.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

/// The offer, while most of those whom the owner tracks are due.
std::optional<wire::FreshStart> fresh_start(const App& app);

/// Everybody who is due rests until it is their turn, the most important first, no more a week than the owner's budget
/// has nudges. Throws Problem{cannot} when nobody is due.
wire::Done start_fresh(App& app);

} // namespace blend::agenda
