// Contacts: finding them, changing them, and whose handle is whose.

#include "daemon/agenda/handles.hpp"
#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

namespace {

std::string mails_from(const std::string& address, const std::string& name, int count)
{
    std::string text;
    for (int index = 1; index <= count; ++index)
        text += "From x Sun Nov 22 10:00:00 2026\nFrom: " + name + " <" + address +
                ">\nTo: me@example.org\nDate: " + std::to_string(9 + index) +
                " Nov 2026 10:00:00 +0000\nMessage-ID: <" + std::to_string(index) + address + ">\n\nHello you.\n\n";
    return text;
}

} // namespace

TEST_CASE("a name is found by its beginning, without case and accents", "[agenda]")
{
    Desk desk;
    desk.add("José Núñez");
    desk.add("Ann");
    desk.add("Anna Berg");
    CHECK(resolve(desk.app, "jose").name == "José Núñez");
    CHECK(resolve(desk.app, "NUNEZ").name == "José Núñez");
    CHECK(resolve(desk.app, "ann").name == "Ann"); // the exact one
    CHECK(resolve(desk.app, "berg").name == "Anna Berg");
    CHECK(resolve(desk.app, std::to_string(resolve(desk.app, "Ann").id.value)).name == "Ann");
}

TEST_CASE("an ambiguous name lists its candidates", "[agenda]")
{
    Desk desk;
    desk.add("Anna");
    desk.add("Anton");
    const auto problem = problem_of([&] { resolve(desk.app, "an"); });
    CHECK(problem.kind == Problem::Kind::ambiguous);
    CHECK(says(problem.what(), "Anna ("));
    CHECK(says(problem.what(), "Anton ("));
    CHECK(problem_of([&] { resolve(desk.app, "Zoe"); }).kind == Problem::Kind::not_found);
}

TEST_CASE("two contacts of one name are refused, added or renamed", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    desk.add("Ben");
    CHECK(problem_of([&] { desk.add("ámma"); }).kind == Problem::Kind::cannot);
    CHECK(problem_of([&] { edit_contact(desk.app, "Ben", {.name = "AMMA"}); }).kind == Problem::Kind::cannot);
    CHECK(get_contact(desk.app, "Ben").contact.name == "Ben");
    CHECK(edit_contact(desk.app, "Amma", {.name = "AMMA"}).contact.name == "AMMA"); // their own, spelled anew
}

TEST_CASE("a wish that makes no sense is refused and changes nothing", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.every = "14d", .target = "60%"});
    const auto before = get_contact(desk.app, "Amma").contact;
    int asked = 0;
    const auto refused = [&](const wire::ContactChange& change) {
        INFO("the change number " << ++asked);
        CHECK(problem_of([&] { edit_contact(desk.app, "Amma", change); }).kind == Problem::Kind::bad_request);
    };
    refused({.name = " "});
    refused({.circle = "enemies"});
    refused({.every = "0d"});
    refused({.every = "soon"});
    refused({.talk_every = "-3d"});
    refused({.target = "101%"});
    refused({.band = "60%"});
    refused({.importance = 3.0});
    refused({.phones = {{"Amma's phone"}}});
    refused({.emails = {{"nobody"}}});
    refused({.cannot = {{"telepathy"}}});
    refused({.zone = "Mars/Olympus"});
    refused({.birthday = "02-30"});
    const auto after = get_contact(desk.app, "Amma").contact;
    CHECK(after.cadence_days == before.cadence_days);
    CHECK(after.target == before.target);
    CHECK(after.handles.empty());
    CHECK(after.cannot.empty());
}

TEST_CASE("an address of somebody else is refused", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.emails = {{"amma@example.org"}}});
    const auto problem = problem_of([&] { desk.add("Ben", {.emails = {{"AMMA@example.org"}}}); });
    CHECK(problem.kind == Problem::Kind::cannot);
    CHECK(says(problem.what(), "belongs to Amma"));
    CHECK(desk.app.store.totals().contacts == 1);
}

TEST_CASE("an empty text clears a wish, which the circle then gives", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.every = "14d", .birthday = "02-29", .note = "likes tea"});
    edit_contact(desk.app, "Amma", {.every = "", .birthday = "", .note = ""});
    const auto contact = get_contact(desk.app, "Amma").contact;
    CHECK(contact.cadence_days == 7.0);
    CHECK_FALSE(contact.birthday);
    CHECK_FALSE(contact.note);
}

