#include "daemon/core/problem.hpp"
#include "daemon/intake/formats.hpp"
#include "daemon/intake/people/contacts_csv.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "contacts";
const Context today = context_of({}, *parse_rfc3339("2026-11-23T00:00:00Z"));

Recorder read_file(const char* name)
{
    Recorder recorder;
    contacts_csv.read(input_of_file(data / name), today, recorder);
    return recorder;
}

Recorder read_text(const std::string& text, const Context& context = today)
{
    Recorder recorder;
    contacts_csv.read(input_of_text(text, "people.csv"), context, recorder);
    return recorder;
}

/// "email ana@x.org, phone 123"
std::string handles(const Card& card)
{
    std::string text;
    for (const Party& party : card.handles)
        text += (text.empty() ? "" : ", ") + std::string{word(party.handle.kind)} + " " + party.handle.value;
    return text;
}

std::string utf16(const std::string& ascii)
{
    std::string bytes = "\xFF\xFE";
    for (const char each : ascii) bytes += {each, '\0'};
    return bytes;
}

int sureness(const std::string& text, const std::string& name = "people.csv")
{
    return contacts_csv.sniff(input_of_text(text, name), text);
}

} // namespace

TEST_CASE("Google's table gives all values of a cell, and no fax", "[contacts]")
{
    const Recorder book = read_file("google-old.csv");
    REQUIRE(book.cards.size() == 3);
    CHECK(book.cards[0].name == "Ilse Berg");
    CHECK(handles(book.cards[0]) == "email ilse@example.org, email ilse.berg@example.com, email ilse@work.example, "
                                    "skype ilse.berg, phone +43 664 1234567, phone +43 1 5550123");
    CHECK(book.cards[0].birthday == YearlyDate{1956, 2, 29});
    CHECK(book.cards[0].handles.front().name == "Ilse Berg");
    CHECK(book.cards[1].name == "nameless@example.org");
    CHECK(book.cards[2].name == "Tomás Ødegård");
    CHECK(book.cards[2].birthday == YearlyDate{{}, 5, 12});
    CHECK(handles(book.cards[2]) == "linkedin tomás-o");
    CHECK(book.skipped(Skip::empty_card) == 1);
}

TEST_CASE("Google's newer table puts names together, or takes the nickname or the firm", "[contacts]")
{
    const Recorder book = read_file("google-new.csv");
    REQUIRE(book.cards.size() == 3);
    CHECK(book.cards[0].name == "Ravi Kumar Iyer");
    CHECK(handles(book.cards[0]) == "email ravi@example.in, email r.iyer@example.in");
    CHECK(book.cards[1].name == "Oma");
    CHECK(book.cards[2].name == "Bakery Blum");
}

TEST_CASE("Outlook in German is read from Windows-1252, without switchboards and assistants", "[contacts]")
{
    const Recorder book = read_file("outlook-german.csv");
    REQUIRE(book.cards.size() == 2);
    CHECK(book.cards[0].name == "Jürgen Groß");
    CHECK(handles(book.cards[0]) == "phone +49 30 5550103, phone 0171 1234567, email juergen@example.de");
    CHECK(book.cards[0].birthday == YearlyDate{1961, 12, 24});
    CHECK(book.cards[1].name == "Ana");
    CHECK(handles(book.cards[1]) == "email ana@example.de, email ana2@example.de");
    CHECK_FALSE(book.cards[1].birthday);
}

TEST_CASE("Thunderbird has a birthday in three columns", "[contacts]")
{
    const Recorder book = read_file("thunderbird.csv");
    REQUIRE(book.cards.size() == 2);
    CHECK(handles(book.cards[0]) ==
          "email noor@example.org, email noor2@example.org, phone +44 20 5550 1234, phone +44 7700 900123");
    CHECK(book.cards[0].birthday == YearlyDate{1971, 3, 9});
    CHECK(book.cards[1].birthday == YearlyDate{{}, 12, 1});
    const Recorder german =
        read_text("Vorname,Nachname,Anzeigename,Primäre E-Mail-Adresse,Mobil-Tel.-Nr.,Geburtsjahr,"
                  "Geburtsmonat,Geburtstag\nEva,Blum,Eva Blum,eva@example.de,0171 1234567,1990,7,4\n");
    CHECK(german.cards.at(0).birthday == YearlyDate{1990, 7, 4});
    CHECK(handles(german.cards.at(0)) == "email eva@example.de, phone 0171 1234567");
}

TEST_CASE("Outlook's headings are understood in six languages", "[contacts]")
{
    const auto [heading, order] = GENERATE(table<std::string, std::string>({
        {"First Name;Last Name;E-mail Address;E-mail Type;E-mail Display Name;Mobile Phone;Business Fax;Birthday", ""},
        {"Vorname;Nachname;E-Mail-Adresse;E-Mail-Typ;E-Mail: Angezeigter Name;Mobiltelefon;Fax geschäftlich;Geburtstag",
         ""},
        {"Prénom;Nom;Adresse de messagerie;Type de messagerie;Nom complet de l'adresse de messagerie;Tél. mobile;"
         "Télécopie (bureau);Anniversaire",
         ""},
        {"Nombre;Apellidos;Dirección de correo electrónico;Tipo de correo electrónico;Nombre de pantalla de correo "
         "electrónico;Móvil;Fax del trabajo;Cumpleaños",
         ""},
        {"Nome;Cognome;Indirizzo posta elettronica;Tipo posta elettronica;Nome visualizzato posta elettronica;"
         "Cellulare;Fax (uff.);Compleanno",
         ""},
        {"Nome;Sobrenome;Endereço de email;Tipo de email;Nome de exibição do email;Telemóvel;Fax comercial;Aniversário",
         ""},
        {"Voornaam;Achternaam;E-mailadres;Type e-mail;Weergavenaam voor e-mail;Mobiele telefoon;Fax op werk;Verjaardag",
         ""},
    }));
    CAPTURE(heading);
    const Recorder book = read_text(
        heading + "\nAna;Luz;ana@example.org;SMTP;ana@shown.example;+34 600111222;+34 911234567;24/12/1980\n");
    REQUIRE(book.cards.size() == 1);
    CHECK(book.cards[0].name == "Ana Luz");
    CHECK(handles(book.cards[0]) == "email ana@example.org, phone +34 600111222");
    CHECK(book.cards[0].birthday == YearlyDate{1980, 12, 24});
    CHECK(sureness(heading + "\n") >= 70);
}

