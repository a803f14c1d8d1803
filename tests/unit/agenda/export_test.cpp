// What is taken out is whole, harmless, and known again.

#include "daemon/agenda/explaining.hpp"
#include "daemon/agenda/exporting.hpp"
#include "daemon/intake/files/csv.hpp"
#include "tests/unit/agenda/desk.hpp"

#include <nlohmann/json.hpp>

#include <sstream>

using namespace blend;
using namespace blend::agenda;

namespace {

void some_people(Desk& desk)
{
    desk.add(
        "Amma",
        {.phones = {{"+919812345678"}}, .emails = {{"amma@example.org"}}, .zone = "Asia/Kolkata", .birthday = "02-29"});
    desk.add("=HYPERLINK(\"http://evil\")", {.circle = "close"});
    desk.add("Smith, Ann; \"the\" \\ one", {.note = "a\nb"});
    desk.log("phone", "Amma", "2026-11-20T10:00:00Z", {.size = "20m", .note = "her garden"});
    desk.log("chat", "Amma", "2026-11-20T10:00:00Z", {.size = "40w", .direction = "in"});
    log_interaction(
        desk.app,
        {.channel = "in_person", .contacts = {{"Amma", "Smith"}}, .size = "1h30", .at = "2026-11-21T10:00:00Z"});
    desk.log("letter", "=HYPER", "2026-11-19T10:00:00Z");
    desk.import("log.csv", "at,channel,contact\n2026-11-18T10:00:00Z,visit,\"-2+3, Bob\"\n");
}

} // namespace

TEST_CASE("an exported log read back adds nothing, here", "[agenda]")
{
    Desk desk;
    some_people(desk);
    const auto before = desk.app.store.totals();
    const auto file = desk.import("out.csv", get_export(desk.app, "csv").text);
    CHECK(file.read == 6);
    CHECK(file.duplicate == 6);
    CHECK(file.unmatched_handles <= 1);
    CHECK(desk.app.store.totals().interactions == before.interactions);
    CHECK(desk.app.store.totals().unmatched == before.unmatched);
}

TEST_CASE("an exported address book read back adds nothing, not even those without an address", "[agenda]")
{
    Desk desk;
    some_people(desk);
    const auto text = get_export(desk.app, "vcf").text;
    const auto file = desk.import("out.vcf", text);
    CHECK(file.read == 3);
    CHECK(file.duplicate == 3);
    CHECK(desk.app.store.totals().contacts == 3);
    CHECK(get_export(desk.app, "vcf").text == text);
}

TEST_CASE("address book and log together move a life to another ledger", "[agenda]")
{
    Desk old;
    some_people(old);
    Desk fresh;
    const auto cards = fresh.import("out.vcf", get_export(old.app, "vcf").text);
    CHECK(cards.stored == 3);
    const auto log = fresh.import("out.csv", get_export(old.app, "csv").text);
    CHECK(log.stored == 6);
    for (const char* name : {"Amma", "Smith", "=HYPER"}) {
        INFO(name);
        const auto there = get_contact(fresh.app, name);
        const auto here = get_contact(old.app, name);
        CHECK(there.contact.birthday == here.contact.birthday);
        CHECK(there.contact.zone == here.contact.zone);
        CHECK(there.standing.last_contact == here.standing.last_contact);
        CHECK(list_interactions(fresh.app, name, std::nullopt, 10).interactions.size() ==
              list_interactions(old.app, name, std::nullopt, 10).interactions.size());
    }
}

TEST_CASE("no cell of an exported log is a formula", "[agenda]")
{
    Desk desk;
    some_people(desk);
    std::istringstream text{get_export(desk.app, "csv").text};
    int cells = 0;
    intake::read_csv(text, [&](std::span<const std::string> row) {
        for (const std::string& cell : row) {
            ++cells;
            if (!cell.empty()) CHECK(std::string{"=+-@\t\r"}.find(cell.front()) == std::string::npos);
        }
    });
    CHECK(cells == 7 * 14);
}

TEST_CASE("an exported address book keeps every text in its line", "[agenda]")
{
    Desk desk;
    desk.add("Ann\nEND:VCARD\nBEGIN:VCARD", {});
    std::istringstream text{get_export(desk.app, "vcf").text};
    int cards = 0;
    for (std::string line; std::getline(text, line);) {
        CHECK(line.size() <= 76);
        CHECK(line.back() == '\r');
        if (line == "BEGIN:VCARD\r") ++cards;
    }
    CHECK(cards == 1);
}

TEST_CASE("everything as JSON is valid and holds every interaction", "[agenda]")
{
    Desk desk;
    some_people(desk);
    add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "tomorrow 10:00", .note = "\"quoted\"\n"});
    const auto all = nlohmann::json::parse(get_export(desk.app, "json").text);
    CHECK(all["contacts"].size() == 3);
    std::size_t entries = 0;
    for (const auto& each : all["contacts"]) entries += each["timeline"]["interactions"].size();
    CHECK(entries == 5);
    CHECK(all["plans"]["plans"].size() == 1);
    CHECK(all["settings"]["settings"]["zone"].get<std::string>().find("UTC") != std::string::npos);
    CHECK(problem_of([&] { get_export(desk.app, "pdf"); }).kind == Problem::Kind::bad_request);
}
