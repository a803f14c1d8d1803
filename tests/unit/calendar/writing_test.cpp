#include "daemon/calendar/dates.hpp"
#include "daemon/calendar/reading.hpp"
#include "daemon/calendar/writing.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

using namespace blend;
using namespace std::string_literals;

namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

const Instant now = at("2026-11-23T09:00:00Z");

Plan call(std::string zone = "Europe/Berlin", int every = 7)
{
    Plan plan;
    plan.uid = "plan-1@blend";
    plan.sequence = 3;
    plan.contacts = {{ContactId{1}, "Amma", "amma@example.org", "+914412345678", "Asia/Kolkata"}};
    plan.start = parse_iso_local("2026-11-26T18:00:00").value();
    plan.zone = std::move(zone);
    plan.length = Minutes{45};
    if (every > 0)
        plan.rule = every % 7 == 0 ? "FREQ=WEEKLY;INTERVAL=" + std::to_string(every / 7)
                                   : "FREQ=DAILY;INTERVAL=" + std::to_string(every);
    plan.created = at("2026-11-20T10:00:00Z");
    plan.changed = at("2026-11-21T10:00:00Z");
    return plan;
}

std::string written(const Plan& plan) { return calendar::calendar_text({&plan, 1}, now); }

std::string unfolded(std::string text)
{
    for (auto fold = text.find("\r\n "); fold != std::string::npos; fold = text.find("\r\n ", fold))
        text.erase(fold, 3);
    return text;
}

bool has_line(const std::string& text, std::string_view line)
{
    return unfolded("\r\n" + text).find("\r\n" + std::string{line} + "\r\n") != std::string::npos;
}

std::vector<calendar::Event> read_back(const std::string& text)
{
    std::istringstream file{text};
    std::vector<calendar::Event> events;
    calendar::each_event(file, zone::Zone{}, [&](calendar::Event event) { events.push_back(std::move(event)); });
    return events;
}

std::size_t count(const std::string& text, std::string_view part)
{
    std::size_t found = 0;
    for (auto place = text.find(part); place != std::string::npos; place = text.find(part, place + 1)) ++found;
    return found;
}

} // namespace

TEST_CASE("a weekly call is written as a calendar program expects it", "[calendar][writing]")
{
    const std::string text = written(call());
    for (const char* line : {"BEGIN:VCALENDAR",
                             "VERSION:2.0",
                             "PRODID:-//Blend//Blend//EN",
                             "UID:plan-1@blend",
                             "SEQUENCE:3",
                             "STATUS:CONFIRMED",
                             "DTSTAMP:20261121T100000Z",
                             "LAST-MODIFIED:20261121T100000Z",
                             "CREATED:20261120T100000Z",
                             "DTSTART;TZID=Europe/Berlin:20261126T180000",
                             "DURATION:PT45M",
                             "RRULE:FREQ=WEEKLY",
                             "SUMMARY:Call with Amma",
                             "URL:tel:+914412345678",
                             "BEGIN:VALARM",
                             "ACTION:DISPLAY",
                             "TRIGGER:-PT30M",
                             "TZID:Europe/Berlin",
                             "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
                             "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"}) {
        INFO(text);
        CHECK(has_line(text, line));
    }
    CHECK(count(text, "BEGIN:VTIMEZONE") == 1);
    CHECK(written(call()) == text);
}

TEST_CASE("a cancelled plan keeps its UID and rings no more", "[calendar][writing]")
{
    Plan plan = call();
    plan.state = PlanState::cancelled;
    const std::string text = written(plan);
    CHECK(has_line(text, "STATUS:CANCELLED"));
    CHECK(has_line(text, "UID:plan-1@blend"));
    CHECK(count(text, "VALARM") == 0);
}

