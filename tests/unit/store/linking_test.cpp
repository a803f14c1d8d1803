// Whose a handle is: twins under other services, the owner's own, what was said of suggestions, sources read again.

#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

namespace {

const Handle phone{HandleKind::phone, "+491711234567"};
const Handle whatsapp{HandleKind::whatsapp, "+491711234567"};
const Handle own{HandleKind::email, "me@example.org"};
const Handle ana{HandleKind::email, "ana@example.org"};

HandleRecord found(const Store& store, const Handle& handle)
{
    const auto handles = store.find_handles(std::string{word(handle.kind)} + ":" + handle.value);
    REQUIRE(handles.size() == 1);
    return handles.front();
}

ContactId linked(Store& store, const std::string& name, const Handle& handle)
{
    const ContactId id = add(store, name);
    store.change(now, [&](Writer& writer) {
        writer.link(writer.add_handle(handle, ""), id);
        return std::string{"linked"};
    });
    return id;
}

Interaction mail(int days, Direction direction)
{
    Interaction each = chat(days_ago(days), direction, static_cast<std::uint64_t>(days));
    each.channel = Channel::email;
    return each;
}

/// What a mailbox says of two mails, one to Ana and one of hers, to whoever knows who its owner is.
enum class Owner { unknown, known };
std::vector<Rows> mailbox(Owner owner)
{
    if (owner == Owner::known) return {{ana, {mail(5, Direction::out), mail(4, Direction::in)}}};
    return {{own, {mail(5, Direction::in)}}, {ana, {mail(4, Direction::in)}}};
}

void give(ImportRun& run, const std::vector<Rows>& rows)
{
    std::vector<ImportRow> all;
    for (const Rows& each : rows)
        for (const Interaction& interaction : each.interactions)
            all.push_back({run.handle(each.handle, "").id, interaction, 0});
    run.add(all);
    run.close_source({});
}

/// The owner says which address is theirs, and the mailbox is read again.
void read_again(Store& store, const std::vector<Rows>& rows)
{
    const auto run = store.import(now, Trial::no);
    const HandleId mine = run->handle(own, "").id;
    run->change([&](Writer& writer) { writer.make_owner(mine); });
    const auto sources = run->sources_with(mine);
    REQUIRE(sources.size() == 1);
    run->open_again(sources.front());
    give(*run, rows);
    run->finish("it is mine");
}

} // namespace

TEST_CASE("a number at another service belongs to whom the telephone belongs, whichever comes first", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    SECTION("the telephone first")
    {
        const ContactId tom = linked(store, "Tom", phone);
        import(store, "chat", {{whatsapp, {chat(days_ago(2), Direction::in)}}});
        CHECK(found(store, whatsapp).contact == tom);
        CHECK(store.interactions(tom, now).size() == 1);
        store.undo(now);
        CHECK(store.find_handles("whatsapp:" + whatsapp.value).empty());
    }
    SECTION("the chat first")
    {
        import(store, "chat", {{whatsapp, {chat(days_ago(2), Direction::in)}}});
        CHECK_FALSE(found(store, whatsapp).contact);
        const ContactId tom = linked(store, "Tom", phone);
        CHECK(found(store, whatsapp).contact == tom);
        CHECK(store.interactions(tom, now).size() == 1);
        store.undo(now);
        CHECK_FALSE(found(store, whatsapp).contact);
    }
    SECTION("the owner's own")
    {
        store.change(now, [&](Writer& writer) {
            writer.make_owner(writer.add_handle(phone, ""));
            return std::string{"mine"};
        });
        import(store, "chat", {{whatsapp, {}}});
        CHECK(found(store, whatsapp).is_owner);
    }
    CHECK(store.rebuild(Trial::dry_run).second == 0);
}

TEST_CASE("of two people with one address neither gets its twin", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    linked(store, "Tom", phone);
    const ContactId ben = add(store, "Ben");
    store.change(now, [&](Writer& writer) {
        const HandleId signal = writer.add_handle({HandleKind::signal, phone.value}, "");
        writer.move(signal, ben);
        return std::string{"linked"};
    });
    import(store, "chat", {{whatsapp, {}}});
    CHECK_FALSE(found(store, whatsapp).contact);
}

