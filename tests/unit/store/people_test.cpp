#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

namespace {

ContactRecord full_contact()
{
    ContactRecord contact{.name = "Åsa Müller",
                          .circle = "close",
                          .cadence_days = 21,
                          .talk_every_days = 60,
                          .target = 0.7,
                          .band = 0.1,
                          .importance = 1.5,
                          .zone = "Europe/Stockholm",
                          .birthday = YearlyDate{.year = std::nullopt, .month = 2, .day = 29},
                          .note = "likes letters",
                          .added = days_ago(100)};
    contact.limits[Mode::call] = 0;
    contact.limits[Mode::meet] = 0.5;
    return contact;
}

std::vector<std::string> found(const Store& store, std::string_view text)
{
    std::vector<std::string> names;
    for (const ContactRecord& contact : store.find_contacts(text)) names.push_back(contact.name);
    return names;
}

} // namespace

TEST_CASE("a contact comes back as it was entered, also after reopening", "[store]")
{
    const Folder folder;
    ContactRecord written = full_contact();
    {
        Store store{folder.home()};
        store.change(now, [&](Writer& writer) {
            written.id = writer.add_contact(written);
            return std::string{"added Åsa"};
        });
    }
    const Store store{folder.home()};
    const auto read = store.contact(written.id);
    REQUIRE(read);
    CHECK(read->name == written.name);
    CHECK(read->circle == written.circle);
    CHECK(read->cadence_days == written.cadence_days);
    CHECK(read->talk_every_days == written.talk_every_days);
    CHECK(read->target == written.target);
    CHECK(read->band == written.band);
    CHECK(read->importance == written.importance);
    CHECK(read->zone == written.zone);
    CHECK(read->birthday == written.birthday);
    CHECK(read->note == written.note);
    CHECK(read->limits == written.limits);
    CHECK(read->added == written.added);
}

TEST_CASE("what a contact leaves empty comes from the circle", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId id = add(store, "Tom", "inner");
    CHECK(store.known(id)->wishes.cadence_days == 7);
    CHECK(store.known(id)->wishes.importance == 1.25);

    ContactRecord own = *store.contact(id);
    own.cadence_days = 10;
    store.change(now, [&](Writer& writer) {
        writer.edit_contact(own);
        return std::string{"edited Tom"};
    });
    CHECK(store.known(id)->wishes.cadence_days == 10);
    CHECK(store.known(id)->wishes.importance == 1.25);
}

TEST_CASE("a name is found by its beginning, whatever the case and the accents", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    for (const char* name : {"Åsa Müller", "Astrid", "Ann", "Anna Lind", "Per_cent", "Percent"}) add(store, name);

    CHECK(found(store, "asa") == std::vector<std::string>{"Åsa Müller"});
    CHECK(found(store, "ÅSA MULLER") == std::vector<std::string>{"Åsa Müller"});
    CHECK(found(store, "müll") == std::vector<std::string>{"Åsa Müller"});
    CHECK(found(store, "as") == std::vector<std::string>{"Åsa Müller", "Astrid"});
    CHECK(found(store, "ann") == std::vector<std::string>{"Ann"}); // the exact name alone, though Anna fits too
    CHECK(found(store, "lind") == std::vector<std::string>{"Anna Lind"});
    CHECK(found(store, "per_") == std::vector<std::string>{"Per_cent"}); // no wildcard
    CHECK(found(store, "%").empty());
    CHECK(found(store, "").empty());
}

TEST_CASE("a handle is one row, whoever names it, and keeps its first name", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    HandleId first;
    HandleId second;
    store.change(now, [&](Writer& writer) {
        first = writer.add_handle({HandleKind::email, "tom@example.org"}, "");
        second = writer.add_handle({HandleKind::email, "tom@example.org"}, "Tom");
        writer.add_handle({HandleKind::email, "tom@example.org"}, "Thomas");
        return std::string{"met Tom's address"};
    });
    CHECK(first == second);
    CHECK(store.handle(first)->name == "Tom");
}

TEST_CASE("a handle belongs to a contact, to the owner, to nobody, or is set aside", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    import(store, "chat.txt", {{{HandleKind::whatsapp, "Tom"}, {call(days_ago(3))}}});
    const HandleId handle = store.find_handles("whatsapp:Tom").front().id;
    const auto changed = [&](auto work) {
        store.change(now, [&](Writer& writer) {
            work(writer);
            return std::string{"moved a handle"};
        });
        return *store.handle(handle);
    };
    CHECK(store.unmatched(0, 10).size() == 1);

    CHECK(changed([&](Writer& writer) { writer.link(handle, tom); }).contact == tom);
    CHECK(store.handles_of(tom).size() == 1);
    CHECK(store.unmatched(0, 10).empty());

    const auto mine = changed([&](Writer& writer) { writer.make_owner(handle); });
    CHECK(mine.is_owner);
    CHECK_FALSE(mine.contact);
    CHECK(store.owner_handles().size() == 1);
    CHECK(store.interactions(tom, now).empty());

    const auto aside = changed([&](Writer& writer) { writer.ignore(handle, "newsletter"); });
    CHECK(aside.ignored == "newsletter");
    CHECK_FALSE(aside.is_owner);
    CHECK(store.unmatched(0, 10).empty());

    changed([&](Writer& writer) { writer.unlink(handle); });
    REQUIRE(store.unmatched(0, 10).size() == 1);
    CHECK(store.unmatched(0, 10).front().interactions == 1);
    CHECK(store.unmatched(0, 10).front().last == days_ago(3));
}

TEST_CASE("those who wait are listed with the busiest first, a page at a time", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    import(store, "chat.txt",
           {{{HandleKind::whatsapp, "Quiet"}, {call(days_ago(3))}},
            {{HandleKind::whatsapp, "Busy"}, {call(days_ago(2)), call(days_ago(1))}}});
    CHECK(store.unmatched(0, 1).front().handle.handle.value == "Busy");
    CHECK(store.unmatched(1, 1).front().handle.handle.value == "Quiet");
    CHECK(store.unmatched(2, 1).empty());
    CHECK(store.totals().unmatched == 2);
}
