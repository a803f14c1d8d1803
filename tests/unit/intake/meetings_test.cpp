#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/attendance.hpp"
#include "daemon/intake/calls/meetings.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

Recorder read_list(const std::string& text, const std::string& name = "participants.csv")
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    context.is_owner = [](const Party& party) {
        return party.handle.value == "me@example.org" || party.handle.value == "Mira Stone";
    };
    Recorder recorder;
    const Input input = input_of_text(text, name);
    CHECK(meetings.sniff(input, text) == 90);
    meetings.read(input, context, recorder);
    return recorder;
}

const Observation& with(const Recorder& recorder, const std::string& handle)
{
    for (const Observation& each : recorder.observations)
        if (each.parties.at(0).handle.value == handle) return each;
    throw std::runtime_error{"not there: " + handle};
}

std::string utf16(const std::string& text)
{
    std::string wide = "\xFF\xFE";
    for (const char letter : text) wide.append(1, letter).append(1, '\0');
    return wide;
}

const std::string zoom = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
                         "Mira (Mira Stone),me@example.org,11/19/2021 10:00:00 AM,11/19/2021 11:00:00 AM,60,No\n"
                         "Ada (Ada King),ada@example.org,11/19/2021 9:50:00 AM,11/19/2021 10:10:00 AM,20,Yes\n"
                         "Ada (Ada King),ada@example.org,11/19/2021 10:05:00 AM,11/19/2021 10:20:00 AM,15,Yes\n"
                         "Ada (Ada King),ada@example.org,11/19/2021 10:50:00 AM,11/19/2021 11:30:00 AM,40,Yes\n"
                         "Ben,,11/19/2021 10:30:00 AM,11/19/2021 10:40:00 AM,10,Yes\n";

} // namespace

TEST_CASE("a meeting is one record, with the minutes that each was there together with the owner", "[meetings]")
{
    const Recorder recorder = read_list(zoom);
    CHECK(recorder.records == 1);
    REQUIRE(recorder.observations.size() == 2);
    const Observation& ada = with(recorder, "ada@example.org");
    CHECK(ada.channel == Channel::video);
    CHECK(ada.direction == Direction::mutual);
    CHECK(ada.size == 30.0); // 10:00 to 10:20, and 10:50 to 11:00
    CHECK(ada.others == 2);
    CHECK(ada.at == *parse_rfc3339("2021-11-19T09:50:00Z"));
    CHECK_FALSE(ada.zoned);
    CHECK(with(recorder, "Ben").size == 10.0);
    CHECK(with(recorder, "Ben").parties[0].handle.kind == HandleKind::meeting);
}

TEST_CASE("the block above the participants changes nothing", "[meetings]")
{
    const Recorder with_block =
        read_list("\xEF\xBB\xBFMeeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
                  "602,Talk,11/19/2021 10:00:00 AM,11/19/2021 11:30:00 AM,me@example.org,90,3\n,,,,,,\n" +
                  zoom);
    CHECK(with_block.observations.size() == 2);
    CHECK(with_block.observations[0].source_key == read_list(zoom).observations[0].source_key);
}

TEST_CASE("an owner who is not among the participants is asked for, and nobody is lost", "[meetings]")
{
    const Recorder recorder =
        read_list("Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
                  "Ada,ada@example.org,11/19/2021 10:00:00 AM,11/19/2021 10:10:00 AM,10,Yes\n"
                  "Ben,,11/19/2021 10:00:00 AM,11/19/2021 10:30:00 AM,30,Yes\n");
    CHECK(recorder.observations.size() == 2);
    CHECK(recorder.warnings.size() == 1);
    CHECK(with(recorder, "Ben").size == 30.0);
}

TEST_CASE("headings of other languages are known", "[meetings]")
{
    const Recorder recorder = read_list("名前（元の名前）,ユーザーのメール,参加時刻,退出時刻,期間（分）,ゲスト\n"
                                        "Mira Stone,,2021/11/19 10:00:00,2021/11/19 11:00:00,60,いいえ\n"
                                        "Ada,,2021/11/19 10:30:00,2021/11/19 11:00:00,30,はい\n");
    CHECK(recorder.only().size == 30.0);
}

TEST_CASE("a column without a heading comes first in some lists; a chat with commas is none", "[meetings]")
{
    const Recorder recorder = read_list(",Name,Email,Join time,Leave time\n"
                                        "1,Mira Stone,,2021-11-19 10:00:00,2021-11-19 11:00:00\n"
                                        "2,Ada,,2021-11-19 10:30:00,2021-11-19 11:00:00\n");
    CHECK(recorder.only().size == 30.0);
    for (const std::string start : {"31/12/23, ", "[31/12/23, "}) {
        const std::string chat = start + "09:00 - Ada: name, email, join time, leave time\n";
        CHECK(meetings.sniff(input_of_text(chat, "chat.txt"), chat) == 0);
    }
}

