// What is derived from the log: the same bits whichever way the log came together.

#include "daemon/core/slot.hpp"
#include "daemon/store/derived.hpp"
#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

namespace {

std::pair<std::int64_t, std::int64_t> checked(Store& store) { return store.rebuild(Trial::dry_run); }

} // namespace

TEST_CASE("a standing is what the model remembers of the log", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    std::mt19937 chance{11};
    const ContactId tom = add(store, "Tom");
    for (const Interaction& each : random_log(chance, 60)) log(store, tom, each);

    const auto log = store.interactions(tom, now);
    CHECK(log.size() == 60);
    CHECK(store.known(tom)->memory == remember(store.known(tom)->wishes.cadence_days, log));
}

TEST_CASE("adding one by one equals a full rebuild, in time order, backwards and shuffled", "[store][property]")
{
    const Folder folder;
    Store store{folder.home()};
    std::mt19937 chance{GENERATE(1U, 2U, 3U)};
    auto records = random_log(chance, 50);
    const ContactId ordered = add(store, "Ordered");
    const ContactId backwards = add(store, "Backwards");
    const ContactId shuffled = add(store, "Shuffled");

    std::sort(records.begin(), records.end(), earlier);
    for (const Interaction& each : records) log(store, ordered, each);
    CHECK(checked(store).second == 0);
    std::reverse(records.begin(), records.end());
    for (const Interaction& each : records) log(store, backwards, each);
    std::shuffle(records.begin(), records.end(), chance);
    for (const Interaction& each : records) log(store, shuffled, each);

    CHECK(checked(store) == std::pair<std::int64_t, std::int64_t>{3, 0});
    CHECK(store.known(ordered)->memory == store.known(backwards)->memory);
    CHECK(store.known(ordered)->memory == store.known(shuffled)->memory);
    CHECK(store.known(ordered)->habits == store.known(shuffled)->habits);
}

TEST_CASE("several interactions of one change are put in order, noise among them or not", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    log(store, tom, call(days_ago(10)));

    Interaction newsletter = chat(days_ago(30), Direction::in);
    newsletter.automated = true;
    store.change(now, [&](Writer& writer) {
        const HandleId handle = writer.add_handle({HandleKind::email, "tom@example.org"}, "Tom");
        writer.own(handle, tom);
        writer.add_interaction(handle, newsletter, std::nullopt);
        writer.add_interaction(handle, call(days_ago(20)), std::nullopt);
        return std::string{"logged two at once"};
    });
    CHECK(checked(store).second == 0);
}

