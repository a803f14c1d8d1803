#pragma once

// What comes round by itself: the digest at the owner's hour, reminders of plans and questions after them, the weekly
// report; and, on a thread of their own because others are waited for, messages that have to be tried again and
// accounts that are read.
//
// What was missed while the machine was off is made up once. Nothing is said in quiet hours: a round waits for their
// end, and a reminder comes before they begin.

#include "daemon/agenda/clockwork.hpp"

namespace blend::agenda {

/// Those that decide and tell.
std::vector<Duty> own_duties();

/// Those that wait for others.
std::vector<Duty> outside_duties();

/// The first moment from `at` on that lies in no quiet hours.
Instant after_quiet(const Settings& settings, Instant at);
/// The last moment up to `at` that lies in no quiet hours.
Instant before_quiet(const Settings& settings, Instant at);

/// The round that should have been given last, up to `now`; empty when there was none within a week.
std::optional<Instant> last_round(const Settings& settings, Instant now);
/// The next one after `now`; empty when there is none within a year.
std::optional<Instant> next_round(const Settings& settings, Instant now);

} // namespace blend::agenda
