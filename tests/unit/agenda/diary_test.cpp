// The diary: every time of every plan in some days, yearly days, and moving one time or all of them.

#include "daemon/agenda/diary.hpp"
#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

namespace {

PlanId weekly(Desk& desk, const std::string& when)
{
    return {add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = when, .every = "1w"}).id};
}

std::vector<std::string> locals(const Desk& desk, const std::string& from, const std::string& to)
{
    std::vector<std::string> found;
    for (const wire::DiaryPlan& each : get_diary(desk.app, from, to).plans) found.push_back(each.local);
    return found;
}

using Locals = std::vector<std::string>;

} // namespace

TEST_CASE("a plan that repeats is in the diary every time, on both clocks, through the change of the clocks",
          "[agenda]")
{
    Desk desk{"2027-03-20T12:00:00Z", "Europe/Berlin"};
    desk.add("Amma", {.zone = "Asia/Kolkata"});
    weekly(desk, "2027-03-21 10:30");
    const auto diary = get_diary(desk.app, "2027-03-21", "2027-03-28");
    REQUIRE(diary.plans.size() == 2);
    CHECK(diary.today == "2027-03-20");
    CHECK(diary.plans[0].local == "2027-03-21T10:30:00");
    CHECK(diary.plans[0].their_local == "2027-03-21T15:00:00");
    CHECK(diary.plans[1].local == "2027-03-28T10:30:00");
    CHECK(diary.plans[1].their_local == "2027-03-28T14:00:00");
    CHECK(diary.plans[0].contacts.at(0).name == "Amma");
    CHECK(diary.plans[0].rule == "FREQ=WEEKLY");
}

TEST_CASE("whoever is written to may read it at any hour: their clock is not shown", "[agenda]")
{
    Desk desk{"2027-03-20T12:00:00Z", "Europe/Berlin"};
    desk.add("Amma", {.zone = "Asia/Kolkata"});
    const auto call = add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2027-03-21 10:30"});
    const auto letter = add_plan(desk.app, {.mode = "letter", .contacts = {"Amma"}, .when = "2027-03-22 18:00"});
    CHECK_THAT(call.sentence, Catch::Contains("(their 15:00)"));
    CHECK_THAT(letter.sentence, Catch::Contains("letter to Amma") && !Catch::Contains("their"));
    const auto diary = get_diary(desk.app, "2027-03-21", "2027-03-22");
    REQUIRE(diary.plans.size() == 2);
    CHECK(diary.plans[0].their_zone == "Asia/Kolkata");
    CHECK_FALSE(diary.plans[1].their_local);
    CHECK_FALSE(diary.plans[1].their_zone);
}

TEST_CASE("one time of a plan moves alone, whichever it is, and keeps its name", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const PlanId plan = weekly(desk, "2026-11-24 10:00");
    const auto moved =
        move_plan(desk.app, plan, {.when = "2026-12-02T11:00:00Z", .once = true, .time = "2026-12-01T10:00:00"});
    CHECK(moved.change.has_value());
    CHECK(locals(desk, "2026-11-24", "2026-12-08") ==
          Locals{"2026-11-24T10:00:00", "2026-12-02T11:00:00", "2026-12-08T10:00:00"});
    CHECK(get_diary(desk.app, "2026-12-02", "2026-12-02").plans.at(0).named == "2026-12-01T10:00:00");
    CHECK(problem_of([&] {
              move_plan(desk.app, plan, {.when = "2026-12-03 10:00", .time = "2026-12-02T11:00:00"});
          }).kind == Problem::Kind::not_found);
}

TEST_CASE("all times of a plan move by as much as the one that is meant", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const PlanId plan = weekly(desk, "2026-11-26 10:00");
    move_plan(desk.app, plan, {.when = "2026-12-04T11:00:00Z", .time = "2026-12-03T10:00:00"});
    CHECK(locals(desk, "2026-11-24", "2026-12-08") == Locals{"2026-11-27T11:00:00", "2026-12-04T11:00:00"});
    SECTION("what would lie in the past begins with the next")
    {
        move_plan(desk.app, plan, {.when = "2026-11-30T09:00:00Z", .time = "2026-12-04T11:00:00"});
        CHECK(locals(desk, "2026-11-20", "2026-12-08") == Locals{"2026-11-30T09:00:00", "2026-12-07T09:00:00"});
    }
}

TEST_CASE("a time of a plan is left out by its name", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const PlanId plan = weekly(desk, "2026-11-24 10:00");
    skip_plan(desk.app, plan, {.time = "2026-12-01T10:00:00"});
    CHECK(locals(desk, "2026-11-24", "2026-12-08") == Locals{"2026-11-24T10:00:00", "2026-12-08T10:00:00"});
}

TEST_CASE("what happened stays in the diary, also after all that is to come was moved", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const PlanId plan = weekly(desk, "2026-11-24 10:00");
    desk.now = instant("2026-11-24T12:00:00Z");
    CHECK(get_diary(desk.app, "2026-11-24", "2026-11-24").plans.at(0).ask);
    happened_plan(desk.app, plan, {});
    move_plan(desk.app, plan, {.when = "2026-12-02T10:00:00Z"});
    const auto diary = get_diary(desk.app, "2026-11-24", "2026-12-02");
    REQUIRE(diary.plans.size() == 2);
    CHECK(diary.plans[0].state == "happened");
    CHECK(diary.plans[1].local == "2026-12-02T10:00:00");
}

TEST_CASE("the diary knows yearly days, and no more than two months", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.birthday = "1956-11-24", .days = {{{"wedding day", "12-05"}}}});
    const auto diary = get_diary(desk.app, "2026-11-01", "2026-12-31");
    REQUIRE(diary.dates.size() == 2);
    CHECK(diary.dates[0].name == "birthday");
    CHECK(diary.dates[0].day == "2026-11-24");
    CHECK(diary.dates[0].years == 70);
    CHECK_FALSE(diary.dates[1].years);
    CHECK(get_diary(desk.app, {}, {}).to == "2026-11-29");
    CHECK(problem_of([&] { get_diary(desk.app, "2026-11-01", "2027-01-31"); }).kind == Problem::Kind::bad_request);
    CHECK(problem_of([&] { get_diary(desk.app, "2026-11-02", "2026-11-01"); }).kind == Problem::Kind::bad_request);
    CHECK(problem_of([&] { get_diary(desk.app, "someday", {}); }).kind == Problem::Kind::bad_request);
}
