#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/call_log.hpp"
#include "daemon/intake/calls/written.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

Context today(std::optional<std::string> columns = {})
{
    Context context;
    context.zone = *zone::named("Europe/Berlin");
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    context.columns = std::move(columns);
    context.is_owner = [](const Party& party) { return party.handle.value == "+4917000"; };
    return context;
}

Recorder read_log(const std::string& text, std::optional<std::string> columns = {})
{
    Recorder recorder;
    call_log.read(input_of_text(text, "calls.csv"), today(std::move(columns)), recorder);
    return recorder;
}

Problem refusal(const std::string& text, std::optional<std::string> columns = {})
{
    try {
        read_log(text, std::move(columns));
    } catch (const Problem& problem) {
        return problem;
    }
    FAIL("it was read");
    return {Problem::Kind::internal, ""};
}

std::optional<std::int64_t> length(const char* text)
{
    const auto seconds = written_length(text, Seconds{1});
    return seconds ? std::optional{seconds->count()} : std::nullopt;
}

} // namespace

TEST_CASE("lengths are understood as tables write them", "[calls]")
{
    CHECK(length("125") == 125);
    CHECK(length("2:05") == 125);
    CHECK(length("01:02:05") == 3725);
    CHECK(length("5 min 3 s") == 303);
    CHECK(length("1h 2m 3s") == 3723);
    CHECK(length("1 hr 2 min") == 3720);
    CHECK(length("2 Std. 5 Min.") == 7500);
    CHECK(length("PT1M2S") == 62);
    CHECK(written_length("12", Seconds{60}) == Seconds{720});
    for (const char* text : {"", "x", "5 apples", "-3", "1e99"}) CHECK_FALSE(length(text));
}

TEST_CASE("moments are understood as tables write them", "[calls]")
{
    const auto at = [](const char* text) {
        WrittenDates dates;
        dates.see(text);
        dates.settle(today(), "x");
        const auto read = dates.at(text);
        return read ? rfc3339(read->instant) : "(none)";
    };
    CHECK(at("2014-08-20 20:30:37") == "2014-08-20T18:30:37Z");
    CHECK(at("2014-08-20T20:30:37Z") == "2014-08-20T20:30:37Z");
    CHECK(at("2014-08-20 20:30:37+02:00") == "2014-08-20T18:30:37Z");
    CHECK(at("11/19/2021 9:54:15 AM") == "2021-11-19T08:54:15Z");
    CHECK(at("11/19/21, 9:54:15\u202FPM") == "2021-11-19T20:54:15Z");
    CHECK(at("19.11.2021 09:54") == "2021-11-19T08:54:00Z");
    CHECK(at("Nov 19, 2021 09:54 AM") == "2021-11-19T08:54:00Z");
    CHECK(at("19 November 2021 09:54") == "2021-11-19T08:54:00Z");
    CHECK(at("1389945000") == "2014-01-17T07:50:00Z");
    CHECK(at("1389945000000") == "2014-01-17T07:50:00Z");
    for (const char* text : {"", "hello", "32/13/2021 10:00", "2021-11-19 25:00", "12:30"}) CHECK(at(text) == "(none)");
}

TEST_CASE("a call's direction and length say what it was", "[calls]")
{
    const Recorder recorder = read_log("interaction,direction,correspondent_id,datetime,call_duration\n"
                                       "call,in,A,2014-08-20 20:30:37,90\n"
                                       "call,out,+49171,2014-08-21 20:31:42,0\n"
                                       "text,in,C,2014-08-21 21:10:31,\n");
    REQUIRE(recorder.observations.size() == 3);
    const auto& all = recorder.observations;
    CHECK((all[0].channel == Channel::phone && all[0].direction == Direction::in && all[0].size == 1.5));
    CHECK(all[0].parties[0].handle == Handle{HandleKind::name, "A"});
    CHECK((all[0].call && !all[0].zoned));
    CHECK((all[1].channel == Channel::missed_call && all[1].direction == Direction::out));
    CHECK(all[1].parties[0].handle.kind == HandleKind::phone);
    CHECK((all[2].channel == Channel::sms && !all[2].call));
}

