#pragma once

// Plans and yearly dates as iCalendar text (RFC 5545), for the feed, the export and invitations.
//
// Hides libical, folding, escaping and time zone definitions. The same input gives the same bytes. Whatever a name or
// a note holds stays inside its property: control characters are dropped, line ends are escaped, bad UTF-8 becomes
// U+FFFD, and lines are folded at 75 octets between letters. May be called from several threads.

#include "daemon/core/plan.hpp"
#include "daemon/core/time.hpp"

#include <span>
#include <string>
#include <string_view>

namespace blend::calendar {

/// A birthday, or another day kept every year.
struct YearlyEvent {
    std::string uid;     ///< stays the same in every export
    std::string summary; ///< "Amma's birthday"
    YearlyDate date;
    Day first{};                            ///< kept from this day on
    LeapDay leap_day{LeapDay::february_28}; ///< where 29 February is kept in a common year
};

/// Who sends an invitation.
struct Inviter {
    std::string name;
    std::string email;
};

/// Every UID written here ends so: Blend knows its own plans when it reads a calendar.
inline constexpr std::string_view own_uid_end = "@blend";

/// What the entry of a plan is called: "Call with Amma", "Meet Amma and Ravi".
std::string summary_of(const Plan& plan);

/// A whole calendar. `now` is the DTSTAMP of what has no date of change.
std::string calendar_text(std::span<const Plan> plans, Instant now, std::span<const YearlyEvent> yearly = {});

/// The entry of a plan as a calendar server takes it.
std::string object_text(const Plan& plan, Instant now);

/// METHOD:REQUEST, or CANCEL for a cancelled plan, with the contacts that have an address as attendees. The owner
/// sends it; nothing here does.
std::string invitation_text(const Plan& plan, Instant now, const Inviter& inviter);

} // namespace blend::calendar
