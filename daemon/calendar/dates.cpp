#include "daemon/calendar/dates.hpp"

#include "daemon/zone/zone.hpp"

#include <algorithm>

namespace blend::calendar {
namespace {

using std::chrono::days;

constexpr std::size_t most = 10'000;

zone::Zone zone_of(const Plan& plan) { return zone::named(plan.zone).value_or(zone::Zone{}); }

LocalTime nth(const Plan& plan, std::int64_t index) { return plan.start + days{plan.repeat.days} * index; }

/// Index of the first start at or after `from`, for a plan that repeats.
std::int64_t first_index(const Plan& plan, const zone::Zone& zone, Instant from)
{
    if (from <= zone.instant(plan.start)) return 0;
    std::int64_t index = std::max<std::int64_t>(0, (zone.local(from) - plan.start) / days{plan.repeat.days} - 1);
    while (zone.instant(nth(plan, index)) < from) ++index;
    return index;
}

} // namespace

Instant start_of(const Plan& plan) { return zone_of(plan).instant(plan.start); }

Instant end_of(const Plan& plan) { return start_of(plan) + plan.length; }

std::vector<LocalTime> occurrences(const Plan& plan, Instant from, Instant to)
{
    const zone::Zone zone = zone_of(plan);
    std::vector<LocalTime> result;
    if (plan.repeat.days <= 0) {
        const Instant start = zone.instant(plan.start);
        if (start >= from && start < to) result.push_back(plan.start);
        return result;
    }
    for (auto index = first_index(plan, zone, from); result.size() < most; ++index) {
        const LocalTime each = nth(plan, index);
        if (zone.instant(each) >= to) break;
        result.push_back(each);
    }
    return result;
}

Instant next_occurrence(const Plan& plan, Instant now)
{
    const zone::Zone zone = zone_of(plan);
    if (plan.repeat.days <= 0) return zone.instant(plan.start);
    return zone.instant(nth(plan, first_index(plan, zone, now)));
}

std::optional<Instant> last_occurrence(const Plan& plan, Instant now)
{
    const zone::Zone zone = zone_of(plan);
    const Instant start = zone.instant(plan.start);
    if (start > now) return std::nullopt;
    if (plan.repeat.days <= 0) return start;
    return zone.instant(nth(plan, first_index(plan, zone, now + Seconds{1}) - 1));
}

} // namespace blend::calendar
