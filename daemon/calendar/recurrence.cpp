#include "daemon/calendar/reading.hpp"
#include "daemon/calendar/rule.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace blend::calendar {
namespace {

using std::chrono::days;

/// What one expansion may still spend, and the part of time it is about.
struct Budget {
    Instant from;
    Instant to;
    std::size_t instances;
    std::size_t steps;
    bool cut{};
};

struct Instance {
    LocalTime local{};
    std::optional<Seconds> length;
};

/// Instances of a master by the instant that names them.
using Instances = std::map<Instant, Instance>;

/// The last local time that a rule allows.
std::optional<LocalTime> last_start(const Rule& rule, const When& start)
{
    if (!rule.until) return std::nullopt;
    const Moment& until = *rule.until;
    // A day includes all that starts on it. A series of days may end at a midnight that is an evening in UTC.
    const bool midnight = start.date && until.utc && until.local == std::chrono::floor<Minutes>(until.local);
    const Day last = std::chrono::floor<days>(midnight ? until.local + std::chrono::hours{12} : until.local);
    if (start.date || until.date) return last + days{1} - Seconds{1};
    return until.utc ? start.zone.local(Instant{until.local.time_since_epoch()}) : until.local;
}

void add_instances(const Rule& rule, const Event& master, Budget& budget, Instances& instances)
{
    const When& start = *master.start;
    const std::optional<LocalTime> last = last_start(rule, start);
    int given = 0;
    std::size_t kept = 0;
    const auto each = [&](LocalTime local) {
        if ((last && local > *last) || (rule.count > 0 && given++ == rule.count)) return false;
        const Instant at = start.zone.instant(local);
        if (at < budget.from) return true;
        budget.cut = budget.cut || kept == budget.instances;
        if (at >= budget.to || kept == budget.instances) return false;
        ++kept;
        instances.try_emplace(at, Instance{local, master.length});
        return true;
    };
    constexpr days widest_offset{2}; // what lies beyond it in local time is beyond it in every zone
    follow(rule, start.local, LocalTime{budget.to.time_since_epoch()} + widest_offset, budget.steps, each);
    budget.cut = budget.cut || budget.steps == 0;
}

Instances instances_of(const Event& master, Budget& budget)
{
    Instances result;
    if (!master.start) return result;
    const When& start = *master.start;
    bool followed = false;
    for (const std::string& text : master.rules)
        if (const auto rule = parse_rule(text)) {
            followed = true;
            add_instances(*rule, master, budget, result);
        }
    // Where a rule says when it takes place, the start is an instance only if it fits the rule.
    if (!followed) result.try_emplace(start.instant(), Instance{start.local, master.length});
    for (const Extra& each : master.extra)
        result.try_emplace(each.start.instant(),
                           Instance{start.zone.local(each.start.instant()), each.length ? each.length : master.length});

    std::set<Day> days_off;
    for (const When& each : master.except) {
        if (each.date || start.date) {
            days_off.insert(std::chrono::floor<days>(each.local));
        } else if (result.erase(each.instant()) == 0) {
            // Some programs write the right hour with a wrong zone.
            result.erase(start.zone.instant(each.local));
        }
    }
    std::erase_if(result,
                  [&](const auto& each) { return days_off.contains(std::chrono::floor<days>(each.second.local)); });
    return result;
}

/// A series, sorted out: what counts, and what a newer version replaced.
struct Parts {
    std::optional<std::size_t> master;
    std::vector<std::size_t> exceptions; ///< by the instance they replace
    std::vector<std::size_t> superseded;
};

/// The instance that an exception names: a day names whatever of the master starts on it.
Instant named_instance(const Event& exception, const Event* master)
{
    const When& when = *exception.recurrence;
    if (!master || !master->start || when.date == master->start->date) return when.instant();
    const Day day = std::chrono::floor<days>(when.local);
    return master->start->zone.instant(day + (master->start->local - std::chrono::floor<days>(master->start->local)));
}

Parts sort_out(std::span<const Event> series)
{
    Parts parts;
    for (std::size_t index = 0; index < series.size(); ++index) {
        if (series[index].recurrence) continue;
        if (!parts.master) {
            parts.master = index;
            continue;
        }
        const bool newer = series[index].sequence >= series[*parts.master].sequence;
        parts.superseded.push_back(newer ? *parts.master : index);
        if (newer) parts.master = index;
    }
    const Event* master = parts.master ? &series[*parts.master] : nullptr;
    std::map<Instant, std::size_t> best;
    for (std::size_t index = 0; index < series.size(); ++index) {
        if (!series[index].recurrence) continue;
        const auto [found, fresh] = best.try_emplace(named_instance(series[index], master), index);
        if (fresh) continue;
        const bool newer = series[index].sequence >= series[found->second].sequence;
        parts.superseded.push_back(newer ? found->second : index);
        if (newer) found->second = index;
    }
    for (const auto& [instant, index] : best) parts.exceptions.push_back(index);
    return parts;
}

/// How far THISANDFUTURE moves the rest of a series: by local time, so that it keeps its hour through a clock change.
Seconds shift(const Event& exception, Instant instance, const zone::Zone& zone)
{
    return exception.start ? zone.local(exception.start->instant()) - zone.local(instance) : Seconds{0};
}

} // namespace

