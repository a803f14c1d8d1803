#include "daemon/calendar/reading.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace blend;
using calendar::Event;

namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

std::vector<Event> read(const std::string& text, std::string_view zone = "UTC")
{
    std::istringstream file{text};
    std::vector<Event> events;
    calendar::each_event(file, zone::named(zone).value(), [&](Event event) { events.push_back(std::move(event)); });
    return events;
}

std::string vevent(const std::string& lines) { return "BEGIN:VEVENT\nUID:one\n" + lines + "\nEND:VEVENT\n"; }

/// Starts from 1970 to 2030, without the year's first digits when all are of this century.
std::vector<std::string> starts(const std::string& text, std::string_view zone = "UTC")
{
    std::vector<std::string> result;
    for (const Instant each : calendar::occurrences(read(text, zone), Instant{}, at("2030-01-01T00:00:00Z")))
        result.push_back(rfc3339(each).substr(0, 16));
    return result;
}

std::size_t count(const std::string& rule, const std::string& start = "DTSTART:20200101T090000Z")
{
    return starts(vevent(start + "\nRRULE:" + rule)).size();
}

using Starts = std::vector<std::string>;

} // namespace

TEST_CASE("line ends, folds, letter case and byte order marks do not matter", "[calendar][reading]")
{
    const std::string lines[] = {"BEGIN:VCALENDAR",
                                 "BEGIN:VEVENT",
                                 "UID:some-\n thing",
                                 "DTSTART:20240131T093000Z",
                                 "ATTENDEE;CN=\"Žo\n fie\";PARTSTAT=ACCEPTED:mailto:zofie@example.org",
                                 "END:VEVENT",
                                 "END:VCALENDAR"};
    const auto end = GENERATE(as<std::string>{}, "\n", "\r\n", "\r", "\n\n");
    std::string text = GENERATE(as<std::string>{}, "", "\xef\xbb\xbf", "\r\n\r\n");
    for (const std::string& line : lines) {
        for (const char each : line) each == '\n' ? text += end : text += each;
        text += end;
    }
    const auto events = read(text);
    REQUIRE(events.size() == 1);
    CHECK(events.front().uid == "some-thing");
    CHECK(rfc3339(events.front().start->instant()) == "2024-01-31T09:30:00Z");
    REQUIRE(events.front().attendees.size() == 1);
    CHECK(events.front().attendees.front().name == "Žofie");

    const auto small = read("begin:vevent\nuid:x\ndtstart;tzid=europe/berlin:20240131T093000\nend:vevent\n");
    REQUIRE(small.size() == 1);
    CHECK(rfc3339(small.front().start->instant()) == "2024-01-31T08:30:00Z");
}

TEST_CASE("a fold may cut through a letter", "[calendar][reading]")
{
    const auto events = read(vevent("ORGANIZER;CN=\xc5\n \xbdofie:mailto:z@example.org"));
    CHECK(events.at(0).organizer->name == "Žofie");
}

TEST_CASE("several calendars, none, and END lines that lack", "[calendar][reading]")
{
    const std::string one = "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\nEND:VCALENDAR\n";
    const auto events = read(one + "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:b\nBEGIN:VEVENT\nUID:c\nEND:VCALENDAR\n"
                                   "BEGIN:VTODO\nUID:todo\nEND:VTODO\nBEGIN:VEVENT\nUID:d\nDTSTART:2024");
    REQUIRE(events.size() == 4);
    CHECK(events[0].method == "REPLY");
    CHECK(events[1].method.empty());
    CHECK(events[1].uid == "b");
    CHECK_FALSE(events[1].broken);
    CHECK_FALSE(events[2].broken);
    CHECK(events[3].broken);
    CHECK(read("").empty());
    CHECK(read("no calendar at all").empty());
}

TEST_CASE("what an alarm says is not said of its event", "[calendar][reading]")
{
    const auto events = read(vevent("DTSTART:20240101T100000Z\nBEGIN:VALARM\nUID:alarm\nDURATION:PT5M\n"
                                    "ATTENDEE:mailto:alarm@example.org\nEND:VALARM\nDURATION:PT1H"));
    REQUIRE(events.size() == 1);
    CHECK(events.front().uid == "one");
    CHECK(events.front().length == Seconds{3600});
    CHECK(events.front().attendees.empty());
}

