// The weekly report says what the log says.

#include "daemon/agenda/explaining.hpp"
#include "daemon/agenda/today.hpp"
#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

namespace {

/// Two people, three months; week 47 is 16 to 22 November 2026.
void autumn(Desk& desk)
{
    desk.add("Amma");
    desk.add("Ben", {.circle = "close"});
    desk.know("Plumber");
    desk.log("phone", "Amma", "2026-11-16T00:00:00Z", {.size = "30m"});
    desk.log("chat", "Amma", "2026-11-18T10:00:00Z", {.size = "40w"});
    desk.log("in_person", "Ben", "2026-11-22T23:59:59Z", {.size = "2h"});
    desk.log("phone", "Plumber", "2026-11-17T10:00:00Z", {.size = "5m"});
    desk.log("phone", "Amma", "2026-11-15T21:59:59Z", {.size = "30m"}); // the week before
    for (const char* day : {"2026-09-20", "2026-09-24", "2026-10-02", "2026-10-07", "2026-10-12"})
        desk.log("phone", "Ben", std::string{day} + "T10:00:00Z", {.size = "60m"});
}

} // namespace

TEST_CASE("the numbers of the report are the numbers of the log", "[agenda]")
{
    Desk desk;
    autumn(desk);
    const Report report = get_report(desk.app, "2026-W47");
    CHECK(report.from == "2026-11-16");
    CHECK(report.to == "2026-11-22");
    CHECK(report.complete);
    CHECK(report.interactions == 4);
    CHECK(report.people == 3);
    CHECK(report.by_channel == std::map<std::string, std::int64_t>{{"chat", 1}, {"in_person", 1}, {"phone", 2}});
    double sync = 0.0;
    double async = 0.0;
    for (const char* name : {"Amma", "Ben"})
        for (const auto& row : explain_contact(desk.app, name, std::nullopt, 100).rows)
            if (row.at >= "2026-11-16" && row.at < "2026-11-23") (row.channel == "chat" ? async : sync) += row.value;
    CHECK(report.now.sync == Approx(sync));
    CHECK(report.now.async == Approx(async));
    REQUIRE(report.now.share);
    CHECK(*report.now.share == Approx(sync / (sync + async)));
    REQUIRE(report.before.size() == 4);
    CHECK(report.before.back().week == "2026-W46");
    CHECK(report.before.back().sync > 0.0);
    CHECK_FALSE(report.before.front().share);
}

TEST_CASE("a past week has the same report whenever it is made", "[agenda]")
{
    Desk desk;
    autumn(desk);
    const auto made = add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-11-24T10:00:00Z"});
    desk.now = instant("2026-11-24T12:00:00Z");
    happened_plan(desk.app, PlanId{made.id}, {});
    desk.now = instant("2026-11-30T00:00:00Z");
    const Report soon = get_report(desk.app, "2026-W48");
    desk.now = instant("2027-09-30T00:00:00Z");
    const Report late = get_report(desk.app, "2026-W48");
    CHECK(soon.kept == 1);
    REQUIRE(soon.plans.size() == 1);
    CHECK(soon.plans[0].sentence == late.plans[0].sentence);
    CHECK(soon.plans[0].state == "happened");
    CHECK(soon.sentence == late.sentence);
    CHECK(soon.interactions == late.interactions);
    CHECK(soon.now.sync == late.now.sync);
    CHECK(soon.cooling.size() == late.cooling.size());
    CHECK(soon.complete);
    CHECK(late.complete);
}

TEST_CASE("the present week is incomplete, a week ahead and a week of another calendar are refused", "[agenda]")
{
    Desk desk;
    desk.now = instant("2026-11-22T12:00:00Z");
    CHECK_FALSE(get_report(desk.app, std::nullopt).complete);
    CHECK(get_report(desk.app, std::nullopt).week == "2026-W47");
    CHECK(problem_of([&] { get_report(desk.app, "2026-W48"); }).kind == Problem::Kind::bad_request);
    CHECK(problem_of([&] { get_report(desk.app, "2026-W54"); }).kind == Problem::Kind::bad_request);
    CHECK(problem_of([&] { get_report(desk.app, "last week"); }).kind == Problem::Kind::bad_request);
}

TEST_CASE("who became quieter is named, and which way", "[agenda]")
{
    Desk desk;
    autumn(desk);
    for (const char* day : {"2026-09-20", "2026-09-24", "2026-10-02", "2026-10-07", "2026-10-12", "2026-10-20"})
        desk.log("in_person", "Amma", std::string{day} + "T10:00:00Z", {.size = "60m"});
    const Report report = get_report(desk.app, "2026-W47");
    const auto names = [](const std::vector<ReportContact>& list) {
        std::vector<std::string> all;
        for (const auto& each : list) all.push_back(each.contact);
        return all;
    };
    CHECK(names(get_report(desk.app, "2026-W44").warming) == std::vector<std::string>{});
    for (const auto* list : {&report.cooling, &report.warming, &report.toward_async, &report.toward_sync})
        for (const auto& name : names(*list)) CHECK(name != "Plumber");
    Desk quiet;
    quiet.add("Ben");
    for (const char* day : {"2026-09-10", "2026-09-20", "2026-09-24", "2026-10-02", "2026-10-07", "2026-10-12"})
        quiet.log("phone", "Ben", std::string{day} + "T10:00:00Z", {.size = "60m"});
    const Report ben = get_report(quiet.app, "2026-W47");
    REQUIRE(names(ben.cooling) == std::vector<std::string>{"Ben"});
    CHECK(ben.cooling[0].drift < -1.0);
    CHECK(ben.warming.empty());
}
