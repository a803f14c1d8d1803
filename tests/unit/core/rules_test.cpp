// Single rules of the model, each where it decides.

#include "daemon/core/channel.hpp"
#include "daemon/core/life.hpp"
#include "daemon/core/nudge.hpp"
#include "daemon/core/slot.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace blend;
using namespace std::chrono;
using namespace std::chrono_literals;

constexpr Instant noon = sys_days{2026y / November / 2} + 12h; ///< a Monday

Interaction message(Instant at, Channel channel, Direction direction)
{
    Interaction each;
    each.at = at;
    each.channel = channel;
    each.direction = direction;
    return each;
}

Wishes weekly()
{
    Wishes wishes;
    wishes.cadence_days = 7.0;
    return wishes;
}

SlotSearch in_utc()
{
    SlotSearch search;
    search.now = noon;
    search.own_offset = [](Instant) { return 0s; };
    return search;
}

} // namespace

TEST_CASE("a question wants an answer, an ok wants none", "[core]")
{
    std::vector log{message(noon, Channel::chat, Direction::out), message(noon + 60s, Channel::chat, Direction::in)};
    CHECK(remember(7.0, log).owed);
    log.back().acknowledgement = true;
    CHECK_FALSE(remember(7.0, log).owed);
}

TEST_CASE("an extreme of writing is cleared later than it is raised", "[core]")
{
    bool held = false;
    std::vector<Interaction> log;
    for (int week = 0; week < 12; ++week) {
        log.push_back(message(noon + days{7 * week}, Channel::letter, Direction::out));
        const Memory memory = remember(7.0, log);
        const Instant now = log.back().at + 1h;
        const int fresh = blend::blend(memory, weekly(), {}, now).extreme;
        const int kept = blend::blend(memory, weekly(), {}, now, -1).extreme;
        CHECK(kept <= fresh);
        held = held || kept < fresh;
    }
    CHECK(held);
}

TEST_CASE("of two people with the same reason the one with the smaller id is named", "[core]")
{
    const Memory memory = remember(7.0, std::vector{message(noon, Channel::phone, Direction::mutual)});
    const Instant now = noon + days{60};
    const std::vector<Candidate> people{{"b", weekly(), memory, {}}, {"a", weekly(), memory, {}}};
    const auto chosen = choose(people, now, {}, {}, 12, day_of(now, 0s));
    REQUIRE(chosen.size() == 1);
    CHECK(people[chosen.front().index].id == "a");
}

TEST_CASE("a meeting may end when waking hours end", "[core]")
{
    SlotSearch search = in_utc();
    search.waking = {9, 10};
    search.length = 60min;
    const auto slot = suggest_slot(search);
    REQUIRE(slot);
    CHECK(*slot == sys_days{2026y / November / 3} + 9h);
}

TEST_CASE("a slot may lie before what is busy", "[core]")
{
    SlotSearch search = in_utc();
    const std::vector<Busy> later{{noon + 2h, noon + days{30}}};
    search.busy = later;
    const auto slot = suggest_slot(search);
    REQUIRE(slot);
    CHECK(*slot + search.length <= noon + 2h);
}

TEST_CASE("a life that can only be written is balanced by definition", "[core]")
{
    std::vector<Interaction> log;
    for (int day = 0; day < 10; ++day) log.push_back(message(noon + days{day}, Channel::phone, Direction::mutual));
    const Memory memory = remember(7.0, log);
    const Wishes wishes = weekly();
    const std::vector<Tie> ties{{memory, wishes}};
    const Instant now = noon + days{10};
    Limits own;
    CHECK(life(ties, own, now).score < 1.0);
    for (const Mode mode : {Mode::meet, Mode::video, Mode::call}) own[mode] = 0.0;
    CHECK(life(ties, own, now).score == 1.0);
    CHECK(life(ties, own, now).mean_contact_score == 1.0);
    CHECK(life(ties, own, now).extreme == 0);
}

TEST_CASE("a suggested length grows with the silence, and has an end", "[nudge]")
{
    CHECK(suggested_length(Mode::call, 0, 30) == traits(Mode::call).length);
    CHECK(suggested_length(Mode::call, 30, 30) == traits(Mode::call).length);
    CHECK(suggested_length(Mode::call, 60, 30) > traits(Mode::call).length);
    CHECK(suggested_length(Mode::call, 240, 30) > suggested_length(Mode::call, 60, 30));
    CHECK(suggested_length(Mode::call, 1e9, 30) == 2 * traits(Mode::call).length);
    CHECK(suggested_length(Mode::call, 100, 0) == traits(Mode::call).length);
    CHECK(suggested_length(Mode::meet, 77, 13).count() % 5 == 0);
}

TEST_CASE("a mode for which there is no time this week is not chosen, and moves no target", "[nudge]")
{
    Candidate amma{.id = "1", .wishes = {.cadence_days = 7, .talk_every_days = 7}};
    amma.wishes.added = noon - days{60};
    Policy policy{.per_day = 1, .explore = false};
    const auto chosen = [&](const Sent& sent) { return choose(std::array{amma}, noon, policy, {}, 12, Day{}, sent); };
    const auto first = chosen({});
    REQUIRE(first.size() == 1);
    policy.capacity.at(static_cast<std::size_t>(first[0].mode)) = 1;
    CHECK(chosen({}) == first);
    Sent used;
    used.by_mode.at(static_cast<std::size_t>(first[0].mode)) = 1;
    const auto second = chosen(used);
    REQUIRE(second.size() == 1);
    CHECK(second[0].mode != first[0].mode);
    CHECK(is_synchronous(second[0].mode)); // the talk clock is due: writing more is no answer
    for (const Mode mode : {Mode::meet, Mode::video, Mode::call})
        policy.capacity.at(static_cast<std::size_t>(mode)) = 0;
    CHECK(chosen({}).empty());
}
