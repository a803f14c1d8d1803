#pragma once

// A plan and its entry in the owner's calendar: what each says, who changed what, and how an entry is changed without
// losing what others wrote into it.
//
// Both sides are compared field by field with what they last agreed on, and all three are read by the same function, so
// that a spelling is never taken for a change. Nothing here fails for what a calendar holds: an entry that makes no
// sense is no entry.

#include "daemon/core/plan.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace blend::calendar {

enum class PlanField { time, length, rule, exceptions, place, note, state, title, reminder };

/// What an entry says.
struct PlanEntry {
    LocalTime start{};
    std::string zone;
    Minutes length{};
    std::string rule; ///< in one spelling
    std::vector<PlanException> exceptions;
    std::string place;
    std::string note;
    bool cancelled{};
    std::string title;
    Minutes reminder{-1}; ///< of Blend's own alarm; less than nothing when there is none
    int sequence{};
    std::optional<Instant> modified; ///< when it says that it was changed last
};

/// `plan` gives the clock for times that name none, and what the entry does not say.
std::optional<PlanEntry> entry_in(std::string_view text, const Plan& plan);

/// In which fields they differ.
std::set<PlanField> differences(const PlanEntry& one, const PlanEntry& other);

/// Takes the fields from the entry into the plan; what a plan cannot be is left out. A title and an alarm are the
/// calendar's own affair.
void take(Plan& plan, const PlanEntry& entry, const std::set<PlanField>& fields);

/// The exceptions when each side changed some of them: those of one time that both changed are `newer`'s.
std::vector<PlanException> joined(const std::vector<PlanException>& agreed, const std::vector<PlanException>& newer,
                                  const std::vector<PlanException>& older);

/// The server's object with the fields of the plan written into it, and everything else as it was. `agreed` says which
/// alarm and which moved times in it are Blend's.
std::string with_fields(std::string_view object, const Plan& plan, const PlanEntry& agreed,
                        const std::set<PlanField>& fields, Instant now);

/// The UID of the first event; empty when there is none.
std::string uid_in(std::string_view object);

} // namespace blend::calendar
