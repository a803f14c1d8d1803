// Looking at a place that is read by itself: what is read, what is left, what is never read twice.

#include "daemon/agenda/housekeeping.hpp"
#include "daemon/agenda/sources.hpp"
#include "tests/unit/agenda/desk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace blend;
using namespace blend::agenda;
namespace fs = std::filesystem;

namespace {

std::string mail(int number)
{
    return "From: Ana <ana@example.org>\nTo: me@example.org\nDate: Mon, 16 Nov 2026 10:00:0" +
           std::to_string(number % 10) + " +0000\nMessage-ID: <" + std::to_string(number) +
           "@example.org>\n\nhello\n\n";
}

std::string in_mbox(int number) { return "From ana@example.org Mon Nov 16 10:00:00 2026\n" + mail(number); }

std::string chat(const std::string& one, const std::string& other)
{
    return "13/11/2026, 21:58 - " + one + ": hello\n13/11/2026, 22:04 - " + other + ": hello you\n";
}

struct Place {
    explicit Place(store::WatchedKind kind, const std::string& name = "place")
    {
        watched = {.kind = kind, .path = (folder.path / name).string(), .me = "Mira", .added = desk.now};
        if (kind != store::WatchedKind::mbox) fs::create_directories(watched.path);
        desk.app.store.change(desk.now, [&](store::Writer& writer) {
            watched.id = writer.add_watched(watched);
            return "keeps an eye on it";
        });
    }

    void write(const std::string& name, const std::string& text) const
    {
        const fs::path path = name.empty() ? fs::path{watched.path} : fs::path{watched.path} / name;
        fs::create_directories(path.parent_path());
        std::ofstream{path, std::ios::binary} << text;
    }

    Look look(Settle settle = Settle::zero(), Since since = Since::change)
    {
        return look_at(desk.app, watched, settle, since);
    }

    std::int64_t entries() const { return static_cast<std::int64_t>(desk.app.store.journal(100).size()); }

    Desk desk;
    Folder folder;
    store::WatchedRecord watched;
};

} // namespace

TEST_CASE("a new export in a folder is read once, and a look that gives nothing leaves no entry")
{
    Place place{store::WatchedKind::folder};
    CHECK(place.look().stored == 0);
    const auto before = place.entries();
    place.write("chat.txt", chat("Mira", "Ravi"));
    CHECK(place.look().stored == 2);
    CHECK(place.entries() == before + 1);
    const Look again = place.look();
    CHECK(again.files == 0);
    CHECK(place.entries() == before + 1);
    place.write("photo.jpg", "\xff\xd8\xff");
    CHECK_FALSE(place.look().problem);
    CHECK(place.entries() == before + 1);
}

TEST_CASE("a file that has not come to rest, is open for writing, or is called unready is left")
{
    Place place{store::WatchedKind::folder};
    place.write("fresh.txt", chat("Mira", "Ravi"));
    CHECK(place.look(std::chrono::hours{1}).waiting == 1);

    const std::string path = place.watched.path + "/fresh.txt";
    const timespec old[2]{{1'600'000'000, 0}, {1'600'000'000, 0}};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), old, 0) == 0);
    {
        const int writer = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        CHECK(place.look(std::chrono::hours{1}).waiting == 1);
        ::close(writer);
    }
    CHECK(place.look(std::chrono::hours{1}).stored == 2);

    for (const char* name : {"a.txt.part", "b.crdownload", ".syncthing.c.txt.tmp", "d.tmp", "~e.txt"})
        place.write(name, chat("Mira", "Tom"));
    const Look look = place.look();
    CHECK(look.files == 0);
    CHECK(look.waiting == 0);
}

TEST_CASE("a link in a watched folder is not followed")
{
    Place place{store::WatchedKind::folder};
    std::ofstream{place.folder.path / "outside.txt"} << chat("Mira", "Ravi");
    fs::create_symlink(place.folder.path / "outside.txt", fs::path{place.watched.path} / "inside.txt");
    CHECK(place.look().files == 0);
}

TEST_CASE("what was undone is not read again before its file changes")
{
    Place place{store::WatchedKind::folder};
    place.write("chat.txt", chat("Mira", "Ravi"));
    place.look();
    undo(place.desk.app);
    CHECK(place.look(Settle::zero(), Since::ever).stored == 0);
    place.write("chat.txt", chat("Mira", "Ravi") + "14/11/2026, 08:00 - Ravi: good morning\n");
    CHECK(place.look().stored == 3);
}

