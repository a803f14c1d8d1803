// What several sources tell of one contact, kept as rows and counted as things.

#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;
using namespace std::chrono_literals;

namespace {

const Handle number{HandleKind::phone, "+491711234567"};

Interaction talk(Seconds after, std::optional<double> minutes, std::uint64_t key)
{
    Interaction each = call(days_ago(3) + after, 0, key);
    each.size = minutes;
    return each;
}

ContactId tom_of(Store& store)
{
    const ContactId tom = add(store, "Tom");
    store.change(now, [&](Writer& writer) {
        writer.link(writer.add_handle(number, ""), tom);
        return std::string{"linked"};
    });
    return tom;
}

void import_as(Store& store, const std::string& format, const std::vector<Interaction>& interactions)
{
    const auto run = store.import(now, Trial::no);
    run->open_source(format, "/somewhere/" + format);
    std::vector<ImportRow> rows;
    for (const Interaction& each : interactions)
        rows.push_back({run->handle(number, "").id, each, static_cast<std::int64_t>(rows.size())});
    run->add(rows);
    run->close_source({});
    run->finish("imported " + format);
}

} // namespace

TEST_CASE("a call of two lists is one interaction with both sources, everywhere", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = tom_of(store);
    import_as(store, "whatsapp", {talk(10s, {}, 1)});
    import_as(store, "sms_backup", {talk(0s, 20, 2)});
    log(store, tom, talk(3min, 15, 3), "about the garden");

    CHECK(store.interactions(tom, now).size() == 1);
    const auto timeline = store.timeline(tom, now, 10);
    REQUIRE(timeline.size() == 1);
    CHECK(timeline[0].sources == std::vector<std::string>{"sms_backup", "whatsapp", "log"});
    CHECK(timeline[0].interaction.size == 20.0);
    CHECK(timeline[0].note == "about the garden");
    int exported = 0;
    store.each_interaction([&](const HandleRecord&, std::string_view, const TimelineEntry& entry) {
        ++exported;
        CHECK(entry.sources.size() == 3);
    });
    CHECK(exported == 1);
    std::int64_t counted = 0;
    for (const DayRecord& each : store.days(Day{}, Day{std::chrono::days{40'000}})) counted += each.interactions;
    CHECK(counted == 1);
    CHECK(store.coverage(tom).size() == 3);
    CHECK(store.rebuild(Trial::dry_run).second == 0);
    CHECK(store.totals().interactions == 3); // nothing was thrown away
}

TEST_CASE("what stands is completed by what it does not know", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = tom_of(store);
    import_as(store, "whatsapp", {talk(0s, {}, 1)});
    log(store, tom, talk(2min, 25, 2));
    CHECK(store.interactions(tom, now).at(0).size == 25.0);
}

TEST_CASE("whoever comes first, imports and logs give the same bytes", "[store]")
{
    std::mt19937 chance{3};
    auto measured = random_log(chance, 60);
    auto foreseen = measured;
    auto remembered = measured;
    for (auto& each : foreseen) each.at += Seconds{chance() % 600}, each.key += 1;
    for (auto& each : remembered) each.at -= Seconds{chance() % 600}, each.key += 2;
    std::vector<int> order{0, 1, 2};
    std::vector<std::string> first;
    do {
        const Folder folder;
        Store store{folder.home()};
        const ContactId tom = tom_of(store);
        for (const int each : order) {
            if (each == 0) import_as(store, "whatsapp", measured);
            if (each == 1) import_as(store, "icalendar", foreseen);
            if (each == 2)
                for (const Interaction& logged : remembered) log(store, tom, logged);
        }
        CHECK(store.interactions(tom, now).size() < 180);
        CHECK(store.rebuild(Trial::dry_run).second == 0);
        const auto content = content_of(store.file());
        auto bytes = content.at("standing");
        for (const char* table : {"daily", "contact_source"})
            bytes.insert(bytes.end(), content.at(table).begin(), content.at(table).end());
        if (first.empty()) first = bytes;
        REQUIRE(bytes == first);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("a page of the timeline is a piece of the whole, wherever it is cut", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = tom_of(store);
    std::mt19937 chance{4};
    std::vector<Interaction> one;
    std::vector<Interaction> other;
    for (std::uint64_t index = 0; index < 300; ++index) {
        auto each = talk(-Seconds{chance() % 2'000'000}, static_cast<double>(chance() % 90), index + 1);
        if (chance() % 3 == 0) each.channel = Channel::missed_call;
        (chance() % 2 == 0 ? one : other).push_back(each);
    }
    import_as(store, "whatsapp", one);
    import_as(store, "sms_backup", other);

    const auto whole = store.interactions(tom, now);
    CHECK(whole.size() < 290);
    std::vector<Interaction> paged;
    for (Instant before = now; paged.size() < whole.size();) {
        const auto page = store.timeline(tom, before, 1 + static_cast<std::int64_t>(chance() % 7));
        REQUIRE_FALSE(page.empty());
        for (const TimelineEntry& each : page) paged.push_back(each.interaction);
        before = page.back().interaction.at; // no two begin in the same second here
    }
    std::reverse(paged.begin(), paged.end());
    CHECK(paged == whole);
}

TEST_CASE("what is kept apart counts twice, and once again when that is undone", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = tom_of(store);
    import_as(store, "whatsapp", {talk(0s, 20, 1)});
    import_as(store, "sms_backup", {talk(0s, 20, 2)});
    const auto before = content_of(store.file());
    const auto record = store.timeline(tom, now, 1).at(0).records.at(1);
    store.change(now, [&](Writer& writer) {
        writer.keep_apart(tom, record);
        return std::string{"counted apart"};
    });
    CHECK(store.interactions(tom, now).size() == 2);
    CHECK(store.rebuild(Trial::dry_run).second == 0);
    store.undo(now);
    CHECK(store.interactions(tom, now).size() == 1);
    CHECK(differing(before, content_of(store.file())).empty());
}

TEST_CASE("a record that another stands for is still known as logged", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = tom_of(store);
    const auto logged = talk(0s, 20, 1);
    log(store, tom, logged);
    import_as(store, "sms_backup", {talk(1min, 20, 2)});
    CHECK(store.holds(tom, logged));
    CHECK_FALSE(store.holds(tom, talk(0s, 20, 5)));
}
