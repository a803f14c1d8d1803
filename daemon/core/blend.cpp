#include "daemon/core/blend.hpp"

#include "daemon/core/channel.hpp"
#include "daemon/core/numerics.hpp"

#include <algorithm>
#include <cmath>

namespace blend {

namespace {

constexpr double tempering = 1.0 / 3.0; ///< of the evidence: contacts come in bursts
constexpr double prior_observations = 2.0;
constexpr double extreme_raised = 0.8; ///< probability at which an extreme is flagged
constexpr double extreme_cleared = 0.5;
constexpr double enough_value = 2.0 * typical_value;

int extreme_of(const Blend& blend, double value, int was_extreme)
{
    if (value < enough_value) return 0;
    if (blend.p_low >= (was_extreme == -1 ? extreme_cleared : extreme_raised)) return -1;
    if (blend.p_high >= (was_extreme == 1 ? extreme_cleared : extreme_raised)) return 1;
    return 0;
}

} // namespace

double feasibility(const Limits& own, const Limits& theirs, Mode mode)
{
    return std::min(clamp(own[mode], 0.0, 1.0), clamp(theirs[mode], 0.0, 1.0));
}

Feasibility feasibility(const Limits& own, const Limits& theirs)
{
    Feasibility best;
    for (const Mode mode : every<Mode>()) {
        double& kind = is_synchronous(mode) ? best.sync : best.async;
        kind = std::max(kind, feasibility(own, theirs, mode));
    }
    return best;
}

std::optional<double> effective_target(double target, const Feasibility& feasible)
{
    const double both = target * feasible.sync + (1.0 - target) * feasible.async;
    if (both <= 0.0) return std::nullopt;
    return target * feasible.sync / both;
}

double shrunk_share(double sync, double async, double target)
{
    return (sync + prior_weight * target) / (sync + async + prior_weight);
}

Posterior blend_posterior(double sync, double async, double squares, double target)
{
    sync = std::max(0.0, sync);
    async = std::max(0.0, async);
    const double value = sync + async;
    const double share = shrunk_share(sync, async, target);
    const double n_eff = squares > 1e-12 ? value * value / squares : 0.0;
    const double observations = prior_observations + tempering * n_eff;
    const double mean = clamp(share, 1e-3, 1.0 - 1e-3);
    return {share, mean * observations, (1.0 - mean) * observations, n_eff};
}

double balance_score(double share, double target, double band)
{
    const double beyond = std::abs(share - target) - band;
    if (beyond <= 0.0) return 1.0;
    const double side = share < target ? target - band : 1.0 - target - band;
    if (side <= 0.0) return 1.0;
    const double part = clamp(beyond / side, 0.0, 1.0);
    return 1.0 - part * part;
}

Extremes extremes(double target, double band)
{
    return {std::max(0.0, target - band) / 2.0, 1.0 - std::max(0.0, 1.0 - target - band) / 2.0};
}

Blend blend(const Memory& memory, const Wishes& wishes, const Limits& own, Instant now, int was_extreme,
            Interval interval)
{
    const Feasibility feasible = feasibility(own, wishes.limits);
    const bool one_kind_only = feasible.sync == 0.0 || feasible.async == 0.0;
    const double sync = memory.sync.left(now);
    const double async = memory.async.left(now);
    const double value = std::max(0.0, sync) + std::max(0.0, async);

    Blend result;
    result.target = effective_target(wishes.target, feasible);
    const double target = result.target.value_or(wishes.target);
    const Posterior posterior = blend_posterior(sync, async, memory.squares.left(now), target);
    result.share = posterior.share;
    result.n_eff = posterior.n_eff;
    result.balance = one_kind_only ? 1.0 : balance_score(result.share, target, wishes.band);
    result.confidence = value / (value + prior_weight);
    const Extremes extreme = extremes(target, wishes.band);
    result.p_low = beta_cdf(extreme.low, posterior.alpha, posterior.beta);
    result.p_high = 1.0 - beta_cdf(extreme.high, posterior.alpha, posterior.beta);
    result.extreme = one_kind_only ? 0 : extreme_of(result, value, was_extreme);
    if (interval == Interval::compute) {
        result.low = beta_quantile(0.05, posterior.alpha, posterior.beta);
        result.high = beta_quantile(0.95, posterior.alpha, posterior.beta);
    }
    return result;
}

} // namespace blend
