#include "daemon/core/rhythm.hpp"

#include "daemon/core/blend.hpp"
#include "daemon/core/numerics.hpp"

#include <algorithm>
#include <cmath>

namespace blend {

namespace {

// Fitted on one half of a research log of calls and texts and kept for the other half and for a second log.
constexpr double rate_shape = 0.40;
constexpr double evidence = 0.20; ///< what one repeated day counts for
constexpr double pause = 0.20;
constexpr double pause_floor = 0.25;
constexpr double half_life = 42.0; ///< of days in touch, as in Memory
constexpr double long_half_life = 120.0;
constexpr double need_horizon = 7.0; ///< days

double days_since(Instant then, Instant now) { return static_cast<double>((now - then).count()) / seconds_per_day; }

State state_of(double rho, double paused)
{
    if (rho >= 4.0 && paused >= 0.9) return State::dormant;
    if (rho >= 1.0 && paused >= 0.5) return State::drifting;
    return rho >= 1.0 ? State::due : State::in_rhythm;
}

} // namespace

Repeats rhythm_xe(double touch_days, Day first_day, Day last_day)
{
    const double first_left = std::pow(2.0, -static_cast<double>((last_day - first_day).count()) / half_life);
    return {std::max(0.0, touch_days - first_left), half_life / ln2 * (1.0 - first_left)};
}

Silence p_silent(const Repeats& repeats, double quiet, double horizon, double rate)
{
    const double alpha = rate_shape + evidence * repeats.count;
    const double beta = rate + evidence * repeats.days;
    const double quiet_odds = alpha * std::log((beta + quiet) / beta);
    const double odds = std::exp(std::min(quiet_odds + std::log(pause / (pause_floor + repeats.count)), 500.0));
    const double paused = odds / (1.0 + odds);
    const double active_and_silent = std::pow((beta + quiet) / (beta + quiet + horizon), alpha);
    return {clamp(1.0 - (1.0 - paused) * (1.0 - active_and_silent), 0.0, 1.0), paused};
}

Rhythm rhythm(const Memory& memory, const Wishes& wishes, Instant now)
{
    const Instant added = wishes.added == Instant{} ? now : wishes.added;
    Rhythm result;
    result.rho = std::max(0.0, days_since(memory.last_contact.value_or(added), now)) / wishes.cadence_days;
    result.need = 1.0;
    if (memory.first_day && memory.last_day && memory.last_touch) {
        const Repeats repeats = rhythm_xe(memory.touch_days, *memory.first_day, *memory.last_day);
        const Silence silence = p_silent(repeats, std::max(0.0, days_since(*memory.last_touch, now)), need_horizon);
        result.need = silence.silent;
        result.paused = silence.paused;
    }
    result.urgency = result.need * result.need * result.rho / (1.0 + result.rho);
    result.state = state_of(result.rho, result.paused);
    return result;
}

double strength(const Memory& memory, const Wishes& wishes, Instant now)
{
    const double at_cadence = typical_value * long_half_life / (ln2 * wishes.cadence_days);
    return 1.0 - std::exp(-std::max(0.0, memory.long_term.left(now)) / at_cadence);
}

double drift(const Memory& memory, const Wishes& wishes, Instant now)
{
    if (!memory.first) return 0.0;
    const double age = std::max(1.0, days_since(*memory.first, now));
    // A young tie has not filled its half-life yet: without the divisor every new contact would seem to warm.
    const auto rate = [&](const Fading& sum, double life) {
        return std::max(0.0, sum.left(now)) * ln2 / (life * (1.0 - std::pow(2.0, -age / life)));
    };
    const double little = 0.1 * typical_value / wishes.cadence_days;
    return clamp(
        std::log2((rate(memory.middle_term, half_life) + little) / (rate(memory.long_term, long_half_life) + little)),
        -3.0, 3.0);
}

double reciprocity(const Memory& memory, Instant now)
{
    const double in = std::max(0.0, memory.incoming.left(now));
    const double out = std::max(0.0, memory.outgoing.left(now));
    return in + out < 1e-9 ? 1.0 : 2.0 * std::min(in, out) / (in + out);
}

} // namespace blend
