// A button on the desktop does what it says: from the screen to the ledger. And who may set up which way.

#include "daemon/agenda/messages.hpp"
#include "daemon/agenda/today.hpp"
#include "daemon/agenda/ways.hpp"
#include "daemon/wire/json.hpp"
#include "tests/unit/agenda/desk.hpp"
#include "tests/unit/reach/notification_server.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::agenda;
using blend::reach::test::Bus;
using blend::reach::test::notifications_name;
using blend::reach::test::NotificationServer;
using blend::reach::test::run;
using blend::reach::test::Running;
using blend::reach::test::until;

namespace {

/// Somebody whom a nudge is about, and notifications to say so.
class House {
public:
    House()
    {
        desk.add("Amma",
                 {.phones = {{"+14155550101"}}, .cannot = {{"write", "letter", "voice_message", "video", "meet"}}});
        for (const char* day : {"2026-10-03", "2026-10-10", "2026-10-17", "2026-10-24"})
            desk.log("phone", "Amma", std::string{day} + "T10:00:00Z", {.size = "20m"});
        REQUIRE(desk.nudge("Amma"));
        add_way(desk.app, {.kind = "desktop"}, Programs::refused);
    }

    void tell()
    {
        const auto told = digest(desk.app, desk.app.settings().zone.day(desk.now), desk.now - std::chrono::days{1});
        REQUIRE(told);
        CHECK(desk.app.ways.deliver(*told, desk.now).delivered == 1);
    }

    std::size_t logged() const
    {
        const auto known = desk.app.store.find_contacts("Amma");
        return desk.app.store.interactions(known.at(0).id, desk.now).size();
    }

    std::string state() const
    {
        for (const auto& each : desk.app.store.nudges(Instant{})) return each.state;
        return "none";
    }

    Desk desk;
};

} // namespace

TEST_CASE("Done is pressed on a real desktop, and the contact is in the log", "[reach]")
{
    const Bus bus;
    const blend::reach::test::Folder folder;
    Running screen{{"Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"}};
    const blend::reach::test::Environment there{{"DISPLAY", ":" + screen.first_line()}};
    const std::string chooser = folder.write("choose", "#!/bin/sh\nexec grep -F '#Done'\n", 0700);
    Running dunst{{"dunst", "-conf", folder.write("dunstrc", "[global]\n    dmenu = " + chooser + "\n")}, there};
    until([&] { return bus.has(notifications_name); });

    House house;
    REQUIRE(house.logged() == 4);
    house.tell();
    until([&] {
        run({"dunstctl", "context"}, there);
        return house.logged() == 5;
    });
    CHECK(house.state() == "done");
    CHECK(list_nudges(house.desk.app).empty());
}

TEST_CASE("Plan takes the first good time, and Snooze a day", "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"actions", "body"}};
    House house;
    house.tell();
    const auto slots = house.desk.nudge("Amma").value().slots;
    REQUIRE_FALSE(slots.empty());
    const std::string action = GENERATE(as<std::string>{}, "plan", "snooze");
    server.press(1, action);
    until([&] { return server.put().size() == 2; });
    const std::string said = server.put().at(1).body;
    if (action == "snooze") {
        CHECK(said == "Amma rests for 1 day");
        CHECK(house.state() == "snoozed");
    } else {
        CHECK_THAT(said, Catch::StartsWith("planned: ") && Catch::Contains("Amma"));
        const auto plans = list_plans(house.desk.app, Plans::open).plans;
        REQUIRE(plans.size() == 1);
        CHECK(plans.at(0).start == slots.at(0).start);
        CHECK(house.state() == "planned");
    }
    CHECK(house.logged() == 4);
}

TEST_CASE("Call begins the call with the desktop's own program", "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"actions", "body"}};
    House house;
    const blend::reach::test::Folder folder;
    const std::string begun = (folder / "begun").native();
    folder.write("xdg-open", "#!/bin/sh\necho \"$@\" >" + begun + ".part\nmv " + begun + ".part " + begun + "\n", 0700);
    ::setenv("PATH", (folder.path().native() + ":" + std::getenv("PATH")).c_str(), 1);
    house.tell();
    server.press(1, "call");
    until([&] { return std::filesystem::exists(begun); });
    CHECK(reach::test::contents(begun) == house.desk.nudge("Amma").value().link.value() + "\n");
    CHECK(house.state() == "open"); // it was begun; whether they spoke, the owner says
}

