#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/whatsapp.hpp"
#include "daemon/intake/chats/whatsapp_lines.hpp"
#include "daemon/intake/chats/whatsapp_title.hpp"
#include "daemon/intake/chats/whatsapp_words.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/thanks.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "whatsapp";

Context owned_by(std::string owner)
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    context.is_owner = [owner = std::move(owner)](const Party& party) { return party.handle.value == owner; };
    return context;
}

Recorder read_text(std::string text, const Context& context, std::string name = "_chat.txt")
{
    Recorder recorder;
    whatsapp.read(input_of_text(std::move(text), std::move(name)), context, recorder);
    return recorder;
}

Recorder read_text(std::string text) { return read_text(std::move(text), owned_by("Noor")); }

Recorder read_data(const char* name, const Context& context)
{
    Recorder recorder;
    whatsapp.read(input_of_file(data / name), context, recorder);
    return recorder;
}

std::vector<std::string> keys(const Recorder& recorder)
{
    std::vector<std::string> all;
    for (const Observation& each : recorder.observations) all.push_back(each.source_key);
    return all;
}

/// When a chat of one line says it was sent.
std::string moment(const std::string& stamp)
{
    const auto context = owned_by("Noor");
    const Recorder recorder = read_text(stamp + "Noor: one two\n" + stamp + "Ilse: three\n", context);
    return recorder.observations.size() == 2 ? rfc3339(recorder.observations.at(0).at) : "nothing";
}

std::string problem_of(std::string text, const Context& context, std::string name = "_chat.txt")
{
    try {
        read_text(std::move(text), context, std::move(name));
    } catch (const Problem& problem) {
        CHECK(problem.kind == Problem::Kind::bad_input);
        return std::string{problem.what()} + " | " + problem.hint;
    }
    return "no problem";
}

} // namespace

TEST_CASE("an Android chat of two is read message by message", "[whatsapp]")
{
    const Recorder chat = read_data("WhatsApp Chat with Ilse.txt", owned_by("Noor"));
    REQUIRE(chat.read() == 7);
    REQUIRE(chat.observations.size() == 5);
    CHECK(chat.skipped(Skip::system) == 2);
    const auto& asked = chat.observations[0];
    CHECK(rfc3339(asked.at) == "2024-03-12T18:31:00Z");
    CHECK_FALSE(asked.zoned);
    CHECK(asked.direction == Direction::out);
    CHECK(asked.parties.front().name == "Ilse");
    CHECK(asked.size == 5.0);
    CHECK(chat.observations[1].size == 6.0);
    CHECK(chat.observations[1].direction == Direction::in);
    CHECK(chat.observations[2].size == 0.0);
    CHECK(chat.observations[3].acknowledgement);
    CHECK(chat.observations[4].channel == Channel::missed_call);
    CHECK(chat.observations[4].direction == Direction::out);
    CHECK(chat.observations[4].call);
}

TEST_CASE("an iOS group knows calls, voice messages, thumbs and edits", "[whatsapp]")
{
    const Recorder chat = read_data("ios-group.txt", owned_by("Tom"));
    REQUIRE(chat.read() == 7);
    REQUIRE(chat.observations.size() == 6);
    CHECK(chat.observations[0].others == 2);
    CHECK(chat.observations[0].parties.size() == 2);
    CHECK(chat.observations[1].channel == Channel::voice_message);
    CHECK_FALSE(chat.observations[1].size);
    CHECK(chat.observations[2].size == 0.0);
    CHECK(chat.observations[3].channel == Channel::video);
    CHECK(chat.observations[3].size == 65.0);
    CHECK(chat.observations[3].direction == Direction::in);
    CHECK(chat.observations[4].acknowledgement);
    CHECK(chat.observations[5].size == 2.0);
}

TEST_CASE("UTF-16 of both kinds says the same as UTF-8", "[whatsapp]")
{
    const auto plain = keys(read_data("WhatsApp Chat with Ilse.txt", owned_by("Noor")));
    CHECK(keys(read_data("utf-16le.txt", owned_by("Noor"))) == plain);
    CHECK(keys(read_data("utf-16be.txt", owned_by("Noor"))) == plain);
}

