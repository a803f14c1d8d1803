#include "daemon/core/slot.hpp"

#include "daemon/core/numerics.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace blend {

namespace {

using namespace std::chrono;

constexpr std::size_t hours_per_day = 24;
constexpr std::size_t weekdays = 5;
using DayCurve = std::array<double, hours_per_day>;

/// When people are in touch, if nothing is known of them.
constexpr DayCurve usual_day{3,   2,   1, .6,  .4,  .5, 1,   2,   3, 4,   4.5, 5,
                             5.5, 5.2, 5, 5.2, 5.5, 6,  6.2, 6.2, 6, 5.5, 5,   4.2};

// Pseudo-counts of the shrinkage: a week's cell to the day's curve, that to the usual day, workdays to the weekend.
constexpr double cell_weight = 300.0;
constexpr double curve_weight = 30.0;
constexpr double weekend_weight = 10.0;
constexpr int smoothing = 3;

using Quarter = duration<std::int64_t, std::ratio<900>>;
constexpr double patience_days = 7.0; ///< a slot so much later is worth half
constexpr hours midday{14};

/// A circular (1, 2, 1)/4 blur, several times.
template <std::size_t size> std::array<double, size> smooth(std::array<double, size> values)
{
    for (int pass = 0; pass < smoothing; ++pass) {
        const auto before = values;
        for (std::size_t index = 0; index < size; ++index)
            values[index] =
                0.25 * before[(index + size - 1) % size] + 0.5 * before[index] + 0.25 * before[(index + 1) % size];
    }
    return values;
}

template <std::size_t size> double total(const std::array<double, size>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Counts by hour of the day over the days from `first` to before `end`, 0 = Monday.
DayCurve by_hour(const HourCounts& counts, std::size_t first, std::size_t end)
{
    DayCurve sums{};
    for (std::size_t hour = 0; hour < hours_per_day; ++hour)
        for (std::size_t day = first; day < end; ++day) sums[hour] += counts[day * hours_per_day + hour];
    return sums;
}

DayCurve shrunk_to_usual(const DayCurve& counts)
{
    const double usual_total = total(usual_day);
    const double known = total(counts);
    DayCurve curve = smooth(counts);
    for (std::size_t hour = 0; hour < hours_per_day; ++hour)
        curve[hour] = (curve[hour] + curve_weight * (usual_day[hour] / usual_total)) / (known + curve_weight);
    return curve;
}

LocalTime on_clock(Instant instant, const OffsetAt& offset)
{
    return LocalTime{instant.time_since_epoch() + offset(instant)};
}

bool awake(Instant instant, const OffsetAt& offset, const WakingHours& waking)
{
    const LocalTime local = on_clock(instant, offset);
    const auto hour = duration_cast<hours>(local - floor<days>(local)).count();
    return waking.first <= hour && hour < waking.end;
}

/// The whole meeting lies in waking hours. Its last second counts, so that it may end when they end.
bool awake_throughout(Instant from, Instant to, const OffsetAt& offset, const WakingHours& waking)
{
    return awake(from, offset, waking) && awake(to - seconds{1}, offset, waking);
}

bool concerns_other(const SlotSearch& search) { return search.synchronous && static_cast<bool>(search.other_offset); }

bool fits(const SlotSearch& search, Instant start)
{
    const Instant end = start + search.length;
    if (!awake_throughout(start, end, search.own_offset, search.waking)) return false;
    if (concerns_other(search) && !awake_throughout(start, end, search.other_offset, search.waking)) return false;
    return std::none_of(search.busy.begin(), search.busy.end(),
                        [&](const Busy& busy) { return start < busy.to && busy.from < end; });
}

double score(const SlotSearch& search, Instant start)
{
    double probability = search.own[hour_of_week(start, search.own_offset(start))];
    if (concerns_other(search) && search.other)
        probability = std::sqrt(probability * (*search.other)[hour_of_week(start, search.other_offset(start))]);
    const double days_ahead = static_cast<double>((start - search.now).count()) / seconds_per_day;
    return probability * std::pow(2.0, -days_ahead / patience_days);
}

struct Scored {
    Instant start{};
    double score{-1.0};
};

/// Rounding must not decide between equals: the earlier one stays.
bool better(const Scored& challenger, const Scored& best) { return challenger.score > best.score * (1.0 + 1e-12); }

std::vector<Scored> candidates(const SlotSearch& search)
{
    std::vector<Scored> found;
    const Instant end = search.now + days{search.horizon_days};
    for (Instant start = ceil<Quarter>(search.now + search.lead); start < end; start += Quarter{1})
        if (fits(search, start)) found.push_back({start, score(search, start)});
    return found;
}

} // namespace

std::size_t hour_of_week(Instant instant, Seconds offset)
{
    const LocalTime local{instant.time_since_epoch() + offset};
    const Day day = floor<days>(local);
    return static_cast<std::size_t>(duration_cast<hours>(local - monday_of(day)).count());
}

Habit slot_distribution(const HourCounts& counts)
{
    const DayCurve workday_counts = by_hour(counts, 0, weekdays);
    const DayCurve weekend_counts = by_hour(counts, weekdays, 7);
    const double on_workdays = total(workday_counts);
    const double known = on_workdays + total(weekend_counts);
    const DayCurve workday = shrunk_to_usual(workday_counts);
    const DayCurve weekend = shrunk_to_usual(weekend_counts);
    const double workday_share = (on_workdays + weekend_weight * 5.0 / 7.0) / (known + weekend_weight);

    Habit habit = smooth(counts);
    for (std::size_t index = 0; index < hours_per_week; ++index) {
        const std::size_t hour = index % hours_per_day;
        const double base = index / hours_per_day < weekdays ? workday[hour] * workday_share / 5.0
                                                             : weekend[hour] * (1.0 - workday_share) / 2.0;
        habit[index] = (habit[index] + cell_weight * base) / (known + cell_weight);
    }
    return habit;
}

std::optional<Instant> suggest_slot(const SlotSearch& search)
{
    const std::vector<Instant> best = suggest_slots(search, 1);
    return best.empty() ? std::nullopt : std::optional{best.front()};
}

std::vector<Instant> suggest_slots(const SlotSearch& search, std::size_t count)
{
    std::map<std::pair<Day, bool>, Scored> best_of_half_day;
    for (const Scored& each : candidates(search)) {
        const LocalTime local = on_clock(each.start, search.own_offset);
        const Day day = floor<days>(local);
        Scored& best = best_of_half_day[{day, local - day >= midday}];
        if (better(each, best)) best = each;
    }
    std::vector<Instant> chosen;
    while (chosen.size() < count && !best_of_half_day.empty()) {
        auto best = best_of_half_day.begin();
        for (auto each = std::next(best); each != best_of_half_day.end(); ++each)
            if (better(each->second, best->second)) best = each;
        chosen.push_back(best->second.start);
        best_of_half_day.erase(best);
    }
    return chosen;
}

} // namespace blend
