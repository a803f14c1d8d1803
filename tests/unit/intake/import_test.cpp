// The way of a file into the ledger: whose handle it is, what became of each record, what a bad file costs.

#include "daemon/core/twins.hpp"
#include "daemon/intake/formats.hpp"
#include "daemon/intake/import.hpp"
#include "tests/unit/intake/desk.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace blend;
using namespace blend::intake;

namespace {

std::string mail(int number, const std::string& from, const std::string& to)
{
    const std::string day = std::to_string(10 + number);
    return "From x Tue Nov 10 10:00:00 2026\nFrom: " + from + "\nTo: " + to + "\nDate: " + day +
           " Nov 2026 10:00:00 +0000\nMessage-ID: <" + std::to_string(number) +
           "@example.org>\n\nHow are you these days?\n\n";
}

std::string card(const std::string& uid, const std::string& name, const std::string& email)
{
    return "BEGIN:VCARD\r\nVERSION:3.0\r\n" + (uid.empty() ? "" : "UID:" + uid + "\r\n") + "FN:" + name + "\r\n" +
           (email.empty() ? "" : "EMAIL:" + email + "\r\n") + "END:VCARD\r\n";
}

const std::string chat = "25/10/2026, 18:31 - Noor: shall we talk on Sunday?\n"
                         "26/10/2026, 09:00 - Ilse: yes, gladly\n"
                         "27/10/2026, 09:01 - Noor: good\n";

const std::string table = "at,channel,contact\n2026-11-20T10:00:00Z,phone,Ben\n";

template <class Work> Problem problem_of(Work work)
{
    try {
        work();
    } catch (const Problem& problem) {
        return problem;
    }
    FAIL("it was honoured");
    return {Problem::Kind::internal, ""};
}

std::vector<std::string> names(const store::Store& store)
{
    std::vector<std::string> all;
    for (const auto& known : store.known()) all.push_back(known.record.name);
    return all;
}

} // namespace

TEST_CASE("of every format it is said how well it knows what it tells", "[intake]")
{
    for (const Format* format : formats()) {
        INFO(format->name);
        CHECK(std::count_if(tellings.begin(), tellings.end(),
                            [&](const FormatTelling& each) { return each.format == format->name; }) == 1);
    }
    CHECK(tellings.size() == formats().size() + 1); // and the owner's own log
}

TEST_CASE("what --me says is asked once and then remembered", "[intake]")
{
    Desk desk;
    const auto unknown = problem_of([&] { desk.one("WhatsApp Chat with Ilse.txt", chat); });
    CHECK(unknown.kind == Problem::Kind::bad_input);
    CHECK(unknown.hint.find("--me") != std::string::npos);
    CHECK(desk.interactions() == 0);
    CHECK(desk.store.owner_handles().empty());

    CHECK(desk.one("WhatsApp Chat with Ilse.txt", chat, {.me = "Noor"}).counts.stored == 3);
    CHECK(desk.store.owner_handles().size() == 1);
    CHECK(
        desk.one("WhatsApp Chat with Ben.txt", "25/10/2026, 18:31 - Ben: hello\n26/10/2026, 18:31 - Noor: hello Ben\n")
            .counts.stored == 2);
    CHECK(desk.store.unmatched(0, 10).size() == 2);
}

TEST_CASE("the owner's own card tells further addresses of theirs, for the files beside it too", "[intake]")
{
    Desk desk;
    const auto cards = desk.file("cards.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Me\r\nEMAIL:me@example.org\r\n"
                                              "EMAIL:me@work.example\r\nEND:VCARD\r\n");
    const auto mails = desk.file("mail.mbox", mail(1, "Me <me@work.example>", "ilse@example.org") +
                                                  mail(2, "Ilse <ilse@example.org>", "me@work.example"));
    const auto report = desk.import({mails, cards}, {.me = "me@example.org"});
    CHECK(desk.store.owner_handles().size() == 2);
    CHECK(desk.store.totals().contacts == 0);
    const auto waiting = desk.store.unmatched(0, 10);
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].handle.handle.value == "ilse@example.org");
    CHECK(waiting[0].interactions == 2);
    int out = 0;
    desk.store.each_interaction([&](const auto&, auto, const store::TimelineEntry& entry) {
        out += entry.interaction.direction == Direction::out ? 1 : 0;
    });
    CHECK(out == 1);
}

