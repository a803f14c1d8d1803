// Notifications of the desktop: on a bus of the test's own, with dunst on a screen of its own, and with a server that
// does what dunst does not.

#include "daemon/core/problem.hpp"
#include "daemon/reach/desktop.hpp"
#include "tests/unit/reach/notification_server.hpp"

#include <catch2/catch.hpp>
#include <sdbus-c++/sdbus-c++.h>

#include <future>
#include <mutex>

using namespace blend;
using namespace blend::reach;
using namespace blend::reach::test;

namespace {

/// What was pressed, in words.
class Heard {
public:
    std::string operator()(const Press& press)
    {
        const std::lock_guard guard{mutex_};
        said_ =
            std::string{word(press.action)} + " " +
            (std::holds_alternative<NudgeId>(press.of) ? "nudge " + std::to_string(std::get<NudgeId>(press.of).value)
                                                       : "plan " + std::to_string(std::get<PlanId>(press.of).value)) +
            (press.link.empty() ? "" : " " + press.link);
        if (fails) throw Problem{Problem::Kind::cannot, "that nudge is gone"};
        return "logged: phone with Amma";
    }

    std::string said() const
    {
        const std::lock_guard guard{mutex_};
        return said_;
    }

    bool fails{};

private:
    mutable std::mutex mutex_;
    std::string said_;
};

Notification call_amma()
{
    return {
        .title = "A good moment to call Amma",
        .body = "Call Amma, maybe Sun 10:30. <b>You</b> & she last spoke 142 days ago.",
        .buttons = {{Action::done, "Done"}, {Action::plan, "Plan"}, {Action::snooze, "Snooze"}, {Action::call, "Call"}},
        .of = NudgeId{7},
        .link = "tel:+14155550101"};
}

std::string refusal(Desktop& desktop)
{
    try {
        desktop.show({call_amma()});
        return "";
    } catch (const Problem& problem) {
        return problem.what();
    }
}

} // namespace

TEST_CASE("every button comes back with what it is about, and is answered in its place", "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"actions", "body", "body-markup"}};
    const std::string action = GENERATE(as<std::string>{}, "done", "plan", "snooze", "call");
    Heard heard;
    Desktop desktop{std::ref(heard)};
    desktop.show({call_amma()});
    const Put put = server.put().at(0);
    CHECK(put.title == "A good moment to call Amma");
    CHECK(put.body == "Call Amma, maybe Sun 10:30. &lt;b&gt;You&lt;/b&gt; &amp; she last spoke 142 days ago.");
    CHECK(put.actions == std::vector<std::string>{"done", "Done", "plan", "Plan", "snooze", "Snooze", "call", "Call"});
    server.press(1, action);
    until([&] { return server.put().size() == 2; });
    CHECK(heard.said() == action + " nudge 7 tel:+14155550101");
    CHECK(server.put().at(1).instead_of == 1);
    CHECK(server.put().at(1).body == "logged: phone with Amma");
    CHECK(server.put().at(1).actions.empty());
}

TEST_CASE("a question is answered yes or no", "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"actions", "body"}};
    Heard heard;
    Desktop desktop{std::ref(heard)};
    desktop.show({{.title = "Did it happen?",
                   .body = "call with Amma & Ravi",
                   .buttons = {{Action::happened, "It happened"}, {Action::missed, "It did not"}},
                   .of = PlanId{4}}});
    CHECK(server.put().at(0).body == "call with Amma & Ravi"); // no markup, no escapes
    server.press(1, "missed");
    until([&] { return server.put().size() == 2; });
    CHECK(heard.said() == "missed plan 4");
}

TEST_CASE("what cannot be done any more is said where it was pressed, and nobody is named when names are hidden",
          "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"actions", "body"}};
    Heard heard;
    heard.fails = true;
    Desktop desktop{std::ref(heard)};
    Notification notification = call_amma();
    notification.names = GENERATE(Names::shown, Names::hidden);
    desktop.show({notification});
    server.press(1, "done");
    until([&] { return server.put().size() == 2; });
    CHECK(server.put().at(1).body == (notification.names == Names::hidden ? "Noted." : "that nudge is gone"));
}

