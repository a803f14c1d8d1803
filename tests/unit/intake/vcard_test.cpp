#include "daemon/core/problem.hpp"
#include "daemon/intake/files/content_lines.hpp"
#include "daemon/intake/people/vcard.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const Instant some_day = parse_rfc3339("2026-01-01T00:00:00Z").value();

Recorder read_input(const Input& input)
{
    Recorder recorder;
    vcard.read(input, context_of({}, some_day), recorder);
    return recorder;
}

Recorder read_text(const std::string& text) { return read_input(input_of_text(text, "book.vcf")); }

Recorder read_fixture(const std::string& name)
{
    return read_input(input_of_file(SOURCE_DIR "/tests/data/vcard/" + name));
}

/// A card with one more line.
Card card_with(const std::string& line)
{
    const Recorder recorder = read_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\n" + line + "\nEND:VCARD\n");
    REQUIRE(recorder.cards.size() == 1);
    return recorder.cards.front();
}

std::vector<Handle> handles(const Card& card)
{
    std::vector<Handle> result;
    for (const Party& each : card.handles) result.push_back(each.handle);
    return result;
}

} // namespace

TEST_CASE("a phone's old card is read with its soft line breaks and bare types", "[intake][vcard]")
{
    const Recorder recorder = read_fixture("phone-2.1.vcf");
    REQUIRE(recorder.cards.size() == 2);
    const Card& card = recorder.cards[0];
    CHECK(card.name == "Nováková Žofie");
    CHECK(handles(card) == std::vector<Handle>{{HandleKind::phone, "0171 1234567"},
                                               {HandleKind::email, "Zofie@Example.ORG"},
                                               {HandleKind::skype, "zofie.n"}});
    CHECK(card.birthday == YearlyDate{1972, 2, 29});
}

TEST_CASE("a card inside a card is not another contact, and the outer one goes on after it", "[intake][vcard]")
{
    const Recorder recorder = read_fixture("phone-2.1.vcf");
    REQUIRE(recorder.cards.size() == 2);
    CHECK(recorder.cards[1].name == "Werkstatt");
    CHECK(handles(recorder.cards[1]) == std::vector<Handle>{{HandleKind::phone, "+49 30 123456"}});
}

TEST_CASE("an Apple card gives handles of services, a yearless birthday and a zone", "[intake][vcard]")
{
    const Recorder recorder = read_fixture("apple-3.0.vcf");
    REQUIRE(recorder.cards.size() == 1);
    const Card& card = recorder.cards[0];
    CHECK(card.name == "Amma Iyer");
    CHECK(card.uid == "5E1A-77");
    CHECK(card.zone == "Asia/Kolkata");
    CHECK(card.birthday == YearlyDate{{}, 1, 22});
    CHECK(handles(card) == std::vector<Handle>{{HandleKind::email, "amma@example.in"},
                                               {HandleKind::phone, "\u202d+91 98450 12345\u202c"},
                                               {HandleKind::telegram, "amma_i"},
                                               {HandleKind::linkedin, "amma-iyer"},
                                               {HandleKind::whatsapp, "+919845012345"}});
    CHECK(recorder.skips == std::vector{Skip::group_card});
}

TEST_CASE("a 4.0 book has URIs for numbers, groups, and cards that say nothing", "[intake][vcard]")
{
    const Recorder recorder = read_fixture("four-0.vcf");
    REQUIRE(recorder.cards.size() == 2);
    CHECK(handles(recorder.cards[0]) == std::vector<Handle>{{HandleKind::phone, "tel:+1-418-656-9254;ext=102"},
                                                            {HandleKind::signal, "+14186569254"},
                                                            {HandleKind::email, "kwame@example.ca"}});
    CHECK(recorder.cards[0].birthday == YearlyDate{{}, 1, 22});
    CHECK(recorder.cards[0].zone == "America/Toronto");
    CHECK(recorder.cards[1].name == "only@example.ca");
    CHECK(recorder.skips == std::vector{Skip::group_card, Skip::empty_card});
}

