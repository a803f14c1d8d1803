// When the next round of nudges is due.

#include "daemon/agenda/rounds.hpp"
#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

namespace {

std::string next(const char* zone, int hour, const char* now)
{
    Settings settings;
    settings.zone = zone::named(zone).value();
    settings.nudge_hour = hour;
    return rfc3339(next_round(settings, instant(now)));
}

} // namespace

TEST_CASE("the next round is today's hour while it lies ahead, else tomorrow's", "[agenda]")
{
    CHECK(next("Asia/Kolkata", 9, "2026-11-23T03:29:59Z") == "2026-11-23T03:30:00Z");
    CHECK(next("Asia/Kolkata", 9, "2026-11-23T03:30:00Z") == "2026-11-24T03:30:00Z");
    CHECK(next("Asia/Kolkata", 0, "2026-11-22T18:29:59Z") == "2026-11-22T18:30:00Z");
}

TEST_CASE("the hour stays the hour through both clock changes", "[agenda]")
{
    CHECK(next("Europe/Berlin", 9, "2026-10-24T08:00:00Z") == "2026-10-25T08:00:00Z");
    CHECK(next("Europe/Berlin", 9, "2026-10-24T06:00:00Z") == "2026-10-24T07:00:00Z");
    CHECK(next("Europe/Berlin", 9, "2027-03-27T09:00:00Z") == "2027-03-28T07:00:00Z");
    CHECK(next("America/New_York", 9, "2026-10-31T14:00:00Z") == "2026-11-01T14:00:00Z");
}

TEST_CASE("an hour that a clock change skips or repeats has one round", "[agenda]")
{
    CHECK(next("Europe/Berlin", 2, "2027-03-27T12:00:00Z") == "2027-03-28T01:00:00Z"); // 2:30 is 3:30 then
    CHECK(next("Europe/Berlin", 2, "2027-03-28T01:00:00Z") == "2027-03-29T00:00:00Z");
    CHECK(next("Europe/Berlin", 2, "2026-10-24T12:00:00Z") == "2026-10-25T00:00:00Z");
    CHECK(next("Europe/Berlin", 2, "2026-10-25T00:00:00Z") == "2026-10-26T01:00:00Z");
}
