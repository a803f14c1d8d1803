// Whatever a person does can be taken back.

#include "tests/laws/played.hpp"

#include <algorithm>
#include <functional>

using namespace blend;
using namespace blend::laws;

namespace {

struct Deed {
    std::string name;
    std::function<void(Played&)> act;
};

/// People, a log, plans, an open nudge, and handles that belong to nobody.
std::string settled(Played& life)
{
    life.add("Amma", {{"talk_every", "14d"}, {"emails", {"amma@example.org"}}});
    life.add("Ben", {{"circle", "close"}});
    life.log("phone", "Amma", "2026-06-01T10:00:00Z");
    life.log("chat", "Ben", "2026-10-30T10:00:00Z", {{"size", "40w"}});
    life.import(life.file("log.csv",
                          "at,channel,contact\n2026-10-20T10:00:00Z,phone,Mother\n2026-10-21T10:00:00Z,chat,Mother\n"));
    life.get("add_plan", {}, {{"mode", "call"}, {"contacts", {"Ben"}}, {"when", "2026-11-24T10:00:00Z"}});
    life.get("add_plan", {},
             {{"mode", "meet"}, {"contacts", {"Ben"}}, {"when", "2026-11-29T10:00:00Z"}, {"every", "7d"}});
    life.get("add_way", {}, {{"kind", "ntfy"}, {"address", "https://ntfy.example.org/blend"}});
    const auto nudge = life.nudge_about("Amma");
    REQUIRE_FALSE(nudge.is_null());
    return id_of(nudge);
}

std::vector<Deed> deeds(const std::string& nudge)
{
    const House::Texts its{{"nudge", nudge}};
    const auto ask = [](const std::string& operation, House::Texts texts = {}, json body = nullptr) {
        return [=](Played& life) { life.get(operation, texts, body); };
    };
    return {
        {"log",
         ask("log_interaction", {}, {{"sentence", "called Amma 20 min yesterday 7pm"}, {"note", "about the garden"}})},
        {"log with two",
         ask("log_interaction", {}, {{"channel", "in_person"}, {"contacts", {"Amma", "Ben"}}, {"size", "2h"}})},
        {"add", ask("add_contact", {}, {{"name", "Cleo"}, {"circle", "friends"}, {"phones", {"+491711234567"}}})},
        {"edit", ask("edit_contact", {{"contact", "Amma"}},
                     {{"every", "90d"}, {"cannot", {"call"}}, {"name", "Amma Rao"}, {"emails", {"rao@example.org"}}})},
        {"pause", ask("edit_contact", {{"contact", "Amma"}}, {{"pause", "3w"}})},
        {"a yearly day", ask("edit_contact", {{"contact", "Amma"}}, {{"days", {{"wedding day", "2001-12-01"}}}})},
        {"untrack", ask("edit_contact", {{"contact", "Amma"}}, {{"circle", ""}})},
        {"link", ask("link_handle", {}, {{"handle", "name:Mother"}, {"contact", "Amma"}})},
        {"ignore", ask("ignore_handle", {}, {{"handle", "name:Mother"}})},
        {"merge", ask("merge_contact", {{"contact", "Amma"}}, {{"other", "Ben"}})},
        {"plan", ask("add_plan", {}, {{"mode", "call"}, {"contacts", {"Amma"}}, {"when", "2026-12-01T10:00:00Z"}})},
        {"move", ask("move_plan", {{"plan", "1"}}, {{"when", "2026-12-02T10:00:00Z"}})},
        {"cancel", ask("cancel_plan", {{"plan", "1"}})},
        {"move once", ask("move_plan", {{"plan", "2"}}, {{"when", "2026-11-30T10:00:00Z"}, {"once", true}})},
        {"leave out once", ask("skip_plan", {{"plan", "2"}})},
        {"happened", ask("happened_plan", {{"plan", "1"}}, {{"length", "25m"}})},
        {"did not happen", ask("happened_plan", {{"plan", "1"}}, {{"happened", false}})},
        {"a round happened", ask("happened_plan", {{"plan", "2"}}, json::object())},
        {"done", ask("done_nudge", its, {{"size", "15m"}})},
        {"snooze", ask("snooze_nudge", its, {{"length", "3d"}})},
        {"dismiss", ask("dismiss_nudge", its)},
        {"settings", ask("change_settings", {}, {{"settings", {{"cannot", "meet, call"}, {"target", "70%"}}}})},
        {"a way", ask("add_way", {}, {{"kind", "desktop"}})},
        {"a way turned off", ask("edit_way", {{"way", "1"}}, {{"is_on", false}})},
        {"no way any more", ask("remove_way", {{"way", "1"}})},
        {"import",
         [](Played& life) {
             life.import(
                 life.file("more.csv",
                           "at,channel,contact\n2026-11-20T10:00:00Z,phone,Mother\n2026-11-19T10:00:00Z,phone,Ann\n"));
         }},
        {"import of cards",
         [](Played& life) {
             life.import(life.file("cards.vcf",
                                   "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Amma Rao\r\nEMAIL:amma@example.org\r\n"
                                   "TEL:+919812345678\r\nEND:VCARD\r\n"
                                   "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dora\r\nTEL:+491711234567\r\nEND:VCARD\r\n"));
         }},
        {"import that makes contacts",
         [](Played& life) {
             life.import(life.file("more.csv", "at,channel,contact\n2026-11-19T10:00:00Z,phone,Ann\n"),
                         {{"create_contacts", true}});
         }},
    };
}

} // namespace

TEST_CASE("Anything can be undone: each deed alone, and undo names it", "[laws]")
{
    Played life;
    const auto all = deeds(settled(life));
    life.wait_until("2026-11-24T12:00:00Z"); // the first plan is over
    for (const Deed& deed : all) {
        INFO(deed.name);
        const auto before = life.everything();
        deed.act(life);
        CHECK(life.everything() != before);
        const auto what = life.get("get_history")["changes"][0]["what"].get<std::string>();
        CHECK(life.get("undo")["done"] == "undone: " + what);
        CHECK(life.everything() == before);
        CHECK(life.get("get_history")["changes"][0]["undone"] == true);
    }
    CHECK(life.get("rebuild", {}, {{"check", true}})["different"] == 0);
}

TEST_CASE("Anything can be undone: many deeds one by one, newest first", "[laws]")
{
    Played life;
    const auto all = deeds(settled(life));
    life.wait_until("2026-11-24T12:00:00Z");
    std::vector<json> states{life.everything()};
    // Those that do not stand in each other's way.
    for (const char* name :
         {"snooze", "log", "add", "link", "import", "move", "a round happened", "import of cards", "edit"}) {
        const auto deed = std::find_if(all.begin(), all.end(), [&](const Deed& each) { return each.name == name; });
        deed->act(life);
        states.push_back(life.everything());
    }
    while (states.size() > 1) {
        states.pop_back();
        life.get("undo");
        CHECK(life.everything() == states.back());
    }
}

TEST_CASE("Anything can be undone: when nothing is left, undo says so", "[laws]")
{
    Played life;
    life.get("undo"); // the zone of this test
    life.refuse("cannot", "undo");
}
