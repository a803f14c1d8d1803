// Imports: a batch is there as a whole or not at all, whatever ends it.

#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

namespace {

const Handle tom_chat{HandleKind::whatsapp, "Tom"};
const Handle ann_chat{HandleKind::whatsapp, "Ann"};

/// What an import of an address book does: a new contact takes over a handle that waited, another gets a new one.
void create_contacts(ImportRun& run)
{
    run.change([](Writer& writer) {
        const ContactId tom = writer.add_contact({.name = "Tom", .circle = "close", .added = days_ago(1)});
        writer.link(writer.add_handle(tom_chat, "Tom"), tom);
        const ContactId ann = writer.add_contact({.name = "Ann", .added = days_ago(1)});
        writer.link(writer.add_handle({HandleKind::email, "ann@example.org"}, "Ann"), ann);
        writer.make_owner(writer.add_handle({HandleKind::email, "me@example.org"}, "me"));
    });
}

void add_rows(ImportRun& run, const Handle& handle, const std::vector<Interaction>& interactions)
{
    std::vector<ImportRow> rows;
    const HandleId id = run.handle(handle, handle.value).id;
    for (const Interaction& each : interactions) rows.push_back({id, each, static_cast<std::int64_t>(rows.size())});
    run.add(rows);
}

/// A ledger in which Tom's chat waits with two messages, and Ann is known.
struct House {
    Folder folder;
    Store store{folder.home()};
    ContactId ann = add(store, "Ann Lind");

    House()
    {
        import(store, "first.txt", {{tom_chat, {call(days_ago(50)), call(days_ago(40))}}});
        log(store, ann, call(days_ago(30)));
    }
    Dump content() const { return content_of(store.file()); }
};

} // namespace

TEST_CASE("importing twice adds nothing, and a later export adds what is new", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const auto run_of = [&](std::vector<Interaction> interactions) {
        const auto run = store.import(now, Trial::no);
        run->open_source("whatsapp", "chat.txt");
        std::vector<ImportRow> rows;
        const HandleId handle = run->handle(tom_chat, "Tom").id;
        for (const Interaction& each : interactions)
            rows.push_back({handle, each, static_cast<std::int64_t>(rows.size())});
        const auto fresh = run->add(rows);
        run->finish("imported");
        return fresh;
    };
    CHECK(run_of({call(days_ago(3)), call(days_ago(2))}) == std::vector<std::int64_t>{0, 1});
    const Dump once = content_of(store.file());
    CHECK(run_of({call(days_ago(3)), call(days_ago(2))}).empty());
    CHECK(differing(once, content_of(store.file())) == std::vector<std::string>{});
    CHECK(run_of({call(days_ago(3)), call(days_ago(2)), call(days_ago(1))}) == std::vector<std::int64_t>{2});
    CHECK(store.totals().interactions == 3);
}

TEST_CASE("a record with several rows is new when one of them is", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    import(store, "a", {{tom_chat, {call(days_ago(3), 20, 5)}}});
    const auto run = store.import(now, Trial::no);
    run->open_source("whatsapp", "b");
    const HandleId tom = run->handle(tom_chat, "").id;
    const HandleId ann = run->handle(ann_chat, "").id;
    CHECK(run->add({{tom, call(days_ago(3), 20, 5), 1},
                    {ann, call(days_ago(3), 20, 5), 1},
                    {tom, call(days_ago(3), 20, 5), 2}}) == std::vector<std::int64_t>{1});
    run->finish("imported b");
}

TEST_CASE("the rows of a dropped source are gone, those of the others stay", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    store.change(now, [&](Writer& writer) {
        writer.link(writer.add_handle(tom_chat, "Tom"), tom);
        return std::string{"linked"};
    });
    CHECK(store.totals().interactions == 0);
    const auto run = store.import(now, Trial::no);
    run->open_source("whatsapp", "good.txt");
    add_rows(*run, tom_chat, {call(days_ago(3))});
    run->close_source({.read = 1, .stored = 1});
    run->open_source("whatsapp", "bad.txt");
    add_rows(*run, tom_chat, {call(days_ago(2)), call(days_ago(1))});
    run->drop_source();
    run->finish("imported");

    CHECK(store.interactions(tom, now).size() == 1);
    CHECK(store.known(tom)->memory.last_contact == days_ago(3));
    CHECK(store.totals().interactions == 1);
    CHECK(store.sources().size() == 1);
    CHECK(store.rebuild(Trial::dry_run).second == 0);
}

TEST_CASE("a run that ends without finishing leaves nothing", "[store]")
{
    House house;
    const Dump before = house.content();
    {
        const auto run = house.store.import(now, Trial::no);
        run->open_source("whatsapp", "second.txt");
        add_rows(*run, tom_chat, {call(days_ago(9))});
        add_rows(*run, ann_chat, {call(days_ago(8))});
        run->handle({HandleKind::email, "news@example.org"}, "News", "newsletter");
        run->change([&](Writer& writer) { writer.link(writer.add_handle(ann_chat, ""), house.ann); });
        create_contacts(*run);
    }
    CHECK(differing(before, house.content()) == std::vector<std::string>{});
    CHECK(house.store.rebuild(Trial::dry_run).second == 0);
    CHECK(house.store.undo(now) == "logged a call");
}

