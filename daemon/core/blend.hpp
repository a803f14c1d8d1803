#pragma once

// How one contact's time together and time in writing are blended, and how well that fits the wish.
//
// The share shrinks to the target while little is known: no data, no alarm. What a person cannot do never counts
// against anyone: targets follow the limits, and when one kind is impossible the balance is 1 by definition.

#include "daemon/core/contact.hpp"
#include "daemon/core/memory.hpp"

#include <optional>

namespace blend {

inline constexpr double prior_weight = 0.4;  ///< of the target in the share: about one typical session
inline constexpr double typical_value = 0.4; ///< of a session

/// What both can do of a mode: the smaller of the two limits, within 0 and 1.
double feasibility(const Limits& own, const Limits& theirs, Mode mode);

struct Feasibility {
    double sync{};
    double async{};
};
/// The best feasible mode of each kind.
Feasibility feasibility(const Limits& own, const Limits& theirs);

/// The wished share after limits: half as feasible, half as wished. Empty when neither kind is possible.
std::optional<double> effective_target(double target, const Feasibility& feasible);

struct Posterior {
    double share{};
    double alpha{}; ///< of the beta distribution that carries the tempered evidence
    double beta{};
    double n_eff{}; ///< sessions the sums are worth (Kish)
};
Posterior blend_posterior(double sync, double async, double squares, double target);

/// Share of synchronous value, shrunk to the target.
double shrunk_share(double sync, double async, double target);

/// 1 within the band around the target, falling quadratically to 0 at an all-one-kind extreme.
double balance_score(double share, double target, double band);

/// Below and above these shares a blend is called extreme.
struct Extremes {
    double low{};
    double high{};
};
Extremes extremes(double target, double band);

/// The two quantiles of a blend cost more than everything else together: compute them only to show them.
enum class Interval { skip, compute };

struct Blend {
    double share{0.5};
    double low{0.0}; ///< 90% interval of the share; the whole range when skipped
    double high{1.0};
    std::optional<double> target; ///< after limits; empty when neither kind is possible
    double balance{1.0};          ///< 0 … 1
    double confidence{};          ///< 0 = nothing is known yet
    int extreme{};                ///< -1 nearly all asynchronous, +1 nearly all synchronous
    double p_low{};
    double p_high{};
    double n_eff{};

    bool operator==(const Blend&) const = default;
};

/// `was_extreme` is the flag shown before: it is cleared later than it is raised.
Blend blend(const Memory& memory, const Wishes& wishes, const Limits& own, Instant now, int was_extreme = 0,
            Interval interval = Interval::compute);

} // namespace blend
