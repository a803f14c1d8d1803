#include "daemon/zone/zone.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <thread>
#include <vector>

using namespace blend;
using zone::Repeated;
using zone::Zone;

namespace {

Zone known(std::string_view name)
{
    const auto found = zone::named(name);
    REQUIRE(found);
    return *found;
}

LocalTime local(std::string_view text) { return parse_iso_local(text).value(); }

std::string in_utc(const Zone& zone, std::string_view text, Repeated which = Repeated::first)
{
    return rfc3339(zone.instant(local(text), which));
}

} // namespace

TEST_CASE("a time that spring skips is moved on by the length of the gap", "[zone]")
{
    struct Case {
        const char* zone;
        const char* skipped;
        const char* instant;
        const char* shown;
    };
    const auto each = GENERATE(values<Case>({
        {"Europe/Berlin", "2027-03-28T02:30:00", "2027-03-28T01:30:00Z", "2027-03-28T03:30:00"},
        {"America/New_York", "2027-03-14T02:15:00", "2027-03-14T07:15:00Z", "2027-03-14T03:15:00"},
        {"Pacific/Auckland", "2027-09-26T02:00:00", "2027-09-25T14:00:00Z", "2027-09-26T03:00:00"},
        {"Australia/Lord_Howe", "2027-10-03T02:10:00", "2027-10-02T15:40:00Z", "2027-10-03T02:40:00"},
        {"Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00Z", "2011-12-31T12:00:00"},
    }));
    const Zone zone = known(each.zone);
    CHECK(in_utc(zone, each.skipped) == each.instant);
    CHECK(in_utc(zone, each.skipped, Repeated::second) == each.instant);
    CHECK(iso_local(zone.local(zone.instant(local(each.skipped)))) == each.shown);
}

TEST_CASE("a time that autumn repeats is the chosen one", "[zone]")
{
    struct Case {
        const char* zone;
        const char* repeated;
        const char* first;
        const char* second;
    };
    const auto each = GENERATE(values<Case>({
        {"Europe/Berlin", "2027-10-31T02:30:00", "2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"},
        {"America/New_York", "2027-11-07T01:30:00", "2027-11-07T05:30:00Z", "2027-11-07T06:30:00Z"},
        {"Pacific/Auckland", "2027-04-04T02:30:00", "2027-04-03T13:30:00Z", "2027-04-03T14:30:00Z"},
    }));
    const Zone zone = known(each.zone);
    CHECK(in_utc(zone, each.repeated) == each.first);
    CHECK(in_utc(zone, each.repeated, Repeated::second) == each.second);
    CHECK(iso_local(zone.local(parse_rfc3339(each.first).value())) == each.repeated);
    CHECK(iso_local(zone.local(parse_rfc3339(each.second).value())) == each.repeated);
}

TEST_CASE("the seconds around a change have the offsets of before and after", "[zone]")
{
    const Zone berlin = known("Europe/Berlin");
    const Instant change = parse_rfc3339("2027-03-28T01:00:00Z").value();
    CHECK(berlin.offset(change - Seconds{1}) == Seconds{3600});
    CHECK(berlin.offset(change) == Seconds{7200});
    CHECK(in_utc(berlin, "2027-03-28T01:59:59") == "2027-03-28T00:59:59Z");
    CHECK(in_utc(berlin, "2027-03-28T03:00:00") == "2027-03-28T01:00:00Z");
    CHECK(berlin.offsets()(change) == Seconds{7200});
}

TEST_CASE("the day is the one on the wall", "[zone]")
{
    const Instant evening = parse_rfc3339("2026-11-23T20:00:00Z").value();
    CHECK(iso_day(known("Asia/Kolkata").day(evening)) == "2026-11-24");
    CHECK(iso_day(known("America/New_York").day(evening)) == "2026-11-23");
    CHECK(iso_day(Zone{}.day(evening)) == "2026-11-23");
    CHECK(iso_day(known("Asia/Kolkata").day(parse_rfc3339("1969-12-31T20:00:00Z").value())) == "1970-01-01");
}

TEST_CASE("zones are found under every spelling", "[zone]")
{
    struct Case {
        const char* spelled;
        const char* name;
    };
    const auto each = GENERATE(values<Case>({
        {"Europe/Berlin", "Europe/Berlin"},
        {"europe/BERLIN", "Europe/Berlin"},
        {"\"Europe/Berlin\"", "Europe/Berlin"},
        {" Europe/Berlin\r\n", "Europe/Berlin"},
        {"W. Europe Standard Time", "Europe/Berlin"},
        {"\"Eastern Standard Time\"", "America/New_York"},
        {"New Zealand Standard Time", "Pacific/Auckland"},
        {"/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"},
        {"/freeassociation.sourceforge.net/Tzfile/Asia/Kolkata", "Asia/Kolkata"},
        {"/citadel.org/20210210_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"},
        {"UTC", "UTC"},
        {"Etc/UTC", "UTC"},
        {"Z", "UTC"},
        {"GMT", "GMT"},
        {"US/Eastern", "US/Eastern"},
        {"EST5EDT", "EST5EDT"},
    }));
    INFO(each.spelled);
    const auto found = zone::named(each.spelled);
    REQUIRE(found);
    CHECK(found->name() == each.name);
}

