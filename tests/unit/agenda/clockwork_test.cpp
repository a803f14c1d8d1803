// A thread that does things when they are due, and nothing else. Its clock stands where the test puts it.

#include "daemon/agenda/clockwork.hpp"
#include "tests/unit/agenda/desk.hpp"

#include <atomic>

using namespace blend;
using namespace blend::agenda;

namespace {

/// Due every so many seconds of the desk's clock.
struct Bell {
    std::atomic<int> rung{0};
    std::atomic<int> looked{0};
    Instant next;
    Seconds every;

    Duty duty()
    {
        return {"bell",
                [this](App&, Instant) -> std::optional<Instant> {
                    ++looked;
                    return next;
                },
                [this](App&, Instant now) {
                    ++rung;
                    next = now + every;
                }};
    }
};

} // namespace

TEST_CASE("a duty is done when it is due, and once however much was missed", "[agenda]")
{
    Desk desk;
    Bell bell{.next = desk.now + std::chrono::hours{1}, .every = std::chrono::hours{1}};
    Clockwork clockwork{desk.app, {bell.duty()}};
    clockwork.settle();
    CHECK(bell.rung == 0);
    desk.now += std::chrono::hours{1};
    clockwork.settle();
    CHECK(bell.rung == 1);
    desk.now += std::chrono::hours{50};
    clockwork.settle();
    CHECK(bell.rung == 2);
}

TEST_CASE("a duty that makes another one due is followed by it", "[agenda]")
{
    Desk desk;
    std::atomic<bool> asked{false};
    std::atomic<bool> answered{false};
    const auto due_if = [](const std::atomic<bool>& flag) {
        return [&flag](App&, Instant now) { return flag ? std::optional{now} : std::nullopt; };
    };
    Bell bell{.next = desk.now, .every = std::chrono::hours{1}};
    Duty first = bell.duty();
    const auto ring = first.work;
    first.work = [&, ring](App& app, Instant now) {
        ring(app, now);
        asked = true;
    };
    Clockwork clockwork{desk.app,
                        {{"answer", due_if(asked),
                          [&](App&, Instant) {
                              asked = false;
                              answered = true;
                          }},
                         first}};
    clockwork.settle();
    CHECK(answered);
}

TEST_CASE("what fails rests for a minute and stops nothing else", "[agenda]")
{
    Desk desk;
    std::atomic<int> tried{0};
    Bell bell{.next = desk.now, .every = std::chrono::hours{1}};
    Clockwork clockwork{desk.app,
                        {{"broken", [](App&, Instant now) { return std::optional{now}; },
                          [&](App&, Instant) {
                              ++tried;
                              throw Problem{Problem::Kind::internal, "broken"};
                          }},
                         bell.duty()}};
    clockwork.settle();
    CHECK(tried == 1);
    CHECK(bell.rung == 1);
    clockwork.settle();
    CHECK(tried == 1);
    desk.now += std::chrono::minutes{1};
    clockwork.settle();
    CHECK(tried == 2);
}

TEST_CASE("a duty that stays due is not done again and again", "[agenda]")
{
    Desk desk;
    std::atomic<int> done{0};
    Clockwork clockwork{
        desk.app, {{"endless", [](App&, Instant now) { return std::optional{now}; }, [&](App&, Instant) { ++done; }}}};
    clockwork.settle();
    clockwork.settle();
    CHECK(done == 1);
}

TEST_CASE("nothing is looked at while nothing changes", "[agenda]")
{
    Desk desk;
    Bell bell{.next = desk.now + std::chrono::hours{1}, .every = std::chrono::hours{1}};
    Clockwork clockwork{desk.app, {bell.duty()}};
    clockwork.settle();
    const int looked = bell.looked;
    clockwork.settle(); // one look, because it was asked for
    CHECK(bell.looked == looked + 1);
}

TEST_CASE("it stops at once, also before it ever slept", "[agenda]")
{
    Desk desk;
    for (int round = 0; round < 20; ++round) {
        Bell bell{.next = desk.now + std::chrono::hours{1}, .every = std::chrono::hours{1}};
        Clockwork clockwork{desk.app, {bell.duty()}};
        if (round % 2 == 0) clockwork.settle();
    }
    SUCCEED();
}
