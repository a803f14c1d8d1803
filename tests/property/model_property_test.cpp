// What holds for every log, whatever is in it. Seeds are fixed: a failure shows itself again.

#include "daemon/core/channel.hpp"
#include "daemon/core/life.hpp"
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
constexpr double rounding = 1e-12;

Memory with(const Situation& all, const Interaction& one_more)
{
    std::vector<Interaction> log = all.log;
    log.push_back(one_more);
    return remember(all.wishes.cadence_days, log);
}

/// Everything but what counts noise itself.
Memory without_noise(Memory memory)
{
    memory.noise = 0;
    memory.newest.reset();
    memory.newest_key = 0;
    return memory;
}

} // namespace

TEST_CASE("every score of every log is finite and within its bounds", "[core][property]")
{
    Random random{1};
    for (int trial = 0; trial < trials; ++trial) {
        const Situation all = random_situation(random);
        const Standing now = standing(all.memory, all.wishes, all.own, all.now, Interval::compute);
        for (const double score : {now.blend.share, now.blend.low, now.blend.high, now.blend.balance,
                                   now.blend.confidence, now.blend.p_low, now.blend.p_high, now.rhythm.need,
                                   now.rhythm.paused, now.rhythm.urgency, now.strength, now.reciprocity}) {
            REQUIRE(std::isfinite(score));
            REQUIRE(score >= -rounding);
            REQUIRE(score <= 1.0 + rounding);
        }
        REQUIRE(now.blend.low <= now.blend.high);
        REQUIRE(std::abs(now.drift) <= 3.0);
        REQUIRE(now.rhythm.rho >= 0.0);
        REQUIRE(all.memory.sync.left(all.now) >= -1e-9);
        REQUIRE(all.memory.async.left(all.now) >= -1e-9);
    }
}

TEST_CASE("any order of the same log gives the same memory, bit for bit", "[core][property]")
{
    Random random{2};
    for (int trial = 0; trial < trials; ++trial) {
        Situation all = random_situation(random);
        random.shuffle(all.log);
        REQUIRE(remember(all.wishes.cadence_days, all.log) == all.memory);
    }
}

TEST_CASE("records that share second and key still have one order", "[core][property]")
{
    Random random{3};
    for (int trial = 0; trial < 100; ++trial) {
        std::vector<Interaction> log = random_log(random, 20);
        for (Interaction& each : log) {
            each.at = first_day + std::chrono::days{random.below(4)};
            each.key = 0;
        }
        const Memory once = remember(30.0, log);
        random.shuffle(log);
        REQUIRE(remember(30.0, log) == once);
    }
}

TEST_CASE("one interaction after the other gives what a replay gives", "[core][property]")
{
    Random random{4};
    for (int trial = 0; trial < trials; ++trial) {
        const Situation all = random_situation(random);
        Memory memory = fresh_memory(all.wishes.cadence_days);
        std::vector<Interaction> sorted = all.log;
        std::sort(sorted.begin(), sorted.end(), earlier);
        for (const Interaction& each : sorted) {
            REQUIRE(in_order(memory, each));
            ingest(memory, each);
        }
        REQUIRE(memory == all.memory);
    }
}

TEST_CASE("a late interaction is told from one in order", "[core]")
{
    Memory memory = fresh_memory(30.0);
    Interaction call = call_at(first_day);
    ingest(memory, call);
    CHECK_FALSE(in_order(memory, call_at(first_day - 1s)));
    CHECK_FALSE(in_order(memory, call)); // the same record once more
    --call.key;
    CHECK_FALSE(in_order(memory, call));
    CHECK(in_order(memory, call_at(first_day + 1s)));
    call.automated = true; // noise touches no number, so its place does not matter
    CHECK(in_order(memory, call));
}

TEST_CASE("noise anywhere changes nothing but its own count", "[core][property]")
{
    Random random{5};
    for (int trial = 0; trial < trials; ++trial) {
        const Situation all = random_situation(random);
        std::vector<Interaction> noisy = all.log;
        int added = 0;
        for (const Interaction& each : all.log) {
            if (random.once_in(2)) continue;
            Interaction noise = each;
            noise.at += Seconds{random.below(5000)};
            noise.channel = random.among({Channel::chat, Channel::email});
            noise.forward = Forward::bare;
            noise.key += 10'000;
            noisy.push_back(noise);
            ++added;
        }
        const Memory memory = remember(all.wishes.cadence_days, noisy);
        REQUIRE(memory.noise == all.memory.noise + added);
        REQUIRE(without_noise(memory) == without_noise(all.memory));
    }
}

