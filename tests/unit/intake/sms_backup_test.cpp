#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/sms_backup.hpp"
#include "daemon/intake/files/xml.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <sstream>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "sms_backup";

Context today()
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    context.is_owner = [](const Party& party) { return party.handle.value == "+491700000001"; };
    return context;
}

Recorder read_backup(const Input& input)
{
    Recorder recorder;
    sms_backup.read(input, today(), recorder);
    return recorder;
}

Recorder messages(const std::string& elements)
{
    return read_backup(input_of_text("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"1\">" +
                                         elements + "</smses>",
                                     "sms-20261101.xml"));
}

Recorder calls(const std::string& elements)
{
    return read_backup(input_of_text("<calls count=\"2\">" + elements + "</calls>", "calls-20261101.xml"));
}

std::string sms(const std::string& type, const std::string& body, const std::string& date = "1761994800000",
                const std::string& address = "+491711111111")
{
    return "<sms protocol=\"0\" address=\"" + address + "\" date=\"" + date + "\" type=\"" + type + "\" body=\"" +
           body + "\" read=\"1\" contact_name=\"Ada\" />\n";
}

std::string call(const std::string& type, const std::string& seconds, const std::string& number = "+491711111111",
                 const std::string& presentation = "1")
{
    return "<call number=\"" + number + "\" duration=\"" + seconds + "\" date=\"1761994800000\" type=\"" + type +
           "\" presentation=\"" + presentation + "\" contact_name=\"Ada\" />\n";
}

std::string mms(const std::string& box, const std::string& thread, const std::string& addresses,
                const std::string& attributes = "")
{
    return "<mms date=\"1761994800000\" msg_box=\"" + box + "\" address=\"" + thread + "\" " + attributes +
           "><parts><part seq=\"0\" ct=\"application/smil\" text=\"&lt;smil&gt;\" />"
           "<part seq=\"0\" ct=\"text/plain\" text=\"three small words\" />"
           "<part seq=\"1\" ct=\"image/jpeg\" text=\"null\" data=\"" +
           std::string(200'000, 'A') + "\" /></parts><addrs>" + addresses + "</addrs></mms>\n";
}

std::string addr(const std::string& number, const std::string& type)
{
    return "<addr address=\"" + number + "\" type=\"" + type + "\" charset=\"106\" />";
}

/// What an XML text holds: each element's name and its attribute `a`.
std::vector<std::string> elements_of(const std::string& text, XmlReading* reading = nullptr)
{
    std::istringstream stream{text};
    std::vector<std::string> found;
    const std::string_view records[] = {"r"};
    const XmlElements elements{.begin =
                                   [&](std::string_view name, XmlAttributes attributes) {
                                       found.push_back(std::string{name} + "=" + std::string{attributes["a"]});
                                   },
                               .end = [](std::string_view) {},
                               .damage = [&] { found.emplace_back("!"); }};
    const XmlReading result = read_xml(stream, records, elements, [](std::uint64_t) {});
    if (reading != nullptr) *reading = result;
    return found;
}

using Found = std::vector<std::string>;

} // namespace

TEST_CASE("what phones write that is no XML is put right", "[xml]")
{
    CHECK(elements_of("<r a='&#55357;&#56832;'/>") == Found{"r=\xF0\x9F\x98\x80"});
    CHECK(elements_of("<r a='&#xD83D;&#xDE00;'/>") == Found{"r=\xF0\x9F\x98\x80"});
    CHECK(elements_of("<r a='x&#55357;y&#56832;'/>") == Found{"r=x\xEF\xBF\xBDy\xEF\xBF\xBD"});
    CHECK(elements_of("<r a='a&#1;b\x01&#x0;c'/>") == Found{"r=abc"});
    CHECK(elements_of("<r a='a&#10;b &amp; &lt;&#228;&#xe4;'/>") == Found{"r=a\nb & <\xC3\xA4\xC3\xA4"});
    CHECK(elements_of("<r a='Tom & Jerry &nbsp; & &;'/>") == Found{"r=Tom & Jerry &nbsp; & &;"});
    CHECK(elements_of("<r a='\xC3\xA4 \xC3 \xFF \xED\xA0\xBD'/>").front().starts_with("r=\xC3\xA4 \xEF\xBF\xBD "));
    CHECK(elements_of("<r a='&#99999999;'/>") == Found{"r="});
    CHECK(elements_of("<?xml version='1.0' encoding='ISO-8859-1'?><r a='\xC3\xA4'/>") == Found{"r=\xC3\xA4"});
}