TEST_CASE("a table by hand may have any separator, encoding and order", "[contacts]")
{
    CHECK(handles(read_text("sep=;\r\nName;Phone\r\nOma;0171 1234567\r\n").cards.at(0)) == "phone 0171 1234567");
    CHECK(read_text("Email\tName\nana@example.org\tAna\n").cards.at(0).name == "Ana");
    CHECK(read_text(utf16("Name,E-mail\r\nBen,ben@example.org\r\n")).cards.at(0).name == "Ben");
    const Recorder ragged = read_text("Name,Email,Phone\nAna\nBen,ben@example.org,,,,surplus@example.org\n\n,,\n");
    CHECK(ragged.cards.size() == 2);
    CHECK(handles(ragged.cards.at(1)) == "email ben@example.org, email surplus@example.org");
    CHECK(ragged.skipped(Skip::empty_card) == 1);
    CHECK(read_text("Name;Vorname;Telefon\nBlum;Eva;030 5550123\n").cards.at(0).name == "Eva Blum");
}

TEST_CASE("a table without headings is understood by what it holds", "[contacts]")
{
    const Recorder whole = read_text("Ana Luz;ana@example.org;+34 600111222\nBen Groß;ben@example.org;\n");
    REQUIRE(whole.cards.size() == 2);
    CHECK(whole.cards[0].name == "Ana Luz");
    CHECK(handles(whole.cards[0]) == "email ana@example.org, phone +34 600111222");
    CHECK(read_text("Ana,Luz,ana@example.org\nBen,Blum,ben@example.org\n").cards.at(1).name == "Ben Blum");
    CHECK_THROWS_AS(read_text("a,b\nc,d\n"), Problem);
}

TEST_CASE("a number that a spreadsheet has rounded is nobody's", "[contacts]")
{
    CHECK(read_text("Name,Phone\nAna,\"4,91711E+11\"\n").cards.at(0).handles.empty());
    CHECK(handles(read_text("Name,Phone\nAna,'+4917112345\n").cards.at(0)) == "phone +4917112345");
}

TEST_CASE("birthdays that can be read two ways need an order", "[contacts]")
{
    const std::string one = "Name,Birthday,Email\nAna,5/6/1980,a@example.org\n";
    const Recorder unknown = read_text(one);
    CHECK_FALSE(unknown.cards.at(0).birthday);
    CHECK(unknown.warnings.size() == 1);
    CHECK(read_text(one + "Ben,12/31/1979,b@example.org\n").cards.at(0).birthday == YearlyDate{1980, 5, 6});
    CHECK(read_text(one + "Ben,31/12/1979,b@example.org\n").cards.at(0).birthday == YearlyDate{1980, 6, 5});
    Context told = today;
    told.date_order = DateOrder::dmy;
    CHECK(read_text(one, told).cards.at(0).birthday == YearlyDate{1980, 6, 5});
    CHECK(read_text("Name,Birthday,Email\nAna,1/1/4501,a@example.org\n").warnings.empty());
    CHECK(read_text("Name,Birthday,Email\nAna,25.12.61,a@example.org\n").cards.at(0).birthday ==
          YearlyDate{1961, 12, 25});
}

TEST_CASE("Monica's table has rows longer than its headings", "[contacts]")
{
    const Recorder book = read_text("id,first_name,middle_name,last_name\n"
                                    "0,Vera,Maria,Lind,,,,,,,,,,,1960-05-10,,,,,,,,,,,,,,vera@example.org\n");
    CHECK(book.cards.at(0).name == "Vera Maria Lind");
    CHECK(book.cards.at(0).birthday == YearlyDate{1960, 5, 10});
    CHECK(handles(book.cards.at(0)) == "email vera@example.org");
}

TEST_CASE("tables of other things are left to others", "[contacts]")
{
    CHECK(sureness("at,channel,contact\n2026-01-01,phone,Ana\n") == 0);
    CHECK(sureness("Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n") == 0);
    CHECK(sureness("date,number,name,duration,direction\n2026-01-01,+34600111222,Ana,5,in\n") == 0);
    CHECK(sureness("CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT\n") == 0);
    CHECK(sureness("product,price\ntea,3\n") == 0);
    CHECK(sureness("dear Ana, call me at +34 600 111 222, Ben\n", "letter.txt") == 0);
    CHECK(sureness("") == 0);
    const Input book = input_of_file(data / "google-new.csv");
    CHECK(recognised(book) == &contacts_csv);
}