TEST_CASE("stamps of every locale mean one moment", "[whatsapp]")
{
    const std::string moment_meant = "2024-03-15T21:05:00Z";
    const auto stamp = GENERATE(
        as<std::string>{}, "15/03/2024, 21:05 - ", "15/3/24 21:05 - ", "3/15/24, 9:05 PM - ",
        "3/15/24, 9:05\u202Fp.m. - ", "15/3/24 9:05 p.\u00A0m. - ", "15.03.24, 21:05 - ", "15.03.2024 um 21:05 - ",
        "15.3.2024 klo 21.05 - ", "15/03/24 21.05 - ", "2024-03-15 21:05 - ", "2024. 3. 15. 오후 9:05 - ",
        "2024/3/15 下午9:05 - ", "2024/3/15 午後9:05 - ", "2024年3月15日 21:05 - ", "15-3-24 21:05 - ",
        "\u200F15\u200F/3\u200F/2024، 9:05 م - ",
        "\u0661\u0665/\u0663/\u0662\u0660\u0662\u0664، \u0669:\u0660\u0665 م - ", "15/3/2024, 9:05 μ.μ. - ",
        "21:05, 15/3/2024 - ", "3/15/2567, 21:05 - ", "3/15/2567 BE, 21:05 - ", "3/15/R6, 21:05 - ",
        "[15/03/2024, 21:05:00] ", "\u200E[21:05:00, 15/3/2024] ", "[2024-03-15 21:05] ", "15.03.2024 г., 21:05 ч. - ");
    CAPTURE(stamp);
    CHECK(moment(stamp) == moment_meant);
}

TEST_CASE("midnight and noon of twelve-hour clocks", "[whatsapp]")
{
    CHECK(moment("3/15/24, 12:23 AM - ") == "2024-03-15T00:23:00Z");
    CHECK(moment("3/15/24, 00:23 AM - ") == "2024-03-15T00:23:00Z");
    CHECK(moment("3/15/24, 12:23 PM - ") == "2024-03-15T12:23:00Z");
}

TEST_CASE("the file decides the order of day and month where it can", "[whatsapp]")
{
    const auto first_day = [](const std::string& text) {
        return rfc3339(read_text(text).observations.at(0).at).substr(0, 10);
    };
    CHECK(first_day("05/06/24, 09:00 - Noor: a\n13/06/24, 09:00 - Ilse: b\n") == "2024-06-05");
    CHECK(first_day("05/06/24, 09:00 - Noor: a\n06/13/24, 09:00 - Ilse: b\n") == "2024-05-06");
    CHECK(first_day("05.06.24, 09:00 - Noor: a\n05.06.24, 09:01 - Ilse: b\n") == "2024-06-05");
    SECTION("by the one reading that never goes back")
    {
        CHECK(first_day("05/06/24, 09:00 - Noor: a\n06/05/24, 09:30 - Ilse: b\n06/07/24, 10:00 - Noor: c\n") ==
              "2024-05-06");
    }
    SECTION("by a language that is day first everywhere")
    {
        CHECK(first_day("05/06/24, 09:00 - Noor: a\n05/06/24, 09:30 - Ilse: <Médias omis>\n") == "2024-06-05");
    }
    SECTION("and says when it was only the language")
    {
        const auto warned = [](const std::string& text) { return read_text(text).warnings; };
        const auto presumed = warned("05/06/24, 09:00 - Noor: a\n05/06/24, 09:30 - Ilse: <Médias omis>\n");
        REQUIRE(presumed.size() == 1);
        CHECK(presumed.begin()->find("--date-order mdy") != std::string::npos);
        CHECK(warned("05/06/24, 09:00 - Noor: a\n13/06/24, 09:30 - Ilse: <Médias omis>\n").empty());
        CHECK(warned("05/05/24, 09:00 - Noor: a\n05/05/24, 09:30 - Ilse: <Médias omis>\n").empty());
        Context told = owned_by("Noor");
        told.date_order = DateOrder::dmy;
        CHECK(read_text("05/06/24, 09:00 - Noor: <Médias omis>\n", told).warnings.empty());
    }
    SECTION("and it does not matter when both are the same number")
    {
        CHECK(first_day("05/05/24, 09:00 - Noor: a\n05/05/24, 09:01 - Ilse: b\n") == "2024-05-05");
    }
}

