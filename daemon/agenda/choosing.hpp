#pragma once

// Whom a round names: the policy over all that a round looks at, for now or for a day to come.
//
// A choice depends on nothing but its situation and the moment. Nothing here writes.

#include "daemon/agenda/app.hpp"
#include "daemon/calendar/dates.hpp"

#include <map>
#include <set>
#include <vector>

namespace blend::agenda {

/// Everything a round looks at.
struct Situation {
    Settings settings;
    std::vector<store::Known> everybody;
    std::map<ContactId, Past> pasts;
    std::vector<store::NudgeRecord> given; ///< in the last 60 days, and all that are open
    std::vector<Plan> plans;
    std::vector<store::OccurrenceRecord> met;
};

Situation situation(const App& app, const Settings& settings, Instant now);

/// Contacts with whom something is planned ahead, or who are waiting for "did it happen?".
std::set<ContactId> planned_contacts(const Situation& situation, Instant now);

/// What the round gives within what the budget and the week's capacity have left, best first; without slots.
std::vector<store::NudgeRecord> choose_at(const Situation& situation, Instant now);

/// Why a round gives nobody: a few words.
std::string why_none(const Situation& situation, Instant now);

/// When the round of a day begins: the owner's hour, or the end of quiet hours that it lies in. Empty when there is
/// none that day: not one of the owner's days, or holiday.
std::optional<Instant> round_of(const Settings& settings, Day day);

/// Notes in the situation that these were given, for a look at the days after.
void note_given(Situation& situation, const std::vector<store::NudgeRecord>& chosen, Instant now);

/// A yearly day that is near.
struct Occasion {
    std::string name; ///< "birthday", "wedding day"
    Day day{};
    int in_days{};
};

/// The nearest within the owner's lead time; empty when none is.
std::optional<Occasion> occasion_of(const store::ContactRecord& contact, const Settings& settings, Instant now);

/// Whether the owner and this contact can use the mode.
bool possible(const store::Known& known, const Settings& settings, Mode mode);

/// The model has a reason to name them now, whatever the budget says.
bool is_due(const store::Known& known, const Settings& settings, Instant now);

/// Nobody wants to hear of them now.
bool is_paused(const store::ContactRecord& contact, Instant now);

} // namespace blend::agenda
