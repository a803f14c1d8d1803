#pragma once

// Silences that had nearly run out, or had, when a contact of the right kind ended them.
//
// Two clocks run: any contact ends a silence, only a talk ends the time without one. What a contact is says the model:
// noise, rings that nobody answered and reactions end nothing. All of it follows from the log and the wishes, and
// knows no present; days are the owner's civil days.

#include "daemon/core/contact.hpp"
#include "daemon/core/interaction.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace blend {

enum class SilenceKind { contact, talk };

/// Of the wished days: from here on a silence that ended is worth a word.
inline constexpr double nearly_run_out = 0.8;

struct EndedSilence {
    SilenceKind kind{};
    int quiet_days{}; ///< from the last contact to the one that ended it
    double wished_days{};
    Day day{}; ///< on which it ended
    Interaction ended_by;

    double run() const { return quiet_days / wished_days; }
};

/// Of those that ended from `first` to `last` the one that had run furthest, in its own length; empty when none had
/// nearly run out. A first contact ends no silence. Interactions come in the order of `earlier`.
std::optional<EndedSilence> ended_silence(std::span<const Interaction> interactions, const Wishes& wishes,
                                          const Limits& own, Day first, Day last);

/// Whether a line of the daily roll-up proves a contact: its sessions are worth more on the average than any that is
/// none. False proves nothing.
bool proves_contact(Channel channel, std::int64_t sessions, double value);

/// "28 of 30 quiet days, then you called on Thursday", "41 days without a talk, then you met on Sunday"
std::string held_sentence(const EndedSilence& silence);

} // namespace blend
