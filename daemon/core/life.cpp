#include "daemon/core/life.hpp"

#include <algorithm>
#include <map>

namespace blend {

Life life(std::span<const Tie> ties, const Limits& own, Instant now, double target, double band)
{
    const Feasibility feasible = feasibility(own, {});
    const bool one_kind_only = feasible.sync == 0.0 || feasible.async == 0.0;
    target = effective_target(target, feasible).value_or(target);

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
    result.confidence = value / (value + prior_weight);
    if (result.score < 1.0 && value >= 2.0 * typical_value)
        result.extreme = result.share <= extreme.low ? -1 : result.share >= extreme.high ? 1 : 0;
    return result;
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
