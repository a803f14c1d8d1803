// Entries of calendar servers: what is kept of them, how a plan is written into one, and how a server is understood.

#include "daemon/calendar/multistatus.hpp"
#include "daemon/calendar/object.hpp"
#include "daemon/calendar/plan_entry.hpp"
#include "daemon/calendar/writing.hpp"
#include "daemon/core/problem.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::calendar;

namespace {

LocalTime local(const char* text) { return parse_iso_local(text).value(); }

Plan weekly_call()
{
    return {.uid = "one@blend",
            .mode = Mode::call,
            .contacts = {{.name = "Amma"}},
            .start = local("2026-11-30T18:00:00"),
            .zone = "Europe/Berlin",
            .rule = "FREQ=WEEKLY",
            .place = "at home",
            .created = parse_rfc3339("2026-11-23T12:00:00Z").value(),
            .changed = parse_rfc3339("2026-11-23T12:00:00Z").value()};
}

const Instant now = parse_rfc3339("2026-11-24T12:00:00Z").value();

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string with(std::string text, const std::string& what, const std::string& instead)
{
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), instead);
}

} // namespace

TEST_CASE("a plan and its own entry say the same", "[calendar]")
{
    Plan plan = weekly_call();
    plan.exceptions = {
        {.start = local("2026-12-07T18:00:00"), .moved = local("2026-12-08T19:00:00"), .length = Minutes{45}},
        {.start = local("2026-12-14T18:00:00")}};
    const auto entry = entry_in(object_text(plan, now), plan);
    REQUIRE(entry);
    CHECK(entry->start == plan.start);
    CHECK(entry->zone == plan.zone);
    CHECK(entry->exceptions == plan.exceptions);
    CHECK(differences(*entry, *entry_in(object_text(plan, now + Seconds{99}), plan)).empty());
}

TEST_CASE("the same moment on another clock is no change", "[calendar]")
{
    Plan plan = weekly_call();
    plan.rule.clear();
    const std::string text = object_text(plan, now);
    const auto entry = entry_in(text, plan);
    const auto other =
        entry_in(with(text, "DTSTART;TZID=Europe/Berlin:20261130T180000", "DTSTART:20261130T170000Z"), plan);
    REQUIRE((entry && other));
    CHECK(differences(*entry, *other).empty());
}

TEST_CASE("parts of a rule in another order are no change", "[calendar]")
{
    Plan plan = weekly_call();
    plan.rule = "FREQ=MONTHLY;BYDAY=1MO";
    const std::string text = object_text(plan, now);
    const auto other =
        entry_in(with(text, "RRULE:FREQ=MONTHLY;BYDAY=1MO", "RRULE:BYDAY=1MO;INTERVAL=1;FREQ=MONTHLY"), plan);
    REQUIRE(other);
    CHECK(differences(*entry_in(text, plan), *other).empty());
}

TEST_CASE("what others wrote into an entry survives a change of the plan", "[calendar]")
{
    Plan plan = weekly_call();
    const std::string before = object_text(plan, now);
    const std::string theirs = with(before, "BEGIN:VALARM",
                                    "X-OWN:kept\\, as it is\r\nIMAGE;VALUE=URI:https://example.org/a.png\r\n"
                                    "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-P1D\r\nEND:VALARM\r\nBEGIN:VALARM");
    plan.start = local("2026-12-01T19:00:00");
    plan.exceptions = {{.start = local("2026-12-08T19:00:00")}};
    const auto agreed = entry_in(before, plan);
    REQUIRE(agreed);
    const std::string after = with_fields(theirs, plan, *agreed, {PlanField::time, PlanField::exceptions}, now);
    CHECK(has(after, "X-OWN:kept\\, as it is\r\n"));
    CHECK(has(after, "IMAGE;VALUE=URI:https://example.org/a.png"));
    CHECK(has(after, "TRIGGER:-P1D"));
    CHECK(has(after, "DTSTART;TZID=Europe/Berlin:20261201T190000"));
    CHECK(has(after, "EXDATE;TZID=Europe/Berlin:20261208T190000"));
    CHECK_FALSE(has(after, "20261130T180000"));
}

TEST_CASE("of times that both sides changed the newer hold, and the others stay", "[calendar]")
{
    const PlanException first{.start = local("2026-12-07T18:00:00")};
    const PlanException second{.start = local("2026-12-14T18:00:00")};
    const PlanException moved{.start = second.start, .moved = local("2026-12-15T18:00:00")};
    CHECK(joined({}, {first}, {second}) == std::vector{first, second});
    CHECK(joined({}, {moved}, {second}) == std::vector{moved});
    CHECK(joined({first, second}, {first}, {first, second}) == std::vector{first});
}

TEST_CASE("of an event nothing is kept but when, who and how", "[calendar]")
{
    const std::string text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261129T100000Z\r\nDURATION:PT1H\r\n"
                             "SUMMARY:Call about secrets\r\nDESCRIPTION:secret\r\nLOCATION:secret\r\nCOMMENT:secret\r\n"
                             "ATTENDEE;CN=Tom;X-NOTE=secret;PARTSTAT=ACCEPTED:mailto:tom@example.org\r\n"
                             "BEGIN:VALARM\r\nDESCRIPTION:secret\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    const std::string kept = without_words(text);
    CHECK_FALSE(has(kept, "secret"));
    CHECK(has(kept, "tom@example.org"));
    CHECK(has(kept, "PARTSTAT=\"ACCEPTED\""));
    CHECK(has(kept, "CONFERENCE:tel:"));
    CHECK(without_words("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR\r\n").empty());
    CHECK(without_words("nonsense").empty());
}

TEST_CASE("an answer of a server is understood whatever prefixes it chose", "[calendar]")
{
    const auto read = [](const std::string& d) {
        return read_multistatus("<" + d + ":multistatus xmlns:" + d + "=\"DAV:\"><" + d + ":response><" + d +
                                ":href> /a.ics </" + d + ":href><" + d + ":propstat><" + d + ":prop><" + d +
                                ":getetag>\"1\"</" + d + ":getetag></" + d + ":prop><" + d +
                                ":status>HTTP/1.1 200 OK</" + d + ":status></" + d + ":propstat></" + d +
                                ":response></" + d + ":multistatus>");
    };
    for (const std::string prefix : {"D", "ns0", "x"}) {
        const auto said = read(prefix);
        REQUIRE(said.responses.size() == 1);
        CHECK(said.responses.front().href == "/a.ics");
        CHECK(said.responses.front().text("DAV: getetag") == "\"1\"");
    }
}

TEST_CASE("an answer that breaks off, or declares a document type, is none", "[calendar]")
{
    CHECK_THROWS_AS(read_multistatus("<d:multistatus xmlns:d=\"DAV:\"><d:response>"), Problem);
    CHECK_THROWS_AS(read_multistatus("<!DOCTYPE m [<!ENTITY a \"b\">]><d:multistatus xmlns:d=\"DAV:\"/>"), Problem);
    CHECK_THROWS_AS(read_multistatus("<html/>"), Problem);
    CHECK_THROWS_AS(read_multistatus(""), Problem);
}
