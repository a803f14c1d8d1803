// What the log says, in whatever order it came to say it.

#include "daemon/store/store.hpp"
#include "tests/laws/played.hpp"

#include <algorithm>
#include <numeric>

using namespace blend;
using namespace blend::laws;

namespace {

/// Twenty entries of every channel, some in the same second and some on both sides of an open session.
std::vector<json> twenty_entries()
{
    const std::vector<std::string> channels{"phone", "chat",          "in_person", "email",
                                            "video", "voice_message", "letter",    "missed_call"};
    Draw draw{20};
    std::vector<json> entries;
    for (int index = 0; index < 20; ++index) {
        const auto day = std::to_string(10 + draw.below(18));
        const auto hour = std::to_string(10 + draw.below(10));
        const auto minute = std::to_string(10 + 10 * draw.below(3));
        json entry{
            {"channel", channels[draw.below(channels.size())]},
            {"contacts", {draw.below(3) == 0 ? "Ben" : "Amma"}},
            {"at", "2026-0" + std::to_string(7 + draw.below(3)) + "-" + day + "T" + hour + ":" + minute + ":00Z"},
            {"direction", draw.below(2) == 0 ? "in" : "out"}};
        entries.push_back(entry);
    }
    return entries;
}

void two_people(Played& life)
{
    life.add("Amma", {{"talk_every", "14d"}});
    life.add("Ben", {{"circle", "close"}});
}

json standings(Played& life) { return {life.standing("Amma"), life.standing("Ben")}; }

std::string csv_row(const json& entry)
{
    return entry["at"].get<std::string>() + "," + entry["channel"].get<std::string>() + "," +
           entry["contacts"].front().get<std::string>() + "," + entry["direction"].get<std::string>() + "\n";
}

constexpr const char* csv_heading = "at,channel,contact,direction\n";

} // namespace

TEST_CASE("Due is derived: a contact of the right kind clears its nudge, and taking it back brings the nudge again",
          "[laws]")
{
    Played life{"2026-06-01T12:00:00Z"};
    life.add("Amma");
    life.log("phone", "Amma", "2026-06-01T10:00:00Z");
    life.wait_until("2026-11-23T12:00:00Z");
    const auto nudge = life.nudge_about("Amma");
    REQUIRE_FALSE(nudge.is_null());

    SECTION("logged now") { life.log("phone", "Amma", "2026-11-23T12:00:00Z"); }
    SECTION("logged late, from before the nudge was given") { life.log("chat", "Amma", "2026-11-21T12:00:00Z"); }
    SECTION("imported")
    {
        life.import(life.file("log.csv", "at,channel,contact\n2026-11-22T10:00:00Z,phone,Mother\n"));
        CHECK_FALSE(life.nudge_about("Amma").is_null());
        life.get("link_handle", {}, {{"handle", "name:Mother"}, {"contact", "Amma"}});
    }
    CHECK(life.nudge_about("Amma").is_null());
    life.get("undo");
    CHECK(life.nudge_about("Amma") == nudge);
}

TEST_CASE("Due is derived: another wish is another due date at once", "[laws]")
{
    Played life{"2026-11-01T12:00:00Z"};
    life.add("Amma");
    life.log("phone", "Amma", "2026-11-01T10:00:00Z");
    life.wait_until("2026-11-23T12:00:00Z");
    CHECK(life.get("list_contacts", {{"due", "true"}})["total"] == 1);
    REQUIRE_FALSE(life.nudge_about("Amma").is_null());
    life.get("edit_contact", {{"contact", "Amma"}}, {{"every", "90d"}});
    CHECK(life.get("list_contacts", {{"due", "true"}})["total"] == 0);
    CHECK(life.nudge_about("Amma").is_null());
}

