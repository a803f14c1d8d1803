#include "daemon/intake/chats/signal.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "signal";
const std::string ilse = "+4915700000001";

Context today(std::set<std::string> me = {})
{
    return context_of(std::move(me), *parse_rfc3339("2026-11-23T00:00:00Z"));
}

Input file_called(const std::string& name) { return input_of_file(data / name); }

Recorder read_file(const std::string& name) { return read_with(signal_chats, file_called(name), today()); }

Recorder read_text(const std::string& text, const std::string& name, std::set<std::string> me = {})
{
    return read_with(signal_chats, input_of_text(text, name), today(std::move(me)));
}

const Observation& at(const Recorder& talk, std::string_view when)
{
    for (const Observation& each : talk.observations)
        if (rfc3339(each.at) == when) return each;
    throw std::runtime_error{"nothing at " + std::string{when}};
}

std::vector<std::string> keys(const Recorder& talk)
{
    std::vector<std::string> all;
    for (const Observation& each : talk.observations) all.push_back(each.source_key);
    return all;
}

} // namespace

TEST_CASE("each form of Signal's messages is known by its beginning", "[signal]")
{
    for (const char* name : {"receive.jsonl", "Dora (+4915700000003).json", "Emil (+4915700000004).txt",
                             "Clara/chat.md", "Clara/data.json", "backup/message.csv"}) {
        CAPTURE(name);
        const Input input = file_called(name);
        CHECK(signal_chats.sniff(input, head_of(input)) >= 90);
    }
    const auto sureness = [](const char* text) { return signal_chats.sniff(input_of_text(text, "x.txt"), text); };
    CHECK(sureness("[2019-12-24, 12:23] Jane Doe: Hello John!\n") > 90);
    CHECK(sureness("[24.12.2019, 12:23:00] Jane Doe: Hello John!\n") == 0);
    CHECK(sureness("{\"jsonrpc\":\"2.0\",\"result\":{\"version\":\"0.13\"},\"id\":1}\n"
                   "{\"jsonrpc\":\"2.0\",\"method\":\"receive\",\"params\":{\"envelope\":{\"timestamp\":1}}}\n") > 90);
    CHECK(sureness("{\"jsonrpc\":\"2.0\",\"result\":{},\"id\":1}\n{\"jsonrpc\":\"2.0\"}\n") == 0);
    CHECK(sureness("address,date,type,body\n+4915700000001,1741000000000,1,hi\n") >= 90);
    CHECK(sureness("{\"messages\": []}") == 0);
    CHECK(sureness("From: a@example.org\nSent: now\n\nhello") == 0);
    CHECK(sureness("") == 0);
}

TEST_CASE("what signal-cli receives is told line by line", "[signal]")
{
    const Recorder talk = read_file("receive.jsonl");
    CHECK(talk.read() == 24);
    CHECK(talk.records == 10);
    CHECK(talk.skipped(Skip::reaction) == 1);
    CHECK(talk.skipped(Skip::unsent) == 1);
    CHECK(talk.skipped(Skip::note_to_self) == 1);
    CHECK(talk.skipped(Skip::system) == 11);
    REQUIRE(talk.owners.size() == 2);
    CHECK(talk.owners[0].handle == Handle{HandleKind::signal, "+4915700000099"});

    const Observation& asked = at(talk, "2025-03-03T09:00:00Z");
    CHECK(asked.direction == Direction::in);
    CHECK(asked.parties.front().handle == Handle{HandleKind::signal, ilse});
    CHECK(asked.parties.front().name == "Ilse");
    CHECK(asked.size == 5.0);
    const Observation& answered = at(talk, "2025-03-03T09:01:00Z");
    CHECK(answered.direction == Direction::out);
    CHECK(answered.parties.front().handle.value == ilse);
    CHECK(answered.acknowledgement);
    // Without a number, but known by one from another line.
    CHECK(at(talk, "2025-03-03T09:02:00Z").parties.front().handle.value == ilse);
    CHECK(at(talk, "2025-03-03T09:02:00Z").size == 0.0);
}

