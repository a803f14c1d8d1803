#include "daemon/core/explain.hpp"
#include "tests/property/random_log.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace {

using namespace blend;
using namespace blend::property;
using namespace std::chrono_literals;

Interaction message(Instant at, Channel channel, Direction direction)
{
    Interaction each;
    each.at = at;
    each.channel = channel;
    each.direction = direction;
    return each;
}

} // namespace

TEST_CASE("the rows of an explanation add up to its sums, and those to the model's, as of any date", "[core][property]")
{
    Random random{40};
    for (int trial = 0; trial < 400; ++trial) {
        std::vector<Interaction> log = random_log(random, random.below(60));
        const Wishes wishes = random_wishes(random);
        const Limits own = random_limits(random);
        const Instant as_of = first_day + Seconds{random.below(300 * 86400)};
        const auto limit = static_cast<std::size_t>(random.below(30));

        const Explained told = explain(log, wishes, own, as_of, limit);
        double sync = 0.0;
        double async = 0.0;
        int interactions = 0;
        for (const ExplainedSession& row : told.rows) {
            sync += row.sync;
            async += row.async;
            interactions += row.count;
            REQUIRE(row.weight >= 0.0);
            REQUIRE(row.weight <= 1.0 + 1e-12);
            REQUIRE(row.sync + row.async == Approx(row.value * row.weight).margin(1e-9));
        }
        REQUIRE(told.sync_sum == Approx(sync).margin(1e-9));
        REQUIRE(told.async_sum == Approx(async).margin(1e-9));

        std::erase_if(log, [&](const Interaction& each) { return each.at > as_of; });
        REQUIRE(interactions + told.noise == static_cast<int>(log.size()));
        const Memory memory = remember(wishes.cadence_days, log);
        REQUIRE(told.noise == memory.noise);
        REQUIRE(told.sync_sum == Approx(memory.sync.left(as_of)).margin(1e-9));
        REQUIRE(told.async_sum == Approx(memory.async.left(as_of)).margin(1e-9));
        const Blend blended = blend::blend(memory, wishes, own, as_of);
        REQUIRE(told.share == Approx(blended.share).margin(1e-9));
        REQUIRE(told.target == blended.target);
    }
}

TEST_CASE("an explanation lists the newest sessions first and folds the older ones", "[core][property]")
{
    Random random{41};
    for (int trial = 0; trial < 100; ++trial) {
        std::vector<Interaction> log = random_log(random, 50);
        const Instant as_of = after(log, random);
        const Explained all = explain(log, {}, {}, as_of, 1000);
        const Explained few = explain(log, {}, {}, as_of, 5);
        REQUIRE(all.others == 0);
        REQUIRE(std::is_sorted(all.rows.begin(), all.rows.end(),
                               [](const auto& a, const auto& b) { return a.start > b.start; }));
        REQUIRE(few.rows.size() == 6);
        REQUIRE(few.others == static_cast<int>(all.rows.size()) - 5);
        REQUIRE_FALSE(few.rows.back().channel);
        REQUIRE(few.sync_sum == Approx(all.sync_sum).margin(1e-9));

        random.shuffle(log);
        const Explained shuffled = explain(log, {}, {}, as_of, 1000);
        REQUIRE(shuffled.share == all.share);
    }
}

TEST_CASE("a row says why it counts less", "[core]")
{
    const auto note_of = [](const std::vector<Interaction>& log) {
        const Explained told = explain(log, {}, {}, first_day + 30h, 10);
        REQUIRE(told.rows.size() == 1);
        return told.rows.front().note;
    };
    Interaction chat = message(first_day, Channel::chat, Direction::out);
    CHECK(note_of({chat}) == "one-way");
    CHECK(note_of({chat, message(first_day + 60s, Channel::chat, Direction::in)}).empty());

    chat.acknowledgement = true;
    CHECK(note_of({chat}) == "only an ok, one-way");

    Interaction visit = message(first_day, Channel::in_person, Direction::mutual);
    CHECK(note_of({visit}).empty());
    visit.others = 3;
    CHECK(note_of({visit}) == "3 others");

    Interaction mail = message(first_day, Channel::email, Direction::in);
    mail.forward = Forward::commented;
    CHECK(note_of({mail}) == "forwarded");
    CHECK(note_of({message(first_day, Channel::missed_call, Direction::in)}) == "an attempt");
}

TEST_CASE("a size is shown only when a record said it", "[core]")
{
    Interaction call = message(first_day, Channel::phone, Direction::mutual);
    CHECK_FALSE(explain(std::vector{call}, {}, {}, first_day + 1h, 10).rows.front().size);
    call.size = 12.0;
    CHECK(explain(std::vector{call}, {}, {}, first_day + 1h, 10).rows.front().size == 12.0);
}
