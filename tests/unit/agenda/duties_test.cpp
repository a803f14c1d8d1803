// When what comes round by itself is due, and what it says.

#include "daemon/agenda/duties.hpp"
#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

namespace {

std::string next(const char* zone, int hour, const char* now)
{
    Settings settings;
    settings.zone = zone::named(zone).value();
    settings.nudge_hour = hour;
    settings.policy.quiet = {0, 0};
    return rfc3339(next_round(settings, instant(now)).value());
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

namespace {

/// What a way gets: a program that adds it to a file.
class Told {
public:
    explicit Told(Desk& desk) : clockwork_{desk.app, own_duties()}
    {
        clockwork_.settle(); // the rounds begin here
        desk.app.store.change(desk.now, [&](store::Writer& writer) {
            writer.add_way({.kind = store::WayKind::command,
                            .address = "tee -a " + (folder_.path / "told").native(),
                            .carries = {store::Topic::nudges, store::Topic::questions, store::Topic::reminders,
                                        store::Topic::report},
                            .added = desk.now});
            return "way";
        });
    }

    /// Moves the clock and gives the titles that were told at that moment.
    std::vector<std::string> at(Desk& desk, const std::string& when)
    {
        std::filesystem::remove(folder_.path / "told");
        desk.now = instant(when);
        clockwork_.settle();
        std::ifstream file{folder_.path / "told"};
        std::vector<std::string> titles;
        for (std::string line; std::getline(file, line);) {
            last = line;
            const auto title = line.find("\"title\":");
            const auto begin = line.find('"', title + 8) + 1;
            titles.push_back(line.substr(begin, line.find('"', begin) - begin));
        }
        return titles;
    }

    std::string last; ///< JSON of the newest message

private:
    Folder folder_;
    Clockwork clockwork_;
};

using Titles = std::vector<std::string>;

} // namespace

TEST_CASE("the digest comes at the owner's hour, and a missed one is made up once, not in quiet hours", "[agenda]")
{
    Desk desk{"2026-07-06T06:00:00Z"};
    desk.set("report_days", "never");
    desk.add("Amma");
    desk.add("Ben");
    Told told{desk};
    CHECK(told.at(desk, "2026-09-01T08:59:59Z").empty()); // away for two months, and it is quiet
    CHECK(told.at(desk, "2026-09-01T09:00:00Z") == Titles{"A good next step"});
    CHECK(told.at(desk, "2026-09-01T12:00:00Z").empty());
    CHECK(told.at(desk, "2026-09-02T23:00:00Z").empty()); // the machine was off at nine
    CHECK(told.at(desk, "2026-09-03T08:30:00Z").empty());
    CHECK(told.at(desk, "2026-09-03T09:00:00Z") == Titles{"A good next step"});
    CHECK(says(told.last, "Still open: "));
}

TEST_CASE("a nudge that was put off is told again with the first digest after it woke up", "[agenda]")
{
    Desk desk{"2026-07-06T06:00:00Z"};
    desk.set("report_days", "never");
    desk.add("Amma");
    Told told{desk};
    REQUIRE(told.at(desk, "2026-09-01T09:00:00Z") == Titles{"A good next step"});
    desk.now = instant("2026-09-01T19:00:00Z");
    snooze_nudge(desk.app, NudgeId{open_nudges(desk.app).at(0).id}, {"2d"});
    CHECK(told.at(desk, "2026-09-02T09:00:00Z").empty());
    CHECK(told.at(desk, "2026-09-03T09:00:00Z").empty());
    CHECK(told.at(desk, "2026-09-04T09:00:00Z") == Titles{"A good next step"});
    CHECK(told.at(desk, "2026-09-05T09:00:00Z").empty());
}

TEST_CASE("what was missed is not made up on a holiday, nor on a day without a round", "[agenda]")
{
    Desk desk{"2026-07-06T06:00:00Z"};
    desk.set("report_days", "never");
    desk.add("Amma");
    desk.set("nudge_days", "mon,thu");
    desk.set("holiday_from", "2026-09-03");
    desk.set("holiday_to", "2026-09-08");
    Told told{desk};
    CHECK(told.at(desk, "2026-09-01T12:00:00Z").empty()); // a Tuesday, the machine was off
    CHECK(told.at(desk, "2026-09-03T12:00:00Z").empty()); // a Thursday of the holiday
    CHECK(told.at(desk, "2026-09-09T12:00:00Z").empty());
    CHECK(told.at(desk, "2026-09-10T08:59:00Z").empty());
    CHECK(told.at(desk, "2026-09-10T09:00:00Z") == Titles{"A good next step"});
}

TEST_CASE("a plan is announced, asked about once, and gently once more", "[agenda]")
{
    Desk desk{"2026-07-06T10:00:00Z"};
    desk.set("report_days", "never");
    desk.set("nudges_per_day", "0");
    desk.add("Amma");
    Told told{desk};
    add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-07-07 18:00", .length = "45m"});
    CHECK(told.at(desk, "2026-07-07T17:29:59Z").empty());
    CHECK(told.at(desk, "2026-07-07T17:30:00Z") == Titles{"Coming up: call with Amma"});
    CHECK(says(told.last, "in 30 minutes"));
    CHECK(told.at(desk, "2026-07-07T18:59:00Z").empty());
    CHECK(told.at(desk, "2026-07-07T19:00:00Z") == Titles{"Did it happen?"});
    CHECK(told.at(desk, "2026-07-09T09:00:00Z").empty());
    CHECK(told.at(desk, "2026-07-10T09:00:00Z") == Titles{"Did it happen?"});
    CHECK(told.at(desk, "2026-08-10T09:00:00Z").empty());
}

TEST_CASE("an answered plan is not asked about", "[agenda]")
{
    Desk desk{"2026-07-06T10:00:00Z"};
    desk.set("report_days", "never");
    desk.set("nudges_per_day", "0");
    desk.add("Amma");
    Told told{desk};
    const auto plan =
        add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-07-07 18:00", .reminder_minutes = 0});
    desk.now = instant("2026-07-07T18:31:00Z");
    happened_plan(desk.app, PlanId{plan.id}, {});
    CHECK(told.at(desk, "2026-07-07T19:00:00Z").empty());
    CHECK(told.at(desk, "2026-07-20T19:00:00Z").empty());
}

TEST_CASE("a reminder never falls into quiet hours, nor on a plan made at short notice", "[agenda]")
{
    Desk desk{"2026-07-06T10:00:00Z"};
    desk.set("report_days", "never");
    desk.set("nudges_per_day", "0");
    desk.add("Amma");
    Told told{desk};
    add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-07-07 08:00"});
    CHECK(told.at(desk, "2026-07-06T20:44:59Z").empty());
    CHECK(told.at(desk, "2026-07-06T20:45:00Z") == Titles{"Coming up: call with Amma"});
    CHECK(says(told.last, "tomorrow 08:00"));
    CHECK(told.at(desk, "2026-07-07T07:30:00Z").empty());
    CHECK(told.at(desk, "2026-07-07T09:00:00Z") == Titles{"Did it happen?"}); // it ended while it was quiet
    add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "today 09:20"});
    CHECK(told.at(desk, "2026-07-07T09:01:00Z").empty());
}