TEST_CASE("what the growth of a log adds up to is the value of its sessions", "[core][property]")
{
    Random random{6};
    for (int trial = 0; trial < 100; ++trial) {
        const std::vector<Interaction> log = random_log(random, 40);
        double grown = 0.0;
        double sessions = 0.0;
        std::array<double, 10> open{};
        std::size_t seen = 0;
        remember(30.0, log, [&](const Interaction& each, const Growth& growth) {
            ++seen;
            REQUIRE(growth.noise == is_noise(each));
            if (growth.noise) {
                REQUIRE(growth.value == 0.0);
                return;
            }
            double& value = open.at(static_cast<std::size_t>(growth.channel));
            if (growth.new_session) {
                sessions += value;
                value = 0.0;
            }
            value += growth.value;
            REQUIRE(value >= -1e-12);
            REQUIRE(value <= traits(growth.channel).richness + 1e-12);
            grown += growth.value;
        });
        for (const double value : open) sessions += value;
        REQUIRE(seen == log.size());
        REQUIRE(grown == Approx(sessions).margin(1e-9));
    }
}

TEST_CASE("decaying twice is decaying once for as long", "[core][property]")
{
    Random random{7};
    for (int trial = 0; trial < trials; ++trial) {
        const double a = random.real(100.0);
        const double b = random.real(100.0);
        const double half_life = 1.0 + random.real(100.0);
        REQUIRE(std::abs(decay(decay(5.0, a, half_life), b, half_life) - decay(5.0, a + b, half_life)) < rounding);
    }
}

TEST_CASE("fading sums merge in any order and grouping", "[core][property]")
{
    Random random{8};
    for (int trial = 0; trial < trials; ++trial) {
        const double half_life = 1.0 + random.real(100.0);
        const auto sum = [&] {
            return Fading{half_life, random.real(), first_day + Seconds{random.below(10'000'000)}};
        };
        const Fading a = sum();
        const Fading b = sum();
        const Fading c = sum();
        const Instant later = first_day + Seconds{20'000'000};
        REQUIRE(a.merged(b).left(later) == Approx(b.merged(a).left(later)).margin(rounding));
        REQUIRE(a.merged(b).merged(c).left(later) == Approx(c.merged(a.merged(b)).left(later)).margin(rounding));
        REQUIRE(a.merged(b).merged(c).left(later) == Approx(a.merged(b.merged(c)).left(later)).margin(rounding));
    }
}

TEST_CASE("silence never lowers need, rho or urgency, and never raises strength", "[core][property]")
{
    Random random{9};
    for (int trial = 0; trial < trials; ++trial) {
        const Situation all = random_situation(random);
        const Instant later = all.now + std::chrono::days{1 + random.below(30)};
        const Rhythm before = rhythm(all.memory, all.wishes, all.now);
        const Rhythm after = rhythm(all.memory, all.wishes, later);
        REQUIRE(after.need >= before.need - rounding);
        REQUIRE(after.rho >= before.rho);
        REQUIRE(after.urgency >= before.urgency - rounding);
        REQUIRE(strength(all.memory, all.wishes, later) <= strength(all.memory, all.wishes, all.now) + rounding);
    }
}

TEST_CASE("a call never raises urgency nor lowers strength, and adds to no written sum", "[core][property]")
{
    Random random{10};
    for (int trial = 0; trial < trials; ++trial) {
        const Situation all = random_situation(random);
        if (!all.memory.last_contact) continue;
        const Memory called = with(all, call_at(all.now));
        REQUIRE(rhythm(called, all.wishes, all.now).urgency <=
                rhythm(all.memory, all.wishes, all.now).urgency + rounding);
        REQUIRE(strength(called, all.wishes, all.now) >= strength(all.memory, all.wishes, all.now) - rounding);
        REQUIRE(called.sync.left(all.now) >= all.memory.sync.left(all.now) - 1e-9);
        REQUIRE(std::abs(called.async.left(all.now) - all.memory.async.left(all.now)) < 1e-9);
        REQUIRE(called.unspoken == 0);
    }
}

