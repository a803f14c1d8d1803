#pragma once

// Whether a silence is unusual: not against a rule, but against the pattern that the two people have.
//
// Days in touch arrive at a rate of their own, and after each the tie may pause. From that follow the probability of
// a silent week (`need`), that of a pause, and the state in one word. Days count, not messages or minutes.

#include "daemon/core/contact.hpp"
#include "daemon/core/memory.hpp"
#include "daemon/core/words.hpp"

namespace blend {

/// Repeated days in touch and the (fading) days they are spread over.
struct Repeats {
    double count{};
    double days{};
};
Repeats rhythm_xe(double touch_days, Day first_day, Day last_day);

struct Silence {
    double silent{}; ///< probability of no touch within the horizon
    double paused{}; ///< probability that the tie pauses
};
/// After `quiet` days, for the next `horizon` days. `rate` is the model's fitted one; it scales with the unit of time.
Silence p_silent(const Repeats& repeats, double quiet, double horizon, double rate = 0.5);

enum class State { in_rhythm, due, drifting, dormant };
template <> struct Words<State> {
    static constexpr auto all = std::to_array<std::string_view>({"in_rhythm", "due", "drifting", "dormant"});
};

struct Rhythm {
    double rho{};  ///< silence in cadences
    double need{}; ///< probability of a silent week; 1 when never in touch
    double paused{};
    double urgency{}; ///< 0 … 1
    State state{State::in_rhythm};

    bool operator==(const Rhythm&) const = default;
};

Rhythm rhythm(const Memory& memory, const Wishes& wishes, Instant now);

/// 0 … 1; 0.63 at exactly the wished cadence.
double strength(const Memory& memory, const Wishes& wishes, Instant now);

/// log2 of the recent to the long-run rate of value: below 0 cooling, above 0 warming; within -3 and 3.
double drift(const Memory& memory, const Wishes& wishes, Instant now);

/// 1 = both reach out alike, 0 = only one does; 1 when nothing is known.
double reciprocity(const Memory& memory, Instant now);

} // namespace blend
