#pragma once

// The kind sentences of the program: when something was, how long it took, and why now is a good moment.
//
// Everything is a value, nothing reads a clock. No sentence here blames: a silence is a number of days, and the next
// step is an offer. What is text here is English; a Sentence becomes text in the owner's language elsewhere.

#include "daemon/core/nudge.hpp"
#include "daemon/core/said.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace blend {

/// "just now", "2 hours ago", "yesterday" (a day ago), "19 days ago", "3 years ago": by elapsed time.
std::string ago(Instant then, Instant now);

/// "25 min", "1 h 30 min", "2 h"; whole minutes, at least "1 min" for anything above 0.
std::string duration(double minutes);

/// "20 min" or "120 words", as the channel counts.
std::string size_phrase(Channel channel, double size);

/// "1 day", "14 days": a count with its word in the right number.
std::string counted(long long count, std::string_view one, std::string_view many);

/// "every day", "every week", "every 14 days"
std::string every_phrase(double days);

/// "call", "meeting", "voice message", "missed call": what happened, as a thing
std::string channel_phrase(Channel channel);

/// "Call Amma", "Write to Tom", "Send Ann a voice message", "Meet Ravi"
std::string mode_phrase(Mode mode, std::string_view name);

/// "call", "video call", "meeting", "letter": the mode as a thing
std::string mode_noun(Mode mode);

/// The same as sentences: `ago`, `every_phrase`, `duration`.
Sentence ago_said(Instant then, Instant now);
Sentence every_said(double days);
Sentence duration_said(double minutes);
/// As `size_phrase`.
Sentence size_said(Channel channel, double size);

struct NudgeWords {
    NudgeKind kind{};
    Mode mode{};
    std::string name;
    Instant now{};
    std::optional<Instant> last_contact;
    std::optional<Instant> last_sync;
    std::optional<Instant> last_async;
    int written_since_talk{}; ///< Memory::unspoken
    double cadence_days{30.0};
    std::optional<double> talk_every_days;
    double need{};                       ///< probability of a silent week
    int extreme{};                       ///< Blend::extreme
    std::optional<LocalTime> slot;       ///< on the own clock
    std::optional<LocalTime> their_slot; ///< on theirs; empty when it is the same or unknown
    std::string occasion;                ///< for a date: "birthday"
    int occasion_in_days{};              ///< 0 = today
};

/// One step and one reason: "Call Amma, maybe Sun 10:30 (their 20:00). You have written 41 times since you last spoke,
/// 142 days ago."
Said nudge_said(const NudgeWords& words);

} // namespace blend
