#include "daemon/core/nudge.hpp"

#include "daemon/core/channel.hpp"

#include <algorithm>
#include <cmath>

namespace blend {

namespace {

constexpr double need_enough = 0.5;
constexpr double imbalance_weight = 0.4; ///< against urgency
constexpr double talk_weight = 0.6;      ///< of the second clock
constexpr double backoff = 1.5;
constexpr int backoff_most = 5;
constexpr double success_prior = 2.0; ///< acted on, and not, before anything is known

double days_since(Instant then, Instant now) { return static_cast<double>((now - then).count()) / seconds_per_day; }

/// How often the mode was followed, drawn or as its mean.
double chance(const Past& past, Mode mode, SplitMix64* draws)
{
    const auto index = static_cast<std::size_t>(mode);
    const double acted = success_prior + past.success.at(index);
    const double not_acted = success_prior + past.failure.at(index);
    return draws ? beta_quantile(draws->uniform(), acted, not_acted) : acted / (acted + not_acted);
}

/// The answer goes back the way it came; a call is never demanded for a letter.
std::optional<Mode> mode_of_reply(const Limits& own, const Limits& theirs, const ByMode<bool>& no_time)
{
    for (const Mode mode : {Mode::write, Mode::voice_message, Mode::letter})
        if (feasibility(own, theirs, mode) > 0.0 && !no_time.at(static_cast<std::size_t>(mode))) return mode;
    return std::nullopt;
}

/// A rebalance offers the missing kind only, a due talk clock only what is spoken.
bool serves(Mode mode, NudgeKind kind, const Blend& blend)
{
    switch (kind) {
    case NudgeKind::rebalance: return is_synchronous(mode) == (blend.extreme == -1);
    case NudgeKind::talk: return is_synchronous(mode);
    case NudgeKind::reach_out:
    case NudgeKind::reply:
    case NudgeKind::date: return true;
    }
    return true;
}

bool resting(const Candidate& candidate, Instant now, const Policy& policy)
{
    if (now < candidate.past.snooze_until) return true;
    return candidate.past.last_nudge && static_cast<double>((now - *candidate.past.last_nudge).count()) <
                                            cooldown(candidate.past, candidate.wishes, policy) * seconds_per_day;
}

struct Named {
    std::size_t index;
    Reason reason;
};

/// Those with reason enough, best first, ties by id.
std::vector<Named> worth_naming(std::span<const Candidate> candidates, Instant now, const Policy& policy,
                                const Limits& own)
{
    std::vector<Named> named;
    for (std::size_t index = 0; index < candidates.size(); ++index) {
        const Candidate& each = candidates[index];
        if (resting(each, now, policy)) continue;
        const Reason reason = priority(each.memory, each.wishes, own, now);
        if (reason.priority >= policy.min_priority) named.push_back({index, reason});
    }
    std::sort(named.begin(), named.end(), [&](const Named& a, const Named& b) {
        if (a.reason.priority != b.reason.priority) return a.reason.priority > b.reason.priority;
        return candidates[a.index].id < candidates[b.index].id;
    });
    return named;
}

ByMode<bool> without_time(const Policy& policy, const ByMode<int>& used)
{
    ByMode<bool> without{};
    for (std::size_t mode = 0; mode < without.size(); ++mode)
        without.at(mode) = policy.capacity.at(mode) && used.at(mode) >= *policy.capacity.at(mode);
    return without;
}

/// Each contact has its own stream of draws a day: others coming or going change nothing for it.
SplitMix64 draws_for(const Candidate& candidate, const Policy& policy, Day day)
{
    const auto number = static_cast<std::uint64_t>(day.time_since_epoch().count());
    return SplitMix64{policy.seed ^ (number * 0x9E3779B1) ^ fnv1a(candidate.id)};
}

} // namespace

bool in_quiet(int hour, const QuietHours& quiet)
{
    if (quiet.from == quiet.to) return false;
    if (quiet.from < quiet.to) return quiet.from <= hour && hour < quiet.to;
    return hour >= quiet.from || hour < quiet.to;
}

double cooldown(const Past& past, const Wishes& wishes, const Policy& policy)
{
    return std::max(policy.cooldown_days, wishes.cadence_days / 4.0) *
           std::pow(backoff, std::min(past.ignored, backoff_most));
}

double talk_overdue(const Memory& memory, const Wishes& wishes, const Limits& own, Instant now)
{
    if (!wishes.talk_every_days || feasibility(own, wishes.limits).sync == 0.0) return 0.0;
    const Instant added = wishes.added == Instant{} ? now : wishes.added;
    return std::max(0.0, days_since(memory.last_sync.value_or(added), now)) / *wishes.talk_every_days;
}

Reason priority(const Memory& memory, const Wishes& wishes, const Limits& own, Instant now)
{
    Reason reason;
    reason.rhythm = rhythm(memory, wishes, now);
    reason.blend = blend(memory, wishes, own, now, 0, Interval::skip);
    const double rho = reason.rhythm.rho;
    const bool due = rho >= 1.0 && reason.rhythm.need >= need_enough;
    const bool lopsided = reason.blend.extreme != 0 && rho >= 0.5;
    const double reach_out = due ? reason.rhythm.urgency : 0.0;
    const double rebalance = lopsided ? imbalance_weight * (1.0 - reason.blend.balance) * reason.blend.confidence : 0.0;

    double base = std::max(reach_out, rebalance);
    reason.kind = reach_out >= rebalance ? NudgeKind::reach_out : NudgeKind::rebalance;
    const double overdue = talk_overdue(memory, wishes, own, now);
    if (overdue >= 1.0) {
        // A due talk clock names the nudge, whatever raised it.
        base = std::max(base, talk_weight * overdue / (1.0 + overdue));
        reason.kind = NudgeKind::talk;
    } else if (memory.owed && rho >= 0.25) {
        base = std::max(base, 0.5 * rho / (1.0 + rho) + 0.15);
        reason.kind = NudgeKind::reply;
    }
    const double courtesy = std::pow(2.0, -std::max(0, memory.unanswered - 1));
    reason.priority = wishes.importance * base * courtesy;
    return reason;
}

std::optional<Mode> choose_mode(const Candidate& candidate, const Limits& own, Instant now, const Blend& blend,
                                NudgeKind kind, SplitMix64* draws, const ByMode<bool>& no_time)
{
    const Limits& theirs = candidate.wishes.limits;
    if (kind == NudgeKind::reply) return mode_of_reply(own, theirs, no_time);

    const Feasibility feasible = feasibility(own, theirs);
    const bool one_kind_only = feasible.sync == 0.0 || feasible.async == 0.0;
    const double target = blend.target.value_or(candidate.wishes.target);
    const double sync = std::max(0.0, candidate.memory.sync.left(now));
    const double async = std::max(0.0, candidate.memory.async.left(now));

    std::optional<Mode> best;
    double best_use = 0.0;
    for (const Mode mode : every<Mode>()) {
        const double possible = feasibility(own, theirs, mode);
        const double success =
            chance(candidate.past, mode, draws); // drawn for every mode: limits do not shift the stream
        if (possible <= 0.0 || !serves(mode, kind, blend) || no_time.at(static_cast<std::size_t>(mode))) continue;
        const ModeTraits& typical = traits(mode);
        const double gained_sync = is_synchronous(mode) ? typical.typical_value : 0.0;
        const double after =
            (sync + gained_sync + prior_weight * target) / (sync + async + typical.typical_value + prior_weight);
        const double nearer = std::abs(blend.share - target) - std::abs(after - target);
        const double gain = one_kind_only ? 1.0 : 0.5 + 0.5 * clamp(nearer / 0.1, -1.0, 1.0);
        const double use = possible * success * std::max(gain, 0.05) * typical.ease;
        if (use > best_use) {
            best = mode;
            best_use = use;
        }
    }
    return best;
}

std::vector<Choice> choose(std::span<const Candidate> candidates, Instant now, const Policy& policy, const Limits& own,
                           int local_hour, Day day, Sent sent)
{
    const int room = std::min(policy.per_day - sent.today, policy.per_week - sent.week);
    if (room <= 0 || in_quiet(local_hour, policy.quiet)) return {};

    ByMode<int> used = sent.by_mode;
    std::vector<Choice> choices;
    for (const Named& each : worth_naming(candidates, now, policy, own)) {
        if (choices.size() >= static_cast<std::size_t>(room)) break;
        const Candidate& candidate = candidates[each.index];
        const Reason& reason = each.reason;
        SplitMix64 draws = draws_for(candidate, policy, day);
        const auto mode = choose_mode(candidate, own, now, reason.blend, reason.kind, policy.explore ? &draws : nullptr,
                                      without_time(policy, used));
        if (!mode) continue;
        choices.push_back({each.index, *mode, reason.kind, reason.priority, reason.rhythm.need, reason.rhythm.rho});
        ++used.at(static_cast<std::size_t>(*mode));
    }
    return choices;
}

Minutes suggested_length(Mode mode, double quiet_days, double wished_days)
{
    constexpr double growth = 0.25; ///< for each doubling of the silence
    constexpr double step = 5.0;    ///< minutes
    const double gap = wished_days > 0.0 ? std::max(1.0, quiet_days / wished_days) : 1.0;
    const double longer = std::min(2.0, 1.0 + growth * std::log2(gap));
    const auto usual = static_cast<double>(traits(mode).length.count());
    if (longer <= 1.0) return traits(mode).length;
    return Minutes{static_cast<Minutes::rep>(std::round(usual * longer / step) * step)};
}

void outcome(Past& past, Mode mode, Outcome result)
{
    const auto index = static_cast<std::size_t>(mode);
    switch (result) {
    case Outcome::acted:
        past.success.at(index) += 1.0;
        past.ignored = 0;
        return;
    case Outcome::other_mode:
        past.failure.at(index) += 0.5;
        past.ignored = 0;
        return;
    case Outcome::ignored:
        past.failure.at(index) += 1.0;
        past.ignored += 1;
        return;
    case Outcome::dismissed:
        past.failure.at(index) += 1.0;
        past.ignored += 2;
        return;
    }
}

} // namespace blend