TEST_CASE("a record under two handles of one person counts once", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    const bool noise = GENERATE(false, true);
    Interaction same = chat(days_ago(4), Direction::in, 77);
    same.automated = noise;
    const auto add_under = [&](const char* address) {
        store.change(now, [&](Writer& writer) {
            const HandleId handle = writer.add_handle({HandleKind::email, address}, "Tom");
            writer.own(handle, tom);
            writer.add_interaction(handle, same, std::nullopt);
            return std::string{"logged a mail"};
        });
    };
    add_under("tom@example.org");
    log(store, tom, call(days_ago(2)));
    const auto once = store.known(tom)->memory;
    const auto days = store.days(Day{}, Day{std::chrono::days{30'000}});
    add_under("tom@work.example");

    CHECK(store.interactions(tom, now).size() == 2);
    CHECK(store.timeline(tom, now, 10).size() == 2);
    CHECK(store.known(tom)->memory == once);
    CHECK(store.days(Day{}, Day{std::chrono::days{30'000}}).size() == days.size());
    CHECK(checked(store).second == 0);
}

TEST_CASE("both copies of a record in one change count once too", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    log(store, tom, call(days_ago(9)));
    Interaction same = chat(days_ago(4), Direction::in, 77);
    same.automated = GENERATE(false, true);
    store.change(now, [&](Writer& writer) {
        for (const char* address : {"tom@example.org", "tom@work.example"}) {
            const HandleId handle = writer.add_handle({HandleKind::email, address}, "Tom");
            writer.own(handle, tom);
            writer.add_interaction(handle, same, std::nullopt);
        }
        return std::string{"logged a mail"};
    });
    CHECK(checked(store).second == 0);
}

TEST_CASE("linking brings the past of a handle along, and unlinking takes it away", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    log(store, tom, call(days_ago(5)));
    const auto alone = store.known(tom)->memory;
    import(store, "chat.txt", {{{HandleKind::whatsapp, "Tommy"}, {call(days_ago(40)), call(days_ago(1))}}});
    CHECK(store.known(tom)->memory == alone);

    const HandleId handle = store.find_handles("whatsapp:Tommy").front().id;
    store.change(now, [&](Writer& writer) {
        writer.link(handle, tom);
        return std::string{"linked"};
    });
    CHECK(store.known(tom)->memory.last_contact == days_ago(1));
    CHECK(checked(store).second == 0);
    store.change(now, [&](Writer& writer) {
        writer.unlink(handle);
        return std::string{"unlinked"};
    });
    CHECK(store.known(tom)->memory == alone);
    CHECK(checked(store).second == 0);
}

TEST_CASE("another cadence is another half-life, and the standing follows", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom", "wider");
    log(store, tom, call(days_ago(50)));
    const auto before = store.known(tom)->memory;
    ContactRecord edited = *store.contact(tom);
    edited.circle = "inner";
    store.change(now, [&](Writer& writer) {
        writer.edit_contact(edited);
        return std::string{"edited Tom"};
    });
    CHECK_FALSE(store.known(tom)->memory == before);
    CHECK(checked(store).second == 0);
}

TEST_CASE("the daily roll-up adds up to the log", "[store][property]")
{
    const Folder folder;
    Store store{folder.home()};
    std::mt19937 chance{5};
    const ContactId tom = add(store, "Tom");
    const auto records = random_log(chance, 80);
    for (const Interaction& each : records) log(store, tom, each);

    std::int64_t interactions = 0;
    std::int64_t noise = 0;
    for (const DayRecord& day : store.days(Day{}, Day{std::chrono::days{30'000}})) {
        interactions += day.interactions;
        noise += day.noise;
    }
    CHECK(noise == std::count_if(records.begin(), records.end(), is_noise));
    CHECK(interactions + noise == 80);
}

TEST_CASE("a planted difference is found, and a rebuild heals it", "[store]")
{
    const Folder folder;
    {
        Store store{folder.home()};
        const ContactId tom = add(store, "Tom");
        add(store, "Ann");
        log(store, tom, call(days_ago(5)));
    }
    const char* planted = GENERATE(
        "UPDATE daily SET interactions = 2", "DELETE FROM daily", "DELETE FROM contact_source",
        "UPDATE standing SET memory = zeroblob(10) WHERE contact_id = 1", "DELETE FROM standing WHERE contact_id = 1",
        "UPDATE interaction SET size = 21", "DELETE FROM interaction");
    Connection{folder.home() / "blend.db", Connection::Access::read_write}.script(planted);

    Store store{folder.home()};
    CHECK(store.rebuild(Trial::dry_run) == std::pair<std::int64_t, std::int64_t>{2, 1});
    CHECK(store.rebuild(Trial::dry_run).second == 1); // a look changes nothing
    CHECK(store.rebuild(Trial::no).second == 1);
    CHECK(store.rebuild(Trial::dry_run).second == 0);
}

TEST_CASE("memories survive their bytes, and bytes of another layout are refused", "[store][property]")
{
    std::mt19937 chance{8};
    auto records = random_log(chance, 100);
    std::sort(records.begin(), records.end(), earlier);
    std::vector<Happened> log;
    for (const Interaction& each : records) log.push_back({{each, {}, 0}, {}});
    const Derived derived = computed(30, log, {}).derived;

    Blob bytes = to_bytes(derived);
    CHECK(from_bytes(bytes) == derived);
    bytes.pop_back();
    CHECK_FALSE(from_bytes(bytes));
    bytes = to_bytes(derived);
    ++bytes.front();
    CHECK_FALSE(from_bytes(bytes));
    CHECK_FALSE(from_bytes({}));
}
