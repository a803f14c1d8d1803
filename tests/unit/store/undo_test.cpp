// Undo: whatever a person did goes back to exactly what was there.

#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <functional>
#include <stdexcept>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

namespace {

/// A small life: two people with a past, a handle that waits, a nudge, a plan, a setting.
struct House {
    Folder folder;
    Store store{folder.home()};
    ContactId tom = add(store, "Tom");
    ContactId ann = add(store, "Ann", "inner");
    NudgeId nudge;
    PlanId plan;

    House()
    {
        log(store, tom, call(days_ago(20)), "about the garden");
        log(store, ann, call(days_ago(3)));
        import(
            store, "chat.txt",
            {{{HandleKind::whatsapp, "Annie"}, {chat(days_ago(9), Direction::in), chat(days_ago(8), Direction::out)}}});
        store.change(now, [&](Writer& writer) {
            nudge = writer.add_nudge({.contact = tom,
                                      .kind = NudgeKind::talk,
                                      .mode = Mode::call,
                                      .priority = 0.5,
                                      .given = days_ago(1),
                                      .state = "open",
                                      .changed = days_ago(1)});
            plan = writer.add_plan(walk());
            writer.set_setting("zone", "Europe/Prague");
            return std::string{"furnished"};
        });
    }

    Plan walk() const
    {
        return {.uid = "walk@blend",
                .mode = Mode::meet,
                .contacts = {{.id = tom}, {.id = ann}},
                .start = LocalTime{Seconds{1'796'000'000}},
                .zone = "Europe/Prague",
                .place = "the park",
                .created = now,
                .changed = now};
    }

    HandleId waiting() const { return store.find_handles("whatsapp:Annie").front().id; }
    std::filesystem::path file() const { return store.file(); }
};

using Change = std::function<void(House&, Writer&)>;

const std::map<std::string, Change> changes{
    {"add a contact with limits",
     [](House&, Writer& writer) {
         ContactRecord contact{.name = "Zoe", .circle = "close", .added = now};
         contact.limits[Mode::call] = 0;
         writer.add_contact(contact);
     }},
    {"edit a contact",
     [](House& house, Writer& writer) {
         ContactRecord contact = *house.store.contact(house.tom);
         contact.name = "Thomas";
         contact.circle = "inner";
         contact.birthday = YearlyDate{.year = 1956, .month = 5, .day = 4};
         contact.limits[Mode::meet] = 0;
         writer.edit_contact(contact);
     }},
    {"log the newest",
     [](House& house, Writer& writer) {
         const auto handle = writer.add_handle({HandleKind::log, std::to_string(house.tom.value)}, "");
         writer.add_interaction(handle, call(days_ago(1)), "a note");
     }},
    {"log something back-dated with two people",
     [](House& house, Writer& writer) {
         for (const ContactId contact : {house.tom, house.ann}) {
             const auto handle = writer.add_handle({HandleKind::log, std::to_string(contact.value)}, "");
             writer.own(handle, contact);
             writer.add_interaction(handle, call(days_ago(300)), std::nullopt);
         }
     }},
    {"link a handle", [](House& house, Writer& writer) { writer.link(house.waiting(), house.ann); }},
    {"ignore a handle", [](House& house, Writer& writer) { writer.ignore(house.waiting(), "not a person"); }},
    {"claim a handle as one's own", [](House& house, Writer& writer) { writer.make_owner(house.waiting()); }},
    {"name a handle",
     [](House&, Writer& writer) {
         writer.add_handle({HandleKind::email, "annie@example.org"}, "Annie");
     }},
    {"merge two contacts",
     [](House& house, Writer& writer) {
         for (const HandleRecord& handle : house.store.handles_of(house.tom)) writer.link(handle.id, house.ann);
         writer.remove_contact(house.tom);
     }},
    {"remove a contact with everything", [](House& house, Writer& writer) { writer.remove_contact(house.tom); }},
    {"plan",
     [](House& house, Writer& writer) {
         Plan plan = house.walk();
         plan.uid = "another@blend";
         writer.add_plan(plan);
     }},
    {"move a plan and take somebody off it",
     [](House& house, Writer& writer) {
         Plan plan = *house.store.plan(house.plan);
         plan.start += std::chrono::hours{48};
         plan.contacts.pop_back();
         ++plan.sequence;
         writer.edit_plan(plan);
     }},
    {"confirm an occurrence",
     [](House& house, Writer& writer) { writer.set_occurrence(house.plan, house.walk().start, PlanState::happened); }},
    {"snooze a nudge",
     [](House& house, Writer& writer) { writer.set_nudge(house.nudge, "snoozed", now, now + std::chrono::days{3}); }},
    {"give a nudge",
     [](House& house, Writer& writer) {
         writer.add_nudge({.contact = house.ann, .given = now, .state = "open", .changed = now});
     }},
    {"change one setting, make another and drop none",
     [](House&, Writer& writer) {
         writer.set_setting("zone", "Asia/Kolkata");
         writer.set_setting("region", "IN");
     }},
    {"drop a setting", [](House&, Writer& writer) { writer.set_setting("zone", std::nullopt); }},
};

} // namespace

TEST_CASE("undo gives back every table, byte for byte, after any change", "[store]")
{
    for (const auto& [name, work] : changes) {
        DYNAMIC_SECTION(name)
        {
            House house;
            const Dump before = content_of(house.file());
            house.store.change(now, [&](Writer& writer) {
                work(house, writer);
                return name;
            });
            CHECK_FALSE(differing(before, content_of(house.file())).empty());
            CHECK(house.store.rebuild(Trial::dry_run).second == 0);

            CHECK(house.store.undo(now) == name);
            CHECK(differing(before, content_of(house.file())) == std::vector<std::string>{});
            CHECK(house.store.rebuild(Trial::dry_run).second == 0);
            CHECK(house.store.integrity().empty());
        }
    }
}

TEST_CASE("a change that throws leaves nothing, not even an entry of the journal", "[store]")
{
    House house;
    const Dump before = everything_in(house.file());
    for (const auto& [name, work] : changes) {
        const auto broken = [&](Writer& writer) -> std::string {
            work(house, writer);
            throw std::runtime_error{"changed my mind"};
        };
        CHECK_THROWS_AS(house.store.change(now, broken), std::runtime_error);
        INFO(name);
        CHECK(differing(before, everything_in(house.file())) == std::vector<std::string>{});
    }
}

TEST_CASE("a refused change leaves nothing and the next one works", "[store]")
{
    House house;
    const Dump before = everything_in(house.file());
    CHECK_THROWS_AS(house.store.change(now,
                                       [&](Writer& writer) {
                                           writer.add_contact({.name = "Kept?", .added = now});
                                           writer.link(house.waiting(), ContactId{999}); // nobody
                                           return std::string{"linked"};
                                       }),
                    Problem);
    CHECK(differing(before, everything_in(house.file())) == std::vector<std::string>{});
    CHECK_NOTHROW(add(house.store, "Zoe"));
}

TEST_CASE("undo goes back step by step, newest first, and names each", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const Dump empty = content_of(store.file());
    const ContactId tom = add(store, "Tom");
    import(store, "chat.txt", {{{HandleKind::whatsapp, "Tom"}, {call(days_ago(2))}}});
    log(store, tom, call(days_ago(1)));

    CHECK(store.undo(now) == "logged a call");
    CHECK(store.undo(now) == "imported chat.txt");
    CHECK(store.undo(now) == "added Tom");
    CHECK_FALSE(store.undo(now));
    CHECK(differing(empty, content_of(store.file())) == std::vector<std::string>{});

    const auto journal = store.journal(10);
    REQUIRE(journal.size() == 3);
    CHECK(journal.front().what == "logged a call");
    CHECK(journal.front().undone);
}

TEST_CASE("what came after an undo is undone before what came before it", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    add(store, "Tom");
    add(store, "Ann");
    CHECK(store.undo(now) == "added Ann");
    add(store, "Zoe");
    CHECK(store.undo(now) == "added Zoe");
    CHECK(store.undo(now) == "added Tom");
}

TEST_CASE("what the program notes for itself is kept and not undone", "[store]")
{
    House house;
    house.store.keep([&](Writer& writer) {
        writer.add_nudge({.contact = house.ann, .given = now, .state = "open", .changed = now});
    });
    CHECK(house.store.nudges(now).size() == 2);
    CHECK(house.store.undo(now) == "furnished");
    CHECK(house.store.nudges(now).size() == 1);
}

TEST_CASE("undo leaves alone what the program noted since", "[store]")
{
    House house;
    house.store.change(now, [&](Writer& writer) {
        writer.set_nudge(house.nudge, "dismissed", now, std::nullopt);
        return std::string{"dismissed"};
    });
    house.store.keep([&](Writer& writer) { writer.set_nudge(house.nudge, "closed", now, std::nullopt); });
    house.store.undo(now);
    CHECK(house.store.nudge(house.nudge)->state == "closed");
}

TEST_CASE("after any mix of changes, imports and undos nothing differs from a rebuild, and undo leads back to nothing",
          "[store][property]")
{
    std::mt19937 chance{GENERATE(1U, 2U, 3U, 4U)};
    const Folder folder;
    Store store{folder.home()};
    const Dump empty = content_of(store.file());
    const auto names = std::to_array<const char*>({"Ann", "Tom", "Zoe", "Ravi", "Mia"});
    const auto any_contact = [&]() -> std::optional<ContactId> {
        const auto known = store.known();
        return known.empty() ? std::nullopt : std::optional{known[chance() % known.size()].record.id};
    };
    for (int step = 0; step < 60; ++step) {
        const auto contact = any_contact();
        const auto waiting = store.unmatched(0, 20);
        switch (chance() % 8) {
        case 0: add(store, names[chance() % names.size()]); break;
        case 1:
        case 2:
            if (contact) log(store, *contact, random_log(chance, 1).front());
            break;
        case 3:
        case 4:
            import(store, "chat " + std::to_string(chance() % 3),
                   {{{HandleKind::whatsapp, names[chance() % names.size()]}, random_log(chance, 20)},
                    {{HandleKind::email, names[chance() % names.size()]}, random_log(chance, 5)}});
            break;
        case 5:
            if (contact && !waiting.empty())
                store.change(now, [&](Writer& writer) {
                    writer.link(waiting[chance() % waiting.size()].handle.id, *contact);
                    return std::string{"linked"};
                });
            break;
        case 6:
            if (const auto other = any_contact(); contact && *other != *contact)
                store.change(now, [&](Writer& writer) {
                    for (const auto& handle : store.handles_of(*other)) writer.link(handle.id, *contact);
                    writer.remove_contact(*other);
                    return std::string{"merged"};
                });
            break;
        case 7: store.undo(now); break;
        }
    }
    CHECK(store.rebuild(Trial::dry_run).second == 0);
    CHECK(store.integrity().empty());

    while (store.undo(now)) CHECK(store.rebuild(Trial::dry_run).second == 0);
    CHECK(differing(empty, content_of(store.file())) == std::vector<std::string>{});
}