TEST_CASE("a time is put into the zone that is meant, however it is written", "[calendar][reading]")
{
    const std::string custom = "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n"
                               "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
                               "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n"
                               "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
                               "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
    const std::string placed = "BEGIN:VTIMEZONE\nTZID:Mine\nX-LIC-LOCATION:Europe/Berlin\nEND:VTIMEZONE\n";
    struct Case {
        std::string start;
        const char* instant;
    };
    const auto each = GENERATE_COPY(values<Case>({
        {"DTSTART;TZID=Europe/Berlin:20240701T120000", "2024-07-01T10:00:00Z"},
        {"DTSTART;TZID=\"W. Europe Standard Time\":20240701T120000", "2024-07-01T10:00:00Z"},
        {"DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20240701T120000", "2024-07-01T10:00:00Z"},
        {"DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin, Bern:20240701T120000", "2024-07-01T10:00:00Z"},
        {"DTSTART;TZID=\"(UTC-05:00) Eastern Time (US & Canada)\":20240701T120000", "2024-07-01T16:00:00Z"},
        {"DTSTART;TZID=\"(GMT +01:00)\":20240701T120000", "2024-07-01T11:00:00Z"},
        {"DTSTART;TZID=Customized Time Zone:20240701T120000", "2024-07-01T10:00:00Z"},
        {"DTSTART;TZID=Customized Time Zone:20240101T120000", "2024-01-01T11:00:00Z"},
        {"DTSTART;TZID=Mine:20240701T120000", "2024-07-01T10:00:00Z"},
        {"DTSTART:20240701T120000Z", "2024-07-01T12:00:00Z"},
        {"DTSTART:2024-07-01T12:00:00Z", "2024-07-01T12:00:00Z"},
    }));
    INFO(each.start);
    const auto events = read(custom + placed + vevent(each.start), "Asia/Kolkata");
    REQUIRE(events.size() == 1);
    REQUIRE(events.front().start);
    CHECK(rfc3339(events.front().start->instant()) == each.instant);
    CHECK_FALSE(events.front().start->floating);
}

TEST_CASE("a time without a zone, or with one that nobody knows, is the reader's own", "[calendar][reading]")
{
    const auto line =
        GENERATE(as<std::string>{}, "DTSTART:20240701T120000", "DTSTART;TZID=Europe/Germany:20240701T120000",
                 "DTSTART;TZID=\"../../etc/passwd\":20240701T120000");
    const auto events = read(vevent(line), "Asia/Kolkata");
    CHECK(events.at(0).start->floating);
    CHECK(rfc3339(events.at(0).start->instant()) == "2024-07-01T06:30:00Z");
}

TEST_CASE("a date that does not exist is none", "[calendar][reading]")
{
    const auto line = GENERATE(as<std::string>{}, "DTSTART:20240230T100000Z", "DTSTART:INVALID", "DTSTART:", "DTSTART",
                               "DTSTART:20240101T2500Z", "DTSTART:20241301", "DTSTART:99999999999999", "SUMMARY:none");
    CHECK_FALSE(read(vevent(line)).at(0).start);
    CHECK(starts(vevent(line)).empty());
}