TEST_CASE("an order that stays open is asked for, with both readings", "[whatsapp]")
{
    const std::string chat = "05/06/24, 09:00 - Noor: a\n05/06/24, 09:30 - Ilse: b\n";
    const std::string problem = problem_of(chat, owned_by("Noor"));
    CHECK(problem.find("05/06/24 is 5 June or 6 May") != std::string::npos);
    CHECK(problem.find("--date-order dmy") != std::string::npos);
    Context told = owned_by("Noor");
    told.date_order = DateOrder::mdy;
    CHECK(rfc3339(read_text(chat, told).observations.at(0).at) == "2024-05-06T09:00:00Z");
}

TEST_CASE("an order that the file contradicts is refused", "[whatsapp]")
{
    Context told = owned_by("Noor");
    told.date_order = DateOrder::mdy;
    CHECK(problem_of("31/12/23, 09:00 - Noor: a\n", told).find("only make sense as dmy") != std::string::npos);
    CHECK(problem_of("2023-12-31, 09:00 - Noor: a\n", told).find("the year comes first") != std::string::npos);
}

TEST_CASE("a chat in which nobody is the owner asks who they are", "[whatsapp]")
{
    const std::string chat = "31/12/23, 09:00 - Ana: a\n31/12/23, 09:01 - Ben: b\n";
    const std::string problem = problem_of(chat, owned_by("Noor"), "WhatsApp Chat with Ana.txt");
    CHECK(problem == "cannot tell which of the 2 people is you: Ana, Ben | say so once: --me \"Ben\"");
    std::string crowd;
    for (int person = 0; person < 17; ++person) crowd += "31/12/23, 09:00 - P" + std::to_string(person) + ": a\n";
    CHECK(problem_of(crowd, owned_by("Noor")).find("P11 and 5 more") != std::string::npos);
}

TEST_CASE("a chat of notices only, and an empty one, hold nothing and are no fault", "[whatsapp]")
{
    CHECK(read_text("").read() == 0);
    CHECK(read_text("\xEF\xBB\xBF\r\n").read() == 0);
    const Recorder notices = read_text("1/2/24, 09:00 - Messages and calls are end-to-end encrypted.\n"
                                       "1/2/24, 09:00 - You created group \"Trip: Rome\"\n");
    CHECK(notices.skipped(Skip::system) == 2);
    CHECK(notices.observations.empty());
}

TEST_CASE("a text pasted into a message begins no message", "[whatsapp]")
{
    const Recorder chat = read_text("31/12/23, 09:00 - Noor: look\n"
                                    "[10:15, 1/2/2024] Bob: pasted from the web\n"
                                    "[10:16, 1/2/2024] Bob: and more\n"
                                    "2023-12-31 09:30 - meeting: agenda\n"
                                    "31/12/23, 09:01 - Ilse: well\n");
    CHECK(chat.read() == 2);
    CHECK(chat.observations.at(0).size == 18.0);
}

TEST_CASE("an export joined from two phones is read whole", "[whatsapp]")
{
    const Recorder chat =
        read_text("31/12/23, 09:00 - Noor: one\n31/12/23, 09:01 - Ilse: two\n31/12/23, 09:02 - Noor: three\n"
                  "[01/01/2024, 09:00:00] Noor: four\n[13/01/2024, 09:00:10] Ilse: five\n");
    CHECK(chat.read() == 5);
}

TEST_CASE("the same message has the same key in every export", "[whatsapp]")
{
    const std::string shorter =
        "31/12/23, 09:00 - Noor: hi\n31/12/23, 09:00 - Noor: hi\n31/12/23, 09:05 - Ilse: <Media omitted>";
    const std::string longer =
        "31/12/23, 09:00 - Noor: hi\n31/12/23, 09:00 - Noor: hi\n"
        "31/12/23, 09:05 - Ilse: IMG-20231231-WA0001.jpg (file attached)\n31/12/23, 09:06 - Ilse: new\n";
    const auto before = keys(read_text(shorter));
    auto after = keys(read_text(longer, owned_by("Noor"), "WhatsApp Chat with Ilse.txt"));
    REQUIRE(after.size() == 4);
    CHECK(after[0] != after[1]);
    after.pop_back();
    CHECK(after == before);
}

TEST_CASE("votes do not change a poll", "[whatsapp]")
{
    const auto poll = [](const std::string& votes) {
        return keys(read_text("31/12/23, 09:00 - Noor: POLL:\nWhere to?\nOPTION: Rome (" + votes +
                              ")\n31/12/23, 09:01 - Ilse: x\n"));
    };
    CHECK(poll("1 vote") == poll("2 votes"));
}