TEST_CASE("headings and words of several languages are known, and date and time may stand apart", "[calls]")
{
    const Recorder recorder = read_log("Typ;Name;Rufnummer;Datum;Uhrzeit;Dauer\n"
                                       "Ausgehend;Ada;0171 1234567;20.08.2014;20:30;2:05\n"
                                       "Verpasst;Ada;0171 1234567;21.08.2014;20:30;\n");
    REQUIRE(recorder.observations.size() == 2);
    CHECK(recorder.observations[0].direction == Direction::out);
    CHECK(recorder.observations[0].at == *parse_rfc3339("2014-08-20T18:30:00Z"));
    CHECK(*recorder.observations[0].size * 60 == Approx(125));
    CHECK(recorder.observations[0].parties[0].name == "Ada");
    CHECK(recorder.observations[1].channel == Channel::missed_call);
    CHECK(read_log("Número,Fecha,Duración,Tipo\n600123456,2014-08-20 10:00:00,10,Saliente\n").only().direction ==
          Direction::out);
    CHECK(
        read_log("номер,дата,длительность,направление\n600123456,2014-08-20 10:00:00,10,outgoing\n").only().direction ==
        Direction::out);
    CHECK(read_log("電話番号,日時,通話時間\n600123456,2014-08-20 10:00:00,10\n").only().size.has_value());
    CHECK(read_log("number,date,duration (min),incoming\n600123456,2014-08-20 10:00:00,10,no\n").only().size == 10.0);
    CHECK(read_log("number,date,duration,incoming\n600123456,2014-08-20 10:00:00,10,no\n").only().direction ==
          Direction::out);
}

TEST_CASE("callers and receivers need to know which of them is the owner", "[calls]")
{
    const std::string table = "call_num, rec_num, start, duration\n+4917000,+4917111,2014-08-20 10:00:00,60\n"
                              "+4917111,+4917000,2014-08-20 11:00:00,60\n+4917111,+4917222,2014-08-20 12:00:00,60\n";
    const Recorder recorder = read_log(table);
    REQUIRE(recorder.observations.size() == 2);
    CHECK(recorder.observations[0].direction == Direction::out);
    CHECK(recorder.observations[1].direction == Direction::in);
    CHECK(recorder.observations[1].parties[0].handle.value == "+4917111");
    CHECK(recorder.skips == std::vector{Skip::no_counterpart});
    const Problem unknown = refusal("caller,receiver,start,duration\n+4917333,+4917111,2014-08-20 10:00:00,60\n"
                                    "+4917111,+4917555,2014-08-20 11:00:00,60\n");
    CHECK(unknown.hint.find("--me") != std::string::npos);
}

TEST_CASE("a table without headings is refused with the shapes of its first row, and read with a mapping", "[calls]")
{
    const std::string table = "2;0171 1234567;x;2014-08-20 10:00:00;60\n1;0171 1234567;x;2014-08-20 11:00:00;0\n";
    const Problem problem = refusal(table);
    CHECK(std::string{problem.what()}.find("1=number, 2=number, 3=text, 4=date, 5=number") != std::string::npos);
    CHECK(problem.hint.find("--columns") != std::string::npos);
    const Recorder recorder = read_log(table, "number=2,date=4,duration=5,direction=1");
    REQUIRE(recorder.observations.size() == 2);
    CHECK(recorder.observations[0].direction == Direction::out);
    CHECK(recorder.observations[1].channel == Channel::missed_call);
    CHECK(refusal(table, "number=9,date=4").kind == Problem::Kind::bad_request);
    CHECK(refusal(table, "colour=1").kind == Problem::Kind::bad_request);
    CHECK(refusal(table, "number=2").kind == Problem::Kind::bad_request);
    CHECK(read_log("wer,wann\n0171 1234567,2014-08-20 10:00:00\n", "number=wer,date=wann").read() == 1);
}

TEST_CASE("a table that does not tell its owner asks as chats do: another file may tell", "[calls]")
{
    const std::string table = "caller,receiver,date,duration\n+4917111,+4917222,2014-08-20 10:00:00,60\n"
                              "+4917111,+4917333,2014-08-20 11:00:00,60\n";
    try {
        read_log(table);
        FAIL("it was read");
    } catch (const UnknownOwner& asked) {
        CHECK(asked.candidates == std::vector<std::string>{"+4917111"});
    }
}

TEST_CASE("dates that read two ways are asked about", "[calls]")
{
    CHECK(refusal("number,date,duration\n0171 1234567,03/04/2014 10:00,5\n").hint.find("--date-order") !=
          std::string::npos);
}

TEST_CASE("equal rows of one minute are two, and the same two the next time", "[calls]")
{
    const std::string table = "type,number,date\nSMS in,0171 1234567,2014-08-20 10:00\nSMS in,0171 1234567,2014-08-20 "
                              "10:00\n";
    const Recorder recorder = read_log(table);
    REQUIRE(recorder.observations.size() == 2);
    CHECK(recorder.observations[0].source_key != recorder.observations[1].source_key);
    CHECK(read_log(table).observations[1].source_key == recorder.observations[1].source_key);
}
