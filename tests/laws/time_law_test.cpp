// Days, dates and plans on the clocks that people look at.

#include "daemon/zone/zone.hpp"
#include "tests/laws/played.hpp"

using namespace blend;
using namespace blend::laws;

namespace {

bool birthday_mentioned(int year, const char* day, const char* leap_day)
{
    Played life{std::to_string(year) + "-" + day + "T09:00:00Z"};
    life.set("date_lead_days", "0");
    life.set("leap_day", leap_day);
    life.add("Amma", {{"birthday", "02-29"}});
    const auto nudge = life.nudge_about("Amma");
    if (!nudge.is_null()) CHECK(nudge["kind"] == "date");
    return !nudge.is_null();
}

} // namespace

TEST_CASE("Time is civil: 29 February is kept on the day that the owner chose", "[laws]")
{
    for (const int year : {2026, 2027}) {
        INFO(year);
        CHECK(birthday_mentioned(year, "02-28", "february_28"));
        CHECK_FALSE(birthday_mentioned(year, "03-01", "february_28"));
        CHECK_FALSE(birthday_mentioned(year, "02-28", "march_1"));
        CHECK(birthday_mentioned(year, "03-01", "march_1"));
    }
    for (const char* leap_day : {"february_28", "march_1"}) {
        CHECK_FALSE(birthday_mentioned(2028, "02-28", leap_day));
        CHECK(birthday_mentioned(2028, "02-29", leap_day));
        CHECK_FALSE(birthday_mentioned(2028, "03-01", leap_day));
    }
}

TEST_CASE("Time is civil: a birthday without a year stays without one", "[laws]")
{
    Played life;
    life.add("Amma", {{"birthday", "02-29"}});
    life.add("Ben", {{"birthday", "1956-02-29"}});
    CHECK(life.get("get_contact", {{"contact", "Amma"}})["contact"]["birthday"] == "02-29");
    CHECK(life.get("get_contact", {{"contact", "Ben"}})["contact"]["birthday"] == "1956-02-29");
    CHECK(life.get("get_export", {{"format", "vcf"}})["text"].get<std::string>().find("BDAY:--0229\r\n") !=
          std::string::npos);
}

TEST_CASE("Time is civil: a day begins and ends at the owner's midnight, around both clock changes", "[laws]")
{
    struct Case {
        const char* zone;
        const char* late_october; // 23:30 on 31 October 2026
        const char* early_march;  // 00:30 on 28 March 2027
    };
    const Case each = GENERATE(Case{"Europe/Berlin", "2026-10-31T22:30:00Z", "2027-03-27T23:30:00Z"},
                               Case{"America/New_York", "2026-11-01T03:30:00Z", "2027-03-28T04:30:00Z"},
                               Case{"Asia/Kolkata", "2026-10-31T18:00:00Z", "2027-03-27T19:00:00Z"});
    INFO(each.zone);
    Played life{each.late_october, each.zone};
    life.add("Amma");
    CHECK(life.get("get_today")["day"] == "2026-10-31");
    life.log("phone", "Amma", "today 23:30");
    life.wait_until(each.early_march);
    CHECK(life.get("get_today")["day"] == "2027-03-28");
    life.log("phone", "Amma", "yesterday 23:59");
    life.log("chat", "Amma", "2027-03-28 00:15");
    const auto timeline = life.get("list_interactions", {{"contact", "Amma"}})["interactions"];
    REQUIRE(timeline.size() == 3);
    CHECK(timeline[0]["local"] == "2027-03-28 00:15");
    CHECK(timeline[1]["local"] == "2027-03-27 23:59");
    CHECK(timeline[2]["local"] == "2026-10-31 23:30");
    CHECK(timeline[2]["at"] == each.late_october);
    // Another zone later does not move what was.
    life.set("zone", "Pacific/Auckland");
    CHECK(life.get("list_interactions", {{"contact", "Amma"}})["interactions"] == timeline);
}

TEST_CASE("Time is civil: a weekly plan at 18:00 stays at 18:00 through both clock changes", "[laws]")
{
    const std::string name = GENERATE("Europe/Berlin", "America/New_York", "Asia/Kolkata");
    const auto zone = zone::named(name).value();
    Played life{"2026-10-17T06:00:00Z", name};
    life.add("Amma");
    // Saturday; 31 October 2026 and 28 March 2027 and what surrounds them are rounds of these two.
    const auto saturdays = life.get(
        "add_plan", {}, {{"mode", "call"}, {"contacts", {"Amma"}}, {"when", "2026-10-17 18:00"}, {"every", "1w"}});
    const auto sundays = life.get(
        "add_plan", {}, {{"mode", "call"}, {"contacts", {"Amma"}}, {"when", "2026-10-18 18:00"}, {"every", "7d"}});
    int rounds = 0;
    std::set<std::string> seen;
    for (const Day day : {parse_iso_day("2026-10-24").value(), parse_iso_day("2026-10-25").value(),
                          parse_iso_day("2026-10-31").value(), parse_iso_day("2026-11-01").value(),
                          parse_iso_day("2027-03-27").value(), parse_iso_day("2027-03-28").value()}) {
        life.wait_until(rfc3339(zone.instant(day + std::chrono::hours{12})));
        for (const json& plan : {saturdays, sundays})
            life.ask("happened_plan", {{"plan", id_of(plan)}}, {{"happened", false}}); // the round before
        const auto plans = life.get("list_plans")["plans"];
        for (const json& plan : plans) {
            const auto start = parse_rfc3339(plan["start"].get<std::string>()).value();
            CHECK(plan["local"].get<std::string>().substr(11) == "18:00:00");
            CHECK(iso_local(zone.local(start)) == plan["local"].get<std::string>());
            seen.insert(plan["local"].get<std::string>().substr(0, 10));
            ++rounds;
        }
    }
    CHECK(rounds == 12);
    for (const char* day : {"2026-10-31", "2027-03-28"}) CHECK(seen.contains(day));
}

TEST_CASE("Time is civil: suggested slots lie in the waking hours of both, around both clock changes", "[laws]")
{
    const std::string name = GENERATE("Europe/Berlin", "America/New_York", "Asia/Kolkata");
    const std::string now = GENERATE("2026-10-23T12:00:00Z", "2026-10-31T12:00:00Z", "2027-03-27T12:00:00Z");
    const auto zone = zone::named(name).value();
    const auto theirs = zone::named("Europe/London").value();
    Played life{now, name};
    life.add("Tom", {{"zone", "Europe/London"}});
    const auto slots = life.get("suggest_slots", {{"contact", "Tom"}, {"mode", "call"}, {"limit", "10"}})["slots"];
    REQUIRE_FALSE(slots.empty());
    for (const json& slot : slots) {
        INFO(slot.dump());
        const auto start = parse_rfc3339(slot["start"].get<std::string>()).value();
        CHECK(start > life.now());
        CHECK(slot["local"] == iso_local(zone.local(start)));
        for (const auto& clock : {zone, theirs}) {
            const auto local = clock.local(start);
            CHECK(local - std::chrono::floor<std::chrono::days>(local) >= std::chrono::hours{9});
            const auto end = clock.local(start + Minutes{slot["minutes"].get<int>()});
            CHECK(end - std::chrono::floor<std::chrono::days>(local) <= std::chrono::hours{21});
        }
    }
}