TEST_CASE("repairs do not depend on where the buffer ends", "[xml]")
{
    for (std::size_t before = 65'460; before < 65'540; ++before) {
        const std::string blanks(before, ' ');
        CHECK(elements_of(blanks + "<r a='&#55357;&#56832;\xC3\xA4&#1;'/>") == Found{"r=\xF0\x9F\x98\x80\xC3\xA4"});
        CHECK(elements_of("<x>" + blanks + "<r a='1'<r a='2'/></x>") == Found{"x=", "!", "r=2"});
    }
}

TEST_CASE("after damage reading goes on at the next record", "[xml]")
{
    XmlReading reading;
    CHECK(elements_of("<x><r a='1'/><r a='2' <r a='3'/><r a=4/><r a='5'/></x>", &reading) ==
          Found{"x=", "r=1", "!", "r=3", "!", "r=5"});
    CHECK(reading.damaged == 2);
    CHECK_FALSE(reading.breaks_off);
    CHECK(elements_of("<x><r a='1'><y a='2'></r><r a='3'/></x>", &reading) == Found{"x=", "r=1", "y=2", "!", "r=3"});
    CHECK(reading.damaged == 1);
    CHECK(elements_of("<x><r a='1'/></x><x><r a='2'/></x>", &reading) == Found{"x=", "r=1", "r=2"});
    CHECK(reading.damaged == 0);
}

TEST_CASE("a text that breaks off keeps what was complete", "[xml]")
{
    XmlReading reading;
    CHECK(elements_of("<x><r a='1'/><r a='2", &reading) == Found{"x=", "r=1", "!"});
    CHECK((reading.breaks_off && reading.damaged == 1));
    CHECK(elements_of("<x><r a='1'/>\n", &reading) == Found{"x=", "r=1"});
    CHECK((reading.breaks_off && reading.damaged == 0));
    CHECK(elements_of("<x><r a='1'><y a='2'/>", &reading) == Found{"x=", "r=1", "y=2", "!"});
    CHECK((reading.breaks_off && reading.damaged == 1));
}