TEST_CASE("a question is answered from the desktop", "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"actions", "body"}};
    House house;
    Desk& desk = house.desk;
    const auto plan =
        add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-11-23T13:00:00Z", .length = "30m"});
    desk.now = instant("2026-11-23T15:00:00Z");
    desk.app.ways.deliver({.topic = store::Topic::questions,
                           .key = "one",
                           .title = "Did it happen?",
                           .items = {{.sentence = plan.sentence, .mode = Mode::call, .plan = PlanId{plan.id}}}},
                          desk.now);
    const std::string action = GENERATE(as<std::string>{}, "happened", "missed");
    server.press(1, action);
    until([&] { return server.put().size() == 2; });
    CHECK(house.logged() == (action == "happened" ? 5 : 4));
    CHECK(get_today(desk.app).ask.empty());
}

TEST_CASE("what a button asks for and cannot be any more is said", "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"actions", "body"}};
    House house;
    house.tell();
    house.desk.log("phone", "Amma", "2026-11-23T11:00:00Z", {.size = "20m"});
    server.press(1, "done");
    until([&] { return server.put().size() == 2; });
    CHECK_FALSE(server.put().at(1).body.empty());
    CHECK(house.logged() >= 5);
}

TEST_CASE("which programs are run is said on the command line alone", "[reach]")
{
    Desk desk;
    const auto refused = [&](wire::WayRequest request) {
        return problem_of([&] { add_way(desk.app, request, Programs::refused); }).kind == Problem::Kind::not_allowed;
    };
    CHECK(refused({.kind = "command", .address = "id"}));
    CHECK(refused({.kind = "sendmail", .address = "me@example.org", .server = "/usr/bin/id"}));
    CHECK(refused({.kind = "webhook", .address = "https://example.org/", .secret = "command: id"}));
    const auto way = add_way(desk.app, {.kind = "webhook", .address = "https://example.org/"}, Programs::refused);
    CHECK(problem_of([&] { edit_way(desk.app, way.id, {.secret = "command: id"}, Programs::refused); }).kind ==
          Problem::Kind::not_allowed);
    add_way(desk.app, {.kind = "command", .address = "id"}, Programs::allowed);
    CHECK(list_ways(desk.app).ways.size() == 2);
}

TEST_CASE("a way says where its secret is, never what it is", "[reach]")
{
    Desk desk;
    const auto way =
        add_way(desk.app, {.kind = "webhook", .address = "https://example.org/", .secret = "command: printf hunter2"},
                Programs::allowed);
    CHECK(way.secret == "command");
    CHECK_FALSE(says(wire::write(list_ways(desk.app)), "hunter2"));
}

TEST_CASE("what makes no sense as a way is refused with what would", "[reach]")
{
    Desk desk;
    const auto refused = [&](wire::WayRequest request) {
        const Problem problem = problem_of([&] { add_way(desk.app, request, Programs::allowed); });
        return !problem.hint.empty() || !std::string{problem.what()}.empty();
    };
    CHECK(refused({.kind = "pigeon"}));
    CHECK(refused({.kind = "desktop", .address = "here"}));
    CHECK(refused({.kind = "mail", .address = "me@example.org\nBcc: them@example.org"}));
    CHECK(refused({.kind = "mail", .address = "me@example.org", .server = "https://mail.example.org"}));
    CHECK(refused({.kind = "ntfy", .address = "https://ntfy.example.org"}));
    CHECK(refused({.kind = "ntfy", .address = "https://ntfy.example.org/a/b"}));
    CHECK(refused({.kind = "webhook", .address = "http://example.org/"}));
    CHECK(refused({.kind = "webhook", .address = "https://me:secret@example.org/"}));
    CHECK(refused({.kind = "webhook", .address = "file:///etc/passwd"}));
    CHECK(refused({.kind = "gotify", .address = "https://example.org/"}));
    CHECK(refused({.kind = "command", .address = "say 'no end"}));
    CHECK(refused({.kind = "desktop", .carries = {{"test"}}}));
    CHECK(refused({.kind = "desktop", .carries = {{}}}));
    CHECK(refused({.kind = "webhook", .address = "https://example.org/", .secret = "hunter2"}));
    CHECK(desk.app.store.ways().empty());
    add_way(desk.app, {.kind = "desktop"}, Programs::refused);
    CHECK(refused({.kind = "desktop"})); // once is enough
}

TEST_CASE("a way that turned itself off is named by Today and the doctor", "[reach]")
{
    Desk desk;
    const auto way = add_way(desk.app, {.kind = "webhook", .address = "https://example.org/"}, Programs::allowed);
    CHECK(get_today(desk.app).notices.empty());
    desk.app.store.keep([&](store::Writer& writer) {
        writer.set_way_state(way.id, {.failures = 6, .off = desk.now, .problem = "example.org says 500"});
    });
    CHECK(get_today(desk.app).notices ==
          std::vector<std::string>{"the webhook at example.org turned itself off just now: "
                                   "example.org says 500; blend way test 1 turns it on again when it works"});
    const auto on = edit_way(desk.app, way.id, {.is_on = true}, Programs::refused);
    CHECK_FALSE(on.off);
    CHECK(get_today(desk.app).notices.empty());
}
