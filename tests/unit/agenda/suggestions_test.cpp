// Who may be whom: asked with a reason, answered once.

#include "daemon/agenda/explaining.hpp"
#include "daemon/agenda/handles.hpp"
#include "daemon/agenda/suggestions.hpp"
#include "tests/unit/agenda/desk.hpp"

#include <chrono>

using namespace blend;
using namespace blend::agenda;

namespace {

std::string table(const std::vector<std::string>& names)
{
    std::string text = "at,channel,contact\n";
    for (const std::string& each : names) text += "2026-11-20T10:00:00Z,phone,\"" + each + "\"\n";
    return text;
}

std::string card(const std::string& name, const std::string& address)
{
    return "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + name + "\r\n" + address + "\r\nEND:VCARD\r\n";
}

std::string reason(const Desk& desk, const std::string& handle)
{
    for (const auto& each : list_suggestions(desk.app, Asked::all, 0, 100).suggestions)
        if (each.handle && each.handle->value == handle) return each.contact + ": " + each.reason;
    return "";
}

} // namespace

TEST_CASE("a handle that looks like a contact is asked about, with the reason", "[agenda]")
{
    Desk desk;
    desk.add("John Smith");
    desk.add("Zoë Brandt");
    desk.import("log.csv", table({"Smith, John", "J. Smith", "Jon Smith", "Zoe", "Zoe Brand", "Nobody Known"}));
    CHECK(reason(desk, "Smith, John") == "John Smith: the same name");
    CHECK(reason(desk, "J. Smith") == "John Smith: the same name, shortened to initials");
    CHECK(reason(desk, "Jon Smith") == "John Smith: a short form of the name");
    CHECK(reason(desk, "Zoe") == "Zoë Brandt: the first name, and only one has it");
    CHECK(reason(desk, "Zoe Brand") == "Zoë Brandt: a name spelled nearly so");
    CHECK(reason(desk, "Nobody Known").empty());
}

TEST_CASE("a first name that two have says nothing", "[agenda]")
{
    Desk desk;
    desk.add("Zoe Brandt");
    desk.add("Zoe Adams");
    desk.import("log.csv", table({"Zoe"}));
    CHECK(list_suggestions(desk.app, Asked::all, 0, 10).total == 0);
}

TEST_CASE("a mail address that reads like a name is asked about", "[agenda]")
{
    Desk desk;
    desk.add("John Smith");
    desk.import("mail.mbox",
                "From x Sun Nov 22 10:00:00 2026\nFrom: john.smith@example.org\nTo: me@example.org\n"
                "Date: 20 Nov 2026 10:00:00 +0000\nMessage-ID: <1@x>\n\nHello you.\n\n",
                {.me = "me@example.org"});
    CHECK(reason(desk, "john.smith@example.org") == "John Smith: the same name in the address");
}

TEST_CASE("numbers with the same last nine digits are asked about", "[agenda]")
{
    Desk desk;
    desk.add("Ana", {.phones = std::vector<std::string>{"+49 171 1234567"}});
    desk.add("Bea", {.phones = std::vector<std::string>{"+44 171 1234567"}});
    CHECK(list_suggestions(desk.app, Asked::all, 0, 10).suggestions.at(0).reason == "the same last nine digits");
}

TEST_CASE("what is rejected is never suggested again, and undoing asks again", "[agenda]")
{
    Desk desk;
    desk.add("John Smith");
    desk.import("log.csv", table({"Jon Smith"}));
    const auto asked = list_suggestions(desk.app, Asked::all, 0, 10).suggestions.at(0);
    CHECK(asked.accept == "blend link " + std::to_string(asked.handle->id) + " \"John Smith\"");
    reject_suggestion(desk.app, {"Jon Smith", "John Smith", {}});
    CHECK(list_suggestions(desk.app, Asked::all, 0, 10).total == 0);
    CHECK(list_unmatched(desk.app, Waiting::unmatched, 0, 10).handles.at(0).suggestions.empty());
    desk.app.store.undo(desk.now);
    CHECK(list_suggestions(desk.app, Asked::all, 0, 10).total == 1);
    link_handle(desk.app, {"Jon Smith", "John Smith", true});
    CHECK(list_suggestions(desk.app, Asked::all, 0, 10).total == 0);
}