TEST_CASE("the weekly report goes out on its day, for the week that ended", "[agenda]")
{
    Desk desk{"2026-07-06T12:00:00Z"}; // a Monday after nine
    desk.set("nudges_per_day", "0");
    desk.add("Amma");
    Told told{desk};
    CHECK(told.at(desk, "2026-07-13T08:59:59Z").empty());
    CHECK(told.at(desk, "2026-07-13T09:00:00Z").size() == 1);
    CHECK(says(told.last, "\"key\":\"2026-W28\""));
    CHECK(told.at(desk, "2026-08-10T12:00:00Z").size() == 1); // four were missed, one is made up
    CHECK(says(told.last, "\"key\":\"2026-W32\""));
    desk.set("report_days", "never");
    CHECK(told.at(desk, "2026-08-17T12:00:00Z").empty());
}

TEST_CASE("a weekly plan is announced at its hour on both sides of a clock change", "[agenda]")
{
    Desk desk{"2026-10-19T10:00:00Z", "Europe/Berlin"};
    desk.set("report_days", "never");
    desk.set("nudges_per_day", "0");
    desk.add("Amma", {.zone = "America/New_York"}); // changes a week later
    Told told{desk};
    const auto plan =
        add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-10-22 18:00", .every = "1w"});
    for (const char* reminder : {"2026-10-22T15:30:00Z", "2026-10-29T16:30:00Z", "2026-11-05T16:30:00Z"}) {
        CHECK(told.at(desk, reminder) == Titles{"Coming up: call with Amma"});
        desk.now += std::chrono::hours{1};
        happened_plan(desk.app, PlanId{plan.id}, {});
    }
}

TEST_CASE("what could not leave is not tried again in quiet hours", "[agenda]")
{
    Desk desk{"2026-11-23T20:59:30Z"};
    desk.app.store.change(desk.now, [&](store::Writer& writer) {
        writer.add_way({.kind = store::WayKind::command,
                        .address = "false",
                        .carries = {store::Topic::nudges},
                        .added = desk.now});
        return "tells";
    });
    CHECK(desk.app.ways.deliver({.topic = store::Topic::nudges, .key = "one", .title = "Hello"}, desk.now).failed == 1);
    const auto due = [&](const std::string& when) { return outside_duties().at(0).due(desk.app, instant(when)); };
    CHECK(desk.app.ways.next_due() == instant("2026-11-23T21:00:30Z"));
    CHECK(due("2026-11-23T20:59:30Z") == instant("2026-11-24T09:00:00Z"));
    CHECK(due("2026-11-24T03:00:00Z") == instant("2026-11-24T09:00:00Z"));
    CHECK(due("2026-11-24T09:00:00Z") == instant("2026-11-24T09:00:00Z"));
}