TEST_CASE("who a chat of the owner's own lines went to is in its file name", "[whatsapp]")
{
    const std::string chat = "31/12/23, 09:00 - Noor: anybody there?\n";
    CHECK(read_text(chat, owned_by("Noor"), "WhatsApp Chat mit Oma Hilde.txt").only().parties.front().name ==
          "Oma Hilde");
    CHECK(read_text(chat, owned_by("Noor"), "_chat.txt").skipped(Skip::no_counterpart) == 1);
    CHECK(read_text(chat, owned_by("Noor"), "WhatsApp Chat with Noor.txt").skipped(Skip::note_to_self) == 1);
    CHECK(title_of("Чат WhatsApp с контактом Вера.txt") == "Вера");
    CHECK(title_of("WhatsApp Chat - Oma (1).zip") == "Oma");
}

TEST_CASE("a message to a crowd is nobody's, one from it is", "[whatsapp]")
{
    std::string chat = "31/12/23, 09:00 - Noor: hello all\n";
    for (int person = 0; person < 11; ++person) chat += "31/12/23, 09:01 - P" + std::to_string(person) + ": hi\n";
    const Recorder recorder = read_text(chat);
    CHECK(recorder.skipped(Skip::crowd) == 1);
    CHECK(recorder.observations.size() == 11);
    CHECK(recorder.observations.at(0).others == 11);
}

TEST_CASE("people who were added count though they never wrote", "[whatsapp]")
{
    const Recorder chat = read_text(
        "31/12/23, 09:00 - Noor added Ilse, Tom and Vera\n31/12/23, 09:01 - Ilse: hi\n31/12/23, 09:02 - Noor: hi\n");
    CHECK(chat.observations.at(0).others == 3);
    CHECK(chat.observations.back().parties.size() == 1);
}

TEST_CASE("missed calls are known in many languages", "[whatsapp]")
{
    const auto said = GENERATE(
        as<std::string>{}, "Missed voice call", "Missed video call, Tap to call back", "Missed voice call at 8:31 PM",
        "Verpasster Sprachanruf", "Llamada perdida", "Llamada perdida a las 20:31", "Appel vocal manqué à 20:31",
        "Videollamada perdida", "Appel vocal manqué", "Chamada de voz perdida", "Chiamata vocale persa",
        "Пропущенный аудиозвонок", "Cevapsız sesli arama", "不在着信", "未接語音通話", "未接语音通话",
        "부재중 음성통화", "مكالمة صوتية فائتة", "Gemiste spraakoproep", "Zmeškaný hovor",
        "Nieodebrane połączenie głosowe", "Пропущений відеодзвінок", "मिस्ड वॉइस कॉल", "Panggilan suara tak terjawab",
        "Cuộc gọi thoại nhỡ", "Voice call, \u200ENo answer");
    CAPTURE(said);
    const Recorder chat = read_text("31/12/23, 09:00 - Ilse: \u200E" + said + "\n31/12/23, 09:01 - Noor: sorry\n");
    CHECK(chat.observations.at(0).channel == Channel::missed_call);
    CHECK(chat.observations.at(0).direction == Direction::in);
}

TEST_CASE("calls that were made have their length when it is stated", "[whatsapp]")
{
    const auto minutes = [](const std::string& said) {
        return read_body("\u200E" + said, "Ilse").minutes.value_or(-1);
    };
    CHECK(minutes("Voice call, \u200E5 min") == 5.0);
    CHECK(minutes("Video call, \u200E1 hr 5 min") == 65.0);
    CHECK(minutes("Voice call, 30 sec") == 0.5);
    CHECK(minutes("Sprachanruf, 12 Min.") == 12.0);
    CHECK(minutes("語音通話，5 分鐘") == 5.0);
    CHECK(minutes("Аудиозвонок, 7 мин.") == 7.0);
    CHECK(minutes("Answered on other device") == -1.0);
    CHECK(read_body("video call, please?", "Ilse").sense == Sense::text);
}