TEST_CASE("a birthday is read in every form that says a day, and in no other", "[intake][vcard]")
{
    const auto birthday = [](const std::string& line) { return card_with(line).birthday; };
    CHECK(birthday("BDAY:1994-02-03") == YearlyDate{1994, 2, 3});
    CHECK(birthday("BDAY:19940203") == YearlyDate{1994, 2, 3});
    CHECK(birthday("BDAY:--0203") == YearlyDate{{}, 2, 3});
    CHECK(birthday("BDAY:--02-29") == YearlyDate{{}, 2, 29});
    CHECK(birthday("BDAY:1953-10-15T23:10:00Z") == YearlyDate{1953, 10, 15});
    CHECK(birthday("BDAY;VALUE=date:1604-01-22") == YearlyDate{{}, 1, 22});
    CHECK(birthday("BDAY;X-APPLE-OMIT-YEAR=1900:1900-01-22") == YearlyDate{{}, 1, 22});
    CHECK_FALSE(birthday("BDAY;VALUE=text:circa 1800"));
    CHECK_FALSE(birthday("BDAY:1995-02-29"));
    CHECK_FALSE(birthday("BDAY:"));
}

TEST_CASE("without a formatted name the next best name stands in", "[intake][vcard]")
{
    const auto name = [](const std::string& lines) {
        const Recorder recorder = read_text("BEGIN:VCARD\nVERSION:3.0\n" + lines + "\nEND:VCARD\n");
        return recorder.cards.empty() ? std::string{"(none)"} : recorder.cards.front().name;
    };
    CHECK(name("N:Doe;Jane;Q.;Dr.;") == "Jane Q. Doe");
    CHECK(name("N:;;;;\nORG:Rowing Club;Youth") == "Rowing Club");
    CHECK(name("NICKNAME:Jay\nTEL:1234567") == "Jay");
    CHECK(name("TEL:1234567\nEMAIL:j@x.org") == "j@x.org");
    CHECK(name("TEL:1234567") == "1234567");
    CHECK(name("NOTE:nothing") == "(none)");
}

TEST_CASE("a name is one line of text, whatever the card escapes into it", "[intake][vcard]")
{
    CHECK(read_text("BEGIN:VCARD\nFN:Ana\\nBcc: x\\, y\\; \\\\z\nEND:VCARD\n").cards.at(0).name ==
          "Ana Bcc: x, y; \\z");
}

TEST_CASE("old cards without a character set are read as their computer wrote them", "[intake][vcard]")
{
    CHECK(read_text("BEGIN:VCARD\nFN:Ren\xe9 M\xfcller\nEND:VCARD\n").cards.at(0).name == "René Müller");
    CHECK(read_text("BEGIN:VCARD\nFN;CHARSET=ISO-8859-2:\xae"
                    "ofie\nEND:VCARD\n")
              .cards.at(0)
              .name == "Žofie");
    CHECK(read_text("BEGIN:VCARD\nFN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=93=FA=96=7B\nEND:VCARD\n")
              .cards.at(0)
              .name == "日本");
    CHECK(read_text("BEGIN:VCARD\nFN;CHARSET=../../x//y:Ana\nEND:VCARD\n").cards.at(0).name == "Ana");
}

TEST_CASE("a book in UTF-16 is recognised and read", "[intake][vcard]")
{
    std::string wide{"\xff\xfe"};
    for (const char letter : std::string{"BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n"}) wide += {letter, '\0'};
    CHECK(vcard.sniff(input_of_text(wide, "book.vcf"), wide) > 50);
    CHECK(read_text(wide).cards.at(0).name == "Ana");
}

TEST_CASE("a fax belongs to an office, a mobile with fax to a person", "[intake][vcard]")
{
    CHECK(card_with("TEL;TYPE=work,fax:030 1").handles.empty());
    CHECK(card_with("TEL;TYPE=cell;TYPE=fax:030 1").handles.size() == 1);
    CHECK(card_with("TEL;TYPE=cell:030 1\nTEL;TYPE=home:030 1").handles.size() == 1);
}