TEST_CASE("an event lasts until its end, for its duration, or for nobody knows how long", "[calendar][reading]")
{
    const auto length = [](const std::string& lines) {
        return read(vevent("DTSTART:20240701T120000Z\n" + lines)).at(0).length;
    };
    CHECK(length("DTEND:20240701T124500Z") == Seconds{45 * 60});
    CHECK(length("DTEND;TZID=Europe/Berlin:20240701T150000") == Seconds{3600});
    CHECK(length("DURATION:PT1H30M") == Seconds{5400});
    CHECK(length("DURATION:P1DT1H") == Seconds{90'000});
    CHECK_FALSE(length("DURATION:-PT1H"));
    CHECK_FALSE(length("DTEND:20240701T110000Z"));
    CHECK_FALSE(length("SUMMARY:x"));
    CHECK(read(vevent("DTSTART;VALUE=DATE:20240701")).at(0).all_day);
}

TEST_CASE("people are told from rooms, and answers are read", "[calendar][reading]")
{
    const auto event = read(vevent("ORGANIZER;CN=Ana:MAILTO:Ana@Example.org\n"
                                   "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org\n"
                                   "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:fyi@example.org\n"
                                   "ATTENDEE;PARTSTAT=declined;CN=\"Nová; Eva\":mailto:eva@example.org\n"
                                   "ATTENDEE;PARTSTAT=TENTATIVE;CN=R^'J^':mailto:rj@example.org\n"
                                   "ATTENDEE;CN=Only Name:invalid:nomail\n"
                                   "ATTENDEE;EMAIL=real@example.org:urn:uuid:1"))
                           .at(0);
    CHECK(event.organizer->address == "Ana@Example.org");
    REQUIRE(event.attendees.size() == 6);
    CHECK_FALSE(event.attendees[0].person);
    CHECK_FALSE(event.attendees[1].person);
    CHECK(event.attendees[2].answer == calendar::Answer::declined);
    CHECK(event.attendees[2].name == "Nová; Eva");
    CHECK(event.attendees[3].answer == calendar::Answer::tentative);
    CHECK(event.attendees[3].name == "R\"J\"");
    CHECK(event.attendees[4].address.empty());
    CHECK(event.attendees[5].address == "real@example.org");
}

TEST_CASE("links and a few words tell a call from a meeting", "[calendar][reading]")
{
    struct Case {
        const char* line;
        calendar::Hint hint;
    };
    using calendar::Hint;
    const auto each = GENERATE(values<Case>({
        {"X-GOOGLE-CONFERENCE:https://meet.google.com/abc", Hint::video},
        {"CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://example.org/1", Hint::video},
        {"CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+49301234", Hint::call},
        {"LOCATION:https://us02web.Zoom.us/j/123", Hint::video},
        {"DESCRIPTION:Join: https://teams.microsoft.com/l/meetup-join/1", Hint::video},
        {"URL:https://meet.jit.si/Blend", Hint::video},
        {"URL:tel:+49301234", Hint::call},
        {"SUMMARY:Call with Amma", Hint::call},
        {"SUMMARY:Anruf bei Oma", Hint::call},
        {"LOCATION:Phone", Hint::call},
        {"SUMMARY:Recall the small hall", Hint::none},
        {"SUMMARY:Lunch", Hint::none},
        {"LOCATION:Café Zoom, Berlin", Hint::none},
    }));
    INFO(each.line);
    CHECK(read(vevent(each.line)).at(0).hint == each.hint);
}

TEST_CASE("rules give the dates of RFC 5545", "[calendar][recurrence]")
{
    const std::string ny = "DTSTART;TZID=America/New_York:19970902T090000\nRRULE:";
    const auto first = [&](const std::string& rule, std::size_t many) {
        Starts all = starts(vevent(ny + rule));
        all.resize(std::min(all.size(), many));
        for (std::string& each : all) each = each.substr(2, 8);
        return all;
    };
    CHECK(starts(vevent(ny + "FREQ=DAILY;COUNT=10")).size() == 10);
    CHECK(starts(vevent(ny + "FREQ=DAILY;UNTIL=19971224T000000Z")).size() == 113);
    CHECK(first("FREQ=DAILY;INTERVAL=10;COUNT=5", 5) ==
          Starts{"97-09-02", "97-09-12", "97-09-22", "97-10-02", "97-10-12"});
    CHECK(first("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", 8) ==
          Starts{"97-09-02", "97-09-04", "97-09-16", "97-09-18", "97-09-30", "97-10-02", "97-10-14", "97-10-16"});
    CHECK(first("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", 6) ==
          Starts{"97-09-22", "97-10-20", "97-11-17", "97-12-22", "98-01-19", "98-02-16"});
    CHECK(first("FREQ=MONTHLY;BYMONTHDAY=-3", 3) == Starts{"97-09-28", "97-10-29", "97-11-28"});
    CHECK(first("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", 4) ==
          Starts{"00-01-01", "00-04-09", "00-07-18", "03-01-01"});
    CHECK(first("FREQ=YEARLY;BYDAY=20MO", 3) == Starts{"98-05-18", "99-05-17", "00-05-15"});
    CHECK(first("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", 3) == Starts{"98-05-11", "99-05-17", "00-05-15"});
    CHECK(first("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 3) == Starts{"98-02-13", "98-03-13", "98-11-13"});
    CHECK(first("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", 2) ==
          Starts{"97-11-04", "01-11-06"});
    CHECK(first("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", 3) == Starts{"97-09-04", "97-10-07", "97-11-06"});
    CHECK(first("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", 3) == Starts{"97-09-29", "97-10-30", "97-11-27"});
    CHECK(starts(vevent(ny + "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30;COUNT=4")) ==
          Starts{"1997-09-02T13:00", "1997-09-02T13:30", "1997-09-02T14:00", "1997-09-02T14:30"});
    CHECK(first("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", 5).size() == 5);
}

TEST_CASE("a series keeps its hour through the clock changes, and ends when UNTIL says", "[calendar][recurrence]")
{
    const Starts all =
        starts(vevent("DTSTART;TZID=Europe/Berlin:20261020T180000\nRRULE:FREQ=WEEKLY;UNTIL=20261103T170000Z"));
    CHECK(all == Starts{"2026-10-20T16:00", "2026-10-27T17:00", "2026-11-03T17:00"});
    CHECK(starts(vevent("DTSTART:20261020T180000\nRRULE:FREQ=WEEKLY;UNTIL=20261103T170000Z"), "Europe/Berlin") == all);
    CHECK(starts(vevent("DTSTART:20261020T180000\nRRULE:FREQ=WEEKLY;UNTIL=20261103"), "Europe/Berlin") == all);
}

TEST_CASE("dates are added with their zone, and taken away", "[calendar][recurrence]")
{
    const std::string start = "DTSTART;TZID=Europe/Berlin:20240701T090000\n";
    CHECK(starts(vevent(start + "RDATE;TZID=Europe/Berlin:20240702T090000,20240703T090000")) ==
          Starts{"2024-07-01T07:00", "2024-07-02T07:00", "2024-07-03T07:00"});
    const auto events = read(
        vevent(start + "DURATION:PT1H\nRDATE;VALUE=PERIOD:20240702T070000Z/PT2H,20240703T070000Z/20240703T100000Z"));
    const auto all = calendar::expand(events, Instant{}, at("2030-01-01T00:00:00Z")).occurrences;
    REQUIRE(all.size() == 3);
    CHECK(all[0].length == Seconds{3600});
    CHECK(all[1].length == Seconds{7200});
    CHECK(all[2].length == Seconds{10800});

    const auto without =
        GENERATE(as<std::string>{}, "EXDATE;TZID=Europe/Berlin:20240702T090000,20240704T090000",
                 "EXDATE:20240702T070000Z\nEXDATE:20240704T070000Z", "EXDATE:20240702T090000,20240704T090000",
                 "EXDATE;VALUE=DATE:20240702,20240704", "EXDATE;TZID=America/New_York:20240702T090000,20240704T090000");
    CHECK(starts(vevent(start + "RRULE:FREQ=DAILY;COUNT=4\n" + without)) ==
          Starts{"2024-07-01T07:00", "2024-07-03T07:00"});
}

TEST_CASE("several rules are one series", "[calendar][recurrence]")
{
    CHECK(count("FREQ=DAILY;COUNT=3\nRRULE:FREQ=WEEKLY;COUNT=2") == 4);
}

TEST_CASE("exceptions replace what their master planned", "[calendar][recurrence]")
{
    const std::string master = vevent("DTSTART:20240101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4");
    const auto moved = vevent("RECURRENCE-ID:20240102T100000Z\nDTSTART:20240102T150000Z\nSEQUENCE:2");
    CHECK(starts(master + moved) ==
          Starts{"2024-01-01T10:00", "2024-01-02T15:00", "2024-01-03T10:00", "2024-01-04T10:00"});
    CHECK(starts(moved + master) == starts(master + moved));
    const auto older = vevent("RECURRENCE-ID:20240102T100000Z\nDTSTART:20240102T200000Z\nSEQUENCE:1");
    CHECK(starts(moved + older + master) == starts(master + moved));
    CHECK(calendar::expand(read(moved + older + master), Instant{}, at("2030-01-01T00:00:00Z")).superseded ==
          std::vector<std::size_t>{1});
    CHECK(
        starts(master + vevent("RECURRENCE-ID:20240102T100000Z\nDTSTART:20240102T100000Z\nSTATUS:CANCELLED")).size() ==
        3);
    CHECK(starts(moved) == Starts{"2024-01-02T15:00"});
    CHECK(starts(master + vevent("RECURRENCE-ID;VALUE=DATE:20240102\nDTSTART:20240102T150000Z")) ==
          starts(master + moved));
    CHECK(starts(master + vevent("DTSTART:20240601T100000Z\nSEQUENCE:5")) == Starts{"2024-06-01T10:00"});
}

TEST_CASE("an exception may hold for all that follow", "[calendar][recurrence]")
{
    const auto events =
        read(vevent("DTSTART;TZID=Europe/Berlin:20241021T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4") +
             vevent("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20241028T180000\n"
                    "DTSTART;TZID=Europe/Berlin:20241029T200000\nDURATION:PT30M"));
    const auto all = calendar::expand(events, Instant{}, at("2030-01-01T00:00:00Z")).occurrences;
    REQUIRE(all.size() == 4);
    CHECK(rfc3339(all[0].start) == "2024-10-21T16:00:00Z");
    CHECK(rfc3339(all[1].start) == "2024-10-29T19:00:00Z");
    CHECK(rfc3339(all[3].start) == "2024-11-12T19:00:00Z");
    CHECK(rfc3339(all[3].instance) == "2024-11-11T17:00:00Z");
    CHECK(all[3].length == Seconds{1800});
    CHECK(all[3].event == 1);
}

TEST_CASE("no rule runs away", "[calendar][recurrence]")
{
    const auto rule = GENERATE(as<std::string>{}, "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY",
                               "FREQ=MINUTELY;INTERVAL=0", "FREQ=NEVER", "");
    CHECK(count(rule) == 1);
    const auto impossible = GENERATE(as<std::string>{}, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
                                     "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                                     "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=200", "FREQ=YEARLY;BYDAY=53MO;BYMONTH=2");
    CHECK(count(impossible) == 0);
    CHECK(count("FREQ=DAILY;INTERVAL=99999999999") > 0);

    const auto endless = read(vevent("DTSTART:19000101T000000Z\nRRULE:FREQ=DAILY"));
    const auto expansion = calendar::expand(endless, at("1900-01-01T00:00:00Z"), Instant::max());
    CHECK(expansion.occurrences.size() == 10'000);
    CHECK(expansion.cut);
    CHECK(calendar::occurrences(endless, at("2026-01-01T00:00:00Z"), at("2026-01-08T00:00:00Z")).size() == 7);
}

TEST_CASE("rules that nobody can read in full are read as far as they go", "[calendar][recurrence]")
{
    CHECK(count("RRULE:AnythingRandom;FREQ=WEEKLY;BYDAY=WE;COUNT=3") == 3);
    CHECK(count("FREQ=DAILY;COUNT=3;") == 3);
    CHECK(count("freq=daily;count=3") == 3);
    CHECK(count("FREQ=DAILY;COUNT=3;X-OTHER=1;BYDAY=") == 3);
}

TEST_CASE("depth and length cost no more than the event that has them", "[calendar][reading]")
{
    std::string deep = "BEGIN:VEVENT\nUID:deep\nDTSTART:20240101T100000Z\n";
    for (int each = 0; each < 50'000; ++each) deep += "BEGIN:X\n";
    for (int each = 0; each < 50'000; ++each) deep += "END:X\n";
    deep += "END:VEVENT\n";
    const std::string lengthy = vevent("DTSTART:20240101T100000Z\nDESCRIPTION:" + std::string(3 << 20, 'x'));
    const auto events = read(deep + lengthy + vevent("DTSTART:20240102T100000Z"));
    REQUIRE(events.size() == 3);
    CHECK(events[0].broken);
    CHECK_FALSE(events[1].broken);
    CHECK(rfc3339(events[2].start->instant()) == "2024-01-02T10:00:00Z");
}
