#include "daemon/intake/normalise.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

std::string value(HandleKind kind, std::string text, std::string_view region = "DE")
{
    const auto handle = normalised({{kind, std::move(text)}, {}}, region);
    return handle ? handle->value : std::string{"(nothing)"};
}

std::string reason(HandleKind kind, std::string text)
{
    const auto handle = normalised({{kind, std::move(text)}, {}}, "DE");
    if (!handle) return "(nothing)";
    return std::string{not_a_person(*handle).value_or("person")};
}

} // namespace

TEST_CASE("an address is one, whatever case and wrapping it comes in", "[intake][normalise]")
{
    CHECK(value(HandleKind::email, " <MailTo:Ana@X.org> ") == "ana@x.org");
    CHECK(value(HandleKind::email, "mailto:ana@x.org?subject=hi") == "ana@x.org");
    CHECK(value(HandleKind::email, "Ana Muster <ANA@x.org>") == "ana@x.org");
    CHECK(value(HandleKind::email, "ana@x.org;") == "ana@x.org");
    CHECK(value(HandleKind::email, "ana@bücher.example") == "ana@bücher.example");
    CHECK(value(HandleKind::email, "  <> ") == "(nothing)");
}

TEST_CASE("a number is one, however it is written", "[intake][normalise]")
{
    for (const char* written :
         {"+49 171 1234567", "0171/1234567", "(0171) 123-45-67", "0049 171 1234567", "\u202a+49 171 1234567\u202c",
          "+49\u00a0171\u00a01234567", "tel:+49-171-1234567", "+49\u2011171\u20111234567"})
        CHECK(value(HandleKind::phone, written) == "+491711234567");
    CHECK(value(HandleKind::phone, "(415) 555-2671", "US") == "+14155552671");
}

TEST_CASE("without a country only numbers that name theirs become international", "[intake][normalise]")
{
    CHECK(value(HandleKind::phone, "0049 171 1234567", "") == "+491711234567");
    CHECK(value(HandleKind::phone, "0171 1234567", "") == "01711234567");
}

TEST_CASE("a number that cannot exist keeps its digits", "[intake][normalise]")
{
    CHECK(value(HandleKind::phone, "89-44-12", "RU") == "894412");
    CHECK(value(HandleKind::phone, "+999 (12)") == "+99912");
    CHECK(value(HandleKind::phone, "555-2671", "US") == "5552671");
    CHECK(value(HandleKind::phone, "\u202a\u202c") == "(nothing)");
    CHECK(value(HandleKind::phone, "+") == "+");
}

TEST_CASE("two people behind one switchboard stay two", "[intake][normalise]")
{
    CHECK(value(HandleKind::phone, "tel:+1-418-656-9254;ext=102") == "+14186569254;ext=102");
    CHECK(value(HandleKind::phone, "tel:+1-418-656-9254;ext=102") != value(HandleKind::phone, "+1 418 656 9254"));
}

TEST_CASE("a mail address in place of a number is a mail address", "[intake][normalise]")
{
    const auto handle = normalised({{HandleKind::phone, "Ana@X.org"}, {}}, "DE");
    REQUIRE(handle);
    CHECK(*handle == Handle{HandleKind::email, "ana@x.org"});
}

TEST_CASE("a chat partner is a number, or the name that the address book gave them", "[intake][normalise]")
{
    CHECK(value(HandleKind::whatsapp, "\u202a+49 171 1234567\u202c") == "+491711234567");
    CHECK(value(HandleKind::whatsapp, "\u200eAmma  ") == "Amma");
    CHECK(value(HandleKind::whatsapp, "~\u202fJonas") == "Jonas");
    CHECK(value(HandleKind::whatsapp, "Team 2019") == "Team 2019");
}

TEST_CASE("names lose what nobody sees and keep what their script needs", "[intake][normalise]")
{
    CHECK(clean_name("  Ana\r\n\tMaria\u00a0 Muster ") == "Ana Maria Muster");
    CHECK(clean_name("\u202eAna\u202c") == "Ana");
    CHECK(clean_name(std::string_view{"a\0b", 3}) == "a b");
    CHECK(clean_name("\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645") ==
          "\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645");
    CHECK(clean_name("Ana \xff") == "Ana \ufffd");
    CHECK(clean_name(" \u200b\ufeff").empty());
}