TEST_CASE("two contacts that look like one are asked about until they are merged or rejected", "[agenda]")
{
    Desk desk;
    desk.add("John Smith");
    desk.add("Smith John");
    desk.log("phone", "Smith John", "2026-11-20T10:00:00Z");
    const auto asked = list_suggestions(desk.app, Asked::all, 0, 10).suggestions.at(0);
    CHECK(asked.contact == "Smith John"); // the one that is known better stays
    CHECK(asked.other == "John Smith");
    SECTION("merged")
    {
        merge_contact(desk.app, "Smith John", {"John Smith"});
        CHECK(list_suggestions(desk.app, Asked::all, 0, 10).total == 0);
    }
    SECTION("rejected")
    {
        reject_suggestion(desk.app, {"John Smith", "Smith John", true});
        CHECK(list_suggestions(desk.app, Asked::all, 0, 10).total == 0);
    }
}

TEST_CASE("of two contacts with one name each suggestion says which it means", "[agenda]")
{
    Desk desk;
    desk.import("cards.vcf",
                card("Anna Muster", "EMAIL:anna@example.org") + card("Anna Muster", "TEL:+49 171 1234567"));
    desk.import("log.csv", table({"Muster, Anna"}));
    const auto guesses = list_unmatched(desk.app, Waiting::unmatched, 0, 10).handles.at(0).suggestions;
    REQUIRE(guesses.size() == 2);
    CHECK(guesses[0].known_by == "anna@example.org");
    CHECK(guesses[1].known_by == "+491711234567");
    CHECK(guesses[0].id != guesses[1].id);
    const auto doubles = list_suggestions(desk.app, Asked::contacts, 0, 10);
    REQUIRE(doubles.total == 1);
    CHECK(doubles.suggestions[0].known_by != doubles.suggestions[0].other_known_by);
    link_handle(desk.app, {"name:Muster, Anna", std::to_string(guesses[1].id), {}});
    CHECK(list_unmatched(desk.app, Waiting::unmatched, 0, 10).total == 0);
    merge_contact(desk.app, std::to_string(guesses[0].id), {std::to_string(guesses[1].id)});
    desk.import("log.csv", table({"A. Muster"}));
    CHECK_FALSE(list_unmatched(desk.app, Waiting::unmatched, 0, 10).handles.at(0).suggestions.at(0).known_by);
}

TEST_CASE("an address book full of one name is asked about a few at a time", "[agenda]")
{
    Desk desk;
    std::string book;
    for (int number = 0; number < 60; ++number)
        book += card("Unknown Caller", "TEL:+49 171 12345" + std::to_string(10 + number));
    desk.import("cards.vcf", book);
    const auto asked = list_suggestions(desk.app, Asked::contacts, 0, 1000);
    CHECK(asked.total == 50 * 10 + 9 * 10 / 2); // of 60 * 59 / 2
}

TEST_CASE("a number that an address book gives to two is asked about until it is settled", "[agenda]")
{
    Desk desk;
    const std::string book = "Name,Phone 1 - Value\nDad,+49 30 1234567\nKarl Muster,+49 30 1234567\n";
    desk.import("book.csv", book);
    const auto asked = list_suggestions(desk.app, Asked::all, 0, 10);
    REQUIRE(asked.total == 1);
    CHECK(asked.suggestions[0].reason == "an address book gives both +49301234567");
    SECTION("merged, and the book knows it")
    {
        merge_contact(desk.app, "Dad", {"Karl Muster"});
        CHECK(desk.import("book.csv", book).duplicate == 2);
        CHECK(desk.app.store.totals().contacts == 1);
    }
    SECTION("two people")
    {
        reject_suggestion(desk.app, {"Dad", "Karl Muster", true});
        CHECK(desk.import("book.csv", book).duplicate == 2);
    }
    CHECK(list_suggestions(desk.app, Asked::all, 0, 10).total == 0);
    desk.app.store.undo(desk.now);
    CHECK(list_suggestions(desk.app, Asked::all, 0, 10).total == 1);
}

TEST_CASE("a handle put off is not shown until its day", "[agenda]")
{
    Desk desk;
    desk.import("log.csv", table({"Jon Smith"}));
    postpone_handle(desk.app, {"Jon Smith", "2w"});
    CHECK(list_unmatched(desk.app, Waiting::unmatched, 0, 10).total == 0);
    desk.now += std::chrono::days{14};
    CHECK(list_unmatched(desk.app, Waiting::unmatched, 0, 10).total == 1);
    CHECK(problem_of([&] { postpone_handle(desk.app, {"Jon Smith", "soon"}); }).kind == Problem::Kind::bad_request);
}