TEST_CASE("a refused file is named until it can be read, and tried again when asked")
{
    Place place{store::WatchedKind::folder};
    place.write("chat.txt", chat("Ana", "Ravi"));
    const Look refused = place.look();
    REQUIRE(refused.problem);
    CHECK(says(*refused.problem, "chat.txt: cannot tell which of the 2 people is you"));
    const Look still = place.look();
    CHECK(still.files == 0);
    CHECK(still.problem == refused.problem);
    place.watched.me = "Ana";
    const Look read = place.look(Settle::zero(), Since::ever);
    CHECK(read.stored == 2);
    CHECK_FALSE(read.problem);
}

TEST_CASE("a mail that is renamed while others are read is read the next time")
{
    Place place{store::WatchedKind::maildir};
    for (int number = 0; number < 2; ++number) place.write("cur/" + std::to_string(number) + ".x:2,", mail(number));
    bool once = true;
    const auto rename_both = [&](auto&&...) {
        if (!std::exchange(once, false)) return;
        for (const char* name : {"0.x:2,", "1.x:2,"})
            fs::rename(fs::path{place.watched.path} / "cur" / name,
                       fs::path{place.watched.path} / "cur" / (std::string{name} + "S"));
    };
    const Look first = look_at(place.desk.app, place.watched, Settle::zero(), Since::change, rename_both);
    REQUIRE_FALSE(once);
    CHECK(first.stored == 1);
    CHECK(place.look().stored == 1);
    CHECK(place.look().files == 0);
}

TEST_CASE("a refusal keeps no words of the file that was refused")
{
    Place place{store::WatchedKind::folder};
    place.write("sms.csv", "+491711111111,2026-11-16 10:00:00,in,marzipanmarker and more words\n"
                           "+491711111112,2026-11-16 11:00:00,in,marzipanmarker again\n");
    const Look look = place.look();
    REQUIRE(look.problem);
    CHECK(says(*look.problem, "4=text"));
    CHECK_FALSE(says(*look.problem, "marzipanmarker"));
    for (const auto& each : fs::recursive_directory_iterator{place.desk.app.store.file().parent_path()}) {
        if (!each.is_regular_file()) continue;
        std::ifstream file{each.path(), std::ios::binary};
        CHECK_FALSE(says(std::string{std::istreambuf_iterator<char>{file}, {}}, "marzipanmarker"));
    }
}

TEST_CASE("of a Maildir only new mails are read, wherever they move and whatever flags they get")
{
    Place place{store::WatchedKind::maildir};
    for (int number = 0; number < 30; ++number)
        place.write("cur/160000000" + std::to_string(number) + ".M" + std::to_string(number) + ".host:2,S",
                    mail(number));
    fs::create_directories(fs::path{place.watched.path} / "new");
    CHECK(place.look().read == 30);
    place.write("new/1700000000.M1.host", mail(31));
    const Look one = place.look();
    CHECK(one.files == 1);
    CHECK(one.read == 1);
    fs::rename(fs::path{place.watched.path} / "new/1700000000.M1.host",
               fs::path{place.watched.path} / "cur/1700000000.M1.host:2,RS");
    CHECK(place.look().files == 0);
}

TEST_CASE("of an mbox that grew only what was appended is read")
{
    Place place{store::WatchedKind::mbox, "inbox.mbox"};
    place.write("", in_mbox(1) + in_mbox(2));
    CHECK(place.look().read == 2);
    place.write("", in_mbox(1) + in_mbox(2) + in_mbox(3));
    const Look grown = place.look();
    CHECK(grown.read == 1);
    CHECK(grown.stored == 1);
}

TEST_CASE("an mbox out of whose middle a mail was taken is read anew and adds nothing twice")
{
    Place place{store::WatchedKind::mbox, "inbox.mbox"};
    std::string many;
    for (int number = 1; number <= 60; ++number) many += in_mbox(number);
    place.write("", many);
    CHECK(place.look().stored == 60);
    std::string fewer;
    for (int number = 1; number <= 70; ++number)
        if (number != 30) fewer += in_mbox(number);
    place.write("", fewer);
    const Look look = place.look();
    CHECK(look.read == 69);
    CHECK(look.stored == 10);
}

TEST_CASE("an mbox whose last mail was not whole is read anew")
{
    Place place{store::WatchedKind::mbox, "inbox.mbox"};
    const std::string two = in_mbox(1) + in_mbox(2);
    place.write("", two.substr(0, two.size() - 4));
    place.look();
    place.write("", two + in_mbox(3));
    const Look look = place.look();
    CHECK(look.read == 3);
    CHECK(look.stored == 1);
}

