#include "daemon/intake/calls/google_voice.hpp"
#include "daemon/intake/calls/google_voice_page.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::string head = "<?xml version=\"1.0\" ?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
                         "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\n"
                         "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><meta http-equiv=\"Content-Type\" "
                         "content=\"text/html; charset=UTF-8\" /><style type=\"text/css\">.message > q { color: #00c; }"
                         "</style><title>\nAda</title></head><body>";

std::string person(const std::string& number, const std::string& name)
{
    const std::string shown =
        name == "Me" ? "<abbr class=\"fn\" title=\"\">Me</abbr>" : "<span class=\"fn\">" + name + "</span>";
    return "<cite class=\"sender vcard\"\n><a class=\"tel\" href=\"tel:" + number + "\">" + shown + "</a></cite>";
}

std::string message(const std::string& time, const std::string& author, const std::string& text)
{
    return "<div class=\"message\">\n<abbr class=\"dt\" title=\"" + time + "\">some day</abbr>:\n" + author + ":\n<q>" +
           text + "</q>\n</div> ";
}

std::string chat(const std::string& messages, const std::string& participants = "")
{
    return head + "<div class=\"hChatLog hfeed\">" + participants + messages +
           "</div><div class=\"tags\">Labels: <a rel=\"tag\" href=\"http://www.google.com/voice#sms\">Text</a></div>"
           "</body></html>";
}

std::string call(const std::string& label, const std::string& duration, const std::string& number = "+15550100002",
                 const std::string& time = "2019-05-06T12:34:56.000-04:00")
{
    return head +
           "<div class=\"haudio\"><span class=\"album\">Call Log for </span><span class=\"fn\">Call</span>"
           "<div class=\"contributor vcard\">with <a class=\"tel\" href=\"tel:" +
           number + "\"><span class=\"fn\">" + (number.empty() ? "" : "Ada") +
           "</span></a></div><abbr class=\"published\" title=\"" + time + "\">May 6</abbr><br />" +
           (duration.empty() ? "" : "<abbr class=\"duration\" title=\"" + duration + "\">(..)</abbr>") +
           "<div class=\"tags\">Labels: <a rel=\"tag\" href=\"http://www.google.com/voice#" + label +
           "\">x</a></div></div></body></html>";
}

const std::string ada = person("+15550100002", "Ada");
const std::string ben = person("+15550100003", "Ben");
const std::string me = person("+15550100001", "Me");

Context today()
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    return context;
}

Recorder read_voice(const std::map<std::string, std::string>& files)
{
    return read_with(google_voice, export_of(files), today());
}

Recorder one(const std::string& name, const std::string& page)
{
    return read_voice({{"Takeout/Voice/Calls/" + name, page}});
}

} // namespace

TEST_CASE("a text concerns the other one of the chat, and says who the owner is", "[voice]")
{
    const Recorder recorder =
        one("Ada - Text - 2019-05-06T12_34_56Z.html",
            chat(message("2019-05-06T08:34:56.123-04:00", me, "How are you &amp; the cats?<br>x") +
                 message("2019-05-06T08:35:00.000-04:00", ada, "ok")));
    REQUIRE(recorder.observations.size() == 2);
    const Observation& sent = recorder.observations[0];
    CHECK(sent.direction == Direction::out);
    CHECK(sent.at == *parse_rfc3339("2019-05-06T12:34:56Z"));
    CHECK(sent.size == 7.0);
    CHECK(sent.channel == Channel::sms);
    CHECK(sent.parties.at(0).handle == Handle{HandleKind::phone, "+15550100002"});
    CHECK(sent.parties.at(0).name == "Ada");
    CHECK(recorder.observations[1].direction == Direction::in);
    CHECK(recorder.observations[1].acknowledgement);
    REQUIRE(recorder.owners.size() == 1);
    CHECK(recorder.owners[0].handle.value == "+15550100001");
}

TEST_CASE("a message is the same in each file that a chat is split into", "[voice]")
{
    const std::string first = message("2019-05-06T08:34:56.123-04:00", me, "hello");
    const std::string second = message("2019-05-06T12:35:00.000Z", ada, "hello yourself");
    const Recorder recorder = read_voice({{"Voice/Calls/Ada - Text - 2019-05-06T12_34_56Z.html", chat(first + second)},
                                          {"Voice/Calls/Ada - Text - 2019-05-06T12_34_56Z (1).html", chat(first)},
                                          {"Voice/Calls/+15550100002 - Text - 2019-05-06T12_35_00Z.html",
                                           chat(message("2019-05-06T08:35:00.000-04:00", ada, "hello yourself"))}});
    std::set<std::string> keys;
    for (const Observation& each : recorder.observations) keys.insert(each.source_key);
    CHECK(recorder.observations.size() == 4);
    CHECK(keys.size() == 2);
    for (const std::string& key : keys) CHECK(key.find("hello") == std::string::npos);
}

TEST_CASE("a chat in which only the owner wrote is with whom its file names", "[voice]")
{
    const std::string own = chat(message("2019-05-06T08:34:56.123-04:00", me, "hello"));
    CHECK(one("+15550100009 - Text - 2019-05-06T12_34_56Z.html", own).only().parties.at(0).handle.value ==
          "+15550100009");
    CHECK(one("Ada_Bea - Text - 2019-05-06T12_34_56Z.html", own).only().parties.at(0).handle ==
          Handle{HandleKind::name, "Ada_Bea"});
    const Recorder known = read_voice({{"Calls/Ada - Text - 2019-05-06T12_34_56Z.html", own},
                                       {"Calls/Ada - Missed - 2019-05-07T12_34_56Z.html", call("missed", "")}});
    CHECK(known.observations.at(0).parties.at(0).handle.value == "+15550100002");
}