TEST_CASE("any bytes normalise to something or nothing", "[intake][normalise][hostile]")
{
    for (const HandleKind kind : every<HandleKind>()) {
        for (int byte = 0; byte < 256; ++byte) {
            const auto handle = normalised({{kind, std::string(3, static_cast<char>(byte))}, {}}, "DE");
            if (handle) CHECK_FALSE(handle->value.empty());
        }
        CHECK_NOTHROW(normalised({{kind, std::string(100'000, '9')}, {}}, "not a region"));
        CHECK_NOTHROW(normalised({{kind, "\xf0\x9f"}, {}}, ""));
    }
}

TEST_CASE("programs, lists and short codes are nobody, and say why", "[intake][normalise]")
{
    CHECK(reason(HandleKind::email, "no-reply@shop.example") == "no_reply");
    CHECK(reason(HandleKind::email, "DoNotReply+7f3@shop.example") == "no_reply");
    CHECK(reason(HandleKind::email, "noreply-orders@shop.example") == "no_reply");
    CHECK(reason(HandleKind::email, "mailer-daemon@x.org") == "machine");
    CHECK(reason(HandleKind::email, "bounces+123-me=x.org@news.example") == "machine");
    CHECK(reason(HandleKind::email, "friends@googlegroups.com") == "mailing_list");
    CHECK(reason(HandleKind::email, "hikers@lists.example.org") == "mailing_list");
    CHECK(reason(HandleKind::email, "hikers-request@example.org") == "mailing_list");
    CHECK(reason(HandleKind::email, "anna-l@example.org") == "person");
    CHECK(reason(HandleKind::phone, "32665") == "short_code");
    CHECK(reason(HandleKind::phone, "DHL") == "sender_name");
    CHECK(reason(HandleKind::phone, "INFO2000") == "sender_name");
}

TEST_CASE("people are somebody, also at addresses that look a little like a program's", "[intake][normalise]")
{
    CHECK(reason(HandleKind::email, "ana@example.org") == "person");
    CHECK(reason(HandleKind::email, "info@joiner.example") == "person");
    CHECK(reason(HandleKind::email, "replyana@example.org") == "person");
    CHECK(reason(HandleKind::email, "ana@notgoogles.org") == "person");
    CHECK(reason(HandleKind::phone, "+49 171 1234567") == "person");
    CHECK(reason(HandleKind::whatsapp, "Amma") == "person");
    CHECK(reason(HandleKind::name, "32665") == "person");
}

TEST_CASE("robots of chats, gateways and rooms are nobody, and say why", "[intake][normalise]")
{
    CHECK(reason(HandleKind::telegram, "weather_bot") == "bot");
    CHECK(reason(HandleKind::telegram, "WeatherBot") == "bot");
    CHECK(reason(HandleKind::telegram, "Ann Talbot") == "person");
    CHECK(reason(HandleKind::discord, "News#0000") == "bot");
    CHECK(reason(HandleKind::discord, "ana#0001") == "person");
    CHECK(reason(HandleKind::slack, "USLACKBOT") == "bot");
    CHECK(reason(HandleKind::slack, "B024BE7LH") == "bot");
    CHECK(reason(HandleKind::slack, "U024BE7LH") == "person");
    CHECK(reason(HandleKind::skype, "28:0d5d6cff") == "bot");
    CHECK(reason(HandleKind::skype, "live:ana") == "person");
    CHECK(reason(HandleKind::email, "14155550101.14155550102.x1@txt.voice.google.com") == "machine");
    CHECK(reason(HandleKind::email, "example.org_188@resource.calendar.google.com") == "resource");
    CHECK(reason(HandleKind::email, "en.german#holiday@group.v.calendar.google.com") == "machine");
    CHECK(reason(HandleKind::email, "reply+7f3a@forum.example") == "machine");
    CHECK(reason(HandleKind::email, "ana+reply@example.org") == "person");
    CHECK(reason(HandleKind::google, "no-reply@shop.example") == "no_reply");
}

TEST_CASE("an account that goes by a mail address is spelled like the address", "[intake][normalise]")
{
    for (const HandleKind kind : {HandleKind::google, HandleKind::slack, HandleKind::skype, HandleKind::meeting})
        CHECK(normalised({{kind, " <Ana@Example.ORG>"}, {}}, "") == Handle{kind, "ana@example.org"});
    CHECK(normalised({{HandleKind::skype, "live:Ana"}, {}}, "") == Handle{HandleKind::skype, "live:Ana"});
}
