// What lies in an archive is read as it is in a folder, whatever its names end in.

#include "daemon/store/sqlite.hpp"
#include "tests/unit/intake/desk.hpp"
#include "tests/unit/intake/zipped.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

std::string mail(const std::string& from, const std::string& to, int day)
{
    return "From: " + from + "@example.org\nTo: " + to + "@example.org\nMessage-ID: <" + std::to_string(day) +
           "@x>\nDate: " + std::to_string(day) + " Nov 2026 10:00:00 +0000\n\nHow are you these days?\n";
}

std::int64_t stored(const Report& report)
{
    std::int64_t sum = 0;
    for (const FileReport& file : report.files) {
        CAPTURE(file.path, file.warnings);
        CHECK_FALSE(file.refusal);
        sum += file.counts.stored;
    }
    return sum;
}

/// The folder's rows, and that its zip adds nothing to them; and the other way round.
void check_same(const fs::path& folder, std::int64_t rows, const Order& order = {})
{
    const fs::path zip = zip_of(folder);
    for (const auto& [first, second] : {std::pair{folder, zip}, std::pair{zip, folder}}) {
        CAPTURE(first);
        Desk desk;
        CHECK(stored(desk.import({first}, order)) == rows);
        const auto report = desk.import({second}, order);
        CHECK(report.files.size() == 1);
        CHECK(stored(report) == 0);
        CHECK(desk.interactions() == rows);
    }
}

} // namespace

TEST_CASE("a Maildir in a zip is the Maildir, with what its folders say", "[archive]")
{
    Desk desk;
    desk.file("Maildir/cur/1700000000.M1P1.host:2,S", mail("ilse", "noor", 2));
    desk.file("Maildir/new/1700000001.M2P1.host", mail("ilse", "noor", 3));
    desk.file("Maildir/.Sent/cur/1700000002.M3P1.host:2,S", mail("noor", "ilse", 4));
    desk.file("Maildir/.Drafts/cur/1700000003.M4P1.host:2,S", mail("noor", "ilse", 5));
    const fs::path folder = desk.files.path / "Maildir";
    SECTION("with its own name") { check_same(folder, 3, {.me = "noor@example.org"}); }
    SECTION("the owner unknown, its folders tell what was sent")
    {
        Desk other;
        const FileReport file = other.import({zip_of(folder)}).files.at(0);
        CHECK(file.counts.skipped.at("draft") == 1);
    }
    SECTION("within another folder") { check_same(desk.files.path, 3, {.me = "noor@example.org"}); }
}

TEST_CASE("a damaged mail in a zip costs that mail", "[archive]")
{
    Desk desk;
    const std::string long_body(20'000, 'x');
    desk.file("Maildir/cur/1700000000.M1P1.host", mail("ilse", "noor", 2) + long_body);
    desk.file("Maildir/cur/1700000001.M2P1.host", mail("ilse", "noor", 3));
    const fs::path zip = zip_of(desk.files.path / "Maildir");
    // The first bytes of the deflated text of one member: behind its header and name.
    std::fstream file{zip, std::ios::in | std::ios::out | std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    const auto name = bytes.find("cur/1700000000.M1P1.host");
    REQUIRE(name != std::string::npos);
    file.clear();
    file.seekp(static_cast<std::streamoff>(name + 24));
    file.write("\xff\xff\xff\xff\xff\xff", 6);
    file.close();
    const FileReport report = desk.import({zip}, {.me = "noor@example.org"}).files.at(0);
    CHECK(report.counts.stored == 1);
    CHECK(report.counts.skipped.at("broken") == 1);
}

TEST_CASE("mailboxes in a zip are called as they are in a folder", "[archive]")
{
    Desk desk;
    const std::string separator = "From x Tue Nov 10 10:00:00 2026\n";
    desk.file("Takeout/Mail/Sent.mbox", separator + mail("me", "ilse", 4));
    desk.file("Takeout/Mail/Drafts.mbox", separator + mail("me", "ilse", 5));
    const auto zip = zip_of(desk.files.path / "Takeout");
    CHECK(stored(desk.import({zip})) == 1);
    CHECK(stored(desk.import({desk.files.path / "Takeout"})) == 0);
}

TEST_CASE("a database in a zip is read, with the log beside it", "[archive]")
{
    Desk desk;
    fs::create_directories(desk.files.path / "phone");
    store::Connection database{desk.files.path / "phone/mmssms.db", store::Connection::Access::read_write};
    database.script("PRAGMA journal_mode = WAL");
    database.script("CREATE TABLE sms (_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, "
                    "type INTEGER, body TEXT)");
    database.script("INSERT INTO sms VALUES (1, 1, '+4915112345678', 1762768800000, 1, 'How are you?')");
    REQUIRE(fs::exists(desk.files.path / "phone/mmssms.db-wal"));
    check_same(desk.files.path / "phone", 1);
}

TEST_CASE("attendance in a zip has its own day, not the one of the zip", "[archive]")
{
    Desk desk;
    desk.file("takeout-20260115T101010Z/2026-03-02 Book club.csv",
              "Name,Email,Duration,Time joined,Time exited\nNoor,noor@example.org,31 min,10:00,10:31\n"
              "Ilse Brandt,ilse@example.org,30 min,10:01,10:31\n");
    Order order{.me = "noor@example.org"};
    const fs::path folder = desk.files.path / "takeout-20260115T101010Z";
    const auto first = desk.import({zip_of(folder)}, order).files.at(0).counts;
    CHECK(first.stored == 1);
    REQUIRE(first.first);
    CHECK(rfc3339(*first.first).substr(0, 10) == "2026-03-02");
    CHECK(stored(desk.import({folder}, order)) == 0);
}

TEST_CASE("a chat nobody wrote in yet is an empty chat, any other empty file is said to be empty", "[archive]")
{
    Desk desk;
    const FileReport chat = desk.one("WhatsApp Chat with Ilse.txt", "");
    CHECK(chat.format == "whatsapp");
    CHECK(chat.counts.read == 0);
    CHECK_FALSE(chat.refusal);
    CHECK_THROWS_WITH(desk.one("notes.txt", ""), Catch::EndsWith("is empty"));
}
