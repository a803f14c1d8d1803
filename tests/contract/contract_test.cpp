// The API is what schema/api.json says: the table of routes, every reply, every refusal.

#include "daemon/core/problem.hpp"
#include "daemon/core/time.hpp"
#include "tests/contract/house.hpp"
#include "tests/contract/schema.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>

using namespace blend;
using namespace blend::contract;
using nlohmann::json;

namespace {

constexpr const char* address_book = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cleo\r\nEMAIL:cleo@example.org\r\nEND:VCARD\r\n";

constexpr const char* mailbox = "From dora@example.org Sun Nov 22 10:00:00 2026\n"
                                "From: Dora <dora@example.org>\n"
                                "To: Me <me@example.org>\n"
                                "Date: Sun, 22 Nov 2026 10:00:00 +0000\n"
                                "Message-ID: <1@example.org>\n"
                                "\n"
                                "How are you? We should meet again soon.\n"
                                "\n"
                                "From emil@example.org Sun Nov 22 11:00:00 2026\n"
                                "From: Emil <emil@example.org>\n"
                                "To: Me <me@example.org>\n"
                                "Date: Sun, 22 Nov 2026 11:00:00 +0000\n"
                                "Message-ID: <2@example.org>\n"
                                "\n"
                                "Greetings from the mountains.\n";

const Instant now = parse_rfc3339("2026-11-23T12:00:00Z").value();

void people(House& house)
{
    house.get("add_contact", {},
              {{"name", "Amma"},
               {"circle", "inner"},
               {"every", "7d"},
               {"talk_every", "14d"},
               {"target", "60%"},
               {"phones", {"+14155550101"}},
               {"emails", {"amma@example.org"}},
               {"zone", "Asia/Kolkata"},
               {"birthday", "02-29"}});
    house.get("add_contact", {}, {{"name", "Ben"}, {"circle", "friends"}, {"cannot", {"video"}}});
    house.get("add_contact", {}, {{"name", "Benedikt"}});
    house.get("edit_contact", {{"contact", "Amma"}}, {{"note", "likes the garden"}});
    house.get("get_contact", {{"contact", "Amma"}});
    CHECK(house.get("get_contact_page", {{"contact", "Amma"}})["weeks"].size() == 52);
    house.get("what_if", {{"contact", "Amma"}, {"channel", "letter"}, {"size", "200"}});
    house.get("set_circle", {}, {{"contacts", {"Benedikt"}}, {"circle", "wider"}});
    house.get("set_circle", {}, {{"contacts", {"Benedikt"}}, {"circle", ""}});
    CHECK(house.get("list_contacts", {{"mode", "video"}, {"state", "due"}})["contacts"].is_array());
    CHECK(house.get("list_contacts", {{"limit", "2"}})["contacts"].size() == 2);
    CHECK(house.get("list_contacts", {{"due", "false"}, {"sort", "balance"}})["total"] == 3);
}

void log(House& house)
{
    house.get("log_interaction", {},
              {{"channel", "phone"}, {"contacts", {"Amma"}}, {"size", "20m"}, {"at", "2026-09-20T10:00:00Z"}});
    house.get("log_interaction", {},
              {{"channel", "chat"},
               {"contacts", {"Amma"}},
               {"size", "40w"},
               {"at", "2026-10-20T10:00:00Z"},
               {"direction", "out"}});
    house.get("log_interaction", {}, {{"sentence", "visited Benedikt 2h yesterday"}});
    house.get("interpret_sentence", {{"sentence", "called Amma 20 min yesterday 7pm"}});
    house.get("list_interactions", {{"contact", "Amma"}, {"limit", "1"}});
    house.get("explain_contact", {{"contact", "Amma"}});
    house.get("get_today");
    CHECK(house.get("get_prompt", {{"hide_names", "true"}})["line"].get<std::string>().find("Amma") ==
          std::string::npos);
    house.get("get_report");
    house.get("get_report", {{"week", "2026-W47"}});
    CHECK(house.get("get_report_file", {{"format", "md"}})["format"].get<std::string>() == "md");
}

void nudges(House& house)
{
    const auto given = house.get("list_nudges")["nudges"];
    REQUIRE_FALSE(given.empty());
    const auto id = std::to_string(given.front()["id"].get<std::int64_t>());
    house.get("why_nudge", {{"nudge", id}});
    house.get("snooze_nudge", {{"nudge", id}}, {{"length", "3d"}});
    house.get("undo");
    house.get("dismiss_nudge", {{"nudge", id}});
    house.get("preview_nudges");
    house.get("start_fresh");
    house.get("undo");
    house.get("undo");
    house.get("done_nudge", {{"nudge", id}}, {{"size", "15m"}});
}

void plans(House& house)
{
    house.get("suggest_slots", {{"contact", "Amma"}, {"mode", "call"}});
    const auto plan = [&](const char* when) {
        const auto added =
            house.get("add_plan", {}, {{"mode", "call"}, {"contacts", {"Amma"}}, {"when", when}, {"length", "30m"}});
        return std::to_string(added["id"].get<std::int64_t>());
    };
    const auto first = plan("2026-11-29T10:00:00Z");
    house.get("list_plans");
    house.get("edit_contact", {{"contact", "Amma"}}, {{"emails", {"amma@example.org"}}});
    house.get("add_own_handle", {}, {{"handle", "anna@example.org"}});
    house.get("get_invitation", {{"plan", first}});
    house.get("remove_own_handle", {{"handle", "anna@example.org"}});
    house.get("open_feed", {}, {{"name", "plans"}});
    house.get("open_feed", {}, {{"name", "birthdays"}, {"rotate", true}});
    house.refuse("bad_request", "open_feed", {}, {{"name", "secrets"}});
    CHECK(house.get("list_feeds")["feeds"].size() == 2);
    house.get("close_feed", {{"feed", "birthdays"}});
    CHECK(house.get("list_feeds")["feeds"].size() == 1);
    house.get("move_plan", {{"plan", first}}, {{"when", "2026-11-30T10:00:00Z"}});
    house.get("cancel_plan", {{"plan", first}});
    const auto weekly = house.get(
        "add_plan", {}, {{"mode", "call"}, {"contacts", {"Amma"}}, {"when", "tomorrow 10:00"}, {"every", "1w"}})["id"];
    house.get("skip_plan", {{"plan", std::to_string(weekly.get<int>())}});
    house.get("move_plan", {{"plan", std::to_string(weekly.get<int>())}}, {{"when", "tomorrow 11:00"}, {"once", true}});
    const auto diary = house.get("get_diary", {{"from", "2026-11-23"}, {"to", "2026-12-31"}});
    REQUIRE(diary["plans"].size() > 2);
    house.get("skip_plan", {{"plan", std::to_string(weekly.get<int>())}},
              {{"time", diary["plans"].back()["named"].get<std::string>()}});
    house.refuse("not_found", "skip_plan", {{"plan", std::to_string(weekly.get<int>())}}, {{"time", "never"}});
    house.refuse("bad_request", "get_diary", {{"from", "someday"}});
    const auto second = plan("2026-11-23T13:00:00Z");
    house.wait_until(now + std::chrono::hours{2});
    house.get("happened_plan", {{"plan", second}}, {{"length", "25m"}});
}

void imports(House& house)
{
    const auto cards = house.write("cards.vcf", address_book).native();
    const auto mail = house.write("mail.mbox", mailbox).native();
    house.get("import_files", {}, {{"paths", {cards}}, {"create_contacts", true}});
    house.get("import_files", {}, {{"paths", {mail}}, {"me", "me@example.org"}});
    house.refuse("cannot", "cancel_import");
    REQUIRE(house.get("list_unmatched")["handles"].size() >= 2);
    house.get("postpone_handle", {}, {{"handle", "dora@example.org"}, {"length", "2w"}});
    CHECK(house.get("list_unmatched")["total"] == 1);
    house.get("undo");
    house.get("add_contact", {}, {{"name", "Emil Berg"}});
    const auto suggested = house.get("list_suggestions")["suggestions"];
    REQUIRE(suggested.size() == 1);
    CHECK(suggested[0]["contact"] == "Emil Berg");
    house.get("reject_suggestion", {}, {{"one", "emil@example.org"}, {"contact", "Emil Berg"}});
    CHECK(house.get("list_suggestions")["total"] == 0);
    CHECK(house.get("list_own_handles")["handles"].size() == 1);
    house.get("add_own_handle", {}, {{"handle", "me@example.com"}});
    house.get("remove_own_handle", {{"handle", "me@example.com"}});
    house.get("link_handle", {}, {{"handle", "dora@example.org"}, {"contact", "Amma"}});
    house.get("log_interaction", {},
              {{"channel", "email"}, {"contacts", {"Amma"}}, {"direction", "in"}, {"at", "2026-11-22T10:00:00Z"}});
    house.get("unlink_handle", {}, {{"handle", "dora@example.org"}});
    house.get("undo");
    house.get("keep_apart", {{"contact", "Amma"}}, {{"at", "2026-11-22T10:00:00Z"}});
    house.get("ignore_handle", {}, {{"handle", "emil@example.org"}});
    CHECK(house.get("list_unmatched", {{"set_aside", "true"}})["total"] == 1);
}

void uploads(House& house)
{
    const auto piece = [](const char* data, int offset) {
        return nlohmann::json{{"name", "log.csv"}, {"offset", offset}, {"data", data}};
    };
    auto first = piece("YXQsY2hhbm5lbCxjb250YWN0Cg==", 0); // at,channel,contact
    const auto upload = house.get("add_upload", {}, first)["upload"].get<std::string>();
    auto second = piece("MjAyNi0xMS0xM1QxMDowMDowMFoscGhvbmUsVGVzc2EK", 19);
    second["upload"] = upload;
    house.refuse("bad_request", "add_upload", {}, [&] {
        auto gap = second;
        gap["offset"] = 20;
        return gap;
    }());
    house.refuse("bad_request", "add_upload", {}, {{"name", "../out"}, {"offset", 0}, {"data", ""}});
    house.get("add_upload", {}, second);
    const auto report = house.get("import_files", {}, {{"paths", nlohmann::json::array()}, {"upload", upload}});
    CHECK(report["files"][0]["path"] == "log.csv");
    CHECK(report["files"][0]["stored"] == 1);
    house.refuse("not_found", "drop_upload", {{"upload", upload}});
    const auto other = house.get("add_upload", {}, first)["upload"].get<std::string>();
    house.get("drop_upload", {{"upload", other}});

    CHECK(house.get("list_suggested_people")["people"].size() >= 1);
    house.get("add_contact", {}, {{"name", "Zoe"}});
    house.get("leave_untracked", {{"contact", "Zoe"}});
}

void sources(House& house)
{
    const auto folder = house.folder() / "drop";
    std::filesystem::create_directories(folder);
    const auto number =
        house.get("add_source", {}, {{"kind", "folder"}, {"path", folder.native()}})["source"]["id"].get<int>();
    const auto source = std::to_string(number);
    CHECK(house.get("list_sources")["sources"].size() == 1);
    house.get("sync_source", {{"source", source}});
    house.get("remove_source", {{"source", source}});
    house.refuse("not_found", "sync_source", {{"source", source}});
}

void ways(House& house)
{
    const auto note = (house.folder() / "told.json").native();
    const auto added = house.get("add_way", {}, {{"kind", "command"}, {"address", "tee " + note}});
    CHECK(added["carries"] == json{"nudges", "questions", "reminders", "report"});
    const auto way = std::to_string(added["id"].get<std::int64_t>());
    house.get("test_way", {{"way", way}});
    CHECK(json::parse(std::ifstream{note})["topic"] == "test");
    CHECK(house.get("list_deliveries", {{"way", way}})["deliveries"].size() == 1);
    house.get("edit_way", {{"way", way}}, {{"carries", {"report"}}, {"hide_names", true}, {"is_on", false}});
    CHECK(house.get("list_ways")["ways"][0]["sentence"] == "off");
    house.get("remove_way", {{"way", way}});
    house.refuse("not_found", "test_way", {{"way", way}});
    house.refuse("bad_request", "add_way", {}, {{"kind", "pigeon"}});
    house.refuse("bad_request", "add_way", {},
                 {{"kind", "mail"}, {"address", "me@example.org\nBcc: them@example.org"}});
    house.refuse("bad_request", "add_way", {}, {{"kind", "webhook"}, {"address", "http://example.org/"}});
    house.refuse("bad_request", "add_way", {}, {{"kind", "ntfy"}, {"address", "https://ntfy.example.org/"}});
}

void housekeeping(House& house)
{
    for (const char* format : {"json", "csv", "vcf", "ics"}) house.get("get_export", {{"format", format}});
    const auto backup = (house.folder() / "backup.db").native();
    house.get("backup", {}, {{"path", backup}});
    house.get("merge_contact", {{"contact", "Benedikt"}}, {{"other", "Cleo"}});
    house.get("forget_contact", {{"contact", "Benedikt"}});
    house.get("get_history", {{"limit", "3"}});
    house.get("rebuild", {}, {{"check", true}});
    house.get("restore", {}, {{"path", backup}});
    const auto people = house.get("list_contacts")["total"];
    const auto upload = house.hand_over("blend.db", house.save_backup());
    house.get("add_contact", {}, {{"name", "Late"}});
    house.get("restore_upload", {{"upload", upload}});
    CHECK(house.get("list_contacts")["total"] == people);
    house.refuse("not_found", "restore_upload", {{"upload", upload}});
    house.refuse("cannot", "restore_upload", {{"upload", house.hand_over("blend.db", "this is no ledger")}});
    house.get("get_doctor");
    house.get("set_clock", {}, {{"now", rfc3339(house.now())}});
    house.get("get_health");
    house.get("change_settings", {}, {{"settings", {{"zone", "Europe/Berlin"}}}});
    house.get("get_settings");
}

void access(House& house)
{
    house.get("add_token", {}, {{"name", "phone"}});
    CHECK(house.get("list_tokens")["tokens"].size() == 1);
    house.get("revoke_token", {{"token", "phone"}});

    const auto address = house.get("start_sign_in")["address"].get<std::string>();
    CHECK_THAT(address, Catch::StartsWith("http://127.0.0.1:") && Catch::Contains("/sign-in#"));
    house.refuse("cannot", "start_sign_in", {}, {{"host", "blend.home.example"}});
    house.get("change_settings", {}, {{"settings", {{"allowed_hosts", "blend.home.example"}}}});
    CHECK_THAT(house.get("start_sign_in", {}, {{"host", "blend.home.example"}})["address"].get<std::string>(),
               Catch::StartsWith("https://blend.home.example/sign-in#"));
    const auto code = address.substr(address.find('#') + 1);
    house.get("finish_sign_in", {}, {{"code", code}});
    house.refuse("not_allowed", "finish_sign_in", {}, {{"code", code}});
    house.get("sign_out");
}

} // namespace

