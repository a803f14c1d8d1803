#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/telegram.hpp"
#include "daemon/intake/files/input.hpp"
#include "tests/unit/intake/desk.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "telegram";

Context context_without_owner()
{
    Context context;
    context.zone = *zone::named("Europe/Amsterdam");
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    return context;
}

Context owned_by(std::string name)
{
    Context context = context_without_owner();
    context.is_owner = [name = std::move(name)](const Party& party) {
        return party.handle.kind == HandleKind::name && party.handle.value == name;
    };
    return context;
}

Recorder read_text(const std::string& text, const Context& context = context_without_owner())
{
    Recorder recorder;
    telegram.read(input_of_text(text, "result.json"), context, recorder);
    return recorder;
}

Recorder read_data(const char* name)
{
    Recorder recorder;
    telegram.read(input_of_file(data / name), context_without_owner(), recorder);
    return recorder;
}

const Observation& with_key(const Recorder& recorder, std::string_view key)
{
    for (const Observation& each : recorder.observations)
        if (each.source_key == key) return each;
    throw std::runtime_error{"no record " + std::string{key}};
}

std::string message(const std::string& id, const std::string& from, const std::string& rest)
{
    return R"({"id":)" + id + R"(,"type":"message","from":"N","from_id":)" + from + "," + rest + "}";
}

std::string group(const std::string& messages)
{
    return R"({"name":"G","type":"private_group","id":77,"messages":[)" + messages + "]}";
}

} // namespace

TEST_CASE("a chat of two is read without asking who the owner is", "[telegram]")
{
    const Recorder chat = read_data("chat.json");
    CHECK(chat.read() == 11);
    CHECK(chat.records == 9);
    CHECK(chat.skipped(Skip::system) == 1);
    CHECK(chat.skipped(Skip::no_date) == 1);
    CHECK(chat.warnings.empty());
    REQUIRE(chat.owners.size() == 1);
    CHECK(chat.owners[0].handle == Handle{HandleKind::telegram, "300000000"});

    const Observation& link = with_key(chat, "telegram:5000000002:2");
    CHECK(link.direction == Direction::in);
    CHECK(link.parties.at(0).handle == Handle{HandleKind::telegram, "5000000002"});
    CHECK(link.parties.at(0).name == "Ilse Berg");
    CHECK(rfc3339(link.at) == "2024-03-01T09:00:00Z");
    CHECK(link.zoned);
    CHECK(link.size == 5.0);
    CHECK(link.others == 1);
}

TEST_CASE("a time without a zone is one of the zone of the import", "[telegram]")
{
    const Recorder recorder = read_data("chat.json");
    const Observation& old = with_key(recorder, "telegram:5000000002:3");
    CHECK(rfc3339(old.at) == "2019-07-12T14:55:32Z");
    CHECK_FALSE(old.zoned);
    CHECK(old.direction == Direction::out);
    CHECK(old.acknowledgement);
}

TEST_CASE("calls and voice messages keep their minutes, and missed calls are no talk", "[telegram]")
{
    const Recorder chat = read_data("chat.json");
    const Observation& voice = with_key(chat, "telegram:5000000002:4");
    CHECK(voice.channel == Channel::voice_message);
    CHECK(voice.size == 1.5);
    const Observation& call = with_key(chat, "telegram:5000000002:5");
    CHECK(call.channel == Channel::phone);
    CHECK(call.call);
    CHECK(call.size == 10.0);
    CHECK(call.direction == Direction::in);
    const Observation& missed = with_key(chat, "telegram:5000000002:6");
    CHECK(missed.channel == Channel::missed_call);
    CHECK(missed.call);
    CHECK(missed.direction == Direction::out);
    CHECK_FALSE(missed.size);
}

TEST_CASE("a call that nobody answered is no talk, whatever ended it", "[telegram]")
{
    for (const char* reason : {"busy", "hangup", "disconnect"}) {
        const Recorder chat = read_text(std::string{R"({"name":"B","type":"personal_chat","id":2,"messages":[{"id":1,
            "type":"service","date_unixtime":"1709300000","actor":"A","actor_id":"user1","action":"phone_call",
            "discard_reason":")"} + reason +
                                        "\"}]}");
        CHECK(chat.only().channel == Channel::missed_call);
        CHECK(chat.only().direction == Direction::out);
        CHECK(chat.only().parties.at(0).name == "B");
    }
}

