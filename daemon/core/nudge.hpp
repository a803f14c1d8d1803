#pragma once

// Whom to be in touch with now, how, and for which reason: a few at a time, best first.
//
// Two clocks run for each contact: one for any contact, one for talking. A choice depends on nothing but its
// arguments: the same state, moment, seed and day give the same nudges on every machine. A mode that the owner or the
// contact cannot use is never chosen.

#include "daemon/core/blend.hpp"
#include "daemon/core/numerics.hpp"
#include "daemon/core/rhythm.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace blend {

enum class NudgeKind { reach_out, talk, rebalance, reply, date };
template <> struct Words<NudgeKind> {
    static constexpr auto all = std::to_array<std::string_view>({"reach_out", "talk", "rebalance", "reply", "date"});
};

/// Local hours from `from` until before `to`, over midnight when `from` is the later; equal = none.
struct QuietHours {
    int from{21};
    int to{9};
};

/// Something for each mode, by Mode.
template <class Value> using ByMode = std::array<Value, 6>;

struct Policy {
    int per_day{1};
    int per_week{4};
    ByMode<std::optional<int>> capacity{}; ///< of a week: what the owner has time for; empty = any number
    double min_priority{0.15};
    QuietHours quiet;
    double cooldown_days{5.0};
    std::uint64_t seed{1};
    bool explore{true}; ///< draw the chance of success of a mode instead of taking its mean
};

/// What became of earlier nudges about a contact.
struct Past {
    int ignored{};
    std::optional<Instant> last_nudge;
    Instant snooze_until{};
    ByMode<double> success{};
    ByMode<double> failure{};

    bool operator==(const Past&) const = default;
};

struct Candidate {
    std::string id; ///< decides ties and the contact's own stream of draws
    Wishes wishes;
    Memory memory;
    Past past;
};

bool in_quiet(int hour, const QuietHours& quiet);

/// Days before the same contact may be named again; each ignored nudge stretches it.
double cooldown(const Past& past, const Wishes& wishes, const Policy& policy);

/// How far the talk clock has run, in its own length; 0 when it is unset or talking is impossible.
double talk_overdue(const Memory& memory, const Wishes& wishes, const Limits& own, Instant now);

/// The best reason to name a contact.
struct Reason {
    double priority{};
    NudgeKind kind{NudgeKind::reach_out};
    Rhythm rhythm;
    Blend blend; ///< without its interval
};
Reason priority(const Memory& memory, const Wishes& wishes, const Limits& own, Instant now);

/// The mode with the best product of feasibility, chance of success, gain in balance and ease; empty when nothing is
/// possible. Without a generator the mean chance is taken. A mode for which there is no time this week is left out;
/// unlike a limit, that moves no target.
std::optional<Mode> choose_mode(const Candidate& candidate, const Limits& own, Instant now, const Blend& blend,
                                NudgeKind kind, SplitMix64* draws = nullptr, const ByMode<bool>& no_time = {});

struct Choice {
    std::size_t index{}; ///< into the candidates
    Mode mode{};
    NudgeKind kind{};
    double priority{};
    double need{};
    double rho{};

    bool operator==(const Choice&) const = default;
};

/// What has been given already.
struct Sent {
    int today{};
    int week{};            ///< the last seven days
    ByMode<int> by_mode{}; ///< the last seven days, and what is planned besides
};

/// The nudges to give now, best first, within the budget. `local_hour` and `day` are the owner's.
std::vector<Choice> choose(std::span<const Candidate> candidates, Instant now, const Policy& policy, const Limits& own,
                           int local_hour, Day day, Sent sent = {});

/// How long to plan for: the usual length of the mode, and longer after a silence that outlasts the wish, in steps of
/// five minutes and at most twice as long. Calls grow with the logarithm of the gap before them (Bhattacharya et al.
/// 2017, arXiv 1608.01842).
Minutes suggested_length(Mode mode, double quiet_days, double wished_days);

/// What became of a nudge.
enum class Outcome { acted, other_mode, ignored, dismissed };
template <> struct Words<Outcome> {
    static constexpr auto all = std::to_array<std::string_view>({"acted", "other_mode", "ignored", "dismissed"});
};

/// Learns from it.
void outcome(Past& past, Mode mode, Outcome result);

} // namespace blend