TEST_CASE("a message to a group of Signal reaches those who write in it", "[signal]")
{
    const Recorder talk = read_file("receive.jsonl");
    const Observation& answer = at(talk, "2025-03-03T09:03:30Z");
    CHECK(answer.direction == Direction::out);
    CHECK(answer.parties.size() == 2);
    CHECK(at(talk, "2025-03-03T09:03:10Z").others == 2);
}

TEST_CASE("the messages of one call are one call", "[signal]")
{
    const Recorder talk = read_file("receive.jsonl");
    const Observation& answered = at(talk, "2025-03-03T11:06:40Z");
    CHECK(answered.channel == Channel::video);
    CHECK(answered.call);
    CHECK(answered.size == 5.0);
    CHECK(answered.direction == Direction::in);
    CHECK(answered.source_key == "signal:call:7001");
    CHECK(at(talk, "2025-03-03T11:56:40Z").channel == Channel::missed_call);
    const Observation& made = at(talk, "2025-03-03T12:46:40Z"); // whoever answers was called
    CHECK(made.direction == Direction::out);
    CHECK(made.size == 1.5);
    CHECK(at(talk, "2025-03-03T13:36:40Z").channel == Channel::missed_call); // rings at the end of the file
}

TEST_CASE("calls that never end are held in bounds and all told", "[signal]")
{
    std::string lines;
    for (int call = 0; call < 500; ++call)
        lines += R"({"envelope":{"source":"+4915700000001","timestamp":)" +
                 std::to_string(1741000000000 + call * 1000) + R"(,"callMessage":{"offerMessage":{"id":)" +
                 std::to_string(call) + "}}}}\n";
    const Recorder talk = read_text(lines, "receive.jsonl");
    CHECK(talk.records == 500);
    CHECK(talk.read() == 500);
}

TEST_CASE("a line of signal-cli that is no JSON costs only itself", "[signal]")
{
    const std::string good =
        R"({"envelope":{"source":"+4915700000001","timestamp":1741000000000,"dataMessage":{"message":"hi"}}})";
    const Recorder talk = read_text(good + "\n{\"envelope\":{\"sou\n" + good + "\n", "receive.jsonl");
    CHECK(talk.records == 2);
    CHECK(talk.skipped(Skip::broken) == 1);
}

TEST_CASE("messages of Signal Desktop are read from every version", "[signal]")
{
    const Recorder talk = read_file("Dora (+4915700000003).json");
    CHECK(talk.read() == 15);
    CHECK(talk.records == 8);
    CHECK(talk.skipped(Skip::unsent) == 2);
    CHECK(talk.skipped(Skip::no_date) == 1);
    CHECK(talk.skipped(Skip::system) == 4);
    for (const Observation& each : talk.observations) {
        REQUIRE(each.parties.size() == 1);
        CHECK(each.parties[0].handle == Handle{HandleKind::signal, "+4915700000003"});
        CHECK(each.parties[0].name == "Dora");
    }
    CHECK(at(talk, "2019-06-08T13:20:00Z").direction == Direction::in);
    CHECK(at(talk, "2025-02-19T21:20:00Z").direction == Direction::out);
    CHECK(at(talk, "2025-02-19T21:20:30Z").channel == Channel::voice_message);
}

TEST_CASE("calls of Signal Desktop have a length in both shapes of their details", "[signal]")
{
    const Recorder talk = read_file("Dora (+4915700000003).json");
    const Observation& made = at(talk, "2025-02-19T21:21:00Z");
    CHECK(made.channel == Channel::video);
    CHECK(made.direction == Direction::out);
    CHECK(made.size == 10.0);
    const Observation& older = at(talk, "2019-06-08T13:21:40Z");
    CHECK(older.channel == Channel::phone);
    CHECK(older.direction == Direction::in);
    CHECK(older.size == 1.5);
    CHECK(at(talk, "2019-06-08T13:23:20Z").channel == Channel::missed_call);
}

