#include "daemon/intake/chats/slack.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "slack";

Context today(std::set<std::string> me = {})
{
    return context_of(std::move(me), *parse_rfc3339("2026-11-23T00:00:00Z"));
}

const Observation& at(const Recorder& talk, std::string_view when)
{
    for (const Observation& each : talk.observations)
        if (rfc3339(each.at) == when) return each;
    throw std::runtime_error{"nothing at " + std::string{when}};
}

std::map<std::string, std::string> two_people(const std::string& dms, const std::string& day)
{
    return {{"users.json", R"([{"id":"U1","profile":{"real_name":"Ann"}},{"id":"U2","profile":{"real_name":"Bo"}}])"},
            {"dms.json", dms},
            {"D0AAAAAAA/2025-01-01.json", day}};
}

} // namespace

TEST_CASE("a Slack export is one input, with every entry told once", "[slack]")
{
    const Recorder talk = read_with(slack, export_at(data), today());
    CHECK(talk.records == 10);
    CHECK(talk.cards.size() == 1);
    CHECK(talk.skipped(Skip::system) == 3);
    CHECK(talk.skipped(Skip::bot) == 4); // one of them stands in a channel that is not the owner's
    CHECK(talk.skipped(Skip::no_counterpart) == 1);
    CHECK(talk.skipped(Skip::no_date) == 1);
    CHECK(talk.skipped(Skip::note_to_self) == 1);
    CHECK(talk.skipped(Skip::crowd) == 1);
    CHECK(talk.read() == 22);
    CHECK(talk.consumed > 1000);
}

TEST_CASE("who is in every direct message is the owner", "[slack]")
{
    const Recorder talk = read_with(slack, export_at(data), today());
    REQUIRE(talk.owners.size() == 1);
    CHECK(talk.owners[0].handle == Handle{HandleKind::slack, "U0NOOR"});
    CHECK(talk.owners[0].name == "Noor Haddad");
}

TEST_CASE("where direct messages leave two possible owners, the export asks", "[slack]")
{
    const auto files = two_people(R"([{"id":"D0AAAAAAA","members":["U1","U2"]}])",
                                  R"([{"type":"message","user":"U1","text":"hi","ts":"1735732800.000100"}])");
    CHECK_THROWS_AS(read_with(slack, export_of(files), today()), UnknownOwner);
    for (const char* me : {"u1", "ann"}) {
        const Recorder talk = read_with(slack, export_of(files), today({me}));
        CHECK(talk.only().direction == Direction::out);
        CHECK(talk.only().parties.front().handle.value == "U2");
    }
}

TEST_CASE("messages say who, which way and how many words", "[slack]")
{
    const Recorder talk = read_with(slack, export_at(data), today());
    const Observation& asked = at(talk, "2025-03-03T09:00:00Z");
    CHECK(asked.direction == Direction::in);
    CHECK(asked.parties.front().handle == Handle{HandleKind::slack, "U0MARA"});
    CHECK(asked.parties.front().name == "Mara Lund");
    CHECK(asked.size == 6.0);
    CHECK(asked.source_key == "slack:D0MARA001:1740992400.000100");
    CHECK(asked.zoned);
    const Observation& thumb = at(talk, "2025-03-03T09:01:00Z");
    CHECK(thumb.direction == Direction::out);
    CHECK(thumb.acknowledgement);
    CHECK(at(talk, "2025-03-03T09:02:00Z").size == 4.0);
    const Observation& voice = at(talk, "2025-03-03T09:04:00Z");
    CHECK(voice.channel == Channel::voice_message);
    CHECK(voice.size == 1.5);
}

TEST_CASE("a group reaches everybody in it, and a crowd nobody", "[slack]")
{
    const Recorder talk = read_with(slack, export_at(data), today());
    const Observation& asked = at(talk, "2025-03-05T09:00:00Z");
    CHECK(asked.parties.size() == 2);
    CHECK(asked.others == 2);
    CHECK(at(talk, "2025-03-05T09:01:00Z").others == 2);
    CHECK(at(talk, "2025-03-05T09:00:30Z").others == 2); // a bot is nobody
    const Observation& stranger = at(talk, "2025-03-05T09:01:50Z");
    CHECK(stranger.others == 399);
    CHECK(stranger.parties.front().name == "Far Away");
}

TEST_CASE("a huddle is a call with its length, and a ring when nobody else came", "[slack]")
{
    const Recorder talk = read_with(slack, export_at(data), today());
    const Observation& huddle = at(talk, "2025-03-04T09:00:00Z");
    CHECK(huddle.channel == Channel::video);
    CHECK(huddle.call);
    CHECK(huddle.size == 25.0);
    CHECK(huddle.direction == Direction::out);
    CHECK(huddle.parties.size() == 1);
    const Observation& missed = at(talk, "2025-03-04T10:00:00Z");
    CHECK(missed.channel == Channel::missed_call);
    CHECK(missed.direction == Direction::in);
    CHECK_FALSE(missed.size);
    CHECK(missed.parties.front().handle.value == "U0MARA");
}

TEST_CASE("mail addresses of those one writes with are cards", "[slack]")
{
    const Recorder talk = read_with(slack, export_at(data), today());
    REQUIRE(talk.cards.size() == 1);
    CHECK(talk.cards[0].name == "Mara Lund");
    REQUIRE(talk.cards[0].handles.size() == 2);
    CHECK(talk.cards[0].handles[0].handle == Handle{HandleKind::email, "mara@studio.example"});
    CHECK(talk.cards[0].handles[1].handle == Handle{HandleKind::slack, "U0MARA"});
}

TEST_CASE("one bad file of a Slack export costs only itself", "[slack]")
{
    auto files = two_people(R"([{"id":"D0AAAAAAA","members":["U1","U2"]},{"id":"D0SELF000","members":["U1"]}])",
                            R"([{"type":"message","user":"U1","text":"hi","ts":"1735732800.000100"},)");
    files["D0AAAAAAA/2025-01-02.json"] = R"([{"type":"message","user":"U2","text":"ho","ts":"1735819200.000100"}])";
    files["D0AAAAAAA/2025-01-03.json"] = "\xFF not json at all";
    const Recorder talk = read_with(slack, export_of(files), today());
    CHECK(talk.records == 2);
    CHECK_FALSE(talk.warnings.empty());
}

TEST_CASE("files of other programs beside a Slack export are left alone", "[slack]")
{
    const std::vector<std::string> names{"a/result.json", "a/users.json", "general/2025-01-01.json", "channels.json",
                                         "users.json"};
    std::vector<std::string> sorted = names;
    std::sort(sorted.begin(), sorted.end());
    CHECK(slack.home("users.json", sorted) == "");
    CHECK(slack.home("general/2025-01-01.json", sorted) == "");
    CHECK_FALSE(slack.home("a/users.json", sorted));
    CHECK_FALSE(slack.home("a/result.json", sorted));
    CHECK_FALSE(slack.home("2025-01-01.json", sorted));
}
