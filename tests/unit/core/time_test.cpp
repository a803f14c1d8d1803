#include "daemon/core/time.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace blend;
using namespace std::chrono;
using namespace std::chrono_literals;

Day on(int y, unsigned m, unsigned d) { return local_days{year{y} / month{m} / day{d}}; }

} // namespace

TEST_CASE("an instant survives its own spelling", "[core][time]")
{
    for (const std::string_view text : {"2026-11-23T09:30:00Z", "1969-12-31T23:59:59Z", "2000-02-29T00:00:00Z"}) {
        const auto read = parse_rfc3339(text);
        REQUIRE(read);
        CHECK(rfc3339(*read) == text);
    }
}

TEST_CASE("offsets and fractions of RFC 3339 are read", "[core][time]")
{
    const Instant moment = sys_days{2026y / November / 23} + 9h + 30min;
    CHECK(parse_rfc3339("2026-11-23T15:00:00+05:30") == moment);
    CHECK(parse_rfc3339("2026-11-23T01:30:00-08:00") == moment);
    CHECK(parse_rfc3339("2026-11-23T09:30:00.999Z") == moment);
    CHECK(parse_rfc3339("2026-11-23t09:30:00z") == moment);
    CHECK(parse_rfc3339("2026-12-31T23:59:60Z") == sys_days{2026y / December / 31} + 23h + 59min + 59s);
}

TEST_CASE("what is no RFC 3339 is refused", "[core][time]")
{
    for (const std::string_view text :
         {"", "2026-11-23", "2026-11-23T09:30:00", "2026-02-30T09:30:00Z", "2026-11-23T24:00:00Z",
          "2026-11-23T09:60:00Z", "2026-11-23T09:30:00Z ", "2026-11-23T09:30:00+25:00", "26-11-23T09:30:00Z",
          "2026-11-2\xff"
          "T09:30:00Z"}) {
        INFO(text);
        CHECK_FALSE(parse_rfc3339(text));
    }
}

TEST_CASE("a civil day floors, also before 1970 and west of Greenwich", "[core][time]")
{
    CHECK(day_of(Instant{0s}, 0s) == on(1970, 1, 1));
    CHECK(day_of(Instant{0s}, -1s) == on(1969, 12, 31));
    CHECK(day_of(Instant{-1s}, 0s) == on(1969, 12, 31));
    CHECK(day_of(Instant{86399s}, 1s) == on(1970, 1, 2));
}

TEST_CASE("the week of a day is the one its Thursday lies in", "[core][time]")
{
    CHECK(iso_week(on(2026, 11, 23)) == "2026-W48");
    CHECK(iso_week(on(2027, 1, 1)) == "2026-W53");
    CHECK(iso_week(on(2024, 12, 30)) == "2025-W01");
    CHECK(monday_of(on(2026, 11, 29)) == on(2026, 11, 23));
    CHECK(monday_of(on(1969, 12, 31)) == on(1969, 12, 29));
    for (Day day = on(1999, 1, 1); day < on(2032, 1, 1); day += days{1}) {
        const auto monday = parse_iso_week(iso_week(day));
        REQUIRE(monday);
        REQUIRE(*monday == monday_of(day));
    }
}

TEST_CASE("a week that does not exist is refused", "[core][time]")
{
    CHECK_FALSE(parse_iso_week("2025-W53"));
    CHECK_FALSE(parse_iso_week("2026-W54"));
    CHECK_FALSE(parse_iso_week("2026-W00"));
    CHECK_FALSE(parse_iso_week("2026-11"));
    CHECK(parse_iso_week("2026-W53"));
}

TEST_CASE("29 February is kept where the owner wishes, and in leap years on its day", "[core][time]")
{
    const YearlyDate leap{std::nullopt, 2, 29};
    CHECK(kept_in(leap, 2026, LeapDay::february_28) == on(2026, 2, 28));
    CHECK(kept_in(leap, 2026, LeapDay::march_1) == on(2026, 3, 1));
    CHECK(kept_in(leap, 2027, LeapDay::february_28) == on(2027, 2, 28));
    CHECK(kept_in(leap, 2027, LeapDay::march_1) == on(2027, 3, 1));
    CHECK(kept_in(leap, 2028, LeapDay::february_28) == on(2028, 2, 29));
    CHECK(kept_in(leap, 2028, LeapDay::march_1) == on(2028, 2, 29));
}

TEST_CASE("a birthday without a year stays without one", "[core][time]")
{
    for (const std::string_view text : {"02-29", "--0229", "--02-29"}) {
        INFO(text);
        CHECK(parse_yearly_date(text) == YearlyDate{std::nullopt, 2, 29});
    }
    CHECK(parse_yearly_date("1956-02-29") == YearlyDate{1956, 2, 29});
    CHECK(parse_yearly_date("19560229") == YearlyDate{1956, 2, 29});
    CHECK(yearly_date({std::nullopt, 2, 29}) == "02-29");
    CHECK(yearly_date({1956, 2, 29}) == "1956-02-29");
}

TEST_CASE("a birthday that no calendar has is refused", "[core][time]")
{
    for (const std::string_view text :
         {"02-30", "--0230", "1957-02-29", "13-01", "00-10", "", "0229", "2-9", "--2-29"}) {
        INFO(text);
        CHECK_FALSE(parse_yearly_date(text));
    }
}

TEST_CASE("local times and days are read as written", "[core][time]")
{
    CHECK(iso_day(on(2026, 11, 23)) == "2026-11-23");
    CHECK(parse_iso_day("2026-11-23") == on(2026, 11, 23));
    CHECK_FALSE(parse_iso_day("2026-02-30"));
    CHECK_FALSE(parse_iso_day("2026-11-23 "));
    CHECK(parse_iso_local("2026-11-23T18:00") == on(2026, 11, 23) + 18h);
    CHECK(parse_iso_local("2026-11-23 18:00:05") == on(2026, 11, 23) + 18h + 5s);
    CHECK_FALSE(parse_iso_local("2026-11-23T18:00Z"));
    CHECK(iso_local(on(2026, 11, 23) + 18h) == "2026-11-23T18:00:00");
}
