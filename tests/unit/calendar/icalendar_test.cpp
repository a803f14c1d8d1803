#include "daemon/intake/icalendar.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <sstream>

using namespace blend;
using intake::Observation;

namespace {

class Collected : public intake::Sink {
public:
    using Sink::record;
    void record(std::span<const Observation> observations) override
    {
        ++records;
        all.insert(all.end(), observations.begin(), observations.end());
    }
    void card(const intake::Card&) override { FAIL("a calendar has no cards"); }
    void skip(intake::Skip reason, std::optional<Instant>) override
    {
        ++records;
        ++skipped[std::string{word(reason)}];
    }
    void warn(const std::string& sentence) override { warnings.insert({sentence, 0}); }
    void owner(const intake::Party&) override {}
    void progress(std::uint64_t) override {}

    int records{};
    std::vector<Observation> all;
    std::map<std::string, int> skipped;
    std::map<std::string, int> warnings;
};

enum class Owner { known, unknown };

Collected read(const std::string& text, Owner owner = Owner::known)
{
    intake::Input input;
    input.open = [&] { return std::make_unique<std::istringstream>(text); };
    intake::Context context;
    context.zone = zone::named("Europe/Berlin").value();
    context.now = parse_rfc3339("2026-11-23T09:00:00Z").value();
    context.is_owner = [owner](const intake::Party& party) {
        return owner == Owner::known && party.handle == Handle{HandleKind::email, "me@example.org"};
    };
    context.owner_known_by = [owner](HandleKind) { return owner == Owner::known; };
    Collected result;
    intake::icalendar.read(input, context, result);
    return result;
}

const std::string mine = "ORGANIZER:mailto:Me@example.org\nATTENDEE;CN=Ana:mailto:Ana@example.org\n";
const std::string past = "DTSTART:20261101T100000Z\nDURATION:PT45M\n";

std::string vevent(const std::string& lines, const std::string& uid = "one")
{
    return "BEGIN:VEVENT\n" + (uid.empty() ? "" : "UID:" + uid + "\n") + lines + "\nEND:VEVENT\n";
}

std::string skipped(const std::string& lines)
{
    const Collected result = read(vevent(lines));
    REQUIRE(result.records == 1);
    return result.skipped.empty() ? "" : result.skipped.begin()->first;
}

} // namespace

TEST_CASE("a past meeting that the owner organised is an interaction with each who came", "[intake][icalendar]")
{
    const Collected result = read(vevent(past + mine +
                                         "ATTENDEE;CN=Ravi;PARTSTAT=ACCEPTED:mailto:ravi@example.org\n"
                                         "ATTENDEE;PARTSTAT=DECLINED:mailto:eva@example.org\n"
                                         "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org\n"
                                         "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.org"));
    REQUIRE(result.all.size() == 1);
    const Observation& met = result.all.front();
    CHECK(met.source_key == "ics:one:2026-11-01T10:00:00Z");
    CHECK(rfc3339(met.at) == "2026-11-01T10:00:00Z");
    CHECK(met.zoned);
    CHECK(met.channel == Channel::in_person);
    CHECK(met.direction == Direction::mutual);
    CHECK(met.size == 45.0);
    CHECK(met.others == 2);
    REQUIRE(met.parties.size() == 2);
    CHECK(met.parties[0].handle == Handle{HandleKind::email, "ana@example.org"});
    CHECK(met.parties[0].name == "Ana");
}

TEST_CASE("a meeting that the owner accepted counts with its organizer, listed or not", "[intake][icalendar]")
{
    const std::string accepted = past + "ORGANIZER;CN=Ana:mailto:ana@example.org\n"
                                        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.org\n";
    CHECK(read(vevent(accepted)).all.at(0).others == 1);
    CHECK(read(vevent(accepted + "ATTENDEE;PARTSTAT=ACCEPTED:mailto:Ana@example.org")).all.at(0).others == 1);
}

