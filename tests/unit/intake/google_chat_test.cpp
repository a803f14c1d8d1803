// There is no public sample of these exports: their fixtures were written from the description of the formats.

#include "daemon/intake/chats/google_chat.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data";

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

} // namespace

TEST_CASE("Google Chat is one export, with every message told once", "[google]")
{
    const Recorder talk = read_with(google_chat, export_at(data / "google-chat"), today());
    CHECK(talk.read() == 10);
    CHECK(talk.records == 6);
    CHECK(talk.skipped(Skip::unsent) == 1);
    CHECK(talk.skipped(Skip::bot) == 1);
    CHECK(talk.skipped(Skip::no_date) == 1);
    CHECK(talk.skipped(Skip::system) == 1);
    CHECK(talk.warnings.size() == 1);
    REQUIRE(talk.owners.size() == 1);
    CHECK(talk.owners[0].handle == Handle{HandleKind::email, "noor@example.org"});
}

TEST_CASE("people of Google Chat are known by their mail address", "[google]")
{
    const Recorder talk = read_with(google_chat, export_at(data / "google-chat"), today());
    const Observation& asked = at(talk, "2016-11-03T11:59:50Z");
    CHECK(asked.zoned);
    CHECK(asked.direction == Direction::in);
    CHECK(asked.parties.front().handle == Handle{HandleKind::email, "Ilse@example.org"});
    CHECK(asked.size == 5.0);
    CHECK(asked.source_key == "google-chat:k1/t1/m1");
    const Observation& agreed = at(talk, "2016-11-03T12:05:00Z");
    CHECK(agreed.direction == Direction::out);
    CHECK(agreed.acknowledgement);
    CHECK(at(talk, "2016-11-03T13:00:00Z").size == 0.0);
    const Observation& group = at(talk, "2016-11-04T09:00:00Z");
    CHECK(group.parties.size() == 2);
    CHECK(group.others == 2);
}

TEST_CASE("messages of Google Chat without ids are told apart", "[google]")
{
    const Recorder talk = read_with(google_chat, export_at(data / "google-chat"), today());
    std::set<std::string> keys;
    for (const Observation& each : talk.observations) keys.insert(each.source_key);
    CHECK(keys.size() == talk.records);

    // A, B and A again within a second.
    std::string messages;
    for (const char* text : {"yes", "no", "yes"})
        messages += std::string{messages.empty() ? "" : ","} +
                    R"({"creator":{"name":"Ilse","email":"ilse@example.org"},"created_date":)" +
                    R"("Thursday, November 3, 2016 at 11:59:50 AM UTC","text":")" + text + R"(","topic_id":"t1"})";
    const Recorder second = read_with(google_chat, input_of_text(R"({"messages":[)" + messages + "]}", "messages.json"),
                                      today({"noor@example.org"}));
    std::set<std::string> alike;
    for (const Observation& each : second.observations) alike.insert(each.source_key);
    CHECK(alike.size() == 3);
}

TEST_CASE("one conversation alone asks who the owner is", "[google]")
{
    const Input alone = input_of_file(data / "google-chat/Google Chat/Groups/DM k1/messages.json");
    CHECK(google_chat.sniff(alone, head_of(alone)) >= 90);
    CHECK_THROWS_AS(read_with(google_chat, alone, today()), Problem);
    const Recorder talk = read_with(google_chat, alone, today({"noor@example.org"}));
    CHECK(talk.records == 3);
    CHECK(at(talk, "2016-11-03T12:05:00Z").parties.front().handle.value == "Ilse@example.org");
}

TEST_CASE("Google Chat's files are known by where they lie", "[google]")
{
    std::vector<std::string> names{"Takeout/Google Chat/Groups/DM a/messages.json",
                                   "Takeout/Google Chat/Groups/x/group_info.json",
                                   "Takeout/Google Chat/Groups/x/messages.json",
                                   "Takeout/Google Chat/Users/User 1/user_info.json", "Takeout/Other/messages.json"};
    for (std::size_t each = 0; each < 4; ++each) CHECK(google_chat.home(names[each], names) == "Takeout/Google Chat/");
    CHECK_FALSE(google_chat.home(names[4], names));
    CHECK_FALSE(google_chat.home("messages.json", names));
}

TEST_CASE("Hangouts says who, which way and how long", "[google]")
{
    const Input input = input_of_file(data / "hangouts/Hangouts.json");
    CHECK(hangouts.sniff(input, head_of(input)) >= 90);
    const Recorder talk = read_with(hangouts, input, today());
    CHECK(talk.read() == 7);
    CHECK(talk.records == 4);
    CHECK(talk.skipped(Skip::system) == 2);
    CHECK(talk.skipped(Skip::no_date) == 1);
    REQUIRE(talk.owners.size() == 1);
    CHECK(talk.owners[0].handle == Handle{HandleKind::google, "100"});
    const Observation& asked = at(talk, "2014-05-13T16:53:20Z");
    CHECK(asked.size == 3.0);
    CHECK(asked.parties.front().name == "Ilse Berg");
    CHECK(at(talk, "2014-05-13T16:54:20Z").direction == Direction::out);
    const Observation& call = at(talk, "2014-05-13T16:55:20Z");
    CHECK(call.channel == Channel::video);
    CHECK(call.size == 20.0);
    CHECK(call.direction == Direction::out);
    const Observation& text = at(talk, "2014-05-13T17:43:20Z");
    CHECK(text.channel == Channel::sms);
    CHECK(text.parties.front().handle == Handle{HandleKind::phone, "+4915700000002"});
}