TEST_CASE("address books are read before messages, whatever the order of the names", "[intake]")
{
    Desk desk;
    const auto folder = desk.file("pile/a.mbox", mail(1, "Ilse <ilse@example.org>", "me@example.org")).parent_path();
    desk.file("pile/z.vcf", card("c1", "Ilse Berg", "ilse@example.org"));
    const auto report = desk.import({folder}, {.me = "me@example.org"});
    REQUIRE(report.files.size() == 2);
    CHECK(report.files[0].format == "vcard");
    CHECK(report.files[1].format == "mbox");
    CHECK(report.files[1].unmatched_handles == 0);
    CHECK(desk.store.totals().unmatched == 0);
    CHECK(desk.store.known().at(0).memory.last_contact.has_value());
}

TEST_CASE("handles of nobody human are set aside with a reason, and can still be linked", "[intake]")
{
    Desk desk;
    const auto file =
        desk.one("mail.mbox", mail(1, "Shop <no-reply@shop.example>", "me@example.org"), {.me = "me@example.org"});
    CHECK(file.counts.stored == 1);
    CHECK(file.counts.noise == 1);
    CHECK(file.unmatched_handles == 0);
    CHECK(desk.store.unmatched(0, 10).empty());
    const auto handle = desk.store.find_handles("no-reply@shop.example").at(0);
    CHECK(handle.ignored == "no_reply");
    const auto made = desk.one("again.mbox", mail(2, "Shop <no-reply@shop.example>", "me@example.org"),
                               {.strangers = Order::Strangers::become_contacts});
    CHECK(made.counts.stored == 1);
    CHECK(desk.store.totals().contacts == 0);
}

TEST_CASE("strangers become contacts when asked, and are who they are by name", "[intake]")
{
    Desk desk;
    desk.one("cards.vcf", card("c1", "Ilse Berg", "ilse@example.org"));
    const auto file = desk.one(
        "log.csv", "at,channel,contact\n2026-11-20T10:00:00Z,phone,Ben\n2026-11-20T11:00:00Z,phone,Ilse Berg\n",
        {.strangers = Order::Strangers::become_contacts});
    CHECK(file.counts.stored == 2);
    CHECK(file.unmatched_handles == 0);
    CHECK(names(desk.store) == std::vector<std::string>{"Ben", "Ilse Berg"});
    CHECK_FALSE(desk.store.known().at(0).record.tracked());
    for (const auto& known : desk.store.known()) CHECK(known.memory.last_contact.has_value());
}

TEST_CASE("a stranger is also whom a card of the same import has made", "[intake]")
{
    Desk desk;
    const auto cards = desk.file("cards.vcf", card("c1", "Ilse", "ilse@example.org"));
    const auto log = desk.file("WhatsApp Chat with Ilse.txt", chat);
    desk.import({cards, log}, {.me = "Noor", .strangers = Order::Strangers::become_contacts});
    CHECK(names(desk.store) == std::vector<std::string>{"Ilse"});
    CHECK(desk.store.known().at(0).memory.last_contact.has_value());
}

TEST_CASE("bad files of a pile are named and left, the others go in", "[intake]")
{
    Desk desk;
    const auto report = desk.import({desk.file("log.csv", table), desk.file("letter.pdf", "%PDF-1.7\n"),
                                     desk.file("empty.ics", ""), desk.file("cut.zip", "PK\x03\x04 and no more"),
                                     desk.files.path / "missing.vcf", desk.file("WhatsApp Chat with Ilse.txt", chat)});
    REQUIRE(report.files.size() == 6);
    int refused = 0;
    for (const FileReport& file : report.files) {
        INFO(file.path);
        if (!file.refusal) {
            CHECK(file.format == "csv");
            CHECK(file.counts.stored == 1);
            continue;
        }
        ++refused;
        CHECK(file.counts.read == 0);
        CHECK(file.calls == 0);
        REQUIRE(file.warnings.size() == 1);
        CHECK(file.warnings[0].find(file.refusal->what()) == 0);
    }
    CHECK(refused == 5);
    CHECK(desk.interactions() == 1);
}

TEST_CASE("when nothing of it makes sense, nothing is there", "[intake]")
{
    Desk desk;
    CHECK(problem_of([&] { desk.one("letter.pdf", "%PDF-1.7\n"); }).kind == Problem::Kind::bad_input);
    CHECK(problem_of([&] { desk.import({desk.files.path / "missing.vcf"}); }).kind == Problem::Kind::not_found);
    CHECK(problem_of([&] { desk.one("WhatsApp Chat with Ilse.txt", chat); }).kind == Problem::Kind::bad_input);
    std::filesystem::create_directory(desk.files.path / "nothing");
    CHECK(problem_of([&] { desk.import({desk.files.path / "nothing"}); }).kind == Problem::Kind::bad_input);
    CHECK(desk.store.journal(10).empty());
    CHECK(desk.store.sources().empty());
    CHECK(desk.store.owner_handles().empty());
}

