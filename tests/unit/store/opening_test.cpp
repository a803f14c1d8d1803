// Opening: whose folder, which file, which version; and how the file is written.

#include "daemon/store/inside.hpp"
#include "daemon/store/migrations.hpp"
#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

namespace {

std::atomic<int> syncs{};

/// What a refusal said; empty when the folder opened.
std::string refusal(const std::filesystem::path& home)
{
    try {
        const Store store{home};
        return "";
    } catch (const Problem& problem) {
        CHECK_FALSE(problem.hint.empty());
        return problem.what();
    }
}

void make_home(const Folder& folder, std::string_view bytes)
{
    std::filesystem::create_directory(folder.home());
    write_bytes(folder.home() / "blend.db", bytes);
}

/// The bytes of a closed ledger that holds something.
std::string sound_ledger()
{
    const Folder folder;
    {
        Store store{folder.home()};
        add(store, "Tom");
    }
    return bytes_of(folder.home() / "blend.db");
}

bool mentions(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::vector<Migration> with(const char* sql)
{
    std::vector<Migration> steps(migrations().begin(), migrations().end());
    steps.push_back({"0099_planted", sql});
    return steps;
}

} // namespace

// Stands in for the C library's, so that a test can count how often the disk was waited for.
extern "C" int fdatasync(int file)
{
    ++syncs;
    return static_cast<int>(::syscall(SYS_fdatasync, file));
}
extern "C" int fsync(int file)
{
    ++syncs;
    return static_cast<int>(::syscall(SYS_fsync, file));
}

TEST_CASE("a fresh folder becomes a private ledger, whatever the umask", "[store]")
{
    const Folder folder;
    ::umask(0);
    {
        Store store{folder.home()};
        add(store, "Tom");
        for (const auto& entry : std::filesystem::directory_iterator{folder.home()}) {
            struct stat found {};
            REQUIRE(::lstat(entry.path().c_str(), &found) == 0);
            INFO(entry.path());
            CHECK((found.st_mode & 0077) == 0);
        }
    }
    ::umask(077);
    CHECK(refusal(folder.home()).empty());
}

TEST_CASE("a second ledger on the same folder is refused while the first is open", "[store]")
{
    const Folder folder;
    {
        Store store{folder.home()};
        CHECK(mentions(refusal(folder.home()), "another blendd"));
        CHECK_NOTHROW(add(store, "Tom"));
    }
    CHECK(refusal(folder.home()).empty());
}

TEST_CASE("a folder or file that others can enter is refused", "[store]")
{
    const Folder folder;
    {
        const Store store{folder.home()};
    }
    ::chmod(folder.home().c_str(), 0750);
    CHECK(mentions(refusal(folder.home()), "open to other users"));
    ::chmod(folder.home().c_str(), 0700);
    ::chmod((folder.home() / "blend.db").c_str(), 0604);
    CHECK(mentions(refusal(folder.home()), "open to other users"));
    ::chmod((folder.home() / "blend.db").c_str(), 0600);
    CHECK(refusal(folder.home()).empty());
}

TEST_CASE("links and things that are no folder are refused", "[store]")
{
    const Folder folder;
    std::filesystem::create_directory(folder / "real");
    std::filesystem::create_directory_symlink(folder / "real", folder.home());
    CHECK_FALSE(refusal(folder.home()).empty());
    CHECK(std::filesystem::is_empty(folder / "real"));

    std::filesystem::remove(folder.home());
    write_bytes(folder.home(), "a file");
    CHECK_FALSE(refusal(folder.home()).empty());
    CHECK(bytes_of(folder.home()) == "a file");
}

TEST_CASE("a file that is no ledger of this program is refused and stays byte for byte", "[store]")
{
    const std::string good = sound_ledger();
    std::map<std::string, std::string> files;
    files["is no database"] = "%PDF-1.7 and so on" + std::string(300, 'x');
    files["is no database "] = "short";
    files["was not made by Blend"] = std::string{good}.replace(68, 4, "ABCD");
    files["newer Blend (version 127"] = std::string{good}.replace(60, 4, std::string{"\0\0\0\x7F", 4});
    files["damaged"] = good.substr(0, 100) + std::string(good.size() - 100, '\x5A');
    for (const auto& [words, bytes] : files) {
        const Folder folder;
        make_home(folder, bytes);
        INFO(words);
        const std::string_view wanted =
            words.ends_with(' ') ? std::string_view{words}.substr(0, words.size() - 1) : words;
        CHECK(mentions(refusal(folder.home()), wanted));
        CHECK(bytes_of(folder.home() / "blend.db") == bytes);
        CHECK_FALSE(std::filesystem::exists(folder.home() / "blend.db-wal"));
    }
}

TEST_CASE("an empty file becomes a ledger", "[store]")
{
    const Folder folder;
    make_home(folder, "");
    CHECK(refusal(folder.home()).empty());
    CHECK(refusal(folder.home()).empty());
}

TEST_CASE("an older ledger is migrated after a backup beside it", "[store]")
{
    const Folder folder;
    {
        Store store{folder.home()};
        add(store, "Tom");
    }
    const auto file = folder.home() / "blend.db";
    const Dump before = everything_in(file);
    Connection database{file, Connection::Access::read_write};
    migrate(database, file, with("ALTER TABLE contact ADD COLUMN colour TEXT"));

    const auto version = static_cast<int>(migrations().size());
    CHECK(database.one<int>("PRAGMA user_version") == version + 1);
    CHECK(database.one<std::string>("SELECT name FROM contact WHERE colour IS NULL") == "Tom");
    CHECK(database.one<int>("PRAGMA foreign_keys") == 1);
    CHECK(differing(before, everything_in(folder.home() / ("blend-before-" + std::to_string(version + 1) + ".db"))) ==
          std::vector<std::string>{});
}

TEST_CASE("a ledger of before shared addresses and kept columns has neither, and keeps what it had", "[store]")
{
    const Folder folder;
    make_home(folder, "");
    const auto file = folder.home() / "blend.db";
    {
        Connection database{file, Connection::Access::read_write};
        database.script("PRAGMA application_id = 1651273316");
        migrate(database, file, migrations().first(3));
        database.script(R"(
            INSERT INTO contact (id, name, folded, added_at) VALUES (1, 'Tom', 'tom', 0);
            INSERT INTO handle (id, kind, value, contact_id) VALUES (1, 'phone', '+491711234567', 1);
            INSERT INTO batch (id, started_at, finished_at, state) VALUES (1, 0, 0, 'done');
            INSERT INTO source (id, format, path) VALUES (1, 'call_log', '/calls.csv');
            INSERT INTO import (id, batch_id, source_id, read, stored, duplicate, noise) VALUES (1, 1, 1, 1, 1, 0, 0);
            INSERT INTO import_order VALUES (1, '/calls.csv', NULL, 'dmy', 'UTC', 'UTC', 'DE');
            INSERT INTO interaction VALUES (1, 0, 1, 'phone', 'out', 1, 1, NULL, 0, 0, 0, 1);)");
    }
    Store store{folder.home()};
    CHECK(store.shared_handles().empty());
    CHECK(store.totals().interactions == 1);
    const auto run = store.import(now, Trial::dry_run);
    const auto sources = run->sources_with(HandleId{1});
    REQUIRE(sources.size() == 1);
    REQUIRE(sources[0].order);
    CHECK(sources[0].order->date_order == "dmy");
    CHECK_FALSE(sources[0].order->columns);
}

TEST_CASE("plans and watched places of an older ledger keep repeating and being watched", "[store]")
{
    const Folder folder;
    make_home(folder, "");
    const auto file = folder.home() / "blend.db";
    {
        Connection database{file, Connection::Access::read_write};
        database.script("PRAGMA application_id = 1651273316");
        migrate(database, file, migrations().first(4));
        database.script(R"(
            INSERT INTO watched (id, kind, path, me, added_at) VALUES (3, 'maildir', '/mail', 'me@example.org', 7);
            INSERT INTO watched_look (watched_id, looked_at) VALUES (3, 8);)");
        for (const int days : {0, 10, 14})
            database.exec(R"(INSERT INTO plan (uid, mode, start, zone, minutes, every_days, place, reminder_minutes,
                                               state, created_at, changed_at)
                             VALUES (?, 'call', '2026-11-29T10:30:00', 'UTC', 30, ?, 'home', 15, 'planned', 0, 0))",
                          std::to_string(days), days);
    }
    const Store store{folder.home()};
    std::map<std::string, std::string> rules;
    for (const Plan& plan : store.plans()) {
        rules.emplace(plan.uid, plan.rule);
        CHECK(plan.place == "home");
        CHECK(plan.reminder == Minutes{15});
    }
    CHECK(rules == std::map<std::string, std::string>{
                       {"0", ""}, {"10", "FREQ=DAILY;INTERVAL=10"}, {"14", "FREQ=WEEKLY;INTERVAL=2"}});
    REQUIRE(store.watched().size() == 1);
    CHECK(store.watched()[0].me == "me@example.org");
    CHECK(store.look(3)->looked == Instant{Seconds{8}});
}