TEST_CASE("what is no meeting is skipped with its reason", "[intake][icalendar]")
{
    CHECK(skipped("DTSTART:20261201T100000Z\n" + mine) == "future");
    CHECK(skipped("DTSTART:20261201T100000Z\nRRULE:FREQ=DAILY\n" + mine) == "future");
    CHECK(skipped(past + mine + "STATUS:CANCELLED") == "cancelled");
    CHECK(skipped("DTSTART;VALUE=DATE:20261101\n" + mine) == "all_day");
    CHECK(skipped(mine) == "no_date");
    CHECK(skipped(past) == "no_counterpart");
    CHECK(skipped(past + "ORGANIZER:mailto:me@example.org") == "no_counterpart");
    CHECK(skipped(past + "ORGANIZER:mailto:me@example.org\nATTENDEE;CUTYPE=RESOURCE:mailto:r@example.org") ==
          "no_counterpart");
    CHECK(skipped(past + "ORGANIZER:mailto:me@example.org\nATTENDEE;PARTSTAT=DECLINED:mailto:r@example.org") ==
          "no_counterpart");
    const std::string asked = past + "ORGANIZER:mailto:ana@example.org\nATTENDEE;PARTSTAT=";
    CHECK(skipped(asked + "TENTATIVE:mailto:me@example.org") == "not_accepted");
    CHECK(skipped(asked + "NEEDS-ACTION:mailto:me@example.org") == "not_accepted");
    CHECK(skipped(asked + "DECLINED:mailto:me@example.org") == "not_accepted");
    CHECK(skipped(asked + "ACCEPTED:mailto:someone@example.org") == "not_accepted");
    CHECK(skipped(past + mine + "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.org") == "not_accepted");
    for (const char* method : {"REPLY", "CANCEL", "COUNTER"}) {
        const Collected result =
            read("BEGIN:VCALENDAR\nMETHOD:" + std::string{method} + "\n" + vevent(past + mine) + "END:VCALENDAR\n");
        CHECK(result.skipped.at("cancelled") == 1);
    }
    CHECK(read("BEGIN:VEVENT\nUID:cut\n" + past + mine).skipped.at("broken") == 1);
}

TEST_CASE("plans that Blend exported come back as nothing", "[intake][icalendar]")
{
    CHECK(read(vevent(past + mine, "plan-1@blend")).skipped.at("system") == 1);
}

TEST_CASE("without the owner's address nothing counts, and one warning says what to do", "[intake][icalendar]")
{
    const Collected result = read(vevent(past + mine) + vevent(past + mine, "two"), Owner::unknown);
    CHECK(result.skipped.at("not_accepted") == 2);
    REQUIRE(result.warnings.size() == 1);
    CHECK(result.warnings.begin()->first.find("--me you@example.org") != std::string::npos);
    CHECK(read(vevent(past + mine)).warnings.empty());
}

TEST_CASE("a series gives its past instances, and exceptions are records of their own", "[intake][icalendar]")
{
    const std::string series =
        vevent("DTSTART;TZID=Europe/Berlin:20261019T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n" + mine);
    const std::string moved = vevent("RECURRENCE-ID;TZID=Europe/Berlin:20261026T180000\n"
                                     "DTSTART;TZID=Europe/Berlin:20261027T200000\nDURATION:PT30M\nSEQUENCE:1\n" +
                                     mine);
    const std::string off = vevent("RECURRENCE-ID;TZID=Europe/Berlin:20261102T180000\nSTATUS:CANCELLED\n"
                                   "DTSTART;TZID=Europe/Berlin:20261102T180000\n" +
                                   mine);
    const Collected result = read(moved + series + off);
    CHECK(result.records == 3);
    CHECK(result.skipped.at("cancelled") == 1);
    std::map<std::string, std::string> found;
    for (const Observation& each : result.all) found[each.source_key] = rfc3339(each.at);
    CHECK(found == std::map<std::string, std::string>{
                       {"ics:one:2026-10-19T16:00:00Z", "2026-10-19T16:00:00Z"},
                       {"ics:one:2026-10-26T17:00:00Z", "2026-10-27T19:00:00Z"},
                       {"ics:one:2026-11-09T17:00:00Z", "2026-11-09T17:00:00Z"},
                       {"ics:one:2026-11-16T17:00:00Z", "2026-11-16T17:00:00Z"},
                   });
}