TEST_CASE("what is nobody is set aside with its reason, and can be linked all the same", "[agenda]")
{
    Desk desk;
    desk.add("Ana");
    desk.import("mail.mbox",
                "From x Sun Nov 22 10:00:00 2026\nFrom: no-reply@shop.example\nTo: me@example.org\n"
                "Date: 20 Nov 2026 10:00:00 +0000\nMessage-ID: <1@x>\n\nHello you.\n\n",
                {.me = "me@example.org"});
    const auto aside = list_unmatched(desk.app, Waiting::set_aside, 0, 10);
    REQUIRE(aside.total == 1);
    CHECK(aside.handles.at(0).set_aside == "no_reply");
    link_handle(desk.app, {"no-reply@shop.example", "Ana", {}});
    CHECK(list_unmatched(desk.app, Waiting::set_aside, 0, 10).total == 0);
}

TEST_CASE("merging moves handles and nothing else, and undoing moves them back", "[agenda]")
{
    Desk desk;
    desk.add("Ana", {.phones = std::vector<std::string>{"+49 171 1234567"}});
    desk.add("Anna");
    desk.import("log.csv", table({"Nobody"}));
    const auto id = [&](const char* name) { return resolve(desk.app, name).id; };
    const auto before = desk.app.store.handles_of(id("Ana")).size() + desk.app.store.handles_of(id("Anna")).size();
    const auto anna = desk.app.store.handles_of(id("Anna")).size();
    merge_contact(desk.app, "Ana", {"Anna"});
    CHECK(desk.app.store.handles_of(id("Ana")).size() == before);
    CHECK(list_unmatched(desk.app, Waiting::unmatched, 0, 10).total == 1);
    desk.app.store.undo(desk.now);
    CHECK(desk.app.store.handles_of(id("Anna")).size() == anna);
}

TEST_CASE("the owner's own addresses are listed, added and taken away", "[agenda]")
{
    Desk desk;
    desk.add("Ana", {.emails = std::vector<std::string>{"ana@example.org"}});
    CHECK(list_own_handles(desk.app).handles.empty());
    add_own_handle(desk.app, {"Me@Example.org"});
    REQUIRE(list_own_handles(desk.app).handles.size() == 1);
    CHECK(list_own_handles(desk.app).handles[0].value == "me@example.org");
    CHECK(problem_of([&] { add_own_handle(desk.app, {"me@example.org"}); }).kind == Problem::Kind::cannot);
    CHECK(problem_of([&] { add_own_handle(desk.app, {"ana@example.org"}); }).kind == Problem::Kind::cannot);
    CHECK(problem_of([&] { remove_own_handle(desk.app, "ana@example.org"); }).kind == Problem::Kind::not_found);
    remove_own_handle(desk.app, "me@example.org");
    CHECK(list_own_handles(desk.app).handles.empty());
    desk.app.store.undo(desk.now);
    CHECK(list_own_handles(desk.app).handles.size() == 1);
}

TEST_CASE("a call by hand and in a telephone's list is one, until the owner says it was two", "[agenda]")
{
    Desk desk;
    desk.add("Ana");
    desk.log("phone", "Ana", "2026-11-20T10:05:00Z", {.size = "15m"});
    desk.import("log.csv", "at,channel,contact,minutes\n2026-11-20T10:00:00Z,phone,Ana,20\n");
    link_handle(desk.app, {"name:Ana", "Ana", {}});
    const auto together = list_interactions(desk.app, "Ana", std::nullopt, 10).interactions;
    REQUIRE(together.size() == 1);
    CHECK(together[0].sources == std::vector<std::string>{"csv", "log"});
    CHECK(problem_of([&] { keep_apart(desk.app, "Ana", {"2026-11-20T11:00:00Z"}); }).kind == Problem::Kind::not_found);
    keep_apart(desk.app, "Ana", {"2026-11-20T10:00:00Z"});
    CHECK(list_interactions(desk.app, "Ana", std::nullopt, 10).interactions.size() == 2);
}