TEST_CASE("Teams says who came and went; who never left stayed to the last", "[meetings]")
{
    const std::string list = "Full Name\tUser Action\tTimestamp\n"
                             "Mira Stone\tJoined before\t11/19/2021, 10:00:00 AM\n"
                             "Ada King\tJoined\t11/19/2021, 10:10:00 AM\n"
                             "Ada King\tLeft\t11/19/2021, 10:20:00 AM\n"
                             "Ben\tJoined\t11/19/2021, 10:25:00 AM\n"
                             "Mira Stone\tLeft\t11/19/2021, 10:40:00 AM\n";
    for (const std::string& text : {list, utf16(list)}) {
        const Recorder recorder = read_list(text);
        CHECK(recorder.observations.size() == 2);
        CHECK(with(recorder, "Ada King").size == 10.0);
        CHECK(with(recorder, "Ben").size == 15.0);
    }
}

TEST_CASE("who shows an address once and none later is one person; two addresses of one name are two", "[meetings]")
{
    Attendance attendance;
    attendance.person("Ben", "");
    attendance.person("Ada", "ada@example.org");
    attendance.person("Ada", "");
    attendance.person("Ben (Ben King)", "ben@example.org");
    attendance.person("Ben", "ben@example.com");
    attendance.person("Somebody", "ada@example.org");
    REQUIRE(attendance.people().size() == 3);
    CHECK(attendance.people()[0].email == "ben@example.org");
    CHECK(attendance.people()[0].other == "Ben King");
    CHECK(attendance.people()[2].email == "ben@example.com");
}

TEST_CASE("a list of a hundred thousand comings and goings is read at once", "[meetings][hostile]")
{
    std::string text = "Full Name,User Action,Timestamp\n";
    for (int row = 0; row < 100'000; ++row)
        text += "Guest " + std::to_string(row) + ",Joined,\"11/19/2021, 10:00:00 AM\"\n";
    CHECK(read_list(text).observations.size() == 100'000);
}

TEST_CASE("the sections of Teams are one meeting", "[meetings]")
{
    const Recorder recorder =
        read_list(utf16("1. Summary\nMeeting title\tTalk\nAttended participants\t2\n"
                        "Start time\t11/19/21, 10:00:00 AM\nEnd time\t11/19/21, 11:02:03 AM\n\n"
                        "2. Participants\n"
                        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole\n"
                        "Mira Stone\t11/19/21, 10:00:00 AM\t11/19/21, 11:02:03 AM\t1h 2m 3s\t"
                        "me@example.org\tOrganizer\n"
                        "Ada\t11/19/21, 10:00:00 AM\t11/19/21, 11:00:00 AM\t20m\t"
                        "ada@example.org\tPresenter\n\n"
                        "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\n"
                        "Mira Stone\t11/19/21, 10:00:00 AM\t11/19/21, 11:02:03 AM\t1h 2m 3s\t"
                        "me@example.org\n"
                        "Ada\t11/19/21, 10:00:00 AM\t11/19/21, 10:10:00 AM\t10m\tada@example.org\n"
                        "Ada\t11/19/21, 10:50:00 AM\t11/19/21, 11:00:00 AM\t10m\t"
                        "ada@example.org\n"));
    CHECK(recorder.only().size == 20.0);
    CHECK(recorder.only().parties[0].handle == Handle{HandleKind::email, "ada@example.org"});
}

TEST_CASE("Meet's day comes from the file's name", "[meetings]")
{
    const std::string list = "First name,Last name,Email,Duration,Time joined,Time exited\n"
                             "Mira,Stone,me@example.org,1 hr 2 min,10:00 AM,11:02 AM\n"
                             "Ada,King,ada@example.org,30 min,10:32 AM,11:02 AM\n";
    const Recorder recorder = read_list(list, "abc-defg-hij - 2021-11-19 10_00.csv");
    CHECK(recorder.only().size == 30.0);
    CHECK(recorder.only().at == *parse_rfc3339("2021-11-19T10:00:00Z"));
    CHECK(recorder.only().parties[0].name == "Ada King");
    CHECK_THROWS_AS(read_list(list, "report.csv"), Problem);
}

TEST_CASE("dates of a list that read two ways are asked about", "[meetings]")
{
    CHECK_THROWS_AS(read_list("Full Name,User Action,Timestamp\nAda,Joined,\"3/4/2021, 10:00:00 AM\"\n"), Problem);
}
