// Address books on their way into the ledger: who is known already, who is somebody else, what a card adds.

#include "daemon/intake/import.hpp"
#include "tests/unit/intake/desk.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

std::string card(const std::string& uid, const std::string& name, const std::string& email)
{
    return "BEGIN:VCARD\r\nVERSION:3.0\r\n" + (uid.empty() ? "" : "UID:" + uid + "\r\n") + "FN:" + name + "\r\n" +
           (email.empty() ? "" : "EMAIL:" + email + "\r\n") + "END:VCARD\r\n";
}

std::vector<std::string> names(const store::Store& store)
{
    std::vector<std::string> all;
    for (const auto& known : store.known()) all.push_back(known.record.name);
    return all;
}

} // namespace

TEST_CASE("cards are known again by UID or address, never by name", "[intake]")
{
    Desk desk;
    CHECK(desk.one("a.vcf", card("c1", "Ann Smith", "ann@example.org")).counts.stored == 1);
    CHECK(desk.one("b.vcf", card("c1", "Ann Jones", "")).counts.duplicate == 1);
    CHECK(desk.one("c.vcf", card("", "A. Smith", "ANN@example.org")).counts.duplicate == 1);
    CHECK(desk.one("d.vcf", card("c2", "Ann Smith", "other@example.org")).counts.stored == 1);
    CHECK(names(desk.store) == std::vector<std::string>{"Ann Smith", "Ann Smith"});
    // A further address of a known person is new, and theirs.
    CHECK(desk.one("e.vcf", card("c1", "Ann Smith", "ann@work.example")).counts.stored == 1);
    CHECK(desk.store.totals().contacts == 2);
    CHECK(desk.one("f.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n").counts.skipped.at("empty_card") == 1);
}

TEST_CASE("two people who share a telephone stay two, and the second import knows both again", "[intake]")
{
    Desk desk;
    const std::string book = "Name,Phone 1 - Value,Birthday\n"
                             "Anna Muster,+49 30 1234567,\nKarl Muster,+49 30 1234567,1956-02-29\n";
    const FileReport first = desk.one("contacts.csv", book);
    CHECK(first.counts.stored == 2);
    CHECK(names(desk.store) == std::vector<std::string>{"Anna Muster", "Karl Muster"});
    CHECK(first.warnings ==
          std::vector<std::string>{"+49301234567 is given to Karl Muster and to Anna Muster; what comes from it counts "
                                   "for Anna Muster"});
    CHECK_FALSE(desk.store.known().at(0).record.birthday);
    const FileReport again = desk.one("later.csv", book + "Ilse Berg,+49 30 7654321,\n");
    CHECK(again.counts.stored == 1);
    CHECK(again.counts.duplicate == 2);
    CHECK(again.warnings.empty());
    CHECK(desk.store.shared_handles().size() == 1);
    desk.store.undo(parse_rfc3339("2026-11-23T12:00:00Z").value());
    desk.store.undo(parse_rfc3339("2026-11-23T12:00:00Z").value());
    CHECK(desk.store.shared_handles().empty());
    CHECK(desk.store.totals().contacts == 0);
}

TEST_CASE("one person in two address books is one, however short one book calls them", "[intake]")
{
    Desk desk;
    const auto calls = [](const std::string& name) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + name + "\r\nTEL:+49 171 1234567\r\nEND:VCARD\r\n";
    };
    desk.one("a.vcf", calls("Robert Muster"));
    for (const char* name : {"Bob Muster", "Muster", "robert", "R. Muster", "Dr. Robert K. Muster", "+49 171 1234567"})
        CHECK(desk.one("b.vcf", calls(name)).counts.duplicate == 1);
    CHECK(desk.store.totals().contacts == 1);
    CHECK(desk.one("c.vcf", calls("Dad")).counts.stored == 1);
    CHECK(desk.store.shared_handles().size() == 1);
}

TEST_CASE("a mail address makes two books agree, but no two cards of one book", "[intake]")
{
    Desk desk;
    desk.one("a.vcf", card("", "Mum", "family@example.org"));
    CHECK(desk.one("b.vcf", card("", "Ursula Muster", "family@example.org")).counts.duplicate == 1);
    const std::string couple = card("", "Ursula Muster", "us@example.org") + card("", "Karl Muster", "us@example.org");
    CHECK(desk.one("c.vcf", couple).counts.stored == 2);
    CHECK(desk.one("d.vcf", couple).counts.duplicate == 2);
    CHECK(names(desk.store) == std::vector<std::string>{"Karl Muster", "Mum", "Ursula Muster"});
}

