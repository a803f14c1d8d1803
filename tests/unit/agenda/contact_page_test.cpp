// One contact at a glance, what one more call would change, and many contacts changed at once.

#include "daemon/agenda/contact_page.hpp"
#include "daemon/agenda/handles.hpp"
#include "daemon/agenda/today.hpp"
#include "tests/unit/agenda/desk.hpp"

#include <numeric>

using namespace blend;
using namespace blend::agenda;

namespace {

std::vector<std::string> names_in(const wire::ContactList& list)
{
    std::vector<std::string> names;
    for (const auto& each : list.contacts) names.push_back(each.contact.name);
    return names;
}

std::int64_t sum(const std::vector<std::int64_t>& counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{});
}

} // namespace

TEST_CASE("the page of a contact holds a year of weeks, the silent ones too", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    desk.log("phone", "Amma", "2026-11-17T18:00:00Z", {.size = "20m"});
    desk.log("letter", "Amma", "2026-11-18T09:00:00Z", {.size = "200w"});
    desk.log("phone", "Amma", "2024-05-05T18:00:00Z", {.size = "20m"}); // too old for the picture
    desk.add("Ben");
    desk.log("phone", "Ben", "2026-11-17T18:00:00Z", {.size = "20m"});
    const auto page = get_contact_page(desk.app, "Amma");
    REQUIRE(page.weeks.size() == 52);
    CHECK(page.weeks.back().week == "2026-W48");
    const auto& week = page.weeks[50];
    CHECK(week.monday == "2026-11-16");
    CHECK(week.talks == 1);
    CHECK(week.writings == 1);
    CHECK(week.minutes == 20.0);
    CHECK(week.sync > week.async);
    CHECK(page.weeks[49].talks + page.weeks[49].writings == 0);
    CHECK(page.first == "2024-05-05T18:00:00Z");
    CHECK(page.timeline.interactions.size() == 3);
}

TEST_CASE("the hours of the week are the owner's, and count an hour once", "[agenda]")
{
    Desk desk{"2026-11-23T12:00:00Z", "Asia/Kolkata"};
    desk.add("Amma");
    desk.log("phone", "Amma", "2026-11-16T20:00:00Z"); // Tuesday 1:30 there
    for (const char* at : {"2026-11-17T10:00:00Z", "2026-11-17T10:10:00Z"}) desk.log("chat", "Amma", at);
    desk.log("missed_call", "Amma", "2026-11-18T10:00:00Z");
    const auto page = get_contact_page(desk.app, "Amma");
    CHECK(page.talk_hours.at(24 + 1) == 1);
    CHECK(sum(page.talk_hours) == 1);
    CHECK(page.write_hours.at(24 + 15) == 1);
    CHECK(sum(page.write_hours) == 1);
}

TEST_CASE("the page tells what is the contact's own wish and what the circle's", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.circle = "close", .target = "70%"});
    const auto page = get_contact_page(desk.app, "Amma");
    CHECK(page.own.target == 0.7);
    CHECK_FALSE(page.own.cadence_days);
    CHECK(page.contact.cadence_days == 30.0);
    REQUIRE(page.circles.size() == 4);
    CHECK(page.circles.front().name == "inner");
}

TEST_CASE("the page holds the contact's own plans and nudge, and nobody else's", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.talk_every = "14d"});
    desk.add("Ben", {.circle = "wider"});
    desk.log("phone", "Amma", "2026-06-01T10:00:00Z");
    REQUIRE(desk.nudge("Amma"));
    CHECK(get_contact_page(desk.app, "Amma").nudge->contact == "Amma");
    CHECK_FALSE(get_contact_page(desk.app, "Ben").nudge);
    add_plan(desk.app, {.mode = "call", .contacts = {"Ben"}, .when = "2026-12-01T10:00:00Z"});
    CHECK(get_contact_page(desk.app, "Ben").plans.size() == 1);
    CHECK(get_contact_page(desk.app, "Amma").plans.empty());
}