TEST_CASE("what the owner logs while a run is on survives its end without finishing", "[store]")
{
    House house;
    {
        const auto run = house.store.import(now, Trial::no);
        run->open_source("whatsapp", "second.txt");
        add_rows(*run, ann_chat, {call(days_ago(8))});
        run->change([&](Writer& writer) {
            writer.link(writer.add_handle(ann_chat, ""), house.ann);
            writer.link(writer.add_handle(tom_chat, ""), house.ann);
        });
        log(house.store, house.ann, call(days_ago(400))); // back-dated: recomputed with the rows of the run
        log(house.store, house.ann, call(days_ago(1)));
    }
    CHECK(house.store.interactions(house.ann, now).size() == 3);
    CHECK(house.store.rebuild(Trial::dry_run).second == 0);
}

TEST_CASE("a dry run holds nobody up: what the owner logs meanwhile goes in, and of the run nothing is left", "[store]")
{
    House house;
    const auto files = [&] {
        std::set<std::string> names;
        for (const auto& each : std::filesystem::directory_iterator{house.folder.home()})
            names.insert(each.path().filename().string());
        return names;
    };
    const auto before = files();
    {
        const auto run = house.store.import(now, Trial::dry_run);
        run->open_source("whatsapp", "second.txt");
        CHECK(run->add({{run->handle(tom_chat, "").id, call(days_ago(9)), 1}}).size() == 1);
        CHECK(run->add({{run->handle(tom_chat, "").id, call(days_ago(9)), 1}}).empty());
        run->change([&](Writer& writer) { writer.link(writer.add_handle(ann_chat, ""), house.ann); });
        log(house.store, house.ann, call(days_ago(1)));
        CHECK(house.store.undo(now) == "logged a call");
        log(house.store, house.ann, call(days_ago(2)));
        run->finish("imported");
    }
    CHECK(house.store.known(house.ann)->memory.last_contact == days_ago(2));
    CHECK(house.store.undo(now) == "logged a call");
    CHECK(house.store.rebuild(Trial::dry_run).second == 0);
    CHECK(house.store.unmatched(0, 10).front().interactions == 2);
    CHECK(files() == before);
}

TEST_CASE("a run that was cut off is taken back at the next opening, and what waited before still waits", "[store]")
{
    House house;
    const Dump before = house.content();
    const auto copy = house.folder / "copy";
    {
        const auto run = house.store.import(now, Trial::no);
        run->open_source("whatsapp", "second.txt");
        add_rows(*run, tom_chat, {call(days_ago(9))});
        add_rows(*run, ann_chat, {call(days_ago(8))});
        create_contacts(*run);
        run->change([&](Writer& writer) { writer.link(writer.add_handle(ann_chat, ""), house.ann); });
        log(house.store, house.ann, call(days_ago(400)));
        house.store.undo(now);
        std::filesystem::copy(house.folder.home(), copy); // as a kill -9 at this moment would leave it
    }
    Store store{copy};
    CHECK(differing(before, content_of(store.file())) == std::vector<std::string>{});
    CHECK(store.unmatched(0, 10).front().interactions == 2);
    CHECK(store.rebuild(Trial::dry_run).second == 0);
    CHECK(store.integrity().empty());
}

TEST_CASE("a run that was cut off takes nothing along that the owner did meanwhile", "[store]")
{
    House house;
    const auto copy = house.folder / "copy";
    {
        const auto run = house.store.import(now, Trial::no);
        run->open_source("vcard", "people.vcf");
        ContactId made;
        run->change([&](Writer& writer) { made = writer.add_contact({.name = "Tom", .added = now}); });
        house.store.change(now, [&](Writer& writer) { // the owner links old messages to the brand-new contact
            writer.link(writer.add_handle(tom_chat, ""), made);
            return std::string{"linked"};
        });
        std::filesystem::copy(house.folder.home(), copy);
    }
    CHECK(house.store.totals().interactions == 3);
    CHECK(Store{copy}.totals().interactions == 3);
}

TEST_CASE("undoing an import restores people, handles and standings", "[store]")
{
    House house;
    const Dump before = house.content();
    {
        const auto run = house.store.import(now, Trial::no);
        run->open_source("whatsapp", "second.txt");
        add_rows(*run, tom_chat, {call(days_ago(9))});
        add_rows(*run, ann_chat, {call(days_ago(8))});
        run->handle({HandleKind::email, "news@example.org"}, "News", "newsletter");
        create_contacts(*run);
        run->close_source({.read = 2, .stored = 2});
        run->finish("imported second.txt");
    }
    CHECK(house.store.find_contacts("Tom").size() == 1);
    CHECK(house.store.rebuild(Trial::dry_run).second == 0);
    CHECK(house.store.undo(now) == "imported second.txt");
    CHECK(differing(before, house.content()) == std::vector<std::string>{});
    CHECK(house.store.rebuild(Trial::dry_run).second == 0);
}