TEST_CASE("a call may be marked only before what was added to it, or not at all", "[whatsapp]")
{
    const auto call = [](const std::string& said) {
        const Reading reading = read_body(said, "Ilse");
        CHECK_FALSE(reading.minutes);
        return reading.sense == Sense::call ? std::string{word(reading.channel)} : "no call";
    };
    CHECK(call("Voice call, \u200E3 joined") == "phone");
    CHECK(call("Video call, \u200EAnswered on other device") == "video");
    CHECK(call("Voice call, \u200Ewords of a later version") == "phone");
    CHECK(call("Voice call, \u200ENo answer") == "missed_call");
    CHECK(call("Voice call, 3 joined") == "phone");
    CHECK(call("Voice call, Answered on other device") == "phone");
    CHECK(call("Llamada perdida a las 20:31") == "missed_call");
    CHECK(call("Voice call, joined") == "no call");
    CHECK(call("Voice call, words of a person") == "no call");
    CHECK(call("missed call and then I rang again at 20:31") == "no call");
}

TEST_CASE("thanks and thumbs leave nothing to answer, questions do", "[whatsapp]")
{
    for (const char* said : {"ok", "OK!", "Thanks 🙏", "👍", "👍🏽", "❤️", "danke", "Спасибо", "ありがとう", "好的",
                             "شكرا", "gracias!", "🙏 thanks :-)", "tesekkurler", "d’accord", "\u200E👍👍", "ДЯКУЮ!"}) {
        CAPTURE(said);
        CHECK(is_acknowledgement(said));
    }
    for (const char* said : {"ok?", "thanks, can you call me", "👍 when", "1", "", "?", "...", "👍😡", "ok\nok"}) {
        CAPTURE(said);
        CHECK_FALSE(is_acknowledgement(said));
    }
}

TEST_CASE("impossible and coming dates are counted, not kept", "[whatsapp]")
{
    const Recorder chat = read_text(
        "31/12/23, 09:00 - Noor: a\n31/02/24, 09:00 - Ilse: b\n01/01/24, 25:61 - Ilse: c\n01/01/30, 09:00 - Ilse: d\n");
    CHECK(chat.observations.size() == 1);
    CHECK(chat.skipped(Skip::broken) == 2);
    CHECK(chat.skipped(Skip::future) == 1);
}

TEST_CASE("hostile files lose nothing that is whole", "[whatsapp]")
{
    const std::string good = "31/12/23, 09:00 - Noor: a\n";
    SECTION("a line of a megabyte")
    {
        std::string words;
        for (int word = 0; word < 200'000; ++word) words += "word ";
        const Recorder chat = read_text(good + "31/12/23, 09:01 - Ilse: " + words + "\n31/12/23, 09:02 - Ilse: b\n");
        REQUIRE(chat.read() == 3);
        CHECK(chat.observations[1].size == 200'000.0);
    }
    SECTION("zeros and lone carriage returns inside a body")
    {
        const Recorder chat = read_text(good + std::string{"31/12/23, 09:01 - Ilse: x\0y\rz\n", 30} + good);
        CHECK(chat.read() == 3);
    }
    SECTION("a file cut in the middle of a header")
    {
        CHECK(read_text(good + "31/12/23, 09:01 - Ilse: b\n31/12/23, 0").read() == 2);
    }
    SECTION("a file that begins in the middle of a message")
    {
        const Recorder chat = read_text("of a message\n" + good + "31/12/23, 09:01 - Ilse: b\n");
        CHECK(chat.read() == 2);
        CHECK(chat.warnings.size() == 1);
    }
    SECTION("bytes that are no UTF-8")
    {
        CHECK(read_text(good + "31/12/23, 09:01 - Jos\xE9: b\n").observations.back().parties.front().name == "José");
    }
    SECTION("no chat at all")
    {
        CHECK(problem_of("just some text\n", owned_by("Noor")).find("no WhatsApp chat") != std::string::npos);
    }
}

TEST_CASE("a chat is known by its content", "[whatsapp]")
{
    const auto sureness = [](const char* text) { return whatsapp.sniff(input_of_text(text, "notes.txt"), text); };
    CHECK(sureness("31/12/23, 09:00 - Noor: a\n") >= 90);
    CHECK(sureness("\u200E[31/12/23, 09:00:00] Noor: a\n") >= 90);
    CHECK(sureness("From noor@example.org Mon Jan 1\n") == 0);
    CHECK(sureness("at,channel,contact\n") == 0);
}