TEST_CASE("other repetitions, places and modes have their own words", "[calendar][writing]")
{
    Plan plan = call();
    plan.rule = "FREQ=WEEKLY;INTERVAL=3";
    CHECK(has_line(written(plan), "RRULE:FREQ=WEEKLY;INTERVAL=3"));
    plan.rule = "FREQ=DAILY;INTERVAL=10";
    CHECK(has_line(written(plan), "RRULE:FREQ=DAILY;INTERVAL=10"));
    plan.rule.clear();
    plan.mode = Mode::meet;
    plan.place = "Café; corner, left";
    plan.contacts.push_back({ContactId{2}, "Ravi", "", "", ""});
    CHECK(has_line(written(plan), "LOCATION:Café\\; corner\\, left"));
    CHECK(has_line(written(plan), "SUMMARY:Meet Amma and Ravi"));
    CHECK(written(plan).find("\nRRULE:FREQ=WEEKLY") == std::string::npos);
    plan.mode = Mode::video;
    plan.place = "https://meet.example.org/amma";
    CHECK(has_line(written(plan), "URL:https://meet.example.org/amma"));
}

TEST_CASE("29 February is kept where the owner wants it", "[calendar][writing]")
{
    calendar::YearlyEvent birthday{"birthday-1", "Amma's birthday", {1956, 2, 29}, *parse_iso_day("2026-01-01"), {}};
    const auto days = [&] {
        const auto events = read_back(calendar::calendar_text({}, now, {&birthday, 1}));
        REQUIRE(events.size() == 1);
        CHECK(events.front().all_day);
        CHECK(events.front().uid == "birthday-1@blend");
        std::vector<std::string> result;
        for (const Instant each : calendar::occurrences(events, at("2026-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z")))
            result.push_back(rfc3339(each).substr(0, 10));
        return result;
    };
    CHECK(days() == std::vector<std::string>{"2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"});
    birthday.leap_day = LeapDay::march_1;
    CHECK(days() == std::vector<std::string>{"2026-03-01", "2027-03-01", "2028-02-29", "2029-03-01"});
    birthday.date = {{}, 11, 23};
    CHECK(days().size() == 4);
    birthday.first = *parse_iso_day("2026-11-24");
    CHECK(days().front() == "2027-11-23");
}

TEST_CASE("an invitation names who asks and who is asked", "[calendar][writing]")
{
    Plan plan = call();
    plan.contacts.front().name = "Amma \"A\"\r\nATTENDEE:mailto:evil@example.org";
    plan.contacts.push_back({ContactId{2}, "Ravi", "not an address\r\n", "", ""});
    const std::string text = calendar::invitation_text(plan, now, {"Me; myself", "me@example.org"});
    CHECK(has_line(text, "METHOD:REQUEST"));
    const auto events = read_back(text);
    REQUIRE(events.size() == 1);
    REQUIRE(events.front().organizer);
    CHECK(events.front().organizer->address == "me@example.org");
    CHECK(events.front().organizer->name == "Me; myself");
    REQUIRE(events.front().attendees.size() == 1);
    CHECK(events.front().attendees.front().address == "amma@example.org");
    plan.state = PlanState::cancelled;
    CHECK(has_line(calendar::invitation_text(plan, now, {"", "me@example.org"}), "METHOD:CANCEL"));
}

TEST_CASE("what is written is read back at the same instants through both clock changes", "[calendar][writing]")
{
    const auto zone = GENERATE(as<std::string>{}, "Europe/Berlin", "Asia/Kolkata", "America/New_York",
                               "Pacific/Auckland", "Africa/Casablanca", "UTC", "Europe/Dublin", "America/Sao_Paulo");
    const Plan plan = call(zone, GENERATE(0, 1, 7, 10, 14));
    const Instant from = at("2026-11-01T00:00:00Z"), to = at("2028-11-01T00:00:00Z");
    const auto events = read_back(written(plan));
    REQUIRE(events.size() == 1);
    std::vector<Instant> expected;
    for (const calendar::PlanTime& each : calendar::times(plan, from, to)) expected.push_back(each.start);
    CHECK(calendar::occurrences(events, from, to) == expected);
    CHECK(events.front().length == Seconds{45 * 60});
}