TEST_CASE("a last card that breaks off is kept if it has a name", "[intake][vcard]")
{
    const Recorder named = read_text("BEGIN:VCARD\nFN:Ana\nEND:VCARD\nBEGIN:VCARD\nFN:Ben\nTEL:12345");
    REQUIRE(named.cards.size() == 2);
    CHECK(named.cards[1].name == "Ben");
    const Recorder nameless = read_text("BEGIN:VCARD\nFN:Ana\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nF");
    CHECK(nameless.cards.size() == 1);
    CHECK(nameless.skips == std::vector{Skip::broken});
}

TEST_CASE("a bad card loses only itself", "[intake][vcard]")
{
    const Recorder recorder = read_text("BEGIN:VCARD\n:::\n;;=\n\"\nEND:VCARD\ngarbage\n"
                                        "BEGIN:VCARD\nFN:Ana\nBEGIN:VCARD\nFN;X=\":Ben\nEND:VCARD\nEND:VCARD\n");
    REQUIRE(recorder.cards.size() == 2);
    CHECK(recorder.cards[0].name == "Ana");
    CHECK(recorder.cards[1].name == "Ben");
    CHECK(recorder.skips == std::vector{Skip::empty_card});
}

TEST_CASE("a file without cards is refused, an empty one is an empty book", "[intake][vcard]")
{
    CHECK_THROWS_AS(read_text("hello\n"), Problem);
    CHECK(read_text("").read() == 0);
}

TEST_CASE("a photo of many megabytes and endless nesting cost little", "[intake][vcard][hostile]")
{
    std::string text = "BEGIN:VCARD\nFN:Ana\nPHOTO;ENCODING=b:" + std::string(20'000'000, 'A') + "\nAGENT:\n";
    for (int depth = 0; depth < 100'000; ++depth) text += "BEGIN:VCARD\nAGENT:\n";
    for (int depth = 0; depth < 100'000; ++depth) text += "END:VCARD\n";
    text += "TEL:12345\nEND:VCARD\n";
    const Recorder recorder = read_text(text);
    REQUIRE(recorder.cards.size() == 1);
    CHECK(recorder.cards[0].handles.size() == 1);
    CHECK(recorder.consumed == text.size());
}

TEST_CASE("zero bytes and control characters in a card stay out of names", "[intake][vcard][hostile]")
{
    const Recorder recorder = read_text(std::string{"BEGIN:VCARD\nFN:A\0\x1b]0;x\x07na\nEND:VCARD\n", 37});
    REQUIRE(recorder.cards.size() == 1);
    for (const char letter : recorder.cards[0].name) CHECK(static_cast<unsigned char>(letter) >= 0x20);
}

TEST_CASE("a content line is split into group, name, parameters and value", "[intake][vcard]")
{
    std::istringstream stream{"item1.tel;type=\"cell,voice\";x=1;PREF:a:b\r\n  folded\r\n"};
    ContentLines lines{stream};
    const auto line = lines.next();
    REQUIRE(line);
    CHECK(line->group == "item1");
    CHECK(line->name == "TEL");
    CHECK(line->value == "a:b folded");
    CHECK(line->is_of_type("Voice"));
    CHECK(line->is_of_type("pref"));
    CHECK_FALSE(line->is_of_type("cell,voice"));
    CHECK(line->parameter("X") == "1");
    CHECK_FALSE(lines.next());
}

TEST_CASE("the parts of a structured value end at bare semicolons only", "[intake][vcard]")
{
    CHECK(parts("Doe;Jane\\; Q;;") == std::vector<std::string>{"Doe", "Jane; Q", "", ""});
    CHECK(parts("") == std::vector<std::string>{""});
    CHECK(parts("a\\") == std::vector<std::string>{"a\\"});
}
