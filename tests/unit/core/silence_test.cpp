// Which silences had nearly run out when somebody ended them.

#include "daemon/core/memory.hpp"
#include "daemon/core/silence.hpp"
#include "tests/property/random_log.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace blend;

namespace {

Day day(const char* text) { return parse_iso_day(text).value(); }

Interaction contact(Channel channel, const char* on, Direction direction = Direction::out)
{
    Interaction each;
    each.at = Instant{day(on).time_since_epoch()} + std::chrono::hours{10};
    each.channel = channel;
    each.direction = direction;
    each.key = static_cast<std::uint64_t>(each.at.time_since_epoch().count());
    return each;
}

/// Of week 47 of 2026.
std::optional<EndedSilence> ended(const std::vector<Interaction>& log, const Wishes& wishes = {})
{
    return ended_silence(log, wishes, {}, day("2026-11-16"), day("2026-11-22"));
}

} // namespace

TEST_CASE("a call after 28 of 30 quiet days is worth a word, one after 23 is not", "[silence]")
{
    const auto held = ended({contact(Channel::chat, "2026-10-22"), contact(Channel::phone, "2026-11-19")});
    REQUIRE(held);
    CHECK(held->quiet_days == 28);
    CHECK(held->day == day("2026-11-19"));
    CHECK(held_sentence(*held) == "28 of 30 quiet days, then you called on Thursday");
    CHECK(ended({contact(Channel::chat, "2026-10-26"), contact(Channel::phone, "2026-11-19")})->quiet_days == 24);
    CHECK_FALSE(ended({contact(Channel::chat, "2026-10-27"), contact(Channel::phone, "2026-11-19")}));
}

TEST_CASE("noise, a ring, a reaction and a crowd end no silence", "[silence]")
{
    const Interaction before = contact(Channel::chat, "2026-10-22");
    Interaction newsletter = contact(Channel::email, "2026-11-17", Direction::in);
    newsletter.automated = true;
    Interaction forward = contact(Channel::chat, "2026-11-17", Direction::in);
    forward.forward = Forward::bare;
    Interaction crowd = contact(Channel::chat, "2026-11-17");
    crowd.others = 9;
    const Interaction ring = contact(Channel::missed_call, "2026-11-17");
    const Interaction thumb = contact(Channel::reaction, "2026-11-17", Direction::in);
    for (const Interaction& each : {newsletter, forward, crowd, ring, thumb}) {
        CHECK_FALSE(ended({before, each}));
        const auto held = ended({before, each, contact(Channel::phone, "2026-11-19")});
        REQUIRE(held);
        CHECK(held->quiet_days == 28);
    }
}

TEST_CASE("only talking ends the time without a talk, and only where talking is possible", "[silence]")
{
    Wishes wishes;
    wishes.talk_every_days = 30.0;
    const std::vector<Interaction> log{contact(Channel::in_person, "2026-10-20"), contact(Channel::chat, "2026-11-10"),
                                       contact(Channel::chat, "2026-11-15"), contact(Channel::chat, "2026-11-17"),
                                       contact(Channel::video, "2026-11-18", Direction::in)};
    const auto held = ended(log, wishes);
    REQUIRE(held);
    CHECK(held->kind == SilenceKind::talk);
    CHECK(held_sentence(*held) == "29 of 30 days without a talk, then they called by video on Wednesday");
    CHECK_FALSE(ended({log.begin(), log.end() - 1}, wishes));
    for (const Mode mode : {Mode::meet, Mode::video, Mode::call}) wishes.limits[mode] = 0.0;
    CHECK_FALSE(ended(log, wishes));
}

TEST_CASE("a silence that ended in another week, or that is still running, is not this week's", "[silence]")
{
    const Interaction before = contact(Channel::chat, "2026-10-17");
    CHECK_FALSE(ended({before, contact(Channel::phone, "2026-11-15")}));
    CHECK_FALSE(ended({before, contact(Channel::phone, "2026-11-23")}));
    CHECK_FALSE(ended({before}));
    CHECK_FALSE(ended({contact(Channel::phone, "2026-11-19")}));
}

TEST_CASE("past the wished days the sentence counts no wish", "[silence]")
{
    const auto held =
        ended({contact(Channel::chat, "2026-10-01"), contact(Channel::in_person, "2026-11-22", Direction::mutual)});
    REQUIRE(held);
    CHECK(held->run() > 1.0);
    CHECK(held_sentence(*held) == "52 quiet days, then you met on Sunday");
}

TEST_CASE("whatever the log, what the roll-up proves to be a contact is one", "[silence]")
{
    property::Random random{4};
    int proofs = 0;
    for (int round = 0; round < 300; ++round) {
        const auto log = property::random_log(random, 40, 60);
        struct Line {
            std::int64_t sessions{};
            double value{};
            bool contact{};
        };
        std::map<std::pair<Day, Channel>, Line> roll_up;
        Memory memory = fresh_memory(30.0);
        for (const Interaction& each : log) {
            const auto before = memory.last_contact;
            const Growth growth = ingest(memory, each);
            Line& line = roll_up[{growth.day, growth.channel}];
            line.sessions += growth.new_session ? 1 : 0;
            line.value += growth.value;
            line.contact = line.contact || memory.last_contact != before || memory.last_contact == each.at;
        }
        for (const auto& [where, line] : roll_up) {
            if (!proves_contact(where.second, line.sessions, line.value)) continue;
            ++proofs;
            CHECK(line.contact);
        }
    }
    CHECK(proofs > 500);
}
