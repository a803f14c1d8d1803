#include "daemon/core/slot.hpp"
#include "tests/property/random_log.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <set>

namespace {

using namespace blend;
using namespace blend::property;
using namespace std::chrono;
using namespace std::chrono_literals;

constexpr Instant new_york_spring{Seconds{1772953200}}; ///< 8 March 2026, 07:00Z
constexpr Instant new_york_autumn{Seconds{1793512800}}; ///< 1 November, 06:00Z
constexpr Instant paris_spring{Seconds{1774746000}};    ///< 29 March, 01:00Z
constexpr Instant paris_autumn{Seconds{1792890000}};    ///< 25 October, 01:00Z

Seconds new_york(Instant at) { return at < new_york_spring || at >= new_york_autumn ? -5h : -4h; }

Seconds paris(Instant at) { return at < paris_spring || at >= paris_autumn ? 1h : 2h; }

hours hour_on(Instant at, const OffsetAt& offset)
{
    const LocalTime local{at.time_since_epoch() + offset(at)};
    return floor<hours>(local - floor<days>(local));
}

SlotSearch between(Instant now)
{
    SlotSearch search;
    search.now = now;
    search.length = 20min;
    search.own_offset = new_york;
    search.other = slot_distribution({});
    search.other_offset = paris;
    return search;
}

} // namespace

TEST_CASE("habits are probabilities, whatever was counted", "[core][property]")
{
    Random random{30};
    for (int trial = 0; trial < 60; ++trial) {
        HourCounts counts{};
        for (double& each : counts) each = random.below(9);
        const Habit habit = slot_distribution(counts);
        REQUIRE(std::accumulate(habit.begin(), habit.end(), 0.0) == Approx(1.0).margin(1e-9));
        REQUIRE(*std::min_element(habit.begin(), habit.end()) > 0.0);
    }
}

TEST_CASE("a suggested slot suits both clocks through every clock change", "[core][property]")
{
    for (const Instant change : {new_york_spring, new_york_autumn, paris_spring, paris_autumn})
        for (Instant now = change - days{9}; now < change + days{2}; now += 5h) {
            const auto slots = suggest_slots(between(now), 20);
            REQUIRE_FALSE(slots.empty());
            for (const Instant start : slots)
                for (const Instant moment : {start, start + 20min - 1s})
                    for (const OffsetAt& offset : {OffsetAt{new_york}, OffsetAt{paris}}) {
                        REQUIRE(hour_on(moment, offset) >= 9h);
                        REQUIRE(hour_on(moment, offset) < 21h);
                    }
        }
}

TEST_CASE("several slots are of different half-days, the best one first", "[core][property]")
{
    const SlotSearch search = between(new_york_spring - days{3});
    const auto slots = suggest_slots(search, 5);
    REQUIRE(slots.size() == 5);
    CHECK(slots.front() == suggest_slot(search));
    std::set<std::pair<Day, bool>> half_days;
    for (const Instant start : slots)
        half_days.emplace(day_of(start, new_york(start)), hour_on(start, new_york) >= 14h);
    CHECK(half_days.size() == slots.size());
    CHECK(suggest_slots(search, 0).empty());
}

TEST_CASE("a slot never meets what is busy, and comes no sooner than its lead", "[core][property]")
{
    Random random{31};
    for (int trial = 0; trial < 60; ++trial) {
        std::vector<Busy> busy;
        SlotSearch search = between(new_york_spring + days{random.below(200)});
        for (int index = 0; index < 12; ++index) {
            const Instant from = search.now + Seconds{random.below(7 * 86400)};
            busy.push_back({from, from + Seconds{random.below(20'000)}});
        }
        search.busy = busy;
        for (const Instant start : suggest_slots(search, 9)) {
            REQUIRE(start >= search.now + search.lead);
            REQUIRE(start.time_since_epoch().count() % 900 == 0);
            for (const Busy& each : busy) REQUIRE((start >= each.to || start + search.length <= each.from));
        }
    }
}

TEST_CASE("nothing is suggested when nothing fits", "[core]")
{
    SlotSearch search = between(new_york_spring);
    const std::vector<Busy> always{{search.now - days{1}, search.now + days{30}}};
    search.busy = always;
    CHECK_FALSE(suggest_slot(search));
    search.busy = {};
    search.length = 13h;
    CHECK_FALSE(suggest_slot(search));
    search.length = 20min;
    search.horizon_days = 0;
    CHECK_FALSE(suggest_slot(search));
}

TEST_CASE("whose zone is unknown is asked on the owner's clock alone", "[core]")
{
    SlotSearch search = between(new_york_spring + 12h);
    search.other_offset = {};
    const auto slot = suggest_slot(search);
    REQUIRE(slot);
    CHECK(hour_on(*slot, new_york) >= 9h);
}
