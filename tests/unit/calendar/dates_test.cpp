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
    plan.repeat.days = days;
    plan.length = Minutes{45};
    return plan;
}

} // namespace

TEST_CASE("a plan that does not repeat takes place once", "[calendar]")
{
    const Plan plan = weekly("Europe/Berlin", "2026-11-26T18:00:00", 0);
    CHECK(rfc3339(calendar::start_of(plan)) == "2026-11-26T17:00:00Z");
    CHECK(rfc3339(calendar::end_of(plan)) == "2026-11-26T17:45:00Z");
    CHECK(calendar::occurrences(plan, at("2026-11-26T17:00:00Z"), at("2027-01-01T00:00:00Z")).size() == 1);
    CHECK(calendar::occurrences(plan, at("2026-11-26T17:00:01Z"), at("2027-01-01T00:00:00Z")).empty());
    CHECK(calendar::occurrences(plan, at("2026-01-01T00:00:00Z"), at("2026-11-26T17:00:00Z")).empty());
    CHECK(calendar::next_occurrence(plan, at("2030-01-01T00:00:00Z")) == calendar::start_of(plan));
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
    const auto all = calendar::occurrences(plan, at("2026-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    CHECK(all.size() == 104);
    for (const LocalTime local : all) CHECK(iso_local(local).substr(11) == "18:00:00");
    CHECK(rfc3339(calendar::next_occurrence(plan, at("2026-02-02T00:00:00Z"))).substr(11) == each.winter);
    CHECK(rfc3339(calendar::next_occurrence(plan, at("2026-07-02T00:00:00Z"))).substr(11) == each.summer);
    CHECK(rfc3339(calendar::next_occurrence(plan, at("2026-11-10T00:00:00Z"))).substr(11) == each.again);
}

TEST_CASE("the next start is now or later, the last now or earlier", "[calendar]")
{
    const Plan plan = weekly("Europe/Berlin", "2026-10-22T18:00:00");
    CHECK(rfc3339(calendar::next_occurrence(plan, at("2026-01-01T00:00:00Z"))) == "2026-10-22T16:00:00Z");
    CHECK(rfc3339(calendar::next_occurrence(plan, at("2026-10-29T17:00:00Z"))) == "2026-10-29T17:00:00Z");
    CHECK(rfc3339(calendar::next_occurrence(plan, at("2026-10-29T17:00:01Z"))) == "2026-11-05T17:00:00Z");
    CHECK_FALSE(calendar::last_occurrence(plan, at("2026-10-22T15:59:59Z")));
    CHECK(rfc3339(*calendar::last_occurrence(plan, at("2026-10-22T16:00:00Z"))) == "2026-10-22T16:00:00Z");
    CHECK(rfc3339(*calendar::last_occurrence(plan, at("2026-10-29T16:59:59Z"))) == "2026-10-22T16:00:00Z");
    CHECK(rfc3339(*calendar::last_occurrence(plan, at("2026-10-29T17:00:00Z"))) == "2026-10-29T17:00:00Z");
}

TEST_CASE("a start that spring skips is kept an hour later", "[calendar]")
{
    const Plan plan = weekly("Europe/Berlin", "2027-03-21T02:30:00");
    CHECK(rfc3339(calendar::next_occurrence(plan, at("2027-03-27T00:00:00Z"))) == "2027-03-28T01:30:00Z");
}

TEST_CASE("all of time is an answerable question", "[calendar]")
{
    const Plan plan = weekly("Nowhere/Land", "2026-11-26T18:00:00", 1);
    CHECK(calendar::occurrences(plan, Instant::min(), Instant::max()).size() == 10'000);
    CHECK(rfc3339(calendar::start_of(plan)) == "2026-11-26T18:00:00Z");
    CHECK(calendar::occurrences(plan, at("2026-11-27T00:00:00Z"), at("2026-11-26T00:00:00Z")).empty());
}