TEST_CASE("what is no zone is none, and no file is opened for it", "[zone]")
{
    const auto text = GENERATE(as<std::string>{}, "", " ", "Europe/Nowhere", "../../etc/passwd", "/etc/passwd",
                               "../zoneinfo/Europe/Berlin", "Europe/../Europe/Berlin", "Customized Time Zone",
                               "tzdata.zi", "zone.tab", "leapseconds", "localtime", "posixrules", "Factory", "+VERSION",
                               "Europe", "Europe/", "/", "\"", std::string(1 << 20, 'A'), std::string("UTC\0", 4));
    INFO(text.substr(0, 80));
    CHECK_FALSE(zone::named(text));
}

TEST_CASE("after 2037 the standard offset is kept all year, south of the equator too", "[zone]")
{
    CHECK(in_utc(known("Europe/Berlin"), "2037-07-01T12:00:00") == "2037-07-01T10:00:00Z");
    CHECK(in_utc(known("Europe/Berlin"), "2040-07-01T12:00:00") == "2040-07-01T11:00:00Z");
    CHECK(in_utc(known("Pacific/Auckland"), "2040-01-01T12:00:00") == "2040-01-01T00:00:00Z");
    CHECK(in_utc(known("Pacific/Auckland"), "2040-07-01T12:00:00") == "2040-07-01T00:00:00Z");
    CHECK(known("Asia/Kolkata").offset(parse_rfc3339("2199-01-01T00:00:00Z").value()) == Seconds{19800});
}

TEST_CASE("years that no zone knows are answered too", "[zone]")
{
    const Zone berlin = known("Europe/Berlin");
    CHECK(berlin.offset(Instant{std::chrono::sys_days{std::chrono::year{-30000} / 1 / 1}}) < Seconds{86400});
    CHECK(berlin.offset(Instant{std::chrono::sys_days{std::chrono::year{30000} / 1 / 1}}) == Seconds{3600});
    CHECK(iso_local(berlin.local(berlin.instant(local("0001-01-01T00:00:00")))) == "0001-01-01T00:00:00");
}

TEST_CASE("a local time survives the way there and back in every zone and every hour", "[zone][property]")
{
    const Zone zone = known(GENERATE(as<std::string>{}, "Europe/Berlin", "America/New_York", "Pacific/Auckland",
                                     "Asia/Kathmandu", "America/Sao_Paulo", "Africa/Casablanca", "Europe/Dublin"));
    for (Instant each = parse_rfc3339("2014-01-01T00:30:00Z").value(); each < parse_rfc3339("2016-01-01T00:00:00Z");
         each += std::chrono::hours{1}) {
        const LocalTime shown = zone.local(each);
        const bool same = zone.instant(shown, Repeated::first) == each || zone.instant(shown, Repeated::second) == each;
        REQUIRE(same);
    }
}

TEST_CASE("$TZ names the machine's zone, with a colon or as a path", "[zone]")
{
    const char* before = std::getenv("TZ");
    const std::string kept = before ? before : "";
    const auto told = GENERATE(as<std::string>{}, "Asia/Kolkata", ":Asia/Kolkata", "/usr/share/zoneinfo/Asia/Kolkata");
    ::setenv("TZ", told.c_str(), 1);
    CHECK(zone::system().name() == "Asia/Kolkata");
    before ? ::setenv("TZ", kept.c_str(), 1) : ::unsetenv("TZ");
}

TEST_CASE("many threads may ask at once", "[zone]")
{
    std::vector<std::thread> threads;
    std::vector<int> right(4);
    for (std::size_t which = 0; which < right.size(); ++which)
        threads.emplace_back([&, which] {
            const auto told = parse_iso_local("2027-07-01T12:00:00");
            for (const char* name : {"Europe/Paris", "Europe/Rome", "Europe/Oslo", "Romance Standard Time"})
                right[which] += zone::named(name)->instant(*told) == parse_rfc3339("2027-07-01T10:00:00Z");
        });
    for (std::thread& each : threads) each.join();
    CHECK(right == std::vector<int>(4, 4));
}
