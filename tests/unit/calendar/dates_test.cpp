#include "daemon/calendar/dates.hpp"

#include <catch2/catch.hpp>

using namespace blend;

namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

Plan weekly(std::string zone, std::string_view start, int days = 7)
{
    Plan plan;
    plan.zone = std::move(zone);
    plan.start = parse_iso_local(start).value();
    if (days > 0) plan.rule = "FREQ=DAILY;INTERVAL=" + std::to_string(days);
    plan.length = Minutes{45};
    return plan;
}

} // namespace

TEST_CASE("a plan that does not repeat takes place once", "[calendar]")
{
    const Plan plan = weekly("Europe/Berlin", "2026-11-26T18:00:00", 0);
    CHECK(rfc3339(calendar::start_of(plan)) == "2026-11-26T17:00:00Z");
    CHECK(rfc3339(calendar::next_time(plan, at("2026-11-01T00:00:00Z")).end()) == "2026-11-26T17:45:00Z");
    CHECK(calendar::times(plan, at("2026-11-26T17:00:00Z"), at("2027-01-01T00:00:00Z")).size() == 1);
    CHECK(calendar::times(plan, at("2026-11-26T17:00:01Z"), at("2027-01-01T00:00:00Z")).empty());
    CHECK(calendar::times(plan, at("2026-01-01T00:00:00Z"), at("2026-11-26T17:00:00Z")).empty());
    CHECK(calendar::next_time(plan, at("2030-01-01T00:00:00Z")).start == calendar::start_of(plan));
}