TEST_CASE("the table of routes is the list of operations, name for name", "[contract]")
{
    std::map<std::string, std::string> served;
    for (const http::Route& route : http::routes())
        CHECK(served.emplace(route.operation, std::string{route.method} + " " + std::string{route.path}).second);
    std::map<std::string, std::string> described;
    for (const auto& [name, operation] : operations()) described.emplace(name, operation.method + " " + operation.path);
    CHECK(served == described);
}

TEST_CASE("who may call an operation is what the API says", "[contract]")
{
    for (const http::Route& route : http::routes()) {
        INFO(route.operation);
        const json& description = operations().at(std::string{route.operation}).description;
        const bool is_open = description.contains("security") && description["security"].empty();
        const bool is_private = description.value("x-only-over-the-socket", false);
        CHECK((route.access == http::Access::open) == is_open);
        CHECK((route.access == http::Access::socket_only) == is_private);
        CHECK((route.access == http::Access::dashboard) ==
              (description.value("security", json{}) == json::parse(R"([{"session": []}])")));
        CHECK((route.handler == nullptr) == (route.operation == "follow_events"));
    }
}

TEST_CASE("the words of problems are those of the API", "[contract]")
{
    std::set<std::string> said;
    for (const ProblemFace& each : problem_faces) said.emplace(each.word);
    std::set<std::string> described;
    for (const json& word : api().at("components").at("schemas").at("ProblemKind").at("enum")) described.insert(word);
    described.insert("no_daemon"); // of the command line alone
    said.insert("no_daemon");
    CHECK(said == described);
}