TEST_CASE("Signal Desktop's text keeps bodies apart from fields", "[signal]")
{
    const Recorder talk = read_file("Emil (+4915700000004).txt");
    CHECK(talk.read() == 6);
    REQUIRE(talk.records == 4);
    CHECK(talk.skipped(Skip::system) == 2);
    const Observation& greeting = at(talk, "2025-03-03T09:00:00Z");
    CHECK(greeting.size == 12.0); // the line that looks like a field is part of it
    CHECK(greeting.parties.front().handle.value == "+4915700000004");
    CHECK(greeting.parties.front().name == "Emil");
    CHECK(greeting.zoned);
    CHECK(at(talk, "2025-03-03T09:05:00Z").size == 3.0); // without what it quotes
    CHECK(at(talk, "2025-03-03T09:06:00Z").size == 4.0); // the newest version
    CHECK(at(talk, "2025-03-03T09:08:00Z").size == 0.0);
}

TEST_CASE("a chat of signal-export is read once, and the same from either of its files", "[signal]")
{
    const Input both = export_at(data / "Clara");
    CHECK(both.members.size() == 2);
    const Recorder talk = read_with(signal_chats, both, today());
    CHECK(talk.read() == 7);
    CHECK(talk.records == 5);
    CHECK(talk.skipped(Skip::unsent) == 1);
    CHECK(talk.skipped(Skip::system) == 1);
    const Input text = export_of({{"Clara/chat.md", [] {
                                       const auto stream = file_called("Clara/chat.md").open();
                                       return std::string{std::istreambuf_iterator<char>{*stream}, {}};
                                   }()}});
    CHECK(keys(talk) == keys(read_with(signal_chats, text, today())));
}

TEST_CASE("signal-export's chat has local times, own words and calls", "[signal]")
{
    const Recorder talk = read_with(signal_chats, export_at(data / "Clara"), today());
    const Observation& asked = at(talk, "2025-03-03T10:00:00Z");
    CHECK_FALSE(asked.zoned);
    CHECK(asked.direction == Direction::in);
    CHECK(asked.parties.front().handle == Handle{HandleKind::signal, "Clara"});
    CHECK(at(talk, "2025-03-03T10:01:00Z").direction == Direction::out);
    CHECK(at(talk, "2025-03-03T10:01:00Z").size == 7.0);
    const Observation& call = at(talk, "2025-03-03T10:04:00Z");
    CHECK(call.channel == Channel::phone);
    CHECK(call.size == Approx(185.0 / 60));
    CHECK(at(talk, "2025-03-03T10:05:00Z").channel == Channel::missed_call);
    CHECK(at(talk, "2025-03-03T10:05:00Z").direction == Direction::out);
}

TEST_CASE("a call of data.json may bring its details along", "[signal]")
{
    const std::string rest = R"(,"body":"","quote":"","sticker":"","reactions":[],"attachments":[]})";
    const Recorder talk = read_text(
        R"({"date":"2025-03-03 10:00:00","sender":"Clara","call_history":{"direction":"Incoming","status":"Missed","mode":"Direct"})" +
            rest + "\n" +
            R"({"date":"2025-03-03T11:00:00","sender":"Me","call_history":{"wasIncoming":false,"acceptedTime":1741000000000,"endedTime":1741000060000})" +
            rest + "\n",
        "data.json");
    REQUIRE(talk.records == 2);
    CHECK(talk.observations[0].channel == Channel::missed_call);
    CHECK(talk.observations[1].size == 1.0);
}

TEST_CASE("the older brackets of signal-export are read, and ask who is who", "[signal]")
{
    const std::string text = "[2020-01-17, 21:49] Ann: Hello\nBo!\n[2020-01-17, 21:50] Bo: hi\n";
    CHECK_THROWS_AS(read_text(text, "chat.txt"), UnknownOwner);
    const Recorder talk = read_text(text, "chat.txt", {"ann"});
    REQUIRE(talk.records == 2);
    CHECK(talk.observations[0].direction == Direction::out);
    CHECK(talk.observations[0].size == 2.0);
    CHECK(talk.observations[0].parties.front().handle.value == "Bo");
}