TEST_CASE("an address book as a table is known again by its addresses", "[intake]")
{
    Desk desk;
    const std::string book = "Name,E-mail 1 - Value,Birthday\nIlse Berg,ilse@example.org,1956-02-29\nOma,,\n";
    const FileReport first = desk.one("contacts.csv", book);
    CHECK(first.format == "contacts_csv");
    CHECK(first.counts.stored == 2);
    CHECK(desk.one("again.csv", book + "Ben,ben@example.org,\n").counts.stored == 1);
    CHECK(desk.one("cards.vcf", card("c1", "Ilse", "ilse@example.org")).counts.stored == 1); // her UID is new
    CHECK(names(desk.store) == std::vector<std::string>{"Ben", "Ilse Berg", "Oma"});
    CHECK(desk.store.known().at(1).record.birthday == YearlyDate{1956, 2, 29});
}

TEST_CASE("messages of LinkedIn find the connections that were imported before, once", "[intake]")
{
    Desk desk;
    desk.one("Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                                "Ilse,Berg,https://www.linkedin.com/in/Ilse-Berg/,,,,03 Nov 2019\n");
    const std::string messages =
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT\n"
        "c1,,Ilse Berg,https://www.linkedin.com/in/ilse-berg,Noor,2026-02-01 08:00:00 UTC,,shall we talk?\n"
        "c1,,Noor,,Ilse Berg,2026-02-01 09:00:00 UTC,,gladly\n";
    CHECK_THROWS_AS(desk.one("messages.csv", messages), Problem); // whose messages are they?
    const FileReport read = desk.one("messages.csv", messages, {.me = "Noor"});
    CHECK(read.counts.stored == 2);
    CHECK(read.unmatched_handles == 0);
    CHECK(desk.one("messages.csv", messages).counts.duplicate == 2);
    CHECK(names(desk.store) == std::vector<std::string>{"Ilse Berg"});
}

TEST_CASE("Monica's rhythm becomes the contact's own, unless there is one, and goes with the import", "[intake]")
{
    Desk desk;
    const auto account = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "monica" / "account.json";
    const FileReport first = desk.import({account}).files.at(0);
    CHECK(first.format == "monica");
    CHECK(first.counts.read == first.counts.stored + first.counts.duplicate + 4); // a relative, two notes, nobody
    CHECK(first.unmatched_handles == 0);
    const auto ilse = [&] { return desk.store.find_contacts("Ilse Berg").at(0); };
    CHECK(ilse().cadence_days == 30.0);
    CHECK(desk.import({account}).files.at(0).counts.stored == 0);
    desk.store.undo(parse_rfc3339("2026-11-23T12:00:00Z").value());
    desk.store.undo(parse_rfc3339("2026-11-23T12:00:00Z").value());
    CHECK(desk.store.totals().contacts == 0);

    desk.store.change(parse_rfc3339("2026-11-01T12:00:00Z").value(), [](store::Writer& writer) {
        const ContactId id = writer.add_contact({.name = "Ilse Berg", .cadence_days = 9.0});
        writer.link(writer.add_handle({HandleKind::email, "ilse@example.org"}, ""), id);
        return std::string{"added Ilse Berg"};
    });
    desk.import({account});
    CHECK(ilse().cadence_days == 9.0);
    CHECK(ilse().birthday == YearlyDate{{}, 5, 12});
}

TEST_CASE("a card links what waited for its address", "[intake]")
{
    Desk desk;
    desk.one("mail.mbox",
             "From x Tue Nov 10 10:00:00 2026\nFrom: Ilse <ilse@example.org>\nTo: me@example.org\n"
             "Date: 11 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n\nHow are you these days?\n\n",
             {.me = "me@example.org"});
    CHECK(desk.store.totals().unmatched == 1);
    desk.one("cards.vcf", card("c1", "Ilse Berg", "ilse@example.org"));
    CHECK(desk.store.totals().unmatched == 0);
    CHECK(desk.store.known().at(0).memory.last_contact.has_value());
}

TEST_CASE("a later card fills what a contact lacks and nothing else, until the import is undone", "[intake]")
{
    const auto dated = [](const std::string& day) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:c1\r\nFN:Ilse\r\nBDAY:" + day +
               "\r\nTZ:Europe/Vienna\r\nEND:VCARD\r\n";
    };
    Desk desk;
    desk.one("a.vcf", card("c1", "Ilse Berg", ""));
    CHECK(desk.one("b.vcf", dated("1956-02-29")).counts.stored == 1);
    const auto ilse = [&] { return desk.store.known().at(0).record; };
    CHECK(ilse().birthday == YearlyDate{1956, 2, 29});
    CHECK(ilse().zone == "Europe/Vienna");
    CHECK(ilse().name == "Ilse Berg");
    CHECK(desk.one("c.vcf", dated("1957-03-01")).counts.duplicate == 1);
    CHECK(ilse().birthday == YearlyDate{1956, 2, 29});
    // The one that changed nothing is nothing to take back.
    desk.store.undo(parse_rfc3339("2026-11-23T12:00:00Z").value());
    CHECK_FALSE(ilse().birthday);
    CHECK_FALSE(ilse().zone);
}
