#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/discord.hpp"
#include "tests/unit/intake/desk.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "discord";

Context nobody()
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    return context;
}

const Observation& with_key(const Recorder& recorder, std::string_view key)
{
    for (const Observation& each : recorder.observations)
        if (each.source_key == key) return each;
    throw std::runtime_error{"no record " + std::string{key}};
}

} // namespace

TEST_CASE("a package holds what the owner wrote, to whom its channels say", "[discord]")
{
    const Recorder all = read_with(discord, export_at(data / "package"), nobody());
    CHECK(all.read() == 6);
    CHECK(all.records == 3);
    CHECK(all.skipped(Skip::no_date) == 1);
    CHECK(all.skipped(Skip::bot) == 1);
    CHECK(all.skipped(Skip::no_counterpart) == 1);
    CHECK(all.owners.at(0).handle == Handle{HandleKind::discord, "300000000000000009"});

    const Observation& direct = with_key(all, "discord:900000000000000001:1183577100123456789");
    CHECK(rfc3339(direct.at) == "2023-12-11T02:01:09Z");
    CHECK(direct.zoned);
    CHECK(direct.direction == Direction::out);
    CHECK(direct.parties.at(0).handle == Handle{HandleKind::discord, "9007199254740993"});
    CHECK(direct.parties.at(0).name == "ilse");
    CHECK(direct.size == 4.0);
}

TEST_CASE("tables of old packages have times with and without fractions and offsets", "[discord]")
{
    const Recorder all = read_with(discord, export_at(data / "package"), nobody());
    const Observation& lines = with_key(all, "discord:900000000000000002:1");
    CHECK(rfc3339(lines.at) == "2022-03-01T18:22:10Z");
    CHECK(lines.others == 2);
    CHECK(lines.parties.size() == 2);
    CHECK(lines.parties.at(0).name == "tom");
    CHECK(rfc3339(with_key(all, "discord:900000000000000002:2").at) == "2022-03-01T18:22:11Z");
}

TEST_CASE("channels with shortened numbers belong to the messages they lie in", "[discord]")
{
    const std::map<std::string, std::string> files{
        {"Messages/c123/channel.json", R"({"id":"123","type":"DM","recipients":["7","8"]})"},
        {"Messages/c123/messages.json",
         R"([{"ID":1,"Timestamp":"2023-12-11 02:01:09","Contents":"hi","Attachments":""}])"},
        {"Account/user.json", R"({"id":"8","username":"noor"})"}};
    const Recorder all = read_with(discord, export_of(files), nobody());
    CHECK(all.only().parties.at(0).handle.value == "7");
    CHECK_FALSE(discord.home("photos/c123/messages.json", {}));
    CHECK_FALSE(discord.home("Messages/c/messages.json", {}));
    CHECK_FALSE(discord.home("c123/messages.json", {}));
}

TEST_CASE("saved chats in one folder tell together who the owner is", "[discord]")
{
    const Recorder all = read_with(discord, export_at(data / "chats"), nobody());
    CHECK(all.read() == 9);
    CHECK(all.records == 6);
    CHECK(all.skipped(Skip::system) == 1);
    CHECK(all.skipped(Skip::bot) == 2);
    REQUIRE(all.owners.size() == 1);
    CHECK(all.owners[0].name == "Noor");
    const Observation& reply = with_key(all, "discord:900000000000000001:12");
    CHECK(rfc3339(reply.at) == "2020-07-17T17:03:14Z");
    CHECK(reply.direction == Direction::out);
    CHECK(reply.acknowledgement);
    CHECK(reply.parties.at(0).handle.value == "9007199254740993");
    const Observation& call = with_key(all, "discord:900000000000000001:13");
    CHECK(call.channel == Channel::phone);
    CHECK(call.size == 30.0);
    const Observation& group = with_key(all, "discord:900000000000000002:23");
    CHECK(group.parties.size() == 2);
    CHECK(group.others == 2);
}

TEST_CASE("a saved group alone asks who the owner is", "[discord]")
{
    const Input group = input_of_file(data / "chats" / "Direct Messages - Group - Garden [900000000000000002].json");
    CHECK(discord.sniff(group, head_of(group)) == 95);
    CHECK_THROWS_AS(read_with(discord, group, nobody()), UnknownOwner);
}

TEST_CASE("Discord's exports that were read add nothing the second time", "[discord]")
{
    Desk desk;
    CHECK(desk.import({data / "package"}).files.at(0).counts.stored == 3);
    CHECK(desk.import({data / "package"}).files.at(0).counts.duplicate == 3);
    CHECK(desk.import({data / "chats"}).files.at(0).counts.stored == 6);
    CHECK(desk.import({data / "chats"}).files.at(0).counts.stored == 0);
}