TEST_CASE("a forward counts bare unless words were sent with it", "[telegram]")
{
    const Recorder chat = read_data("chat.json");
    CHECK(with_key(chat, "telegram:5000000002:8").forward == Forward::none);
    CHECK(with_key(chat, "telegram:5000000002:9").forward == Forward::commented);
    CHECK(with_key(chat, "telegram:5000000002:10").forward == Forward::bare);
    CHECK(with_key(chat, "telegram:5000000002:11").forward == Forward::none);
}

TEST_CASE("an account says who its owner is, and whom they know", "[telegram]")
{
    const Recorder account = read_data("account.json");
    REQUIRE(account.owners.size() == 2);
    CHECK(account.owners[0].handle == Handle{HandleKind::telegram, "300000000"});
    CHECK(account.owners[0].name == "Noor Haddad");
    CHECK(account.owners[1].handle == Handle{HandleKind::phone, "+31 6 12345678"});
    REQUIRE(account.cards.size() == 2);
    CHECK(account.cards[0].name == "Ilse Berg");
    CHECK(account.cards[0].handles.at(0).handle == Handle{HandleKind::phone, "+49 171 1234567"});
    CHECK(account.cards[1].name.empty());
}

TEST_CASE("saved messages, bots, channels and notices are no contact", "[telegram]")
{
    const Recorder account = read_data("account.json");
    CHECK(account.read() == 15);
    CHECK(account.records == 7);
    CHECK(account.skipped(Skip::note_to_self) == 1);
    CHECK(account.skipped(Skip::bot) == 3);
    CHECK(account.skipped(Skip::system) == 2);
}

TEST_CASE("whoever deleted their account stays who they were", "[telegram]")
{
    const Recorder account = read_data("account.json");
    const Observation& gone = with_key(account, "telegram:5000000007:30");
    CHECK(gone.parties.at(0).handle.value == "5000000007");
    CHECK(gone.parties.at(0).name.empty());
    const Observation& reply = with_key(account, "telegram:5000000007:31");
    CHECK(reply.direction == Direction::out);
    CHECK(reply.parties.at(0).handle.value == "5000000007");
}

TEST_CASE("a message to a group reaches those who write there", "[telegram]")
{
    const Recorder account = read_data("account.json");
    const Observation& out = with_key(account, "telegram:1111111111:54");
    CHECK(out.direction == Direction::out);
    CHECK(out.parties.size() == 2);
    CHECK(out.others == 2);
    const Observation& in = with_key(account, "telegram:1111111111:51");
    CHECK(in.parties.size() == 1);
    CHECK(in.others == 2);
    const Observation& call = with_key(account, "telegram:1111111111:56");
    CHECK(call.channel == Channel::phone);
    CHECK(call.size == 60.0);
    CHECK(call.parties.size() == 2);
    CHECK(with_key(account, "telegram:1111111111:57").channel == Channel::missed_call);
}

TEST_CASE("a group alone asks who the owner is, by the names in it", "[telegram]")
{
    const std::string text =
        R"({"name":"G","type":"private_group","id":7,"messages":[
        {"id":1,"type":"message","date_unixtime":"1709281000","from":"Ana","from_id":"user1","text":"a"},
        {"id":2,"type":"message","date_unixtime":"1709281001","from":"Ben","from_id":"user2","text":"b"},
        {"id":3,"type":"message","date_unixtime":"1709281002","from":"Cem","from_id":"user3","text":"c"}]})";
    CHECK_THROWS_WITH(read_text(text), "cannot tell which of the 3 people is you: Ana, Ben, Cem");
    const Recorder known = read_text(text, owned_by("Ben"));
    CHECK(known.observations.at(1).direction == Direction::out);
    CHECK(known.observations.at(1).others == 2);
    REQUIRE(known.owners.size() == 1);
    CHECK(known.owners[0].handle == Handle{HandleKind::telegram, "2"});
}