namespace {

/// Names and notes made of what breaks writers.
std::string nasty(std::mt19937& random)
{
    static const std::vector<std::string> parts{"\r\n",
                                                "\r",
                                                "\n",
                                                ";",
                                                ",",
                                                "\\",
                                                "\"",
                                                ":",
                                                "\0"s,
                                                "\x1b",
                                                "👍🏽",
                                                "Žofie",
                                                "अम्मा",
                                                "a",
                                                " ",
                                                "\t",
                                                "BEGIN:VEVENT",
                                                "END:VCALENDAR",
                                                "\\n",
                                                "^n",
                                                "\xff",
                                                "\xe2\x82",
                                                "=",
                                                "\x7f",
                                                "\u2028",
                                                "long words without any end "};
    std::string text = "x";
    for (auto left = random() % 60; left > 0; --left) text += parts[random() % parts.size()];
    return text + "y";
}

/// What may be left of a text: its line ends in one spelling, without control characters.
std::string kept(std::string_view text)
{
    std::string result;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const auto byte = static_cast<unsigned char>(text[place]);
        if (byte == '\r') {
            result += '\n';
            if (place + 1 < text.size() && text[place + 1] == '\n') ++place;
        } else if (byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7f)) {
            result += text[place];
        }
    }
    return result;
}

std::string unescaped(std::string_view text)
{
    std::string result;
    for (std::size_t place = 0; place < text.size(); ++place) {
        if (text[place] != '\\' || place + 1 == text.size())
            result += text[place];
        else if (const char next = text[++place]; next == 'n' || next == 'N')
            result += '\n';
        else
            result += next;
    }
    return result;
}

std::string value_of(const std::string& text, std::string_view name)
{
    const std::string whole = unfolded(text);
    const auto begin = whole.find("\r\n" + std::string{name} + ":");
    REQUIRE(begin != std::string::npos);
    const auto from = begin + name.size() + 3;
    return unescaped(std::string_view{whole}.substr(from, whole.find("\r\n", from) - from));
}

} // namespace

TEST_CASE("no name and no note leaves its property", "[calendar][writing][property]")
{
    std::mt19937 random{20261123};
    for (int turn = 0; turn < 300; ++turn) {
        Plan plan = call();
        plan.note = nasty(random);
        plan.place = nasty(random);
        plan.contacts.front().name = nasty(random);
        plan.contacts.front().phone = nasty(random);
        const std::string text = written(plan);
        REQUIRE(count(text, "\r\nBEGIN:VEVENT\r\n") == 1);
        REQUIRE(read_back(text).size() == 1);
        std::istringstream lines{text};
        for (std::string line; std::getline(lines, line);) {
            REQUIRE(line.size() <= 76); // 75 and "\r"
            const auto first = static_cast<unsigned char>(line[line.front() == ' ' ? 1 : 0]);
            REQUIRE_FALSE((first & 0xC0) == 0x80); // a fold within a letter
            REQUIRE(std::count_if(line.begin(), line.end() - 1, [](char each) {
                        return (static_cast<unsigned char>(each) < 0x20 && each != '\t') || each == 0x7f;
                    }) == 0);
        }
        if (plan.note.find_first_of("\xff\xe2") == std::string::npos)
            REQUIRE(value_of(text, "DESCRIPTION") == kept(plan.note));
    }
}

TEST_CASE("khal and icalendar read the same calendar as we do", "[calendar][writing]")
{
    if (std::system("/usr/bin/python3 -c 'import icalendar, dateutil' 2>/dev/null") != 0) {
        std::cerr << "SKIPPED: no /usr/bin/python3 with icalendar and dateutil\n";
        return;
    }
    std::mt19937 random{7};
    std::vector<Plan> plans;
    for (const char* zone : {"Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Auckland", "UTC"})
        for (const int every : {0, 7, 10}) {
            Plan plan = call(zone, every);
            plan.uid = "plan-" + std::to_string(plans.size()) + "@blend";
            plan.note = nasty(random);
            plan.reminder = Minutes{15 * (1 + every)};
            plans.push_back(plan);
        }
    const auto folder = std::filesystem::temp_directory_path() / ("blend-calendar-" + std::to_string(random()));
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "plans.ics", std::ios::binary} << calendar::calendar_text(plans, now);
    const Instant from = at("2026-11-01T00:00:00Z"), to = at("2028-11-01T00:00:00Z");
    std::ofstream expected{folder / "expected.txt"};
    for (const Plan& plan : plans)
        for (const calendar::PlanTime& each : calendar::times(plan, from, to))
            expected << plan.uid << ' ' << rfc3339(each.start) << ' ' << plan.reminder.count() << '\n';
    expected.close();
    const std::string command = "/usr/bin/python3 " SOURCE_DIR "/tests/unit/calendar/read_back.py " + folder.string();
    CHECK(std::system(command.c_str()) == 0);
    std::filesystem::remove_all(folder);
}