TEST_CASE("a format is forced by its name, and refuses what is not its own", "[intake]")
{
    Desk desk;
    const auto unknown = problem_of([&] { desk.one("log.csv", table, {.format = "papyrus"}); });
    CHECK(unknown.kind == Problem::Kind::bad_request);
    CHECK(unknown.hint.find("whatsapp") != std::string::npos);
    for (const char* format : {"whatsapp", "vcard", "icalendar"}) {
        INFO(format);
        CHECK(problem_of([&] { desk.one("log.csv", table, {.format = format}); }).kind == Problem::Kind::bad_input);
    }
    CHECK(desk.interactions() == 0);
    CHECK(desk.one("strange.name", table, {.format = "csv"}).counts.stored == 1);
}

TEST_CASE("a dry run tells everything and keeps nothing", "[intake]")
{
    Desk desk;
    const auto paths = std::vector{desk.file("cards.vcf", card("c1", "Ilse Berg", "ilse@example.org")),
                                   desk.file("mail.mbox", mail(1, "Ilse <ilse@example.org>", "me@example.org"))};
    const auto trial = desk.import(paths, {.me = "me@example.org", .trial = store::Trial::dry_run});
    CHECK(trial.files[0].counts.stored == 1);
    CHECK(trial.files[1].counts.stored == 1);
    CHECK(desk.store.totals().contacts == 0);
    CHECK(desk.interactions() == 0);
    CHECK(desk.store.owner_handles().empty());
    CHECK(desk.store.journal(10).empty());
    const auto real = desk.import(paths, {.me = "me@example.org"});
    CHECK(real.files[1].counts.stored == 1);
    CHECK(desk.store.journal(10).size() == 1);
}

TEST_CASE("a cancelled import leaves nothing behind, and the next one is whole", "[intake]")
{
    Desk desk;
    const auto paths = std::vector{desk.file("cards.vcf", card("c1", "Ilse Berg", "ilse@example.org")),
                                   desk.file("mail.mbox", mail(1, "Ilse <ilse@example.org>", "me@example.org"))};
    int told = 0;
    desk.progress = [&](const Progress&) {
        ++told;
        desk.cancelled = true;
    };
    const auto problem = problem_of([&] { desk.import(paths, {.me = "me@example.org"}); });
    CHECK(problem.kind == Problem::Kind::cannot);
    CHECK(told == 1);
    CHECK(desk.store.totals().contacts == 0);
    CHECK(desk.interactions() == 0);
    CHECK(desk.store.owner_handles().empty());
    CHECK(desk.store.journal(10).empty());
    desk.progress = [](const Progress&) {};
    desk.cancelled = false;
    CHECK(desk.import(paths, {.me = "me@example.org"}).files[1].counts.stored == 1);
}

TEST_CASE("an import is one entry of the journal, and one undo", "[intake]")
{
    Desk desk;
    desk.import({desk.file("log.csv", table), desk.file("cards.vcf", card("c1", "Ilse Berg", "ilse@example.org"))});
    REQUIRE(desk.store.journal(10).size() == 1);
    CHECK(desk.store.journal(10)[0].what == "imported 2 records from 2 files");
    CHECK(desk.store.undo(parse_rfc3339("2026-11-23T12:00:00Z").value()) == "imported 2 records from 2 files");
    CHECK(desk.store.totals().contacts == 0);
    CHECK(desk.interactions() == 0);
}

namespace {

std::string chat_between(const std::string& one, const std::string& other)
{
    return "13/11/2026, 21:58 - " + one + ": hello\n13/11/2026, 22:04 - " + other + ": hello you\n";
}

} // namespace

TEST_CASE("over several chats that do not tell, the one in most of them is proposed and the others go in")
{
    Desk desk;
    desk.file("pile/one.txt", chat_between("Mira", "Ravi"));
    desk.file("pile/two.txt", chat_between("Tom", "Mira"));
    desk.file("pile/three.txt", chat_between("Ana", "Noor"));
    desk.file("pile/log.csv", "at,channel,contact\n2026-11-13T10:00:00Z,phone,Ravi\n");
    const Report report = desk.import({desk.files.path / "pile"});
    REQUIRE(report.owner);
    CHECK(report.owner->of == 3);
    CHECK(report.owner->chats == 2);
    CHECK(desk.interactions() == 1);
}

