// What the owner is told, as text, HTML and JSON.

#include "daemon/core/columns.hpp"
#include "tests/unit/reach/told.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace blend;
using namespace blend::reach;
using namespace blend::reach::test;
using store::Topic;

TEST_CASE("a nudge as text has its reason, its numbers, good times, links and what to do next", "[reach]")
{
    CHECK(as_text(nudge_about("Amma")) == "A good moment to call Amma\n"
                                          "\n"
                                          "Call Amma, maybe Sun 10:30. You last spoke 142 days ago.\n"
                                          "  · you have written 41 times since\n"
                                          "  · last note: Amma has a new garden\n"
                                          "  · good times: Sun 29 Nov 10:30 (Amma: 20:00)\n"
                                          "  · tel:+14155550101\n"
                                          "  · mailto:amma@example.org\n"
                                          "  then: blend done 12, blend snooze 12 3d, blend why 12\n");
}

TEST_CASE("no line of the text is wider than 76 columns, whatever it holds", "[reach]")
{
    const std::string wide =
        GENERATE(std::string(300, 'x'), std::string(300, ' '), std::string{"\t\n\r\xff\x1b]0;x\x07"}, [] {
            std::string text;
            for (int count = 0; count < 90; ++count) text += "界 ";
            return text;
        }());
    std::istringstream lines{as_text(nudge_about(wide))};
    for (std::string line; std::getline(lines, line);) {
        CHECK(columns(line) <= 76);
        CHECK(line == harmless(line));
    }
}

TEST_CASE("in HTML a name is text, and a link is one that begins a contact", "[reach]")
{
    Message message = nudge_about("<script>alert(1)</script>\"'&");
    message.items[0].links = {"javascript:alert(1)", "tel:\"><b>", "https://wa.me/4179", "data:text/html,x"};
    const std::string html = as_html(message);
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("javascript:") == std::string::npos);
    CHECK(html.find("data:text") == std::string::npos);
    CHECK_THAT(html, Catch::Contains("<a href=\"https://wa.me/4179\">WhatsApp</a>"));
    CHECK_THAT(html, Catch::Contains("<a href=\"tel:&quot;&gt;&lt;b&gt;\">Call</a>"));
}

TEST_CASE("JSON has everything, and any bytes are a string", "[reach]")
{
    const auto read = nlohmann::json::parse(as_json(nudge_about("A\"\\\n\xff\x01"), nine));
    CHECK(read["title"] == "A good moment to call A\"\\\n\uFFFD\x01");
    CHECK(read["items"][0]["details"].size() == 2);
    CHECK(as_json(nudge_about("A\n"), nine).find('\n') == std::string::npos);
}

TEST_CASE("a report is told whole, and on a small screen by its summary", "[reach]")
{
    const Message report{.topic = Topic::report,
                         .key = "2026-W47",
                         .title = "Your week in touch",
                         .summary = "62% of this week's time in touch was together.",
                         .text = "the report\n",
                         .html = "<p>the report</p>"};
    CHECK(as_text(report) == "the report\n");
    CHECK(as_html(report) == "<p>the report</p>");
    CHECK(brief(report) == "62% of this week's time in touch was together.");
    CHECK(as_text(nameless(report)) == "Your week in touch is ready\n\nSee it with: blend report\n");
}

TEST_CASE("without names a message says how many things there are, and of which kind", "[reach]")
{
    Message message = nudge_about("Amma");
    CHECK(nameless(message).title == "A good moment to call somebody");
    message.items.push_back({.sentence = "Write to Ravi.", .mode = Mode::write, .nudge = NudgeId{13}});
    CHECK(nameless(message).title == "2 good next steps");
    CHECK(nameless(message).items[1].sentence == "A good moment to write to somebody.");
    CHECK(nameless(message).items[1].nudge == NudgeId{13});

    const Message question{.topic = Topic::questions,
                           .key = "4 2026-11-23T18:00:00",
                           .title = "Did you meet Ravi?",
                           .items = {{.sentence = "meeting with Ravi", .mode = Mode::meet, .plan = PlanId{4}}}};
    CHECK(nameless(question).title == "Did the planned meeting happen?");
    CHECK_THAT(as_text(question), Catch::EndsWith("then: blend happened 4, or blend happened 4 --no\n"));
    Message reminder = question;
    reminder.topic = Topic::reminders;
    CHECK(nameless(reminder).title == "A planned meeting is near");
}

TEST_CASE("every message is kind", "[reach]")
{
    for (const Topic topic : every<Topic>()) {
        Message message = nudge_about("Amma");
        message.topic = topic;
        for (const std::string& face : {as_text(message), as_html(message), as_text(nameless(message))})
            for (const char* word : {"neglect", "overdue", "failed", "must ", "should ", "never "})
                CHECK(face.find(word) == std::string::npos);
    }
}