TEST_CASE("a longer silence is likelier to last, a longer horizon less likely to stay silent", "[core][property]")
{
    Random random{11};
    for (int trial = 0; trial < trials; ++trial) {
        const Repeats repeats{random.real(40.0), random.real(60.0)};
        const double quiet = random.real(300.0);
        const double horizon = 0.1 + random.real(60.0);
        const Silence silence = p_silent(repeats, quiet, horizon);
        REQUIRE(silence.paused >= 0.0);
        REQUIRE(silence.paused <= silence.silent);
        REQUIRE(silence.silent <= 1.0);
        REQUIRE(p_silent(repeats, quiet + 1.0, horizon).silent >= silence.silent - rounding);
        REQUIRE(p_silent(repeats, quiet, horizon + 1.0).silent <= silence.silent + rounding);
    }
}

TEST_CASE("two silent weeks are one and then another: the chain rule holds", "[core][property]")
{
    Random random{12};
    for (int trial = 0; trial < trials; ++trial) {
        const Repeats repeats{random.real(40.0), random.real(60.0)};
        const double quiet = random.real(300.0);
        const double horizon = 0.1 + random.real(60.0);
        const double first = random.real(horizon);
        const double both =
            p_silent(repeats, quiet, first).silent * p_silent(repeats, quiet + first, horizon - first).silent;
        REQUIRE(std::abs(both - p_silent(repeats, quiet, horizon).silent) < 1e-9);
    }
}

TEST_CASE("silence does not depend on the unit of time", "[core][property]")
{
    Random random{13};
    for (int trial = 0; trial < trials; ++trial) {
        const Repeats repeats{random.real(40.0), random.real(60.0)};
        const double quiet = random.real(300.0);
        const double horizon = 0.1 + random.real(60.0);
        const double unit = 0.1 + random.real(9.0);
        const double scaled =
            p_silent({repeats.count, repeats.days * unit}, quiet * unit, horizon * unit, 0.5 * unit).silent;
        REQUIRE(std::abs(scaled - p_silent(repeats, quiet, horizon).silent) < 1e-9);
    }
}

TEST_CASE("one more plain message never lowers a session's value", "[core][property]")
{
    Random random{14};
    for (int trial = 0; trial < trials; ++trial) {
        Session session;
        session.channel =
            random.among({Channel::chat, Channel::sms, Channel::email, Channel::voice_message, Channel::phone});
        double before = 0.0;
        for (int index = 0, count = 1 + random.below(11); index < count; ++index) {
            Interaction each;
            each.channel = session.channel;
            each.direction = random.among({Direction::in, Direction::out});
            each.size = random.among<std::optional<double>>({std::nullopt, 0.0, 3.0, 80.0});
            each.forward = random.among({Forward::none, Forward::none, Forward::commented});
            each.acknowledgement = random.once_in(3);
            session.add(each);
            const double value = session_value(session);
            REQUIRE(value >= before - rounding);
            REQUIRE(value <= traits(session.channel).richness + rounding);
            before = value;
        }
    }
}

TEST_CASE("balance is the same seen in a mirror", "[core][property]")
{
    Random random{15};
    for (int trial = 0; trial < trials; ++trial) {
        const double share = random.real();
        const double target = random.real();
        const double band = random.real(0.3);
        const double score = balance_score(share, target, band);
        REQUIRE(score >= 0.0);
        REQUIRE(score <= 1.0);
        REQUIRE(std::abs(score - balance_score(1.0 - share, 1.0 - target, band)) < 1e-9);
    }
}

TEST_CASE("an owner's clock moves civil days and nothing else", "[core][property]")
{
    const auto weekly_calls = [](Seconds offset) {
        std::vector<Interaction> log;
        for (int week = 0; week < 12; ++week) {
            Interaction call = call_at(first_day + std::chrono::days{7 * week} + 18h);
            call.utc_offset = offset;
            log.push_back(call);
        }
        return remember(7.0, log);
    };
    Wishes wishes;
    wishes.cadence_days = 7.0;
    const Instant now = first_day + std::chrono::days{90};
    const Memory home = weekly_calls(0s);
    for (const Seconds offset : {-12h, -5h, 5h, 14h}) {
        const Memory away = weekly_calls(offset);
        CHECK(blend::blend(home, wishes, {}, now) == blend::blend(away, wishes, {}, now));
        CHECK(strength(home, wishes, now) == strength(away, wishes, now));
        CHECK(std::abs(rhythm(home, wishes, now).need - rhythm(away, wishes, now).need) < 0.02);
    }
}