TEST_CASE("of two versions of an event the newer counts, and both are accounted for", "[intake][icalendar]")
{
    const Collected result = read(vevent("DTSTART:20261101T140000Z\nSEQUENCE:2\n" + mine) + vevent(past + mine));
    CHECK(result.records == 2);
    REQUIRE(result.all.size() == 1);
    CHECK(rfc3339(result.all.front().at) == "2026-11-01T14:00:00Z");
}

TEST_CASE("an answer to an invitation does not replace the event", "[intake][icalendar]")
{
    const Collected result =
        read("BEGIN:VCALENDAR\n" + vevent(past + mine) + "END:VCALENDAR\nBEGIN:VCALENDAR\nMETHOD:REPLY\n" +
             vevent(past + mine) + "END:VCALENDAR\n");
    CHECK(result.all.size() == 1);
    CHECK(result.skipped.at("cancelled") == 1);
}

TEST_CASE("floating times are the owner's, and say so", "[intake][icalendar]")
{
    const Collected result = read(vevent("DTSTART:20261101T100000\n" + mine));
    REQUIRE(result.all.size() == 1);
    CHECK(rfc3339(result.all.front().at) == "2026-11-01T09:00:00Z");
    CHECK_FALSE(result.all.front().zoned);
    CHECK_FALSE(result.all.front().size);
}

TEST_CASE("a calendar's own zone is that of its floating times, and of no other calendar's", "[intake][icalendar]")
{
    const std::string event = "DTSTART:20261101T100000\n" + mine;
    const Collected result = read("BEGIN:VCALENDAR\nX-WR-TIMEZONE:Asia/Kolkata\n" + vevent(event) +
                                  vevent("DTSTART;TZID=Europe/Prague:20261102T100000\n" + mine, "two") +
                                  "END:VCALENDAR\nBEGIN:VCALENDAR\nX-WR-TIMEZONE:Nowhere/Land\n" +
                                  vevent(event, "three") + "END:VCALENDAR\n");
    REQUIRE(result.all.size() == 3);
    CHECK(rfc3339(result.all[0].at) == "2026-11-01T04:30:00Z");
    CHECK(result.all[0].zoned);
    CHECK(rfc3339(result.all[1].at) == "2026-11-02T09:00:00Z");
    CHECK(rfc3339(result.all[2].at) == "2026-11-01T09:00:00Z");
    CHECK_FALSE(result.all[2].zoned);
}

TEST_CASE("of an event that leaves its guests free none of the minutes count", "[intake][icalendar]")
{
    CHECK(read(vevent(past + mine + "TRANSP:TRANSPARENT")).all.at(0).size == 0.0);
    CHECK(read(vevent(past + mine + "TRANSP:OPAQUE")).all.at(0).size == 45.0);
}

TEST_CASE("links and words choose the channel, and a length is at most a day", "[intake][icalendar]")
{
    CHECK(read(vevent(past + mine + "LOCATION:https://zoom.us/j/1")).all.at(0).channel == Channel::video);
    CHECK(read(vevent(past + mine + "SUMMARY:Call Ana")).all.at(0).channel == Channel::phone);
    CHECK(read(vevent("DTSTART:20261101T100000Z\nDURATION:P3D\n" + mine)).all.at(0).size == 1440.0);
}

TEST_CASE("an event without a UID has the same key in every export", "[intake][icalendar]")
{
    const auto key = [](const std::string& lines) { return read(vevent(lines, "")).all.at(0).source_key; };
    CHECK(key(past + mine) == key("SUMMARY:other words\n" + past + mine));
    CHECK(key(past + mine) != key(past + mine + "ATTENDEE:mailto:ravi@example.org"));
}

TEST_CASE("calendars are recognised by their first line or their name", "[intake][icalendar]")
{
    const auto sniffed = [](std::string_view name, std::string_view head) {
        intake::Input input;
        input.path = name;
        return intake::icalendar.sniff(input, head);
    };
    CHECK(sniffed("x.txt", "\xef\xbb\xbf\r\nbegin:vcalendar\r\n") == 100);
    CHECK(sniffed("x.ics", "BEGIN:VEVENT\n") == 90);
    CHECK(sniffed("x.ics", "PRODID:x\n") > 0);
    CHECK(sniffed("x.vcf", "BEGIN:VCARD\n") == 0);
    CHECK(sniffed("notes.txt", "my BEGIN:VCALENDAR notes") == 0);
}