TEST_CASE("Order does not matter: every permutation of a handful gives the same standings", "[laws]")
{
    auto entries = twenty_entries();
    entries.resize(4);
    entries[1] = entries[0];
    entries[1]["channel"] = "chat"; // of the same second
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), 0U);
    Played life;
    two_people(life);
    json first;
    do {
        for (const auto index : order) life.get("log_interaction", {}, entries[index]);
        const auto now = standings(life);
        if (first.is_null()) first = now;
        REQUIRE(now == first);
        for (std::size_t count = 0; count < entries.size(); ++count) life.get("undo");
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("Order does not matter: twenty entries in any order give the same standings", "[laws]")
{
    auto entries = twenty_entries();
    json first;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        Draw{seed}.shuffle(entries);
        Played life;
        two_people(life);
        for (const json& each : entries) life.get("log_interaction", {}, each);
        const auto now = standings(life);
        if (first.is_null()) first = now;
        REQUIRE(now == first);
        REQUIRE(life.get("rebuild", {}, {{"check", true}})["different"] == 0);
    }
}

TEST_CASE("Order does not matter: entries split over imports give the same standings as one import", "[laws]")
{
    auto entries = twenty_entries();
    json first;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        Draw draw{seed};
        draw.shuffle(entries);
        Played life;
        two_people(life);
        const auto files = 1 + seed % 4;
        for (std::uint64_t part = 0; part < files; ++part) {
            std::string text = csv_heading;
            for (std::size_t index = part; index < entries.size(); index += files) text += csv_row(entries[index]);
            const auto file = life.import(life.file("part" + std::to_string(part) + ".csv", text));
            REQUIRE(file["read"] == accounted(file));
            // Whom a handle belongs to may be said before or after the rest comes in.
            if (part == draw.below(files) || part + 1 == files)
                for (const char* name : {"Amma", "Ben"}) {
                    const auto said =
                        life.ask("link_handle", {}, {{"handle", std::string{"name:"} + name}, {"contact", name}});
                    if (part + 1 == files) REQUIRE(said.status == 200);
                }
        }
        const auto now = standings(life);
        if (first.is_null()) first = now;
        REQUIRE(now == first);
    }
}

TEST_CASE("Only the past counts: an entry of long ago leaves the last contact where it is", "[laws]")
{
    Played life;
    life.add("Amma");
    life.log("phone", "Amma", "2026-11-23T11:00:00Z");
    life.log("phone", "Amma", "2026-01-10T11:00:00Z");
    CHECK(life.standing("Amma")["last_contact"] == "2026-11-23T11:00:00Z");
    CHECK(life.standing("Amma")["last_sync"] == "2026-11-23T11:00:00Z");
    life.get("undo");
    life.get("undo");
    CHECK(life.standing("Amma")["last_contact"].is_null());
}

TEST_CASE("Only the past counts: a note to self is no contact", "[laws]")
{
    Played life;
    const auto file =
        life.import(life.file("mail.mbox", "From me@example.org Sun Nov 22 10:00:00 2026\n"
                                           "From: Me <me@example.org>\nTo: me@example.org\n"
                                           "Date: Sun, 22 Nov 2026 10:00:00 +0000\nMessage-ID: <1@x>\n\nBuy milk.\n"),
                    {{"me", "me@example.org"}});
    CHECK(file["read"] == 1);
    CHECK(file["stored"] == 0);
    CHECK(file["skipped"]["note_to_self"] == 1);
    CHECK(life.get("list_unmatched")["total"] == 0);
    CHECK(life.get("get_today")["interactions"] == 0);
}

TEST_CASE("Only the past counts: a plan silences its nudge and is no contact until it happened", "[laws]")
{
    Played life{"2026-06-01T12:00:00Z"};
    life.add("Amma");
    life.log("phone", "Amma", "2026-06-01T10:00:00Z");
    life.wait_until("2026-11-23T12:00:00Z");
    REQUIRE_FALSE(life.nudge_about("Amma").is_null());
    const auto before = life.standing("Amma");

    const auto plan =
        life.get("add_plan", {}, {{"mode", "meet"}, {"contacts", {"Amma"}}, {"when", "2027-03-07T10:00:00Z"}});
    CHECK(life.nudge_about("Amma").is_null());
    CHECK(life.standing("Amma") == before);

    life.get("cancel_plan", {{"plan", id_of(plan)}});
    CHECK_FALSE(life.nudge_about("Amma").is_null());
    CHECK(life.standing("Amma") == before);
}