TEST_CASE("what was read before the machine went down, and not noted any more, is read again and adds nothing")
{
    const auto kind = GENERATE(store::WatchedKind::folder, store::WatchedKind::maildir, store::WatchedKind::mbox);
    Place place{kind};
    const auto write = [&](int mails) {
        std::string all;
        for (int number = 1; number <= mails; ++number) {
            if (kind == store::WatchedKind::maildir)
                place.write("cur/" + std::to_string(number) + ":2,S", mail(number));
            all += in_mbox(number);
        }
        if (kind == store::WatchedKind::folder) place.write("mails.mbox", all);
        if (kind == store::WatchedKind::mbox) place.write("", all);
    };
    write(2);
    CHECK(place.look().stored == 2);
    const auto noted = place.desk.app.store.watched_files(place.watched.id);
    write(3);
    CHECK(place.look().stored == 1);
    const auto entries = place.entries();
    place.desk.app.store.keep([&](store::Writer& writer) { // as the ledger was between the rows and the note
        std::vector<std::uint64_t> later;
        for (const auto& [key, file] : place.desk.app.store.watched_files(place.watched.id)) later.push_back(key);
        writer.set_watched_files(place.watched.id, noted, later);
    });
    const Look again = place.look();
    CHECK(again.read > 0);
    CHECK(again.stored == 0);
    CHECK(place.entries() == entries);
    CHECK(place.look().read == 0);
}

TEST_CASE("a place that is gone says so, forgets nothing, and goes on when it is back")
{
    Place place{store::WatchedKind::folder};
    place.write("chat.txt", chat("Mira", "Ravi"));
    place.look();
    fs::rename(place.watched.path, place.watched.path + ".away");
    const Look gone = place.look();
    REQUIRE(gone.problem);
    CHECK(says(*gone.problem, "is not there just now"));
    fs::rename(place.watched.path + ".away", place.watched.path);
    const Look back = place.look();
    CHECK(back.files == 0);
    CHECK_FALSE(back.problem);
}

TEST_CASE("a mailbox that is kept an eye on is not stale; a folder is as new as its newest export")
{
    Desk desk;
    Folder folder;
    fs::create_directories(folder.path / "mail/cur");
    std::ofstream{folder.path / "mail/cur/1700000000.M1.host"} << mail(1);
    fs::create_directories(folder.path / "exports");
    std::ofstream{folder.path / "exports/chat.txt"} << chat("Mira", "Ravi");
    const timespec old[2]{{1'600'000'000, 0}, {1'600'000'000, 0}};
    REQUIRE(::utimensat(AT_FDCWD, (folder.path / "exports/chat.txt").c_str(), old, 0) == 0);
    CHECK(add_source(desk.app, {.kind = "maildir", .path = (folder.path / "mail").string()}).stored == 1);
    CHECK(add_source(desk.app, {.kind = "folder", .path = (folder.path / "exports").string(), .me = "Mira"}).stored ==
          2);
    desk.app.watching = true;
    desk.now += std::chrono::days{40};
    const auto current = kept_current(desk.app, desk.now);
    CHECK(current.at("maildir") == desk.now);
    CHECK_FALSE(current.contains("whatsapp"));
    desk.app.watching = false;
    CHECK(kept_current(desk.app, desk.now).at("maildir") < desk.now);
}

TEST_CASE("a source is refused when it is not there, a link, of another kind, or watched already")
{
    Desk desk;
    Folder folder;
    fs::create_directories(folder.path / "mail/cur");
    fs::create_directories(folder.path / "plain");
    fs::create_symlink(folder.path / "plain", folder.path / "link");
    const auto refused = [&](const std::string& kind, const std::string& name) {
        return problem_of([&] { add_source(desk.app, {.kind = kind, .path = (folder.path / name).string()}); });
    };
    CHECK(refused("folder", "nowhere").kind == Problem::Kind::not_found);
    CHECK(says(refused("folder", "link").what(), "is a link"));
    CHECK(says(refused("folder", "mail").hint, "maildir"));
    CHECK(says(refused("mbox", "plain").what(), "is no file"));
    CHECK(refused("imap", "plain").kind == Problem::Kind::bad_request);
    CHECK(list_sources(desk.app).sources.empty());
    add_source(desk.app, {.kind = "folder", .path = (folder.path / "plain/").string()});
    CHECK(says(refused("folder", "plain").what(), "already"));
    remove_source(desk.app, list_sources(desk.app).sources.front().id);
    CHECK(list_sources(desk.app).sources.empty());
    undo(desk.app);
    CHECK(list_sources(desk.app).sources.size() == 1);
}