TEST_CASE("merging moves handles, plans and what happened, and no wish", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.circle = "close", .emails = {{"amma@example.org"}}});
    desk.add("Mother", {.circle = "inner", .phones = {{"+491711234567"}}, .birthday = "02-29"});
    desk.log("phone", "Mother", "2026-11-20T10:00:00Z");
    add_plan(desk.app, {.mode = "call", .contacts = {"Mother"}, .when = "2026-12-01T10:00:00Z"});
    merge_contact(desk.app, "Amma", {"Mother"});
    const auto merged = get_contact(desk.app, "Amma");
    CHECK(merged.contact.circle == "close");
    CHECK_FALSE(merged.contact.birthday);
    CHECK(merged.contact.handles.size() == 2);
    CHECK(merged.standing.last_contact == "2026-11-20T10:00:00Z");
    CHECK(list_plans(desk.app, Plans::open).plans.at(0).contacts == std::vector<std::string>{"Amma"});
    CHECK(desk.app.store.totals().contacts == 1);
    CHECK(problem_of([&] { merge_contact(desk.app, "Amma", {"Amma"}); }).kind == Problem::Kind::bad_request);
    desk.app.store.undo(desk.now);
    CHECK(get_contact(desk.app, "Mother").standing.last_contact == "2026-11-20T10:00:00Z");
    CHECK_FALSE(desk.standing("Amma").last_contact);
    CHECK(list_plans(desk.app, Plans::open).plans.at(0).contacts == std::vector<std::string>{"Mother"});
}

TEST_CASE("handles of nobody wait with suggestions, most first, and linking attaches their past", "[agenda]")
{
    Desk desk;
    desk.add("Ilse Berg");
    desk.add("Ravi", {.phones = {{"+491711234567"}}});
    desk.import("mail.mbox", mails_from("ilse@example.org", "Berg, Ilse", 3), {.me = "me@example.org"});
    desk.import("log.csv", "at,channel,contact\n2026-11-20T10:00:00Z,phone,+49 171 1234567\n");
    const auto list = list_unmatched(desk.app, Waiting::unmatched, 0, 10);
    REQUIRE(list.total == 2);
    CHECK(list.handles[0].handle.value == "ilse@example.org");
    CHECK(list.handles[0].interactions == 3);
    REQUIRE(list.handles[0].suggestions.size() == 1);
    CHECK(list.handles[0].suggestions[0].contact == "Ilse Berg");
    REQUIRE(list.handles[1].suggestions.size() == 1);
    CHECK(list.handles[1].suggestions[0].contact == "Ravi");
    CHECK_FALSE(desk.standing("Ilse").last_contact); // a suggestion is only that

    link_handle(desk.app, {"ilse@example.org", "Ilse"});
    CHECK(desk.standing("Ilse").last_contact == "2026-11-12T10:00:00Z");
    CHECK(list_unmatched(desk.app, Waiting::unmatched, 0, 10).total == 1);
    ignore_handle(desk.app, {std::to_string(list.handles[1].handle.id)});
    CHECK(list_unmatched(desk.app, Waiting::unmatched, 0, 10).total == 0);
    CHECK(problem_of([&] { link_handle(desk.app, {"nobody@example.org", "Ilse"}); }).kind == Problem::Kind::not_found);
}

TEST_CASE("the owner's own handle is neither linked nor set aside", "[agenda]")
{
    Desk desk;
    desk.add("Ilse");
    desk.import("mail.mbox", mails_from("ilse@example.org", "Ilse", 1), {.me = "me@example.org"});
    CHECK(problem_of([&] { link_handle(desk.app, {"me@example.org", "Ilse"}); }).kind == Problem::Kind::cannot);
    CHECK(problem_of([&] { ignore_handle(desk.app, {"me@example.org"}); }).kind == Problem::Kind::cannot);
    CHECK(desk.app.store.owner_handles().size() == 1);
}

TEST_CASE("lists have pages that overlap nowhere", "[agenda]")
{
    Desk desk;
    for (const char* name : {"Eve", "Amma", "Dora", "Ben", "Cleo"}) desk.add(name);
    std::vector<std::string> names;
    std::optional<std::int64_t> next = 0;
    while (next) {
        const auto page = list_contacts(desk.app, {.offset = *next, .limit = 2});
        CHECK(page.total == 5);
        for (const auto& each : page.contacts) names.push_back(each.contact.name);
        next = page.next;
    }
    CHECK(names == std::vector<std::string>{"Amma", "Ben", "Cleo", "Dora", "Eve"});
    CHECK(list_contacts(desk.app, {.offset = 100, .limit = 2}).contacts.empty());
}
