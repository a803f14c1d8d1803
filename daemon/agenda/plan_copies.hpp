#pragma once

// Plans and their entries in the owner's calendar, brought together field by field.
//
// What was changed on one side goes to the other. What both changed differently is as the later edit says, and the
// history names the other: no edit is lost without a word. Entries are changed, not overwritten: what others wrote into
// them stays. A plan that was called off stays in the calendar, marked as cancelled: guests are told so, undo takes it
// back, and nothing that was written into it is lost. What was done here is decided by comparing with what both sides
// last agreed on, so that a reading that ends early loses nothing.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/collections.hpp"

#include <optional>
#include <string>

namespace blend::agenda {

/// For the calendar that takes plans, after it was read. One line when something could not be settled.
std::optional<std::string> meet_plans(App& app, const store::WatchedRecord& account, calendar::Dav& server,
                                      const OpenCollection& collection);

} // namespace blend::agenda