TEST_CASE("the table of an Android backup is read by the bits of its types", "[signal]")
{
    const Input tables = export_at(data / "backup");
    const Recorder talk = read_with(signal_chats, tables, today());
    CHECK(talk.read() == 14);
    CHECK(talk.records == 6);
    CHECK(talk.skipped(Skip::unsent) == 2);
    CHECK(talk.skipped(Skip::draft) == 1);
    CHECK(talk.skipped(Skip::reaction) == 1);
    CHECK(talk.skipped(Skip::system) == 3);
    CHECK(talk.skipped(Skip::broken) == 1);
    const Observation& hello = at(talk, "2025-03-03T09:00:00Z");
    CHECK(hello.parties.front().handle == Handle{HandleKind::signal, "cccc1111-0000-4000-8000-000000000005"});
    CHECK(hello.parties.front().name == "Fritz");
    CHECK(hello.size == 4.0);
    CHECK(at(talk, "2025-03-03T09:01:30Z").channel == Channel::phone);
    CHECK(at(talk, "2025-03-03T09:01:40Z").channel == Channel::missed_call);
    CHECK(at(talk, "2025-03-03T09:01:50Z").channel == Channel::video);
    CHECK(at(talk, "2025-03-03T09:02:30Z").parties.front().handle.value == "+4915700000006");
    const Recorder alone = read_with(signal_chats, file_called("backup/message.csv"), today());
    CHECK(alone.records == 6);
    CHECK(alone.observations[0].parties.front().handle.value == "recipient 2");
}

TEST_CASE("a table in the columns of a phone is text messages", "[signal]")
{
    const Recorder talk = read_text("_id,Address,contact_name,date,type,body\n"
                                    "1,+4915700000001,Ilse,1741000000000,1,\"one, two\"\n"
                                    "2,+4915700000001,Ilse,1741000060000,2,three\n"
                                    "3,+4915700000001,null,1741000120000,3,a draft\n"
                                    "4,+4915700000001,,1741000180000,10485780,of Signal\n"
                                    "5,+4915700000001,,1741000240000,10485783,of Signal\n"
                                    "6,+4915700000001,,null,1,undated\n"
                                    "7,+4915700000001,,1741000300000,,broken\n",
                                    "messages.csv");
    CHECK(talk.read() == 7);
    REQUIRE(talk.records == 4);
    CHECK(talk.skipped(Skip::draft) == 1);
    CHECK(talk.skipped(Skip::no_date) == 1);
    CHECK(talk.skipped(Skip::broken) == 1);
    const Observation& received = at(talk, "2025-03-03T11:06:40Z");
    CHECK(received.channel == Channel::sms);
    CHECK(received.direction == Direction::in);
    CHECK(received.size == 2.0);
    CHECK(received.parties.front().handle == Handle{HandleKind::phone, ilse});
    CHECK(received.parties.front().name == "Ilse");
    CHECK(at(talk, "2025-03-03T11:07:40Z").direction == Direction::out);
    CHECK(at(talk, "2025-03-03T11:09:40Z").direction == Direction::in);
    CHECK(at(talk, "2025-03-03T11:10:40Z").direction == Direction::out);
}

TEST_CASE("equal messages of a second are told apart, whatever stands between them", "[signal]")
{
    const auto message = [](const std::string& body) {
        return "From: Emil (+4915700000004)\nType: incoming\nSent: Mon, 3 Mar 2025 10:00:00 +0100\n\n" + body + "\n\n";
    };
    const auto all = keys(read_text(message("yes") + message("no") + message("yes"), "Emil.txt"));
    CHECK(std::set<std::string>{all.begin(), all.end()}.size() == 3);
    // What came before and was deleted since changes no key of what stays.
    CHECK(keys(read_text(message("no") + message("yes"), "Emil.txt")).at(0) == all.at(1));
}