TEST_CASE("Only the past counts: what lies ahead is not logged", "[laws]")
{
    Played life;
    life.add("Amma");
    const auto before = life.everything();
    for (const char* when : {"2027-01-01T10:00:00Z", "tomorrow 10:00", "2026-11-23T12:00:01Z"}) {
        const json request{{"channel", "phone"}, {"contacts", {"Amma"}}, {"at", when}};
        life.refuse("bad_request", "log_interaction", {}, request);
    }
    life.refuse("bad_request", "log_interaction", {}, {{"sentence", "called Amma tomorrow 7pm"}});
    CHECK(life.everything() == before);
}

TEST_CASE("Only the past counts: records that lie ahead are skipped, and come in once they are past", "[laws]")
{
    Played life;
    const auto path =
        life.file("log.csv", "at,channel,contact\n2026-11-20T10:00:00Z,phone,Ben\n2026-12-20T10:00:00Z,phone,Ben\n");
    const auto early = life.import(path);
    CHECK(early["stored"] == 1);
    CHECK(early["skipped"]["future"] == 1);
    const auto event = life.import(
        life.file("diary.ics",
                  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
                  "DTSTART:20270301T100000Z\r\nDTEND:20270301T110000Z\r\nORGANIZER:mailto:me@example.org\r\n"
                  "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
        {{"me", "me@example.org"}});
    CHECK(event["stored"] == 0);
    CHECK(event["skipped"]["future"] == 1);
    life.wait_until("2027-01-01T00:00:00Z");
    const auto late = life.import(path);
    CHECK(late["stored"] == 1);
    CHECK(late["duplicate"] == 1);
}

TEST_CASE("Silence of the data is not silence of the person: a stale source is named wherever it matters", "[laws]")
{
    Played life;
    life.add("Ilse", {{"emails", {"ilse@example.org"}}});
    life.import(life.file("mail.mbox", "From ilse@example.org Sun Nov 22 10:00:00 2026\n"
                                       "From: Ilse <ilse@example.org>\nTo: me@example.org\n"
                                       "Date: Sun, 22 Nov 2026 10:00:00 +0000\nMessage-ID: <1@x>\n\nHello there.\n"),
                {{"me", "me@example.org"}});
    const auto fresh = life.standing("Ilse")["coverage"];
    REQUIRE(fresh["sources"].size() == 1);
    CHECK(fresh["sources"][0]["source"] == "mbox");
    CHECK(fresh["sources"][0]["last_read"] == "2026-11-23T12:00:00Z");
    CHECK(fresh["sources"][0]["newest"] == "2026-11-22T10:00:00Z");
    CHECK_FALSE(fresh["sources"][0]["stale"].get<bool>());
    CHECK(life.get("get_today")["stale"].empty());

    life.wait_days(19);
    const auto old = life.standing("Ilse")["coverage"];
    CHECK(old["sources"][0]["stale"] == true);
    CHECK(old["sentence"].get<std::string>().starts_with("mbox last imported 19 days ago"));
    for (const json& named : {life.get("get_today")["stale"], life.get("get_report")["coverage"]}) {
        REQUIRE(named.size() == 1);
        CHECK(named[0]["source"] == "mbox");
        CHECK(named[0]["sentence"] == "mbox last imported 19 days ago");
    }
    life.set("stale_days", "30");
    CHECK(life.get("get_today")["stale"].empty());
}

TEST_CASE("Every number explains itself: the rows add up to the share, as of any date", "[laws]")
{
    Played life;
    two_people(life);
    for (const json& each : twenty_entries()) life.get("log_interaction", {}, each);
    for (const char* day : {"2026-01-01", "2026-07-20", "2026-08-16", "2026-09-10", "2026-11-23"})
        for (const char* limit : {"1", "3", "100"})
            for (const char* name : {"Amma", "Ben"}) {
                INFO(name << " as of " << day << " in " << limit << " rows");
                const auto said = life.get("explain_contact", {{"contact", name}, {"as_of", day}, {"limit", limit}});
                double sync = 0.0;
                double async = 0.0;
                for (const json& row : said["rows"]) {
                    sync += row["sync"].get<double>();
                    async += row["async"].get<double>();
                    CHECK(row["at"].get<std::string>().substr(0, 10) <= std::string{day});
                }
                CHECK(sync == Approx(said["sync_sum"].get<double>()).margin(1e-12));
                CHECK(async == Approx(said["async_sum"].get<double>()).margin(1e-12));
                const double prior = said["prior"];
                const double share = (sync + prior * said["target"].get<double>()) / (sync + async + prior);
                CHECK(share == Approx(said["share"].get<double>()));
                CHECK(share == Approx(said["standing"]["share"].get<double>()));
            }
    CHECK(life.get("explain_contact", {{"contact", "Amma"}})["share"] == life.standing("Amma")["share"]);
}

TEST_CASE("Written means safe: what a reply told is in a copy of the folder taken at that moment", "[laws]")
{
    Played life;
    life.add("Amma");
    const auto reopened = [&](int step) {
        contract::Folder copy;
        for (const auto& each : std::filesystem::directory_iterator{life.folder()})
            if (each.is_regular_file()) {
                const auto file = copy.path() / each.path().filename();
                std::filesystem::copy_file(each.path(), file);
                using std::filesystem::perms;
                std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
            }
        store::Store store{copy.path()};
        INFO("after step " << step);
        CHECK(store.integrity().empty());
        return store.interactions(ContactId{1}, life.now()).size();
    };
    CHECK(reopened(0) == 0);
    for (int step = 1; step <= 3; ++step) {
        life.log("phone", "Amma", "2026-11-2" + std::to_string(step) + "T10:00:00Z");
        CHECK(reopened(step) == static_cast<std::size_t>(step));
    }
    life.get("undo");
    CHECK(reopened(4) == 2);
    life.import(life.file("log.csv", "at,channel,contact\n2026-11-20T10:00:00Z,phone,Mother\n"));
    life.get("link_handle", {}, {{"handle", "name:Mother"}, {"contact", "Amma"}});
    CHECK(reopened(5) == 3);
}

TEST_CASE("Order does not matter: what a chat, a table, a calendar and the owner tell of one talk counts once",
          "[laws]")
{
    std::vector<int> order{0, 1, 2, 3};
    json first;
    std::uint64_t seed = 0;
    do {
        Played life;
        life.add("Ilse", {{"emails", {"ilse@example.org"}}});
        const auto chat =
            life.file("WhatsApp Chat with Ilse.txt",
                      "01/11/2026, 10:00 - Noor: shall we?\n01/11/2026, 10:05 - Ilse: Voice call, 18 min\n");
        const auto table = life.file("log.csv", "at,channel,contact,minutes\n2026-11-01T10:00:00Z,phone,Ilse,20\n");
        const auto diary =
            life.file("diary.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
                                   "DTSTART:20261101T100000Z\r\nDTEND:20261101T103000Z\r\nSUMMARY:Call\r\n"
                                   "ORGANIZER:mailto:me@example.org\r\n"
                                   "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ilse@example.org\r\n"
                                   "END:VEVENT\r\nEND:VCALENDAR\r\n");
        for (const int each : order) {
            if (each == 0) life.import(chat, {{"me", "Noor"}, {"date_order", "dmy"}});
            if (each == 1) life.import(table);
            if (each == 2) life.import(diary, {{"me", "me@example.org"}});
            if (each == 3) life.log("phone", "Ilse", "2026-11-01T10:07:00Z", {{"size", "15m"}});
        }
        life.get("link_handle", {}, {{"handle", "whatsapp:Ilse"}, {"contact", "Ilse"}});
        life.get("link_handle", {}, {{"handle", "name:Ilse"}, {"contact", "Ilse"}});
        const auto timeline = life.get("list_interactions", {{"contact", "Ilse"}})["interactions"];
        REQUIRE(timeline.size() == 2);
        CHECK(timeline[0]["sources"].size() == 4);
        CHECK(timeline[0]["source"] == "whatsapp");
        json now = life.standing("Ilse");
        now.erase("coverage"); // tells when each source was read
        if (first.is_null()) first = now;
        REQUIRE(now == first);
        CHECK(life.get("rebuild", {}, {{"check", true}})["different"] == 0);
        Draw{++seed}.shuffle(order);
    } while (seed < 6);
}