Expansion expand(std::span<const Event> series, Instant from, Instant to, const Caps& caps)
{
    constexpr days longest_shift{31};
    Parts parts = sort_out(series);
    Expansion result{{}, std::move(parts.superseded), false};
    const Event* master = parts.master ? &series[*parts.master] : nullptr;
    const auto add = [&](Occurrence occurrence) {
        if (occurrence.start >= from && occurrence.start < to && !series[occurrence.event].cancelled)
            result.occurrences.push_back(occurrence);
    };

    const bool shifts = std::any_of(parts.exceptions.begin(), parts.exceptions.end(),
                                    [&](std::size_t index) { return series[index].and_future; });
    const days margin = shifts ? longest_shift : days{0};
    const auto clamped = [](Instant instant) { // keeps the sums below in range
        constexpr Instant first{std::chrono::sys_days{std::chrono::year{-9999} / 1 / 1}};
        constexpr Instant last{std::chrono::sys_days{std::chrono::year{9999} / 1 / 1}};
        return std::clamp(instant, first, last);
    };
    Budget budget{clamped(from) - margin, clamped(to) + margin, caps.instances, caps.steps};
    Instances instances = master ? instances_of(*master, budget) : Instances{};
    result.cut = budget.cut;

    std::vector<std::pair<Instant, std::size_t>> futures;
    for (const std::size_t index : parts.exceptions) {
        const Event& exception = series[index];
        const Instant instance = named_instance(exception, master);
        instances.erase(instance);
        if (exception.and_future) futures.emplace_back(instance, index);
        if (exception.start)
            add({exception.start->instant(), exception.length, instance, index, exception.start->floating});
    }
    auto future = futures.begin();
    for (const auto& [at, instance] : instances) {
        while (future != futures.end() && std::next(future) != futures.end() && std::next(future)->first <= at)
            ++future;
        if (future == futures.end() || at < future->first) {
            add({at, instance.length, at, *parts.master, master->start->floating});
            continue;
        }
        const Event& change = series[future->second];
        const zone::Zone& zone = master->start->zone;
        const LocalTime local = instance.local + shift(change, future->first, zone);
        add({zone.instant(local), change.length, at, future->second, master->start->floating});
    }
    std::stable_sort(result.occurrences.begin(), result.occurrences.end(),
                     [](const Occurrence& a, const Occurrence& b) { return a.start < b.start; });
    return result;
}

std::vector<Instant> occurrences(std::span<const Event> series, Instant from, Instant to)
{
    std::vector<Instant> result;
    for (const Occurrence& each : expand(series, from, to).occurrences) result.push_back(each.start);
    return result;
}

} // namespace blend::calendar