TEST_CASE("what was closed, is unknown, or is another's is not heard", "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"actions", "body"}};
    Heard heard;
    Desktop desktop{std::ref(heard)};
    desktop.show({call_amma(), call_amma()});
    server.close(1);
    server.press(1, "done");
    server.press(99, "done");
    server.press(2, "launch rockets");
    server.press(2, "snooze");
    until([&] { return server.put().size() == 3; });
    CHECK(heard.said() == "snooze nudge 7 tel:+14155550101");
}

TEST_CASE("a server without buttons shows the words alone", "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"body"}};
    Heard heard;
    Desktop desktop{std::ref(heard)};
    desktop.show({call_amma()});
    CHECK(server.put().at(0).actions.empty());
}

TEST_CASE("a name that steers a terminal or breaks a line is shown, not obeyed", "[reach]")
{
    const Bus bus;
    NotificationServer server{bus, {"body"}};
    Heard heard;
    Desktop desktop{std::ref(heard)};
    desktop.show({{.title = "Call A\x1b[31m\nB", .body = "one\ntwo\x07 \xff"}});
    CHECK(server.put().at(0).title == "Call A\uFFFD[31m\uFFFDB");
    CHECK(server.put().at(0).body == "one\ntwo\uFFFD \uFFFD");
}

TEST_CASE("no bus, no server: a clear line each, and the next time it works", "[reach]")
{
    Bus bus;
    Heard heard;
    Desktop desktop{std::ref(heard)};
    CHECK(refusal(desktop) == "no notification server runs on this desktop");
    bus.end();
    CHECK(refusal(desktop) == "there is no desktop session to show anything on");
    bus.begin();
    NotificationServer server{bus, {"actions", "body"}};
    CHECK(refusal(desktop) == "");
    CHECK(server.put().size() == 1);
}

TEST_CASE("a bus and a server that go away while something is shown are survived", "[reach]")
{
    Bus bus;
    Heard heard;
    Desktop desktop{std::ref(heard)};
    {
        NotificationServer first{bus, {"actions", "body"}};
        CHECK(refusal(desktop) == "");
    }
    {
        // Another server counts from 1 again: its first notification is not ours.
        NotificationServer second{bus, {"actions", "body"}};
        second.press(1, "done");
        CHECK(refusal(desktop) == "");
        second.press(1, "snooze");
        until([&] { return second.put().size() == 2; });
        CHECK(heard.said() == "snooze nudge 7 tel:+14155550101");
    }
    {
        NotificationServer third{bus, {"actions", "body"}};
        CHECK(refusal(desktop) == "");
    }
    bus.end();
    bus.begin();
    NotificationServer last{bus, {"actions", "body"}};
    until([&] { return refusal(desktop).empty(); }); // the end of the old bus may still be unread
    CHECK(last.put().size() == 1);
}

TEST_CASE("a server that does not answer costs a few seconds, and stopping ends even these", "[reach]")
{
    const Bus bus;
    const auto connection = sdbus::createSessionBusConnectionWithAddress(bus.address());
    connection->requestName(notifications_name); // and reads nothing more
    Heard heard;
    Desktop desktop{std::ref(heard)};
    auto shown = std::async(std::launch::async, [&] { return refusal(desktop); });
    desktop.stop();
    const std::string said = shown.get();
    CHECK((said == "the notification server does not answer" || said == "the daemon stops"));
}

TEST_CASE("dunst shows a nudge, and the button that is pressed in its menu comes back", "[reach]")
{
    const Bus bus;
    const Folder folder;
    Running screen{{"Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"}};
    const std::string display = ":" + screen.first_line();
    // dunst asks a program which of the buttons it is: this one takes the line with "Done".
    const std::string chooser = folder.write("choose", "#!/bin/sh\nexec grep -F '#Done'\n", 0700);
    const std::string config = folder.write("dunstrc", "[global]\n    dmenu = " + chooser + "\n");
    Running dunst{{"dunst", "-conf", config}, {{"DISPLAY", display}}};
    until([&] { return bus.has(notifications_name); });

    Heard heard;
    Desktop desktop{std::ref(heard)};
    desktop.show({call_amma()});
    until([&] {
        run({"dunstctl", "context"}, {{"DISPLAY", display}});
        return !heard.said().empty();
    });
    CHECK(heard.said() == "done nudge 7 tel:+14155550101");
}
