// Whom a nudge may name, and how: for every log. Seeds are fixed.

#include "daemon/core/nudge.hpp"
#include "daemon/core/standing.hpp"
#include "tests/property/random_log.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace blend;
using namespace blend::property;
using namespace std::chrono_literals;

constexpr int trials = 400;

} // namespace

TEST_CASE("a mode that someone cannot use is never chosen", "[core][property]")
{
    Random random{16};
    for (int trial = 0; trial < trials; ++trial) {
        const Situation all = random_situation(random);
        const Candidate candidate{"c", all.wishes, all.memory, {}};
        const Blend blended = blend::blend(all.memory, all.wishes, all.own, all.now);
        SplitMix64 draws{static_cast<std::uint64_t>(trial)};
        for (SplitMix64* drawing : {static_cast<SplitMix64*>(nullptr), &draws})
            for (const NudgeKind kind : every<NudgeKind>()) {
                const auto mode = choose_mode(candidate, all.own, all.now, blended, kind, drawing);
                if (mode) REQUIRE(feasibility(all.own, all.wishes.limits, *mode) > 0.0);
                if (mode && kind == NudgeKind::talk) REQUIRE(is_synchronous(*mode));
                if (mode && kind == NudgeKind::reply) REQUIRE_FALSE(is_synchronous(*mode));
            }
        const std::vector<Candidate> one{candidate};
        const auto chosen = choose(one, all.now, {}, all.own, 12, day_of(all.now, 0s));
        REQUIRE(chosen.size() <= 1);
        for (const Choice& each : chosen) REQUIRE(feasibility(all.own, all.wishes.limits, each.mode) > 0.0);
    }
}

TEST_CASE("who cannot talk is never marked down for not talking", "[core][property]")
{
    Random random{17};
    for (int trial = 0; trial < trials; ++trial) {
        Situation all = random_situation(random);
        for (const Mode mode : {Mode::meet, Mode::video, Mode::call}) all.wishes.limits[mode] = 0.0;
        const Standing now = standing(all.memory, all.wishes, all.own, all.now, Interval::skip);
        REQUIRE(now.blend.balance == 1.0);
        REQUIRE(now.blend.extreme == 0);
        REQUIRE(talk_overdue(all.memory, all.wishes, all.own, all.now) == 0.0);
    }
}

TEST_CASE("nudges keep to the budget, the quiet hours, snooze and cool-down", "[core][property]")
{
    Random random{18};
    for (int trial = 0; trial < 60; ++trial) {
        std::vector<Candidate> people;
        Instant now = first_day;
        for (int index = 0; index < 8; ++index) {
            Situation all = random_situation(random);
            now = std::max(now, all.now);
            people.push_back({std::to_string(index), all.wishes, all.memory, {}});
        }
        const Day day = day_of(now, 0s);
        Policy policy;
        policy.per_day = 3;
        const auto all = choose(people, now, policy, {}, 12, day);
        REQUIRE(all.size() <= 3);
        REQUIRE(std::is_sorted(all.begin(), all.end(),
                               [](const Choice& a, const Choice& b) { return a.priority > b.priority; }));
        REQUIRE(choose(people, now, policy, {}, 12, day) == all);
        REQUIRE(choose(people, now, policy, {}, 12, day, {1, 1}).size() <= 2);
        REQUIRE(choose(people, now, policy, {}, 12, day, {0, 4}).empty());
        REQUIRE(choose(people, now, policy, {}, 22, day).empty());
        REQUIRE(choose(people, now, policy, {}, 8, day).empty());
        if (all.empty()) continue;
        Past& first = people[all.front().index].past;
        const auto names_first = [&] {
            const auto chosen = choose(people, now, policy, {}, 12, day);
            return std::any_of(chosen.begin(), chosen.end(),
                               [&](const Choice& each) { return each.index == all.front().index; });
        };
        first.snooze_until = now + 1s;
        REQUIRE_FALSE(names_first());
        first.snooze_until = now;
        REQUIRE(names_first());
        first.last_nudge = now - 4 * 24h;
        REQUIRE_FALSE(names_first());
    }
}

TEST_CASE("each ignored nudge stretches the next pause, up to a limit", "[core]")
{
    const Wishes wishes;
    Past past;
    const double calm = cooldown(past, wishes, {});
    outcome(past, Mode::call, Outcome::ignored);
    CHECK(cooldown(past, wishes, {}) == Approx(1.5 * calm));
    outcome(past, Mode::call, Outcome::dismissed);
    CHECK(past.ignored == 3);
    outcome(past, Mode::call, Outcome::dismissed);
    outcome(past, Mode::call, Outcome::dismissed);
    CHECK(cooldown(past, wishes, {}) == Approx(std::pow(1.5, 5) * calm));
    outcome(past, Mode::write, Outcome::other_mode);
    CHECK(cooldown(past, wishes, {}) == Approx(calm));
    outcome(past, Mode::write, Outcome::acted);
    CHECK(past.success == std::array<double, 6>{0, 0, 0, 0, 1, 0});
    CHECK(past.failure == std::array<double, 6>{0, 0, 4, 0, 0.5, 0});
}
