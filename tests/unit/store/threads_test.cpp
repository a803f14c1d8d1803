// Several threads at once: an import, a person who types, somebody who looks.

#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

TEST_CASE("imports, changes and reads at the same time lose nothing and agree with a rebuild", "[store][threads]")
{
    constexpr int batches = 10;
    constexpr int entries = 40;
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    const ContactId ann = add(store, "Ann");
    store.change(now, [&](Writer& writer) {
        writer.link(writer.add_handle({HandleKind::whatsapp, "Tom"}, ""), tom);
        return std::string{"linked"};
    });

    std::thread importing{[&] {
        std::mt19937 chance{1};
        for (int batch = 0; batch < batches; ++batch)
            import(store, "chat",
                   {{{HandleKind::whatsapp, "Tom"}, random_log(chance, 100)},
                    {{HandleKind::whatsapp, "Stranger"}, random_log(chance, 100)}});
    }};
    std::thread typing{[&] {
        std::mt19937 chance{2};
        for (const Interaction& each : random_log(chance, entries)) log(store, chance() % 2 == 0 ? tom : ann, each);
    }};
    std::atomic<bool> done{false};
    std::thread looking{[&] {
        while (!done) {
            // No reader sees a person whose numbers and rows come from different moments.
            for (const Known& each : store.known()) CHECK_NOTHROW(store.interactions(each.record.id, now));
            store.totals();
            store.journal(5);
            store.unmatched(0, 5);
        }
    }};
    importing.join();
    typing.join();
    done = true;
    looking.join();

    CHECK(store.totals().interactions == batches * 200 + entries);
    CHECK(store.interactions(tom, now).size() + store.interactions(ann, now).size() == batches * 100 + entries);
    CHECK(store.journal(1000).size() == 3 + batches + entries);
    CHECK(store.rebuild(Trial::dry_run).second == 0);
    CHECK(store.integrity().empty());
}

TEST_CASE("a run given up while somebody types takes only its own rows along", "[store][threads]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    std::thread typing{[&] {
        std::mt19937 chance{2};
        for (const Interaction& each : random_log(chance, 30)) log(store, tom, each);
    }};
    std::mt19937 chance{1};
    for (int batch = 0; batch < 8; ++batch) {
        const auto run = store.import(now, Trial::no);
        run->open_source("whatsapp", "chat");
        const HandleId handle = run->handle({HandleKind::whatsapp, "Tom"}, "").id;
        run->change([&](Writer& writer) { writer.link(handle, tom); });
        std::vector<ImportRow> rows;
        for (const Interaction& each : random_log(chance, 50)) rows.push_back({handle, each, 0});
        run->add(rows);
    }
    typing.join();
    CHECK(store.interactions(tom, now).size() == 30);
    CHECK(store.find_handles("whatsapp:Tom").empty());
    CHECK(store.rebuild(Trial::dry_run).second == 0);
}
