// Forgetting, backups, restoring.

#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

namespace {

const Handle chat_of_ann{HandleKind::whatsapp, "Annabella"};

/// All bytes that the folder holds.
std::string residue(const std::filesystem::path& folder)
{
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) bytes += bytes_of(entry.path());
    return bytes;
}

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat found {};
    REQUIRE(::lstat(path.c_str(), &found) == 0);
    return found.st_mode & 0777;
}

void merge(Store& store, ContactId from, ContactId into)
{
    store.change(now, [&](Writer& writer) {
        for (const HandleRecord& handle : store.handles_of(from)) writer.link(handle.id, into);
        writer.remove_contact(from);
        return std::string{"merged Annabella into Ann Gloxinia"};
    });
}

} // namespace

TEST_CASE("forgetting leaves no residue in the bytes of the ledger, its journal included", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    // Met in a chat before anybody knew who it was, entered twice, merged, edited, logged, planned, noted.
    import(store, "/exports/WhatsApp Chat with Annabella.txt", {{chat_of_ann, {call(days_ago(5)), call(days_ago(4))}}});
    const ContactId early = add(store, "Annabella");
    store.change(now, [&](Writer& writer) {
        writer.link(store.find_handles("whatsapp:Annabella").front().id, early);
        return std::string{"linked Annabella"};
    });
    log(store, early, call(days_ago(3)), "spoke of Petrichor");
    const ContactId ann = add(store, "Ann Gloxinia");
    merge(store, early, ann);
    ContactRecord edited = *store.contact(ann);
    edited.note = "grows Quincunx";
    store.change(now, [&](Writer& writer) {
        writer.edit_contact(edited);
        writer.add_nudge({.contact = ann, .given = now, .state = "open", .changed = now});
        writer.add_plan({.uid = "one", .contacts = {{.id = ann}}, .zone = "UTC", .place = "Zugzwang Square"});
        return std::string{"edited Ann Gloxinia"};
    });
    log(store, tom, call(days_ago(2)), "about Schadenfreude");
    const auto words = {"Annabella", "Gloxinia", "Petrichor", "Quincunx", "Zugzwang"};
    for (const char* word : words) CHECK(residue(folder.home()).find(word) != std::string::npos);

    store.forget(ann);

    for (const char* word : words) {
        INFO(word);
        CHECK(residue(folder.home()).find(word) == std::string::npos);
    }
    CHECK(residue(folder.home()).find("Schadenfreude") != std::string::npos);
    CHECK(store.interactions(tom, now).size() == 1);
    CHECK(store.totals().contacts == 1);
    CHECK(store.totals().interactions == 1);
    CHECK(store.integrity().empty());
    CHECK(store.rebuild(Trial::dry_run).second == 0);
}

TEST_CASE("what is forgotten is not brought back by undoing what came before", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    import(store, "family.txt",
           {{chat_of_ann, {call(days_ago(5))}}, {{HandleKind::whatsapp, "Tom"}, {call(days_ago(5))}}});
    const ContactId ann = add(store, "Annabella");
    store.change(now, [&](Writer& writer) {
        writer.link(store.find_handles("whatsapp:Annabella").front().id, ann);
        writer.link(store.find_handles("whatsapp:Tom").front().id, tom);
        return std::string{"linked both"};
    });
    store.forget(ann);
    CHECK(store.interactions(tom, now).size() == 1);
    while (store.undo(now)) {
    }
    CHECK(residue(folder.home()).find("Annabella") == std::string::npos);
    CHECK(store.rebuild(Trial::dry_run).second == 0);
    CHECK(store.integrity().empty());
}

TEST_CASE("a plan with somebody else stays when one of them is forgotten", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    const ContactId ann = add(store, "Ann");
    store.change(now, [&](Writer& writer) {
        writer.add_plan({.uid = "both", .contacts = {{.id = tom}, {.id = ann}}, .zone = "UTC"});
        writer.add_plan({.uid = "alone", .contacts = {{.id = ann}}, .zone = "UTC"});
        return std::string{"planned"};
    });
    store.forget(ann);
    REQUIRE(store.plans().size() == 1);
    CHECK(store.plans().front().uid == "both");
    CHECK(store.plans().front().contacts.size() == 1);
}

TEST_CASE("a backup is whole, private, and opens as a ledger", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    for (int day = 1; day < 200; ++day) log(store, tom, call(days_ago(day)));
    const auto file = folder / "backup.db";
    store.backup(file);
    CHECK(mode_of(file) == 0600);
    CHECK_FALSE(std::filesystem::exists(folder / "backup.db.partial"));
    CHECK(differing(everything_in(store.file()), everything_in(file)) == std::vector<std::string>{});

    std::filesystem::create_directory(folder / "other");
    std::filesystem::copy(file, folder / "other" / "blend.db");
    const Store other{folder / "other"};
    CHECK(other.integrity().empty());
    CHECK(other.interactions(tom, now).size() == 199);
}