TEST_CASE("what the owner rejected no import links, and undoing brings the question back", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    import(store, "chat", {{whatsapp, {chat(days_ago(2), Direction::in)}}});
    const HandleId handle = found(store, whatsapp).id;
    const auto before = content_of(store.file());
    store.change(now, [&](Writer& writer) {
        writer.reject(handle, tom);
        return std::string{"rejected"};
    });
    CHECK(store.answers().not_handles.contains({handle, tom}));
    {
        const auto run = store.import(now, Trial::no);
        run->change([&](Writer& writer) { writer.link(handle, tom); });
        run->finish("cards");
    }
    CHECK_FALSE(found(store, whatsapp).contact);
    store.undo(now); // of the rejection: the import changed nothing and is no entry
    CHECK(store.answers().not_handles.empty());
    CHECK(differing(before, content_of(store.file())).empty());
}

TEST_CASE("a postponed handle waits unseen until its day", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    import(store, "chat", {{whatsapp, {chat(days_ago(2), Direction::in)}}});
    store.change(now, [&](Writer& writer) {
        writer.postpone(found(store, whatsapp).id, now + std::chrono::days{30});
        return std::string{"later"};
    });
    CHECK(store.unmatched(0, 10, now).empty());
    CHECK(store.unmatched_count(now) == 0);
    CHECK(store.unmatched(0, 10, now + std::chrono::days{30}).size() == 1);
    CHECK(store.unmatched_count(now + std::chrono::days{30}) == 1);
}

TEST_CASE("a source is read again with the owner known, and undoing brings every row back", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId friend_of_ours = linked(store, "Ana", ana);
    import(store, "mail.mbox", mailbox(Owner::unknown));
    CHECK(store.interactions(friend_of_ours, now).size() == 1);
    const auto before = content_of(store.file());

    read_again(store, mailbox(Owner::known));
    const auto log = store.interactions(friend_of_ours, now);
    REQUIRE(log.size() == 2);
    CHECK(log[0].direction == Direction::out);
    CHECK(store.unmatched(0, 10).empty());
    CHECK(store.totals().interactions == 2);
    CHECK(store.rebuild(Trial::dry_run).second == 0);

    store.undo(now);
    CHECK(differing(before, content_of(store.file())).empty());
    CHECK(store.integrity().empty());
}

TEST_CASE("what a source does not tell any more is kept", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId friend_of_ours = linked(store, "Ana", ana);
    import(store, "mail.mbox", mailbox(Owner::unknown));
    const auto before = content_of(store.file());
    read_again(store, {{ana, {mail(5, Direction::out)}}}); // the mail of Ana's was deleted since
    CHECK(store.interactions(friend_of_ours, now).size() == 2);
    store.undo(now);
    CHECK(differing(before, content_of(store.file())).empty());
}

TEST_CASE("reading again that is given up leaves everything as it was", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    linked(store, "Ana", ana);
    import(store, "mail.mbox", mailbox(Owner::unknown));
    const auto before = content_of(store.file());
    {
        const auto run = store.import(now, Trial::no);
        const HandleId mine = run->handle(own, "").id;
        run->change([&](Writer& writer) { writer.make_owner(mine); });
        run->open_again(run->sources_with(mine).front());
        run->add({{run->handle(ana, "").id, mail(5, Direction::out), 0}});
    }
    CHECK(differing(before, content_of(store.file())).empty());
    CHECK(store.rebuild(Trial::dry_run).second == 0);
}

TEST_CASE("an import that adds nothing is no entry of the history", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    import(store, "chat", {{whatsapp, {chat(days_ago(2), Direction::in)}}});
    const auto entries = store.journal(10).size();
    import(store, "chat", {{whatsapp, {chat(days_ago(2), Direction::in)}}});
    CHECK(store.journal(10).size() == entries);
    store.undo(now);
    CHECK(store.totals().interactions == 0);
}

TEST_CASE("what is undone during an import takes no handle along that it may have met", "[store][threads]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId friend_of_ours = linked(store, "Ana", ana); // two entries of the history
    const auto run = store.import(now, Trial::no);
    run->open_source("mbox", "mail.mbox");
    const HandleId handle = run->handle(ana, "").id;
    std::thread meanwhile{[&] {
        CHECK_THROWS_AS(store.undo(now), Problem);
        log(store, friend_of_ours, call(days_ago(1)));
        log(store, friend_of_ours, call(days_ago(2)));
        CHECK(store.undo(now) == "logged a call");
    }};
    meanwhile.join();
    CHECK(store.interactions(friend_of_ours, now).size() == 1);
    run->add({{handle, mail(5, Direction::in), 0}});
    run->close_source({});
    run->finish("imported mail.mbox");
    CHECK(store.interactions(friend_of_ours, now).size() == 2);
    CHECK(store.rebuild(Trial::dry_run).second == 0);
    CHECK(store.integrity().empty());
}