TEST_CASE("what is supposed moves contact and life, and is kept nowhere", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    for (const char* at : {"2026-11-01T10:00:00Z", "2026-11-08T10:00:00Z", "2026-11-15T10:00:00Z"})
        desk.log("letter", "Amma", at, {.size = "300w"});
    const auto supposed = what_if(desk.app, "Amma", "call", 30);
    CHECK(supposed.channel == "phone");
    CHECK(supposed.standing.share > supposed.standing_now.share);
    CHECK(supposed.life.share > supposed.life_now.share);
    CHECK(supposed.standing.last_sync == "2026-11-23T12:00:00Z");
    CHECK(desk.standing("Amma").share == supposed.standing_now.share);
    desk.log("phone", "Amma", "2026-11-23T12:00:00Z", {.size = "30m"});
    CHECK(desk.standing("Amma").share == supposed.standing.share);
    CHECK(get_today(desk.app).life.share == supposed.life.share);
    CHECK(problem_of([&] { what_if(desk.app, "Amma", "missed_call", 1); }).kind == Problem::Kind::bad_request);
}

TEST_CASE("several people change their circle at once, and undo takes all of it back", "[agenda]")
{
    Desk desk;
    for (const char* name : {"Amma", "Ben", "Cleo"}) desk.know(name);
    const auto done = set_circle(desk.app, {.contacts = {"Amma", "Cleo", "Cleo"}, .circle = "friends"});
    CHECK(done.done == "moved 2 people to friends");
    CHECK(get_contact(desk.app, "Cleo").contact.circle == "friends");
    CHECK_FALSE(get_contact(desk.app, "Ben").contact.circle);
    CHECK(problem_of([&] { set_circle(desk.app, {{"Ben", "Nobody"}, "close"}); }).kind == Problem::Kind::not_found);
    CHECK(problem_of([&] { set_circle(desk.app, {{"Ben"}, "foes"}); }).kind == Problem::Kind::bad_request);
    CHECK(problem_of([&] { set_circle(desk.app, {{}, "close"}); }).kind == Problem::Kind::bad_request);
    CHECK_FALSE(get_contact(desk.app, "Ben").contact.circle);
    set_circle(desk.app, {.contacts = {"Amma"}, .circle = ""});
    CHECK_FALSE(get_contact(desk.app, "Amma").contact.tracked);
    desk.app.store.undo(desk.now);
    desk.app.store.undo(desk.now);
    CHECK_FALSE(get_contact(desk.app, "Amma").contact.circle);
    CHECK_FALSE(get_contact(desk.app, "Cleo").contact.circle);
}

TEST_CASE("contacts are found by how they stand and by what is possible", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.cannot = {{"video"}}});
    desk.add("Ben");
    desk.know("Cleo");
    desk.log("phone", "Ben", "2026-05-01T10:00:00Z");
    REQUIRE(desk.standing("Ben").state == "drifting");
    CHECK(names_in(list_contacts(desk.app, {.state = State::in_rhythm})) == std::vector<std::string>{"Amma"});
    CHECK(names_in(list_contacts(desk.app, {.state = State::drifting})) == std::vector<std::string>{"Ben"});
    CHECK(names_in(list_contacts(desk.app, {.mode = Mode::video})) == std::vector<std::string>{"Ben", "Cleo"});
}

TEST_CASE("an address that is taken away takes its past along, and is not suggested again", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.emails = {{"amma@example.org"}}});
    desk.import("mail.mbox",
                "From x Fri Nov 20 10:00:00 2026\nFrom: Amma <amma@example.org>\nTo: me@example.org\n"
                "Date: Fri, 20 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n\nHello you.\n\n",
                {.me = "me@example.org"});
    REQUIRE(desk.standing("Amma").last_contact);
    const auto handle = get_contact(desk.app, "Amma").contact.handles.at(0);
    unlink_handle(desk.app, {std::to_string(handle.id)});
    CHECK(get_contact(desk.app, "Amma").contact.handles.empty());
    CHECK_FALSE(desk.standing("Amma").last_contact);
    CHECK(problem_of([&] { unlink_handle(desk.app, {std::to_string(handle.id)}); }).kind == Problem::Kind::cannot);
    desk.app.store.undo(desk.now);
    CHECK(desk.standing("Amma").last_contact);
}