TEST_CASE("two who are in as many chats are not guessed between")
{
    Desk desk;
    desk.file("pile/one.txt", chat_between("Mira", "Ravi"));
    desk.file("pile/two.txt", chat_between("Mira", "Ravi"));
    desk.file("pile/log.csv", "at,channel,contact\n2026-11-13T10:00:00Z,phone,Ravi\n");
    CHECK_FALSE(desk.import({desk.files.path / "pile"}).owner);
}

TEST_CASE("a pile of which nothing can be read says once who the owner seems to be")
{
    Desk desk;
    desk.file("pile/one.txt", chat_between("Mira", "Ravi"));
    desk.file("pile/two.txt", chat_between("Tom", "Mira"));
    try {
        desk.import({desk.files.path / "pile"});
        FAIL("it was read");
    } catch (const Problem& problem) {
        CHECK(problem.hint == "you seem to be Mira in 2 of them: if so, say --me \"Mira\"");
    }
}

TEST_CASE("a folder inside that cannot be looked into is named")
{
    Desk desk;
    desk.file("pile/log.csv", "at,channel,contact\n2026-11-13T10:00:00Z,phone,Ravi\n");
    std::filesystem::path deep = desk.files.path / "pile";
    for (int level = 0; level < 66; ++level) deep /= "d";
    std::filesystem::create_directories(deep);
    const Report report = desk.import({desk.files.path / "pile"});
    REQUIRE(report.files.size() == 2);
    const FileReport& left = report.files[report.files[0].refusal ? 0 : 1];
    REQUIRE(left.refusal);
    CHECK(std::string{left.refusal->what()}.find("it lies too deep") != std::string::npos);
}

TEST_CASE("a phone's backup adds nothing the second time, in a later backup neither", "[intake]")
{
    Desk desk;
    const std::string message = "<sms address=\"+491711111111\" date=\"1761994800000\" type=\"1\" body=\"hello there\" "
                                "contact_name=\"Ada\" />\n";
    const std::string answer =
        "<sms address=\"+491711111111\" date=\"1761994860000\" type=\"2\" body=\"hi\" contact_name=\"Ada\" />\n";
    const auto first = desk.one("sms-1.xml", "<smses count=\"2\">" + message + message + "</smses>");
    CHECK(first.format == "sms");
    CHECK(first.counts.stored == 1);
    CHECK(first.counts.duplicate == 1);
    const auto later = desk.one("sms-2.xml", "<smses count=\"2\">" + message + answer + "</smses>");
    CHECK(later.counts.stored == 1);
    CHECK(later.counts.duplicate == 1);
    const auto calls = desk.one("calls-1.xml", "<calls count=\"1\"><call number=\"-1\" duration=\"90\" "
                                               "date=\"1761994800000\" type=\"1\" presentation=\"2\" /></calls>");
    CHECK(calls.calls == 1);
    CHECK(calls.call_minutes == 1.5);
    CHECK(calls.counts.skipped.at("no_counterpart") == 1);
}

namespace {

/// Who wrote to Ana and who got it: the rows under her address, in order.
std::string directions(const store::Store& store, const std::string& address)
{
    std::string text;
    store.each_interaction([&](const store::HandleRecord& handle, std::string_view, const store::TimelineEntry& entry) {
        if (handle.handle.value == address) (text += word(entry.interaction.direction)) += ' ';
    });
    return text;
}

Report change_owner(Desk& desk, const OwnerChange& change)
{
    const Order order{.now = parse_rfc3339("2026-11-23T12:00:00Z").value()};
    return change_owner(desk.store, order, change, "changed who I am", desk.cancelled);
}

const std::string correspondence =
    mail(1, "ana@example.org", "me@example.org") + mail(2, "old@example.org", "ana@example.org");

} // namespace

TEST_CASE("an address of the owner's that is told late turns round what they sent, and back when undone", "[intake]")
{
    Desk desk;
    const auto path = desk.file("mail.mbox", correspondence);
    desk.import({path}, {.me = "me@example.org"});
    CHECK(directions(desk.store, "ana@example.org") == "in ");
    CHECK(directions(desk.store, "old@example.org") == "in ");

    const auto report = change_owner(desk, {.add = {{HandleKind::email, "old@example.org"}}});
    CHECK(report.read_again == std::vector<std::string>{path.string()});
    CHECK(report.give_again.empty());
    CHECK(directions(desk.store, "ana@example.org") == "in out ");
    CHECK(directions(desk.store, "old@example.org").empty());
    CHECK(desk.import({path}).files.at(0).counts.stored == 0);

    SECTION("undone")
    {
        CHECK(desk.store.undo({}) == "changed who I am");
        CHECK(directions(desk.store, "ana@example.org") == "in ");
        CHECK(directions(desk.store, "old@example.org") == "in ");
    }
    SECTION("taken away again")
    {
        const auto own = desk.store.find_handles("old@example.org").at(0).id;
        CHECK(change_owner(desk, {.remove = {own}}).read_again.size() == 1);
        CHECK(directions(desk.store, "old@example.org") == "in ");
    }
}