TEST_CASE("a bad migration is refused and leaves the ledger at its version", "[store]")
{
    const Folder folder;
    {
        Store store{folder.home()};
        add(store, "Tom");
    }
    const auto file = folder.home() / "blend.db";
    const Dump before = everything_in(file);
    const char* planted = GENERATE("INSERT INTO nudge (contact_id, kind, mode, priority, given_at, state, changed_at)"
                                   " VALUES (99, 'talk', 'call', 1, 0, 'open', 0)",
                                   "ALTER TABLE contact ADD COLUMN colour TEXT; UPDATE nowhere SET x = 1",
                                   "DELETE FROM contact; THIS IS NO SQL");
    {
        Connection database{file, Connection::Access::read_write};
        CHECK_THROWS_AS(migrate(database, file, with(planted)), Problem);
    }
    CHECK(differing(before, everything_in(file)) == std::vector<std::string>{});
    const Connection database{file, Connection::Access::read_only};
    CHECK(database.one<int>("PRAGMA user_version") == static_cast<int>(migrations().size()));
    CHECK(refusal(folder.home()).empty());
}

TEST_CASE("the ledger is marked as ours and written ahead", "[store]")
{
    const Folder folder;
    {
        Store store{folder.home()};
        CHECK(std::filesystem::exists(folder.home() / "blend.db-wal"));
        const Connection database{store.file(), Connection::Access::read_only};
        CHECK(database.one<std::string>("PRAGMA journal_mode") == "wal");
        CHECK(database.one<int>("PRAGMA application_id") == application_id);
        CHECK(database.one<int>("PRAGMA user_version") == static_cast<int>(migrations().size()));
    }
    CHECK(!std::filesystem::exists(folder.home() / "blend.db-wal")); // closed cleanly: nothing to recover
}