TEST_CASE("every operation takes what it says and answers what it says", "[contract]")
{
    House house{now};
    house.get("get_today"); // of an empty log
    people(house);
    log(house);
    nudges(house);
    plans(house);
    imports(house);
    uploads(house);
    sources(house);
    ways(house);
    housekeeping(house);
    access(house);
    house.hear_event();

    for (const auto& [name, operation] : operations()) {
        INFO(name);
        // Nothing here runs long enough to be cancelled: that it is refused was checked.
        CHECK((house.honoured().contains(name) || name == "cancel_import"));
    }
}

TEST_CASE("every refusal is a problem of its kind, and changes nothing", "[contract]")
{
    House house{now};
    people(house);
    const auto before = house.get("list_contacts");

    house.refuse("not_found", "get_contact", {{"contact", "Nobody"}});
    house.refuse("ambiguous", "get_contact", {{"contact", "Be"}});
    house.refuse("bad_request", "list_contacts", {{"limit", "many"}});
    house.refuse("bad_request", "set_circle", {}, {{"contacts", {"Amma", "Ben"}}, {"circle", "foes"}});
    house.refuse("cannot", "unlink_handle", {}, {{"handle", "1"}});
    house.refuse("bad_request", "add_contact", {}, {{"name", ""}});
    house.refuse("bad_request", "add_contact", {}, {{"name", "Dan"}, {"birthday", "02-30"}});
    house.refuse("bad_request", "log_interaction", {}, {{"sentence", "qwertz"}});
    house.refuse("not_found", "log_interaction", {}, {{"channel", "phone"}, {"contacts", {"Nobody"}}});
    house.refuse("not_found", "why_nudge", {{"nudge", "99999"}});
    house.refuse("not_found", "cancel_plan", {{"plan", "99999"}});
    house.refuse("bad_request", "get_report", {{"week", "2026-W60"}});
    house.refuse("bad_request", "change_settings", {}, {{"settings", {{"no_such_setting", "1"}}}});
    house.refuse("not_found", "revoke_token", {{"token", "none"}});
    house.refuse("not_allowed", "finish_sign_in", {}, {{"code", "guess"}});

    CHECK(house.get("list_contacts") == before);
}
