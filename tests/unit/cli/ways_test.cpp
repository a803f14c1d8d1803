// Ways out and the line for a prompt, as the command line shows them.

#include "tests/unit/cli/fake_daemon.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace blend;
using namespace blend::cli;
using Catch::Contains;

namespace {

wire::Way mail()
{
    wire::Way way;
    way.id = 2;
    way.kind = "mail";
    way.name = "mail to owner@example.org";
    way.address = "owner@example.org";
    way.carries = {"nudges", "report"};
    way.is_on = true;
    way.sentence = "works; last used 2 hours ago";
    return way;
}

} // namespace

TEST_CASE("a way is added from its words and options", "[cli]")
{
    Conversation talk;
    talk.on("POST /v1/ways", mail());
    const auto outcome = run(talk, {"way", "add", "mail", "owner@example.org", "--server", "smtps://mail.example.org",
                                    "--from", "blend@example.org", "--user", "me", "--secret",
                                    "command: pass show mail", "--carries", "nudges,report", "--hide-names"});
    CHECK(outcome.err == "");
    CHECK(outcome.out == "way 2, mail to owner@example.org: nudges, report\ntry it: blend way test 2\n");
    CHECK(nlohmann::json::parse(talk.change()) == nlohmann::json{{"kind", "mail"},
                                                                 {"address", "owner@example.org"},
                                                                 {"server", "smtps://mail.example.org"},
                                                                 {"sender", "blend@example.org"},
                                                                 {"user", "me"},
                                                                 {"secret", "command: pass show mail"},
                                                                 {"password", nullptr},
                                                                 {"carries", {"nudges", "report"}},
                                                                 {"hide_names", true}});
}

TEST_CASE("a command is a line, however many words it is given as", "[cli]")
{
    Conversation talk;
    talk.on("POST /v1/ways", mail());
    run(talk, {"way", "add", "command", "notify.sh", "loud"});
    CHECK(nlohmann::json::parse(talk.change())["address"] == "notify.sh loud");
}

TEST_CASE("ways are listed with what they carry and how they stand", "[cli]")
{
    Conversation talk;
    wire::Way desktop;
    desktop.id = 1;
    desktop.name = "desktop notifications";
    desktop.carries = {"nudges", "questions", "reminders"};
    desktop.hide_names = true;
    desktop.sentence = "off since yesterday because it kept failing: there is no desktop session to show anything on";
    talk.on("GET /v1/ways", wire::WayList{{desktop, mail()}});
    const auto out = run(talk, {"way"}).out;
    CHECK_THAT(out, Contains("desktop notifications") && Contains("nudges, questions, reminders; names nobody"));
    CHECK_THAT(out, Contains("works; last used 2 hours ago"));
    talk.on("GET /v1/ways", wire::WayList{});
    CHECK_THAT(run(talk, {"way", "list"}).out, Contains("blend way add"));
}

TEST_CASE("a way is turned off and on, tested and removed by its number", "[cli]")
{
    Conversation talk;
    wire::Way off = mail();
    off.is_on = false;
    talk.on("PATCH /v1/ways/2", off);
    talk.on("POST /v1/ways/2/test", wire::Done{.done = "sent a few words by mail to owner@example.org"});
    talk.on("DELETE /v1/ways/2", wire::Done{.done = "tells no more by mail to owner@example.org"});
    CHECK(run(talk, {"way", "off", "2"}).out == "way 2, mail to owner@example.org: off\n");
    CHECK_THAT(run(talk, {"way", "test", "2"}).out, Contains("sent a few words"));
    CHECK_THAT(run(talk, {"way", "remove", "2"}).out, Contains("tells no more"));
    CHECK(run(talk, {"way", "off"}).exit_code == 2);
    CHECK(run(talk, {"way", "paint", "2"}).exit_code == 2);
}

TEST_CASE("the log of a way says what became of each thing", "[cli]")
{
    Conversation talk;
    talk.on("GET /v1/settings", wire::SettingList{{{"zone", "UTC"}}, {}});
    wire::Delivery given;
    given.topic = "nudges";
    given.made = "2026-11-23T09:00:00Z";
    given.sentence = "delivered 2 hours ago";
    talk.on("GET /v1/ways/2/deliveries", wire::DeliveryList{{given}});
    CHECK(run(talk, {"way", "log", "2"}).out == "2026-11-23 09:00  nudges: delivered 2 hours ago\n");
}

TEST_CASE("a prompt is one line, or nothing at all", "[cli]")
{
    Conversation talk;
    const auto nobody = run(talk, {"prompt"});
    CHECK(nobody.out + nobody.err == "");
    CHECK(nobody.exit_code == 0);
    REQUIRE(talk.asked.size() == 1);
    CHECK(talk.asked[0].silence == Silence::is_fine);
    talk.on("GET /v1/prompt", wire::Prompt{"2 people · next: call Amma 18:00"});
    CHECK(run(talk, {"prompt"}).out == "2 people · next: call Amma 18:00\n");
    talk.on("GET /v1/prompt", wire::Prompt{"1 person · next: call A\x1b[31m 18:00"});
    CHECK(run(talk, {"prompt"}).out == "1 person · next: call A\uFFFD[31m 18:00\n");
    talk.on("GET /v1/prompt", wire::Prompt{""});
    CHECK(run(talk, {"prompt"}).out == "");
}