TEST_CASE("a group conversation concerns everybody in it", "[voice]")
{
    const Recorder recorder =
        one("Group Conversation - 2019-05-06T12_34_56Z.html",
            chat(message("2019-05-06T08:34:56.123-04:00", me, "who comes along?") +
                     message("2019-05-06T08:35:56.123-04:00", ben, "me"),
                 "<div class=\"participants\">Group conversation with:" + ada + ", " + ben + "</div>"));
    REQUIRE(recorder.observations.size() == 2);
    CHECK(recorder.observations[0].parties.size() == 2);
    CHECK(recorder.observations[0].others == 2);
    CHECK(recorder.observations[1].parties.size() == 1);
    CHECK(recorder.observations[1].parties[0].name == "Ben");
    CHECK(recorder.observations[1].others == 2);
}

TEST_CASE("the placeholder of a picture is no words", "[voice]")
{
    CHECK(one("Ada - Text - 2019-05-06T12_34_56Z.html",
              chat(message("2019-05-06T08:34:56.123-04:00", ada, "MMS Received")))
              .only()
              .size == 0.0);
}

TEST_CASE("a call's label says what it was, and its file's name where there is none", "[voice]")
{
    const std::string name = "Ada - Placed - 2019-05-06T16_34_56Z.html";
    const Observation placed = one(name, call("placed", "PT1H2M3S")).only();
    CHECK((placed.channel == Channel::phone && placed.direction == Direction::out && placed.call));
    CHECK(*placed.size * 60 == Approx(3723));
    CHECK(placed.at == *parse_rfc3339("2019-05-06T16:34:56Z"));
    CHECK(one(name, call("placed", "PT0S")).only().channel == Channel::missed_call);
    CHECK(one(name, call("received", "PT5S")).only().direction == Direction::in);
    CHECK(one(name, call("missed", "")).only().channel == Channel::missed_call);
    CHECK(one(name, call("voicemail", "PT30S")).only().channel == Channel::voice_message);
    CHECK(one(name, call("inbox", "PT30S")).only().direction == Direction::out);
    CHECK(one("Ada - 2019-05-06T16_34_56Z.html", call("inbox", "PT30S")).skipped(Skip::broken) == 1);
}

TEST_CASE("a caller without a number is nobody, yet it was a call", "[voice]")
{
    const Recorder recorder = one(" - Missed - 2019-05-06T16_34_56Z.html", call("missed", "", ""));
    CHECK(recorder.only().parties.empty());
    CHECK(recorder.only().call);
}

TEST_CASE("a recording is the call that it was made of", "[voice]")
{
    const Recorder recorder =
        read_voice({{"Calls/Ada - Received - 2019-05-06T16_34_56Z.html", call("received", "PT10M")},
                    {"Calls/Ada - Recorded - 2019-05-06T16_36_00Z.html",
                     call("recorded", "PT5M", "+15550100002", "2019-05-06T12:36:00.000-04:00")},
                    {"Calls/Ben - Recorded - 2019-05-06T16_36_00Z.html",
                     call("recorded", "PT5M", "+15550100003", "2019-05-06T12:36:00.000-04:00")}});
    REQUIRE(recorder.observations.size() == 3);
    CHECK(recorder.observations[0].source_key == recorder.observations[1].source_key);
    CHECK(recorder.observations[0].at == recorder.observations[1].at);
    CHECK(recorder.observations[0].source_key != recorder.observations[2].source_key);
}

TEST_CASE("pages are recognised by their names in any folder, and nothing else is", "[voice]")
{
    const auto home = [](std::string_view name) { return google_voice.home(name, {}); };
    CHECK(home("Takeout/Voice/Calls/Ada - Text - 2019-05-06T12_34_56Z.html") == "Takeout/Voice/");
    CHECK(home("Takeout/Voice/Calls/odd.html") == "Takeout/Voice/");
    CHECK(home("Group Conversation - 2019-05-06T12_34_56Z (2).html") == "");
    CHECK(home("mine/+1555 - 2019-05-06T12_34_56Z.html") == "mine/");
    CHECK_FALSE(home("mine/index.html"));
    CHECK_FALSE(home("Takeout/Voice/Calls/Ada - Text - 2019-05-06T12_34_56Z-1-1.jpg"));
    const std::string page = call("missed", "");
    CHECK(google_voice.sniff(input_of_text(page, "x.html"), page) == 90);
    CHECK(google_voice.sniff(input_of_text("<html>hello", "x.html"), "<html>hello") == 0);
}

TEST_CASE("a page that makes no sense or breaks off costs itself only", "[voice]")
{
    const std::string whole = chat(message("2019-05-06T08:34:56.123-04:00", me, "hello") +
                                   message("2019-05-06T08:35:56.123-04:00", ada, "hello"));
    const Recorder cut = one("Ada - Text - 2019-05-06T12_34_56Z.html", whole.substr(0, whole.rfind("<q>")));
    CHECK(cut.records == 1);
    CHECK(cut.skips == std::vector{Skip::broken});
    CHECK(one("Ada - Text - 2019-05-06T12_34_56Z.html", "<html><body>").skipped(Skip::broken) == 1);
    CHECK(one("x - Text - 2019-05-06T12_34_56Z.html", chat(message("someday", me, "x"))).skipped(Skip::no_date) == 1);
}