TEST_CASE("a backup never overwrites, and needs a folder to go to", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    write_bytes(folder / "precious", "do not touch");
    CHECK_THROWS_AS(store.backup(folder / "precious"), Problem);
    CHECK(bytes_of(folder / "precious") == "do not touch");
    CHECK_THROWS_AS(store.backup(folder / "nowhere" / "backup.db"), Problem);
}

TEST_CASE("restoring brings the backup back and keeps the present ledger aside", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    add(store, "Tom");
    const auto file = folder / "backup.db";
    store.backup(file);
    const Dump then = everything_in(store.file());
    add(store, "Ann");
    const Dump before = everything_in(store.file());

    const auto aside = store.restore(file, now);
    CHECK(differing(then, everything_in(store.file())) == std::vector<std::string>{});
    CHECK(differing(before, everything_in(aside)) == std::vector<std::string>{});
    CHECK(mode_of(aside) == 0600);
    CHECK(store.totals().contacts == 1);

    add(store, "Zoe"); // it goes on being a ledger
    CHECK(store.undo(now) == "added Zoe");
    store.restore(aside, now + Seconds{1});
    CHECK(store.find_contacts("Ann").size() == 1);
}

TEST_CASE("restoring lets nobody in who was sent away since", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    store.add_key({"token", "old phone", "a1", now, {}});
    store.backup(folder / "backup.db");
    store.remove_key("a1");
    store.add_key({"token", "new phone", "b2", now, {}});

    store.restore(folder / "backup.db", now);

    CHECK_FALSE(store.key("a1"));
    CHECK(store.key("b2"));
}

TEST_CASE("a backup made during an import is restored without its half", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const auto file = folder / "backup.db";
    {
        const auto run = store.import(now, Trial::no);
        run->open_source("whatsapp", "chat.txt");
        run->add({{run->handle(chat_of_ann, "").id, call(days_ago(2)), 0}});
        store.backup(file);
        CHECK_THROWS_AS(store.restore(file, now), Problem); // the run would go on in another ledger
        run->finish("imported");
    }
    CHECK(store.totals().interactions == 1);
    store.restore(file, now);
    CHECK(store.totals().interactions == 0);
    CHECK(store.find_handles("whatsapp:Annabella").empty());
}

TEST_CASE("a damaged, foreign, newer or missing backup is refused and changes nothing", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    for (int day = 1; day < 200; ++day) log(store, tom, call(days_ago(day)));
    const auto file = folder / "backup.db";
    store.backup(file);
    const std::string good = bytes_of(file);
    const Dump before = everything_in(store.file());

    std::map<std::string, std::string> bad;
    bad["cut short"] = good.substr(0, good.size() / 2);
    bad["scribbled over"] = good.substr(0, 8192) + std::string(good.size() - 8192, '\x5A');
    bad["of a newer program"] = std::string{good}.replace(60, 4, std::string{"\0\0\0\x7F", 4});
    bad["somebody else's"] = std::string{good}.replace(68, 4, "ABCD");
    bad["text"] = "Dear diary,\n" + std::string(500, 'x');
    for (const auto& [what, bytes] : bad) {
        INFO(what);
        write_bytes(file, bytes);
        CHECK_THROWS_AS(store.restore(file, now), Problem);
        CHECK(differing(before, everything_in(store.file())) == std::vector<std::string>{});
        CHECK(bytes_of(file) == bytes);
    }
    CHECK_THROWS_AS(store.restore(folder / "missing.db", now), Problem);
    CHECK_NOTHROW(log(store, tom, call(now)));
}

TEST_CASE("keys of the API are kept, used, listed and revoked", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    store.add_key({.kind = "token", .name = "phone", .hash = "abc", .created = days_ago(2)});
    store.add_key({.kind = "session", .name = "browser", .hash = "def", .created = days_ago(1)});
    store.touch_key("abc", now);
    REQUIRE(store.key("abc"));
    CHECK(store.key("abc")->last_used == now);
    CHECK(store.keys("token").size() == 1);
    CHECK_THROWS_AS(store.add_key({.kind = "token", .name = "phone", .hash = "xyz"}), Problem);
    CHECK(store.remove_key("abc"));
    CHECK_FALSE(store.remove_key("abc"));
    CHECK_FALSE(store.key("abc"));
}
