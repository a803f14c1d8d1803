#pragma once

// What the owner is told by itself: the digest of the day, a reminder of a plan, the question whether it happened, the
// weekly report. Made from the ledger as it is now, so that a message that could not leave says nothing outdated later.

#include "daemon/agenda/app.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/reach/message.hpp"

namespace blend::agenda {

/// The digest of a day: the nudges that were given on it, or have woken up since then, and still hold; and who is still
/// open from before. Empty when there is nothing new.
std::optional<reach::Message> digest(const App& app, Day day, Instant since);

/// "41 2026-11-29T10:30:00": one time of a plan; `again` makes another of it.
std::string key_of(const Plan& plan, const calendar::PlanTime& time, int times);

/// The message of a topic and key as it is now; empty when there is nothing to say any more.
std::optional<reach::Message> message(const App& app, store::Topic topic, const std::string& key);

} // namespace blend::agenda
