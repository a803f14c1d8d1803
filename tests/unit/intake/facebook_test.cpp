#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/facebook.hpp"
#include "tests/unit/intake/desk.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data";

Context nobody()
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    return context;
}

const Observation& at(const Recorder& recorder, std::string_view moment)
{
    for (const Observation& each : recorder.observations)
        if (rfc3339(each.at) == moment) return each;
    throw std::runtime_error{"nothing at " + std::string{moment}};
}

std::string thread(const std::string& messages, const std::string& title = "Ilse")
{
    return R"({"participants":[{"name":"Ilse"},{"name":"Noor"}],"messages":[)" + messages + R"(],"title":")" + title +
           R"(","thread_path":"inbox/ilse_1"})";
}

Recorder read_text(const std::string& text)
{
    return read_with(facebook, input_of_text(text, "message_1.json"), nobody());
}

} // namespace

TEST_CASE("an export of Facebook is one input, and its profile says who the owner is", "[facebook]")
{
    const Recorder all = read_with(facebook, export_at(data / "facebook"), nobody());
    CHECK(all.read() == 19);
    CHECK(all.records == 11);
    CHECK(all.skipped(Skip::reaction) == 1);
    CHECK(all.skipped(Skip::unsent) == 2);
    CHECK(all.skipped(Skip::system) == 3);
    CHECK(all.skipped(Skip::no_date) == 1);
    CHECK(all.skipped(Skip::broken) == 1);
    REQUIRE(all.owners.size() == 1);
    CHECK(all.owners[0].handle == Handle{HandleKind::facebook, "Noor Haddad"});
}

TEST_CASE("names and words are put right, but not those of encrypted chats", "[facebook]")
{
    const Recorder all = read_with(facebook, export_at(data / "facebook"), nobody());
    const Observation& in = at(all, "2023-11-14T22:21:40Z");
    CHECK(in.parties.at(0).handle == Handle{HandleKind::facebook, "Françoise Berg"});
    CHECK(in.size == 3.0);
    CHECK(in.direction == Direction::in);
    CHECK(at(all, "2023-11-14T22:13:20Z").parties.at(0).handle.value == "Mara");
}

TEST_CASE("calls have their minutes, and missed ones none", "[facebook]")
{
    const Recorder all = read_with(facebook, export_at(data / "facebook"), nobody());
    const Observation& video = at(all, "2023-11-14T22:23:20Z");
    CHECK(video.channel == Channel::video);
    CHECK(video.size == 10.0);
    CHECK(video.direction == Direction::out);
    CHECK(at(all, "2023-11-14T22:25:00Z").channel == Channel::missed_call);
    const Observation& group = at(all, "2023-11-14T22:30:00Z");
    CHECK(group.channel == Channel::phone);
    CHECK(group.call);
    CHECK_FALSE(group.size);
    CHECK(group.others == 2);
    CHECK(at(all, "2020-09-13T12:35:00Z").channel == Channel::voice_message);
}

TEST_CASE("equal messages of one moment are several, and a thumb is an acknowledgement", "[facebook]")
{
    const Recorder all = read_with(facebook, export_at(data / "facebook"), nobody());
    std::set<std::string> keys;
    int thumbs = 0;
    for (const Observation& each : all.observations) {
        keys.insert(each.source_key);
        CHECK(each.source_key.find("hm") == std::string::npos);
        if (rfc3339(each.at) == "2023-11-14T22:20:00Z" && each.acknowledgement) ++thumbs;
    }
    CHECK(keys.size() == all.records);
    CHECK(thumbs == 1);
}

TEST_CASE("those who deleted their accounts are not one person", "[facebook]")
{
    const Recorder all = read_with(facebook, export_at(data / "facebook"), nobody());
    const Observation& old = at(all, "2017-07-14T02:40:00Z");
    CHECK(old.parties.at(0).handle.value == "facebookuser_99");
    CHECK(old.parties.at(0).name == "Facebook user");
}

TEST_CASE("an export of Instagram is its own, and the owner is in every thread of it", "[facebook]")
{
    const auto found = gathered(inputs_at(data / "instagram"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].format == &instagram);
    const Recorder all = read_with(instagram, found[0].input, nobody());
    CHECK(all.records == 2);
    CHECK(all.skipped(Skip::reaction) == 2);
    CHECK(all.owners.at(0).handle == Handle{HandleKind::instagram, "noor"});
}

TEST_CASE("one file of a thread is read alone and has the same keys", "[facebook]")
{
    const std::string one = R"({"sender_name":"Ilse","timestamp_ms":1700000000000,"content":"a"})";
    const Recorder alone = read_text("\xEF\xBB\xBF" + thread(one));
    const Recorder whole =
        read_with(facebook, export_of({{"messages/inbox/ilse_1/message_1.json", thread(one)}}), nobody());
    CHECK(alone.only().source_key == whole.only().source_key);
    CHECK(alone.only().direction == Direction::in);
    CHECK(read_text(thread("")).read() == 0);
}

TEST_CASE("a group that nothing is known of asks who the owner is", "[facebook]")
{
    const std::string group = R"({"participants":[{"name":"A"},{"name":"B"},{"name":"C"}],"messages":[],"title":"G"})";
    CHECK_THROWS_AS(read_text(group), UnknownOwner);
}

TEST_CASE("an export in HTML says what to choose instead", "[facebook]")
{
    const Input html = input_of_text("<html><body>Facebook</body></html>", "message_1.html");
    CHECK(facebook.sniff(html, head_of(html)) >= 80);
    try {
        read_with(facebook, html, nobody());
        FAIL("it was read");
    } catch (const Problem& problem) {
        CHECK(problem.hint.find("JSON") != std::string::npos);
    }
}

TEST_CASE("a Facebook export that was read adds nothing the second time", "[facebook]")
{
    Desk desk;
    CHECK(desk.import({data / "facebook"}).files.at(0).counts.stored == 11);
    const auto second = desk.import({data / "facebook"});
    CHECK(second.files.at(0).counts.stored == 0);
    CHECK(second.files.at(0).counts.duplicate == 11);
}