TEST_CASE("an empty log alarms nobody", "[core]")
{
    Wishes wishes;
    wishes.added = first_day;
    const Standing empty = standing(fresh_memory(30.0), wishes, {}, first_day, Interval::compute);
    CHECK(empty.blend.balance == 1.0);
    CHECK(empty.blend.confidence == 0.0);
    CHECK(empty.blend.share == wishes.target);
    CHECK(empty.strength == 0.0);
    CHECK(empty.rhythm.urgency == 0.0);
    CHECK(empty.rhythm.state == State::in_rhythm);
    CHECK(priority(fresh_memory(30.0), wishes, {}, first_day).priority == 0.0);
}

TEST_CASE("the interval of a blend is the only thing that skipping it leaves out", "[core][property]")
{
    Random random{19};
    for (int trial = 0; trial < 100; ++trial) {
        const Situation all = random_situation(random);
        Blend whole = blend::blend(all.memory, all.wishes, all.own, all.now);
        whole.low = 0.0;
        whole.high = 1.0;
        REQUIRE(blend::blend(all.memory, all.wishes, all.own, all.now, 0, Interval::skip) == whole);
    }
}

TEST_CASE("an extreme once shown is cleared later than it is raised", "[core]")
{
    Wishes wishes;
    wishes.cadence_days = 7.0;
    bool held = false;
    for (int calls = 1; calls <= 12; ++calls) {
        std::vector<Interaction> log;
        for (int week = 0; week < calls; ++week) log.push_back(call_at(first_day + std::chrono::days{7 * week}));
        const Instant now = log.back().at + 1h;
        const Memory memory = remember(7.0, log);
        const int fresh = blend::blend(memory, wishes, {}, now).extreme;
        const int kept = blend::blend(memory, wishes, {}, now, 1).extreme;
        CHECK(kept >= fresh);
        held = held || kept > fresh;
    }
    CHECK(held);
}

TEST_CASE("the weeks of a life add up to its days", "[core][property]")
{
    Random random{20};
    std::vector<DayValue> values;
    double sync = 0.0;
    double async = 0.0;
    for (int index = 0; index < 500; ++index) {
        const DayValue each{day_of(first_day, 0s) + std::chrono::days{random.below(300) - 150}, random.once_in(2),
                            random.real()};
        values.push_back(each);
        (each.synchronous ? sync : async) += each.value;
    }
    const auto weeks = weekly_series(values);
    for (const WeekBlend& week : weeks) {
        CHECK(week.monday == monday_of(week.monday));
        CHECK(week.share > 0.0);
        CHECK(week.share < 1.0);
        sync -= week.sync;
        async -= week.async;
    }
    CHECK(sync == Approx(0.0).margin(1e-9));
    CHECK(async == Approx(0.0).margin(1e-9));
    CHECK(std::is_sorted(weeks.begin(), weeks.end(), [](auto& a, auto& b) { return a.monday < b.monday; }));
}

TEST_CASE("the life's share told from days is within a hundredth of the one told from hours", "[property]")
{
    Random random{77};
    for (int round = 0; round < 200; ++round) {
        const auto log = random_log(random, 80);
        std::vector<DayValue> days;
        const Memory memory = remember(30.0, log, [&](const Interaction& each, const Growth& growth) {
            days.push_back({growth.day, is_synchronous(each.channel), growth.value});
        });
        const Instant now = after(log, random);
        const Wishes wishes;
        const Limits own = random_limits(random);
        const Tie tie{memory, wishes};
        const Life exact = life(std::span{&tie, 1}, own, now, 0.6);
        const LifeThen then = life_then(faded(days, day_of(now, Seconds{0})), own, 0.6);
        CHECK(std::abs(then.share - exact.share) < 0.01);
        CHECK(std::abs(then.confidence - exact.confidence) < 0.02);
    }
}