TEST_CASE("numbers are the same with and without their kind before them", "[telegram]")
{
    const std::string when = R"("date_unixtime":"1709281000","text":"a")";
    const Recorder plain =
        read_text(group(message("1", "3000000001", when) + "," + message("2", "2", when)), owned_by("N"));
    REQUIRE(plain.owners.size() == 2);
    CHECK(plain.owners[0].handle.value == "2");
    CHECK(plain.owners[1].handle.value == "3000000001");
    const Recorder worded = read_text(group(message("1", "\"user3000000001\"", when)), owned_by("N"));
    CHECK(worded.owners.at(0).handle.value == "3000000001");
}

TEST_CASE("exports of before 2021 keep the kind of a chat in the upper half of its number", "[telegram]")
{
    const std::string old = R"({"name":"Ilse","type":"personal_chat","id":4294967298,"messages":[
        {"id":5,"type":"message","date":"2020-03-01T10:00:00","from":"Ilse","from_id":4294967298,"text":"a b"},
        {"id":6,"type":"message","date":"2020-03-01T10:01:00","from":"Noor","from_id":4294967297,"text":"c"}]})";
    const Recorder chat = read_text(old);
    CHECK(with_key(chat, "telegram:2:5").parties.at(0).handle.value == "2");
    CHECK(with_key(chat, "telegram:2:6").direction == Direction::out);
    CHECK(chat.owners.at(0).handle.value == "1");
}

TEST_CASE("a chat without any numbers is known by its names", "[telegram]")
{
    const std::string text = R"({"chats":{"list":[{"name":"Ilse","messages":[
        {"type":"message","date_unixtime":"1544006350","from":"Ilse","text":"Minimal"},
        {"type":"message","date_unixtime":"1544006350","from":"Ilse","text":"Minimal"},
        {"type":"message","date_unixtime":"1544006964","from":"Noor","text":[{"type":"bold","text":"Bold"}]}]}]}})";
    const Recorder chat = read_text(text, owned_by("Noor"));
    REQUIRE(chat.records == 3);
    CHECK(chat.observations[0].source_key != chat.observations[1].source_key);
    CHECK(chat.observations[0].source_key.find("Minimal") == std::string::npos);
    CHECK(chat.observations[0].parties.at(0).handle == Handle{HandleKind::telegram, "Ilse"});
    CHECK(chat.observations[2].direction == Direction::out);
}

TEST_CASE("moments that no clock shows are no date, and those ahead no contact", "[telegram]")
{
    const Recorder chat = read_text(
        R"({"name":"B","type":"personal_chat","id":2,"messages":[
        {"id":1,"type":"message","date_unixtime":"99999999999999","from":"B","from_id":"user2","text":""},
        {"id":2,"type":"message","date":"2024-02-31T10:00:00","from":"B","from_id":"user2","text":""},
        {"id":3,"type":"message","date_unixtime":"4102444800","from":"B","from_id":"user2","text":""},
        {"id":4,"type":"message","date_unixtime":"1709281000","from_id":null,"text":""}, 5]})");
    CHECK(chat.skipped(Skip::no_date) == 2);
    CHECK(chat.skipped(Skip::future) == 1);
    CHECK(chat.skipped(Skip::no_counterpart) == 1);
    CHECK(chat.skipped(Skip::broken) == 1);
    CHECK(chat.read() == 5);
}

TEST_CASE("both shapes are recognised, and the exports of others are not", "[telegram]")
{
    for (const char* name : {"chat.json", "account.json"}) {
        const Input input = input_of_file(data / name);
        CHECK(telegram.sniff(input, head_of(input)) == 97);
    }
    const Input other = input_of_text("", "x.json");
    CHECK(telegram.sniff(other, R"({"messages":[{"sender_name":"A","timestamp_ms":1}]})") == 0);
    CHECK(telegram.sniff(other, R"({"guild":{},"messages":[{"type":"Default"}]})") == 0);
    CHECK(telegram.sniff(other, "From a@b Mon Jan 1") == 0);
}

TEST_CASE("a Telegram export that was read adds nothing the second time", "[telegram]")
{
    Desk desk;
    const auto first = desk.import({data / "account.json"});
    CHECK(first.files.at(0).counts.stored == 8);
    CHECK(first.files.at(0).counts.skipped.at("empty_card") == 1);
    const auto second = desk.import({data / "account.json"});
    CHECK(second.files.at(0).counts.stored == 0);
    CHECK(second.files.at(0).counts.duplicate == 8);
    CHECK(desk.store.owner_handles().size() == 2);
}