TEST_CASE("a source is read again as it was asked for: columns, zone and order of dates", "[intake]")
{
    Desk desk;
    const auto path = desk.file("calls.csv", "2;+491711234567;05/06/2026 10:00:00;60\n"
                                             "1;+4917000;05/06/2026 11:00:00;60\n");
    desk.import({path}, {.date_order = DateOrder::mdy,
                         .columns = "number=2,date=3,duration=4,direction=1",
                         .source_zone = *zone::named("Asia/Tokyo")});
    const auto told = [&] {
        std::string all;
        desk.store.each_interaction([&](const store::HandleRecord& handle, std::string_view, const auto& entry) {
            all += handle.handle.value + " " + rfc3339(entry.interaction.at) + " ";
        });
        return all;
    };
    CHECK(told() == "+491711234567 2026-05-06T01:00:00Z +4917000 2026-05-06T02:00:00Z ");
    const auto report = change_owner(desk, {.add = {{HandleKind::phone, "+4917000"}}});
    CHECK(report.read_again == std::vector<std::string>{path.string()});
    CHECK(report.give_again.empty());
    CHECK(told() == "+491711234567 2026-05-06T01:00:00Z +4917000 2026-05-06T02:00:00Z "); // kept, and of nobody
    CHECK(desk.store.unmatched(0, 10).size() == 1);
}

TEST_CASE("of a file that is gone the owner's own records stop counting, and it is said which to give again",
          "[intake]")
{
    Desk desk;
    const auto path = desk.file("mail.mbox", correspondence);
    desk.import({path}, {.me = "me@example.org"});
    std::filesystem::remove(path);
    const auto report = change_owner(desk, {.add = {{HandleKind::email, "old@example.org"}}});
    CHECK(report.give_again == std::vector<std::string>{path.string()});
    CHECK(report.read_again.empty());
    CHECK(desk.interactions() == 2);
    REQUIRE(desk.store.unmatched(0, 10).size() == 1);
    CHECK(desk.store.unmatched(0, 10).front().handle.handle.value == "ana@example.org");

    desk.file("mail.mbox", correspondence);
    desk.import({path});
    CHECK(directions(desk.store, "ana@example.org") == "in out ");
}

TEST_CASE("the owner's own card turns round earlier imports and the files beside it", "[intake]")
{
    Desk desk;
    const auto before = desk.file("earlier.mbox", correspondence);
    desk.import({before}, {.me = "me@example.org"});
    const auto beside = desk.file("pile/mail.mbox", mail(3, "old@example.org", "ben@example.org"));
    const auto own = desk.file("pile/me.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Me\r\nEMAIL:me@example.org\r\n"
                                              "EMAIL:old@example.org\r\nEND:VCARD\r\n");
    const auto report = desk.import({beside.parent_path()});
    CHECK(report.read_again == std::vector<std::string>{before.string()});
    CHECK(directions(desk.store, "ana@example.org") == "in out ");
    CHECK(directions(desk.store, "ben@example.org") == "out ");
    desk.store.undo({});
    CHECK(directions(desk.store, "ana@example.org") == "in ");
    CHECK(directions(desk.store, "old@example.org") == "in ");
}

TEST_CASE("a chat under a number belongs to whom the address book gives the number, in either order", "[intake]")
{
    Desk desk;
    const auto chat_file = desk.file("WhatsApp Chat with +49 171 1234567.txt",
                                     "25/10/2026, 18:31 - Noor: hello\n26/10/2026, 09:00 - +49 171 1234567: hello\n");
    const auto card_file =
        desk.file("ana.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nTEL:+49 171 1234567\r\nEND:VCARD\r\n");
    SECTION("chat first")
    {
        desk.import({chat_file}, {.me = "Noor"});
        desk.import({card_file});
    }
    SECTION("card first")
    {
        desk.import({card_file});
        desk.import({chat_file}, {.me = "Noor"});
    }
    CHECK(desk.store.unmatched(0, 10).empty());
    const auto ana = desk.store.find_contacts("Ana").at(0).id;
    CHECK(desk.store.interactions(ana, Instant::max()).size() == 2);
}