TEST_CASE("a document type, and with it every entity of the file's own, is refused", "[xml]")
{
    CHECK_THROWS_AS(elements_of("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), Problem);
}

TEST_CASE("no nesting, comment or value grows the memory", "[xml]")
{
    std::string deep = "<x>";
    for (int each = 0; each < 1000; ++each) deep += "<y>";
    CHECK(elements_of(deep + "<r a='1'/>").back() == "r=1");
    const std::string long_one(std::size_t{6} << 20, '-');
    CHECK(elements_of("<x><r a='1'/><!" + std::string{long_one} + "<r a='2'/>").size() >= 2);
    const auto found = elements_of("<x><r a='" + std::string(std::size_t{6} << 20, 'Q') + "'/><r a='2'/></x>");
    REQUIRE(found.size() == 3);
    CHECK(found[1].size() < (std::size_t{200} << 10));
    CHECK(found[2] == "r=2");
}

TEST_CASE("a message's type says which way it went, or why it did not go", "[sms]")
{
    const Recorder in = messages(sms("1", "shall we meet on Sunday?"));
    CHECK(in.only().channel == Channel::sms);
    CHECK(in.only().direction == Direction::in);
    CHECK(in.only().size == 5.0);
    CHECK(in.only().at == *parse_rfc3339("2025-11-01T11:00:00Z"));
    CHECK(in.only().zoned);
    CHECK(in.only().parties.at(0).handle == Handle{HandleKind::phone, "+491711111111"});
    CHECK(in.only().parties.at(0).name == "Ada");
    CHECK(messages(sms("2", "ok")).only().direction == Direction::out);
    CHECK(messages(sms("2", "ok")).only().acknowledgement);
    const Recorder rest = messages(sms("3", "x") + sms("4", "x") + sms("5", "x") + sms("6", "x") + sms("9", "x"));
    CHECK(rest.skips == std::vector{Skip::draft, Skip::unsent, Skip::unsent, Skip::unsent, Skip::broken});
}

TEST_CASE("dates are milliseconds, in old files seconds, and sometimes none", "[sms]")
{
    CHECK(messages(sms("1", "x", "1485921084")).only().at == *parse_rfc3339("2017-02-01T03:51:24Z"));
    CHECK(messages(sms("1", "x", "null") + sms("1", "x", "0") + sms("1", "x", "-5")).skipped(Skip::no_date) == 3);
    CHECK(messages(sms("1", "x", "1900000000000")).skipped(Skip::future) == 1);
}

TEST_CASE("a word for no name is no name", "[sms]")
{
    std::string text = sms("1", "x");
    text.replace(text.find("Ada"), 3, "(Unknown)");
    CHECK(messages(text).only().parties.at(0).name.empty());
    CHECK(messages(sms("1", "x", "1761994800000", "null")).skipped(Skip::no_counterpart) == 1);
}

TEST_CASE("an exact duplicate has the same key, in every spelling of the number; another text has not", "[sms]")
{
    const Recorder twice = messages(sms("1", "hello") + sms("1", "hello") + sms("1", "bye") +
                                    sms("1", "hello", "1761994800000", "0171 111-1111"));
    REQUIRE(twice.observations.size() == 4);
    CHECK(twice.observations[0].source_key == twice.observations[1].source_key);
    CHECK(twice.observations[0].source_key != twice.observations[2].source_key);
    CHECK(twice.observations[0].source_key == twice.observations[3].source_key);
    CHECK(twice.observations[0].source_key.find("hello") == std::string::npos);
}

TEST_CASE("a picture message counts its words and keeps no picture", "[sms]")
{
    const Recorder one = messages(
        mms("1", "+491711111111", addr("+491711111111", "137") + addr("+491700000099", "151"), "contact_name=\"Ada\""));
    CHECK(one.only().size == 3.0);
    CHECK(one.only().direction == Direction::in);
    CHECK(one.only().parties.at(0).name == "Ada");
    REQUIRE(one.owners.size() == 1);
    CHECK(one.owners[0].handle == Handle{HandleKind::phone, "+491700000099"});
}

TEST_CASE("in a thread of two the other one wrote what came in, whatever the addresses say", "[sms]")
{
    const Recorder one =
        messages(mms("1", "+491711111111", addr("+491700000099", "137") + addr("+491711111111", "151")));
    CHECK(one.only().parties.at(0).handle.value == "+491711111111");
    CHECK(one.owners.empty());
}

TEST_CASE("the owner is learnt from what they sent, and the token stands for nobody", "[sms]")
{
    const Recorder sent =
        messages(mms("2", "+491711111111", addr("+491700000099", "137") + addr("+491711111111", "151")));
    CHECK(sent.only().direction == Direction::out);
    REQUIRE(sent.owners.size() == 1);
    CHECK(sent.owners[0].handle.value == "+491700000099");
    const Recorder token =
        messages(mms("2", "+491711111111", addr("insert-address-token", "137") + addr("+491711111111", "151")));
    CHECK(token.only().others == 1);
    CHECK(token.owners.empty());
}

TEST_CASE("a group's message concerns all of it when sent, and its author when received", "[sms]")
{
    const std::string thread = "+491711111111~+491722222222~+491733333333";
    const std::string names = "contact_name=\"Ada, Ben, Cleo\"";
    const Recorder sent = messages(mms("2", thread, addr("insert-address-token", "137"), names));
    CHECK(sent.only().others == 3);
    REQUIRE(sent.only().parties.size() == 3);
    CHECK(sent.only().parties[1].name == "Ben");
    const Recorder received =
        messages(mms("1", thread, addr("01722222222", "137") + addr("+491700000001", "151"), names));
    CHECK(received.only().others == 3);
    REQUIRE(received.only().parties.size() == 1);
    CHECK(received.only().parties[0].handle.value == "+491722222222");
    CHECK(received.only().parties[0].name == "Ben");
}

TEST_CASE("a group whose thread names the sender only has its recipients in it", "[sms]")
{
    const Recorder one = messages(mms("1", "+491711111111",
                                      addr("+491711111111", "137") + addr("+491700000001", "151") +
                                          addr("+491722222222", "151") + addr("+491733333333", "130")));
    CHECK(one.only().others == 3);
    CHECK(one.only().parties.size() == 1);
}

TEST_CASE("a notice of delivery is no message, and a draft no contact", "[sms]")
{
    const Recorder rest = messages(mms("1", "+491711111111", "", "m_type=\"134\"") + mms("3", "+491711111111", "") +
                                   mms("5", "+491711111111", "") + mms("1", "null", ""));
    CHECK(rest.skips == std::vector{Skip::system, Skip::draft, Skip::unsent, Skip::no_counterpart});
}

TEST_CASE("a call's type and length say what it was", "[sms][calls]")
{
    CHECK(calls(call("1", "125")).only().channel == Channel::phone);
    CHECK(calls(call("1", "125")).only().direction == Direction::in);
    CHECK(calls(call("1", "90")).only().size == 1.5);
    CHECK(calls(call("1", "90")).only().call);
    CHECK(calls(call("2", "60")).only().direction == Direction::out);
    CHECK(calls(call("2", "60")).only().channel == Channel::phone);
    CHECK(calls(call("2", "0")).only().channel == Channel::missed_call);
    CHECK(calls(call("2", "0")).only().direction == Direction::out);
    for (const char* type : {"3", "5", "6"}) {
        const Recorder one = calls(call(type, "0"));
        CHECK(one.only().channel == Channel::missed_call);
        CHECK(one.only().direction == Direction::in);
        CHECK_FALSE(one.only().size);
    }
    CHECK(calls(call("4", "30")).only().channel == Channel::voice_message);
    CHECK(calls(call("4", "30")).only().size == 0.5);
    CHECK(calls(call("7", "60")).only().channel == Channel::phone);
    CHECK(calls(call("8", "60")).skipped(Skip::broken) == 1);
}

TEST_CASE("a withheld number is nobody's, yet the call is one", "[sms][calls]")
{
    for (const char* number : {"", "-1", "-2", "null"}) {
        CHECK(calls(call("1", "60", number)).only().parties.empty());
        CHECK(calls(call("1", "60", number)).only().call);
    }
    for (const char* presentation : {"2", "3", "4"})
        CHECK(calls(call("1", "60", "+491711111111", presentation)).only().parties.empty());
}

TEST_CASE("the count that a file claims is not believed", "[sms]")
{
    const Recorder recorder = read_backup(input_of_file(data / "messages.xml"));
    CHECK(recorder.read() == 12);
    CHECK(recorder.records == 9);
    CHECK(recorder.skips == std::vector{Skip::draft, Skip::unsent, Skip::no_date});
}

TEST_CASE("a backup is known by its first element", "[sms]")
{
    const auto sure = [](const std::string& head) { return sms_backup.sniff(input_of_text(head, "a.xml"), head); };
    CHECK(sure("<?xml version='1.0'?>\n<!-- made by an app -->\n<smses count=\"1\">") > 90);
    CHECK(sure("\xEF\xBB\xBF<calls>") > 90);
    CHECK(sure("<callsigns>") == 0);
    CHECK(sure("a chat about <smses count>") == 0);
}
