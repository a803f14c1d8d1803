#include "daemon/core/life.hpp"

#include "daemon/core/numerics.hpp"

#include <algorithm>
#include <map>

namespace blend {

namespace {

/// Half and half as wished, unless the owner cannot do one of the two.
double own_target(const Limits& own, double target)
{
    return effective_target(target, feasibility(own, {})).value_or(target);
}

double confidence_of(double value) { return value / (value + prior_weight); }

} // namespace

Life life(std::span<const Tie> ties, const Limits& own, Instant now, double target, double band)
{
    const Feasibility feasible = feasibility(own, {});
    const bool one_kind_only = feasible.sync == 0.0 || feasible.async == 0.0;
    target = own_target(own, target);

    double sync = 0.0;
    double async = 0.0;
    double balances = 0.0;
    double weights = 0.0;
    for (const Tie& each : ties) {
        sync += std::max(0.0, each.memory.life_sync.left(now));
        async += std::max(0.0, each.memory.life_async.left(now));
        const Blend one = blend(each.memory, each.wishes, own, now, 0, Interval::skip);
        balances += each.wishes.importance * one.confidence * one.balance;
        weights += each.wishes.importance * one.confidence;
    }

    const double value = sync + async;
    const Extremes extreme = extremes(target, band);
    Life result;
    result.share = shrunk_share(sync, async, target);
    result.score = one_kind_only ? 1.0 : balance_score(result.share, target, band);
    result.mean_contact_score = weights <= 0.0 ? 1.0 : balances / weights;
    result.confidence = confidence_of(value);
    if (result.score < 1.0 && value >= 2.0 * typical_value)
        result.extreme = result.share <= extreme.low ? -1 : result.share >= extreme.high ? 1 : 0;
    return result;
}

Faded& Faded::operator+=(const Faded& more)
{
    sync += more.sync;
    async += more.async;
    return *this;
}

Faded& Faded::operator-=(const Faded& less)
{
    sync -= less.sync;
    async -= less.async;
    return *this;
}

Faded faded(std::span<const DayValue> values, Day day)
{
    Faded left;
    for (const DayValue& each : values)
        if (each.day <= day)
            (each.synchronous ? left.sync : left.async) +=
                decay(each.value, static_cast<double>((day - each.day).count()), life_half_life);
    return left;
}

LifeThen life_then(const Faded& left, const Limits& own, double target)
{
    const double sync = std::max(0.0, left.sync);
    const double async = std::max(0.0, left.async);
    return {shrunk_share(sync, async, own_target(own, target)), confidence_of(sync + async)};
}

std::vector<WeekBlend> weekly_series(std::span<const DayValue> values, double target)
{
    std::map<Day, WeekBlend> weeks;
    for (const DayValue& each : values) {
        const Day monday = monday_of(each.day);
        WeekBlend& week = weeks.try_emplace(monday, WeekBlend{monday, 0.0, 0.0, 0.0}).first->second;
        (each.synchronous ? week.sync : week.async) += each.value;
    }
    std::vector<WeekBlend> series;
    series.reserve(weeks.size());
    for (auto& [monday, week] : weeks) {
        week.share = shrunk_share(week.sync, week.async, target);
        series.push_back(week);
    }
    return series;
}

} // namespace blend