TEST_CASE("a change waits for the disk, a piece of an import does not, its end does", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const auto waited = [](auto work) {
        const int before = syncs;
        work();
        return syncs - before;
    };
    CHECK(waited([&] { add(store, "Tom"); }) > 0);
    CHECK(waited([&] { store.keep([](Writer& writer) { writer.set_setting("a", "b"); }); }) > 0);
    CHECK(waited([&] { store.undo(now); }) > 0);
    const auto run = store.import(now, Trial::no);
    CHECK(waited([&] {
              run->open_source("whatsapp", "chat.txt");
              run->add({{run->handle({HandleKind::whatsapp, "Tom"}, "").id, call(days_ago(1)), 0}});
          }) == 0);
    CHECK(waited([&] { add(store, "Ann"); }) > 0); // also while an import runs
    CHECK(waited([&] { run->finish("imported"); }) > 0);
}

TEST_CASE("a transaction is as durable as it says", "[store]")
{
    const Folder folder;
    std::filesystem::create_directory(folder.home());
    Connection database{folder.home() / "blend.db", Connection::Access::read_write};
    const auto inside = [&](Transaction::Durability durability) {
        const Transaction transaction{database, durability};
        return *database.one<int>("PRAGMA synchronous");
    };
    CHECK(inside(Transaction::Durability::full) == 2);
    CHECK(inside(Transaction::Durability::normal) == 1);
    CHECK(inside(Transaction::Durability::full) == 2);
}

TEST_CASE("a reading connection cannot write and never checkpoints", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    add(store, "Tom");
    Connection reading{store.file(), Connection::Access::read_only};
    CHECK(reading.one<int>("PRAGMA wal_autocheckpoint") == 0);
    CHECK_THROWS_AS(reading.exec("DELETE FROM contact"), Problem);
    CHECK(store.totals().contacts == 1);
}

TEST_CASE("the log ahead of the ledger stays small however long it is written", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    std::mt19937 chance{1};
    for (int batch = 0; batch < 12; ++batch)
        import(store, "big", {{{HandleKind::whatsapp, "Tom " + std::to_string(batch)}, random_log(chance, 20'000)}});
    CHECK(std::filesystem::file_size(folder.home() / "blend.db-wal") < 16'777'216);
}

TEST_CASE("a change that was written is there after the process vanishes", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    add(store, "Tom");
    std::filesystem::copy(folder.home(), folder / "copy"); // the log ahead has not been emptied yet
    CHECK(Store{folder / "copy"}.find_contacts("Tom").size() == 1);
}
