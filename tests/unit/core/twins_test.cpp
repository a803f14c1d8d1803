// The same thing told twice counts once, whoever comes first.

#include "daemon/core/twins.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>

using namespace blend;
using namespace std::chrono_literals;

namespace {

constexpr Instant noon{Seconds{1'795'435'200}};

enum Source : unsigned { phone, whatsapp, own_log, calendar };

Told told(Source source, Seconds after, Channel channel, std::optional<double> size,
          Direction direction = Direction::mutual)
{
    Interaction what{.at = noon + after, .channel = channel, .direction = direction, .size = size};
    what.key = static_cast<std::uint64_t>(after.count() * 10 + source + 1);
    const Telling telling = source == calendar  ? Telling::foreseen
                            : source == own_log ? Telling::remembered
                                                : Telling::measured;
    return {what, source, telling, false};
}

std::size_t things(const std::vector<Told>& records)
{
    const auto standing = standing_for(records);
    std::size_t count = 0;
    for (std::size_t index = 0; index < standing.size(); ++index) {
        CHECK(standing[standing[index]] == standing[index]);
        if (standing[index] == index) ++count;
    }
    return count;
}

/// Which record stands for which, by their keys.
std::map<std::uint64_t, std::uint64_t> by_key(const std::vector<Told>& records)
{
    std::map<std::uint64_t, std::uint64_t> keys;
    const auto standing = standing_for(records);
    for (std::size_t index = 0; index < records.size(); ++index)
        keys[records[index].interaction.key] = records[standing[index]].interaction.key;
    return keys;
}

} // namespace

TEST_CASE("a call in two lists is one call, and the device's list stands before the log and the calendar", "[core]")
{
    const std::vector<Told> records{told(calendar, 0s, Channel::phone, 30), told(own_log, 2min, Channel::phone, 20),
                                    told(whatsapp, 5min, Channel::video, 18)};
    CHECK(things(records) == 1);
    CHECK(standing_for(records)[0] == 2);
}

TEST_CASE("talks one after the other are two, however near", "[core]")
{
    CHECK(things({told(phone, 0s, Channel::phone, 10), told(whatsapp, 10min, Channel::phone, 5)}) == 2);
    CHECK(things({told(phone, 0s, Channel::phone, 10), told(whatsapp, 9min, Channel::phone, 5)}) == 1);
}

TEST_CASE("a talk of unknown length lasts as long as the model takes it to, and none lasts longer than a day", "[core]")
{
    CHECK(things({told(phone, 0s, Channel::phone, {}), told(own_log, 9min, Channel::phone, 5)}) == 1);
    CHECK(things({told(phone, 0s, Channel::phone, {}), told(own_log, 11min, Channel::phone, 5)}) == 2);
    CHECK(things({told(phone, 0s, Channel::phone, 1e12), told(own_log, 25h, Channel::phone, 5)}) == 2);
    CHECK(things({told(phone, 0s, Channel::phone, 0), told(own_log, 0s, Channel::phone, 0)}) == 1);
}

TEST_CASE("somebody at the door who rings is no second visit, and the visit is no call", "[core]")
{
    CHECK(things({told(phone, 5min, Channel::phone, 1), told(own_log, 0s, Channel::in_person, 180)}) == 2);
    CHECK(things({told(phone, 2min, Channel::phone, 25), told(calendar, 0s, Channel::in_person, 30)}) == 1);
}

TEST_CASE("one source never tells the same thing twice", "[core]")
{
    CHECK(things({told(phone, 0s, Channel::phone, 20), told(phone, 5min, Channel::phone, 20)}) == 2);
    // Two calls within one hour of the calendar: the hour goes to the one that began nearer to it.
    const std::vector<Told> hour{told(phone, 5min, Channel::phone, 10), told(phone, 30min, Channel::phone, 10),
                                 told(calendar, 0s, Channel::phone, 60)};
    CHECK(things(hour) == 2);
    CHECK(standing_for(hour)[2] == 0);
}

TEST_CASE("missed calls are one within two minutes, and never a call that was answered", "[core]")
{
    const auto missed = [](Source source, Seconds after, Direction direction) {
        return told(source, after, Channel::missed_call, {}, direction);
    };
    CHECK(things({missed(phone, 0s, Direction::in), missed(whatsapp, 2min, Direction::in)}) == 1);
    CHECK(things({missed(phone, 0s, Direction::in), missed(whatsapp, 121s, Direction::in)}) == 2);
    CHECK(things({missed(phone, 0s, Direction::in), missed(whatsapp, 0s, Direction::out)}) == 2);
    CHECK(things({missed(phone, 0s, Direction::in), told(whatsapp, 0s, Channel::phone, 10)}) == 2);
}

TEST_CASE("a message in two archives is one when time, way, direction and size agree", "[core]")
{
    const auto sent = [](Source source, Seconds after, Channel channel, std::optional<double> size) {
        return told(source, after, channel, size, Direction::out);
    };
    CHECK(things({sent(phone, 0s, Channel::sms, 8), sent(whatsapp, 2s, Channel::chat, 8)}) == 1);
    CHECK(things({sent(phone, 0s, Channel::email, {}), sent(whatsapp, 1s, Channel::email, 80)}) == 1);
    CHECK(things({sent(phone, 0s, Channel::sms, 8), sent(whatsapp, 3s, Channel::chat, 8)}) == 2);
    CHECK(things({sent(phone, 0s, Channel::sms, 8), sent(whatsapp, 0s, Channel::chat, 9)}) == 2);
    CHECK(things({sent(phone, 0s, Channel::sms, 8), sent(whatsapp, 0s, Channel::email, 8)}) == 2);
    CHECK(things({sent(phone, 0s, Channel::sms, 8), told(whatsapp, 0s, Channel::sms, 8, Direction::in)}) == 2);
}

TEST_CASE("what stands takes from the others what it does not know", "[core]")
{
    Interaction known{.size = 5};
    complete(known, {.size = 9});
    CHECK(known.size == 5);
    Interaction unknown{};
    complete(unknown, {.size = 9});
    CHECK(unknown.size == 9);
}

TEST_CASE("what the owner keeps apart joins nothing and draws nothing", "[core]")
{
    std::vector<Told> records{told(phone, 0s, Channel::phone, 20), told(whatsapp, 0s, Channel::phone, 20),
                              told(calendar, 0s, Channel::phone, 20)};
    records[1].apart = true;
    CHECK(things(records) == 2);
    CHECK(standing_for(records)[2] == 0);
}

TEST_CASE("any order of any records gives the same things", "[core]")
{
    std::mt19937 chance{7};
    for (int round = 0; round < 200; ++round) {
        std::vector<Told> records;
        for (int index = 0; index < 40; ++index) {
            auto each = told(static_cast<Source>(chance() % 4), Seconds{chance() % 7200},
                             static_cast<Channel>(chance() % 10), {}, static_cast<Direction>(chance() % 3));
            if (chance() % 2 == 0) each.interaction.size = static_cast<double>(chance() % 40);
            each.interaction.key = static_cast<std::uint64_t>(index);
            each.apart = chance() % 20 == 0;
            records.push_back(each);
        }
        const auto first = by_key(records);
        std::shuffle(records.begin(), records.end(), chance);
        REQUIRE(by_key(records) == first);
    }
}

TEST_CASE("nothing begins beyond the reach of a record and is the same thing", "[core]")
{
    std::mt19937 chance{8};
    for (int round = 0; round < 20'000; ++round) {
        Interaction a{.at = noon, .channel = static_cast<Channel>(chance() % 10)};
        Interaction b{.at = noon + Seconds{chance() % 200'000}, .channel = static_cast<Channel>(chance() % 10)};
        if (chance() % 2 == 0) a.size = static_cast<double>(chance() % 3000);
        if (chance() % 2 == 0) b.size = static_cast<double>(chance() % 3000);
        CHECK(same_thing(a, b) == same_thing(b, a));
        if (b.at > a.at + reach(a)) CHECK_FALSE(same_thing(a, b));
        CHECK(reach(a) <= longest_reach);
    }
}