TEST_CASE("a weekly call stays at its hour through both clock changes", "[calendar]")
{
    struct Case {
        const char* zone;
        const char* winter;
        const char* summer;
        const char* again;
    };
    const auto each = GENERATE(values<Case>({
        {"Europe/Berlin", "17:00:00Z", "16:00:00Z", "17:00:00Z"},
        {"America/New_York", "23:00:00Z", "22:00:00Z", "23:00:00Z"},
        {"Asia/Kolkata", "12:30:00Z", "12:30:00Z", "12:30:00Z"},
    }));
    const Plan plan = weekly(each.zone, "2026-01-08T18:00:00");
    const auto all = calendar::times(plan, at("2026-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    CHECK(all.size() == 104);
    for (const calendar::PlanTime& time : all) {
        CHECK(iso_local(time.named).substr(11) == "18:00:00");
        CHECK(calendar::zone_of(plan).local(time.start) == time.named);
    }
    CHECK(rfc3339(calendar::next_time(plan, at("2026-02-02T00:00:00Z")).start).substr(11) == each.winter);
    CHECK(rfc3339(calendar::next_time(plan, at("2026-07-02T00:00:00Z")).start).substr(11) == each.summer);
    CHECK(rfc3339(calendar::next_time(plan, at("2026-11-10T00:00:00Z")).start).substr(11) == each.again);
}

TEST_CASE("the next start is now or later, the last now or earlier", "[calendar]")
{
    const Plan plan = weekly("Europe/Berlin", "2026-10-22T18:00:00");
    CHECK(rfc3339(calendar::next_time(plan, at("2026-01-01T00:00:00Z")).start) == "2026-10-22T16:00:00Z");
    CHECK(rfc3339(calendar::next_time(plan, at("2026-10-29T17:00:00Z")).start) == "2026-10-29T17:00:00Z");
    CHECK(rfc3339(calendar::next_time(plan, at("2026-10-29T17:00:01Z")).start) == "2026-11-05T17:00:00Z");
    CHECK_FALSE(calendar::last_time(plan, at("2026-10-22T15:59:59Z")));
    CHECK(rfc3339(calendar::last_time(plan, at("2026-10-22T16:00:00Z"))->start) == "2026-10-22T16:00:00Z");
    CHECK(rfc3339(calendar::last_time(plan, at("2026-10-29T16:59:59Z"))->start) == "2026-10-22T16:00:00Z");
    CHECK(rfc3339(calendar::last_time(plan, at("2026-10-29T17:00:00Z"))->start) == "2026-10-29T17:00:00Z");
}

TEST_CASE("a start that spring skips is kept an hour later", "[calendar]")
{
    const Plan plan = weekly("Europe/Berlin", "2027-03-21T02:30:00");
    CHECK(rfc3339(calendar::next_time(plan, at("2027-03-27T00:00:00Z")).start) == "2027-03-28T01:30:00Z");
}

TEST_CASE("all of time is an answerable question", "[calendar]")
{
    const Plan plan = weekly("Nowhere/Land", "2026-11-26T18:00:00", 1);
    CHECK(calendar::times(plan, Instant::min(), Instant::max()).size() == 10'000);
    CHECK(rfc3339(calendar::start_of(plan)) == "2026-11-26T18:00:00Z");
    CHECK(calendar::times(plan, at("2026-11-27T00:00:00Z"), at("2026-11-26T00:00:00Z")).empty());
}

TEST_CASE("a moved time comes at its new hour and length, one called off not at all", "[calendar]")
{
    Plan plan = weekly("Europe/Berlin", "2026-11-05T18:00:00");
    plan.exceptions = {{.start = parse_iso_local("2026-11-12T18:00:00").value(),
                        .moved = parse_iso_local("2026-11-13T20:00:00"),
                        .length = Minutes{90}},
                       {.start = parse_iso_local("2026-11-19T18:00:00").value()}};
    const auto all = calendar::times(plan, at("2026-11-01T00:00:00Z"), at("2026-11-30T00:00:00Z"));
    REQUIRE(all.size() == 3);
    CHECK(iso_local(all[1].named) == "2026-11-12T18:00:00");
    CHECK(rfc3339(all[1].start) == "2026-11-13T19:00:00Z");
    CHECK(rfc3339(all[1].end()) == "2026-11-13T20:30:00Z");
    CHECK(rfc3339(all[2].start) == "2026-11-26T17:00:00Z");
    CHECK(rfc3339(calendar::last_over(plan, at("2026-11-13T20:29:59Z"))->start) == "2026-11-05T17:00:00Z");
    CHECK(rfc3339(calendar::last_over(plan, at("2026-11-13T20:30:00Z"))->start) == "2026-11-13T19:00:00Z");
}

TEST_CASE("a plan follows every rule of calendars, to its end", "[calendar]")
{
    Plan plan = weekly("Europe/Berlin", "2026-11-01T11:00:00", 0);
    plan.rule = "FREQ=MONTHLY;BYDAY=1SU;COUNT=3";
    const auto all = calendar::times(plan, at("2026-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
    REQUIRE(all.size() == 3);
    CHECK(rfc3339(all[2].start) == "2027-01-03T10:00:00Z");
    CHECK(rfc3339(calendar::next_time(plan, at("2029-01-01T00:00:00Z")).start) == "2027-01-03T10:00:00Z");
    plan.rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29";
    CHECK(rfc3339(calendar::next_time(plan, at("2028-03-01T00:00:00Z")).start) == "2032-02-29T10:00:00Z");
}

TEST_CASE("a rule is said in words", "[calendar]")
{
    CHECK(calendar::rule_phrase("") == "");
    CHECK(calendar::rule_phrase("FREQ=WEEKLY") == "every week");
    CHECK(calendar::rule_phrase("FREQ=WEEKLY;INTERVAL=2") == "every 14 days");
    CHECK(calendar::rule_phrase("FREQ=DAILY;INTERVAL=10") == "every 10 days");
    CHECK(calendar::rule_phrase("FREQ=MONTHLY") == "every month");
    CHECK(calendar::rule_phrase("FREQ=MONTHLY;INTERVAL=3;COUNT=4") == "every 3 months, 4 times");
    CHECK(calendar::rule_phrase("FREQ=MONTHLY;BYDAY=1SU") == "every month by a rule of its own");
    CHECK(calendar::rule_phrase("FREQ=YEARLY;UNTIL=20300101") == "every year, until 2030-01-01");
    CHECK_FALSE(calendar::is_rule("FREQ=HOURLY"));
    CHECK_FALSE(calendar::is_rule("now and then"));
}