TEST_CASE("an undone import can be imported again", "[store]")
{
    House house;
    const Dump with = house.content();
    house.store.undo(now);
    house.store.undo(now);
    CHECK(house.store.totals().interactions == 0);
    import(house.store, "first.txt", {{tom_chat, {call(days_ago(50)), call(days_ago(40))}}});
    CHECK(house.store.totals().interactions == 2);
}

TEST_CASE("a dry run counts, changes nothing and keeps nothing", "[store]")
{
    House house;
    const Dump before = everything_in(house.store.file());
    {
        const auto run = house.store.import(now, Trial::dry_run);
        run->open_source("whatsapp", "second.txt");
        const HandleId handle = run->handle(tom_chat, "Tom").id;
        CHECK(run->add({{handle, call(days_ago(50)), 0}, {handle, call(days_ago(9)), 1}}) ==
              std::vector<std::int64_t>{1});
        create_contacts(*run);
        run->close_source({.read = 2, .stored = 1, .duplicate = 1});
        if (GENERATE(false, true)) run->finish("imported second.txt");
    }
    CHECK(differing(before, everything_in(house.store.file())) == std::vector<std::string>{});
    CHECK(house.store.totals().interactions == 3);
    CHECK_NOTHROW(add(house.store, "Zoe"));
}

TEST_CASE("five batches in any order give identical standings", "[store][property]")
{
    std::mt19937 chance{3};
    std::vector<std::vector<Interaction>> batches;
    for (int index = 0; index < 5; ++index) batches.push_back(random_log(chance, 12));
    batches[4].insert(batches[4].end(), batches[0].begin(), batches[0].begin() + 6); // exports overlap

    std::vector<std::size_t> order(5);
    std::iota(order.begin(), order.end(), 0U);
    std::optional<Known> first;
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    store.change(now, [&](Writer& writer) {
        writer.link(writer.add_handle(tom_chat, ""), tom);
        writer.link(writer.add_handle(ann_chat, ""), tom);
        return std::string{"linked"};
    });
    int different = 0;
    do {
        for (const std::size_t index : order)
            import(store, std::to_string(index), {{index % 2 == 0 ? tom_chat : ann_chat, batches[index]}});
        const auto known = store.known(tom);
        if (!first) first = known;
        if (!(first->memory == known->memory) || first->habits != known->habits) ++different;
        for (std::size_t index = 0; index < 5; ++index) store.undo(now);
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(different == 0);
    CHECK(first->memory.newest);
}

TEST_CASE("only one import runs at a time", "[store]")
{
    House house;
    const auto run = house.store.import(now, Trial::no);
    CHECK_THROWS_AS(house.store.import(now, Trial::no), Problem);
    run->finish("imported nothing");
    CHECK_NOTHROW(house.store.import(now, Trial::no));
}

TEST_CASE("totals count what is there, also when they are asked for during an import", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const auto run = store.import(now, Trial::no);
    run->open_source("whatsapp", "chat.txt");
    add_rows(*run, tom_chat, {call(days_ago(2)), call(days_ago(1))});
    CHECK(store.totals().interactions == 2);
    run->finish("imported");
    CHECK(store.totals().interactions == 2);
}

TEST_CASE("coverage speaks of imports that stand, not of those that were undone or given up", "[store]")
{
    House house;
    const HandleId waiting = house.store.find_handles("whatsapp:Tom").front().id;
    house.store.change(now, [&](Writer& writer) {
        writer.link(waiting, house.ann);
        return std::string{"linked"};
    });
    const auto last_read = [&] {
        for (const CoverageRecord& each : house.store.coverage(house.ann))
            if (each.format == "whatsapp") return each.last_read;
        return std::optional<Instant>{};
    };
    CHECK(last_read() == now);
    const Instant later = now + std::chrono::days{9};
    import(house.store, "first.txt", {{tom_chat, {call(days_ago(1))}}}, later);
    CHECK(last_read() == later);
    CHECK(house.store.sources().front().last_read == later);
    house.store.undo(later);
    CHECK(last_read() == now);
    CHECK(house.store.sources().front().last_read == now);
    {
        const auto run = house.store.import(later, Trial::no);
        run->open_source("whatsapp", "first.txt");
    }
    CHECK(last_read() == now);
}

TEST_CASE("what an import counted is kept with its source", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const auto run = store.import(now, Trial::no);
    run->open_source("whatsapp", "chat.txt");
    run->close_source({.read = 5, .stored = 2, .duplicate = 1, .skipped = {{"system", 2}}, .last = days_ago(4)});
    run->finish("imported");
    const auto rows = everything_in(store.file());
    CHECK(rows.at("import") ==
          std::vector<std::string>{"1|1|1|5|2|1|0|NULL|" + std::to_string(days_ago(4).time_since_epoch().count())});
    CHECK(rows.at("import_skip") == std::vector<std::string>{"1|'system'|2"});
    CHECK(store.sources().front().newest == days_ago(4));
}
