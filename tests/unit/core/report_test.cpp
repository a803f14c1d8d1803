#include "daemon/core/bar.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/page.hpp"
#include "daemon/core/report.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <limits>
#include <regex>
#include <sstream>

using namespace blend;

namespace {

const std::string nasty = "<script>alert('x')</script> & \"Tom\" | *Ann* [x](http://x) \x1b]0;title\x07 \xE2\x80\xAE";

Report full_report()
{
    Report report;
    report.week = "2026-W47";
    report.from = "2026-11-16";
    report.to = "2026-11-22";
    report.complete = true;
    report.now = {"2026-W47", 3.25, 4.0, 0.448};
    report.life = {0.52, 0.47, "Overall, 52% of your time in touch is together; four weeks before it was 47%."};
    report.held = {{1, nasty, "28 of 30 quiet days, then you called on Thursday", 28, 30.0, "phone", "2026-11-19"},
                   {2, "Nonna Rosa", "41 quiet days, then you met on Sunday", 41, 30.0, "in_person", "2026-11-22"}};
    report.before = {{"2026-W43", 1, 9, 0.1}, {"2026-W44", 0, 0, {}}, {"2026-W45", 5, 5, 0.5}, {"2026-W46", 9, 1, 0.9}};
    report.sentence = "A little more writing than in the four weeks before, and still well within what you wish for.";
    report.interactions = 12;
    report.people = 7;
    report.by_channel = {{"chat", 8}, {"voice_message", 1}, {"phone", 3}};
    report.toward_async = {
        {1, nasty, "has been writing only since 3 September; a call would bring the voices back.", -1.2}};
    report.toward_sync = {
        {3, "祖母 山田花子", "you have met every week; a letter in between is a nice surprise.", 0.8}};
    report.warming = {{4, "Ravi", "twice as much as in the months before.", 1.0}};
    report.plans = {{"call with Amma, Sun 22 Nov 10:30", "happened", "2026-11-22", false},
                    {"coffee with Tom", "missed", "2026-11-20", false},
                    {"walk", "planned", "2026-11-21", true}};
    report.next_plans = {{"meeting with Tom, Sat 28 Nov 11:00", "planned", "2026-11-28", false}};
    report.next_dates = {{4, "Ravi", "birthday on Tue 24 Nov, turning 40", "2026-11-24"}};
    report.kept = 1;
    report.missed = 1;
    report.noise = 41;
    report.noise_by_channel = {{"email", 30}, {"chat", 11}};
    report.coverage = {{"whatsapp", "2026-11-04T09:00:00Z", {}, "whatsapp last imported 19 days ago", true}};
    return report;
}

std::vector<std::string> lines(const std::string& text)
{
    std::vector<std::string> all;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) all.push_back(line);
    return all;
}

std::string without_colours(std::string text)
{
    for (std::size_t at = 0; (at = text.find("\x1b[", at)) != std::string::npos;)
        text.erase(at, text.find('m', at) - at + 1);
    return text;
}

} // namespace

TEST_CASE("a text report fits its page, with and without colour", "[report]")
{
    const int width = GENERATE(40, 60, 80, 132);
    for (const Colours colours : {Colours::off, Colours::on})
        for (const std::string& line : lines(without_colours(report_text(full_report(), width, colours)))) {
            INFO(line);
            CHECK(columns(line) <= width);
        }
}

TEST_CASE("colour changes nothing but colour, and is never red", "[report]")
{
    const std::string coloured = report_text(full_report(), 80, Colours::on);
    CHECK(without_colours(coloured) == report_text(full_report(), 80, Colours::off));
    CHECK(coloured != report_text(full_report(), 80, Colours::off));
    for (const char* red : {"\x1b[31m", "\x1b[91m", "\x1b[41m", "\x1b[1;31m"})
        CHECK_THAT(coloured, !Catch::Contains(red));
}

TEST_CASE("no report blames", "[report]")
{
    Report report = full_report();
    report.toward_async.front().contact = "Tom";
    for (std::string text : {report_text(report, 80, Colours::off), report_markdown(report), report_html(report)}) {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char letter) { return std::tolower(letter); });
        for (const char* word : {"neglect", "missed", "fail", "overdue", "warning", "streak", "guilt", "bad "})
            CHECK_THAT(text, !Catch::Contains(word));
    }
}

TEST_CASE("a report says what happened, who held, who moved, what is coming and what it rests on", "[report]")
{
    std::string text = GENERATE(report_text(full_report(), 80, Colours::off), report_markdown(full_report()),
                                report_html(full_report()), report_mail_text(full_report()));
    for (std::size_t at = 0; (at = text.find("\xC2\xA0%", at)) != std::string::npos;) text.replace(at, 2, " ");
    text = std::regex_replace(text, std::regex{"\\s+"}, " ");
    for (const char* expected :
         {"12 interactions with 7 people: 3 calls, 1 voice message, 8 messages", "45%", "quiet", "Ravi",
          "four weeks before it was 47%", "Close to slipping, and did not", "28 of 30 quiet days", "In touch again",
          "41 quiet days, then you met", "1 plan happened, 1 did not happen, 1 waits for your word",
          "did not happen: coffee", "did it happen? walk", "Coming up", "birthday on Tue 24 Nov",
          "30 emails, 11 messages were tuned out", "last imported 19 days ago",
          "A silent source is not a silent friend"})
        CHECK_THAT(text, Catch::Contains(expected));
    CHECK(text.find("birthday on") < text.find("meeting with Tom, Sat"));
}

TEST_CASE("weeks before anything was known are no quiet weeks, but five are always shown", "[report]")
{
    Report report = full_report();
    report.before.insert(report.before.begin(), {{"2026-W41", 0, 0, {}}, {"2026-W42", 0, 0, {}}});
    CHECK_THAT(report_text(report, 80, Colours::off), !Catch::Contains("W42,") && Catch::Contains("W43,"));
    report.before[2] = {"2026-W43", 0, 0, {}};
    CHECK_THAT(report_markdown(report), Catch::Contains("W43,") && !Catch::Contains("W42,"));
    CHECK_THAT(report_picture(report), Catch::Contains(">W41<"));
}

TEST_CASE("a long list names eight and counts the rest", "[report]")
{
    Report report;
    for (int index = 0; index < 20; ++index)
        report.cooling.push_back({index, "N" + std::to_string(index), "quiet", -1.0});
    const std::string text = report_text(report, 80, Colours::off);
    CHECK_THAT(text, Catch::Contains("N7") && !Catch::Contains("N8") && Catch::Contains("and 12 more"));
}

TEST_CASE("a report that rests on the owner's log alone says so", "[report]")
{
    Report report;
    report.interactions = 1;
    CHECK_THAT(report_text(report, 80, Colours::off), Catch::Contains("All of it was logged by hand."));
}

TEST_CASE("a notification gets two sentences and no names", "[report]")
{
    const std::string brief = report_brief(full_report());
    CHECK(lines(brief).size() == 1);
    for (const char* name : {"Ravi", "Amma", "Tom", "Nonna"}) CHECK_THAT(brief, !Catch::Contains(name));
    CHECK_THAT(brief, Catch::Contains("12 interactions with 7 people"));
    CHECK(report_brief({}) == "A quiet week: nothing was logged.");
}

TEST_CASE("the title is one line that fits a mail's subject, whatever the week is called", "[report]")
{
    CHECK(report_title(full_report()) == "Week 47 of 2026, 16 Nov to 22 Nov");
    Report report;
    report.week = report.from = "x\r\nBcc: eve@example.org";
    CHECK_THAT(report_title(report), !Catch::Contains("\r") && !Catch::Contains("\n"));
}

TEST_CASE("the plain text of a mail fits 72 columns and steers nothing", "[report]")
{
    const std::string text = report_mail_text(full_report());
    for (const std::string& line : lines(text)) CHECK(columns(line) <= 72);
    CHECK_THAT(text, !Catch::Contains("\x1b"));
}

TEST_CASE("an empty report is a quiet week, not an error", "[report]")
{
    for (const std::string& text : {report_text({}, 80, Colours::off), report_markdown({}), report_html({})})
        CHECK_THAT(text, Catch::Contains("A quiet week"));
}

TEST_CASE("names cannot become markup in the HTML report", "[report]")
{
    const std::string html = report_html(full_report());
    CHECK_THAT(html, !Catch::Contains("<script"));
    CHECK_THAT(html, Catch::Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Tom&quot;"));
    CHECK_THAT(html, !Catch::Contains("\x1b"));
    CHECK_THAT(html, !Catch::Contains("\xE2\x80\xAE"));
}

TEST_CASE("the HTML report needs nothing from elsewhere and has a table for its picture", "[report]")
{
    Report report = full_report();
    report.toward_async.front().contact = report.held.front().contact = "Tom";
    std::string html = report_html(report);
    const std::string name_space = "http://www.w3.org/2000/svg";
    html.erase(html.find(name_space), name_space.size());
    for (const char* foreign :
         {"http:", "https:", "url(", "@import", "<link", "<img", "<script", "onload", "style=", "javascript"})
        CHECK_THAT(html, !Catch::Contains(foreign));
    for (const char* expected :
         {"<!doctype html>", "role=\"img\"", "<table", "@media print", "@page", "<html lang=\"en\">", "</main>"})
        CHECK_THAT(html, Catch::Contains(expected));
}

TEST_CASE("the picture draws each week above and below its line, says so in words, and needs no style sheet",
          "[report]")
{
    const std::string svg = report_picture(full_report());
    const auto count = [&](const std::string& part) {
        int found = 0;
        for (std::size_t at = 0; (at = svg.find(part, at)) != std::string::npos; ++at) ++found;
        return found;
    };
    // One of each kind is the key; of the five weeks one is quiet.
    CHECK(count("class=\"sync\" fill=") == 5);
    CHECK(count("class=\"async\" fill=") == 5);
    for (const char* expected :
         {"<title", "<desc", "filled above the line", "hollow below it", "Quiet weeks: 1 of 5", ">W43<", ">W47<"})
        CHECK_THAT(svg, Catch::Contains(expected));
    for (const char* refused : {"style=", "<style", "url("}) CHECK_THAT(svg, !Catch::Contains(refused));
}

TEST_CASE("the picture of weeks without any value, or with no numbers, draws empty columns", "[report]")
{
    Report report;
    report.now = {"2026-W47", std::numeric_limits<double>::quiet_NaN(), -3.0, std::numeric_limits<double>::infinity()};
    const std::string html = report_html(report);
    CHECK_THAT(html, !Catch::Contains("nan"));
    CHECK_THAT(html, !Catch::Contains("height=\"-"));
    CHECK_THAT(report_text(report, 40, Colours::off), Catch::Contains("W47, 16 Nov"));
}

TEST_CASE("names cannot become markup in the Markdown report", "[report]")
{
    const std::string markdown = report_markdown(full_report());
    CHECK_THAT(markdown, Catch::Contains("\\<script\\>"));
    CHECK_THAT(markdown, Catch::Contains("\\*Ann\\*"));
    CHECK_THAT(markdown, !Catch::Contains("\x1b"));
}

TEST_CASE("width is what the eye sees", "[columns]")
{
    CHECK(columns("Amma") == 4);
    CHECK(columns("Žofie") == 5);
    CHECK(columns("Z\xCC\x8Cofie") == 5); // a combining caron
    CHECK(columns("山田花子") == 8);
    CHECK(columns("김민준") == 6);
    CHECK(columns("👋") == 2);
    CHECK(columns("நண்பர்") == 4);
    CHECK(columns("a\xFF") == 2);
    CHECK(columns("") == 0);
}

TEST_CASE("nothing that steers a terminal is let through", "[columns]")
{
    for (const char* steering : {"\x1b[31m", "\x07", "\x7f", "\xC2\x9B", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xD8\x9C",
                                 "\xEF\xBB\xBF", "\n", "\t", "\r", "\xC0\x9B", "\xED\xA0\x80"}) {
        const std::string shown = harmless("a" + std::string{steering} + "b");
        CHECK_THAT(shown, Catch::StartsWith("a\xEF\xBF\xBD"));
        CHECK(std::none_of(shown.begin(), shown.end(), [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; }));
        CHECK(shown.find("\xC2\x9B") == std::string::npos);
    }
    CHECK(harmless("நண்பர் 👨‍👩‍👧 Žofie") == "நண்பர் 👨‍👩‍👧 Žofie");
}

TEST_CASE("clipped text fits, keeps whole characters, and says that something was cut off", "[columns]")
{
    for (const char* text :
         {"Grandmother Alexandra", "山田花子さん", "👋👋👋👋", "Z\xCC\x8CZ\xCC\x8CZ\xCC\x8CZ\xCC\x8C"})
        for (int width = 0; width < 12; ++width) {
            CHECK(columns(clipped(text, width)) <= width);
            CHECK(columns(padded(text, width)) == width);
            CHECK(columns(padded_left(text, width)) == width);
        }
    CHECK(clipped("Alexandra", 5) == "Alex…");
    CHECK(clipped("Alexa", 5) == "Alexa");
}

TEST_CASE("wrapped text loses no word and fits, however long a word is", "[columns]")
{
    const std::string text =
        "Call Amma, maybe Sunday: https://example.org/a-very-long-address-that-does-not-fit 山田花子山田花子";
    for (int width = 2; width < 50; ++width) {
        std::string joined;
        for (const std::string& line : wrapped(text, width)) {
            CHECK(columns(line) <= width);
            for (const char letter : line)
                if (letter != ' ') joined += letter;
        }
        std::string expected = text;
        std::erase(expected, ' ');
        CHECK(joined == expected);
    }
    CHECK(wrapped("one\ntwo", 20) == std::vector<std::string>{"one", "two"});
}

TEST_CASE("a bar is exactly as wide as asked, with its mark where the share is", "[bar]")
{
    const double share = GENERATE(0.0, 0.2, 0.5, 1.0, -3.0, 7.0);
    const int width = GENERATE(5, 21, 41);
    const std::string bar = drawn({.share = share, .target = 0.6, .band = 0.2}, width, Colours::off);
    CHECK(columns(bar) == width);
    const auto mark = bar.find("●");
    REQUIRE(mark != std::string::npos);
    const double place = (columns(bar.substr(0, mark)) - 1.0) / (width - 3.0);
    CHECK(std::abs(place - std::clamp(share, 0.0, 1.0)) <= 0.5 / (width - 3.0) + 1e-9);
}

TEST_CASE("a bar shows the wished band, and no mark when nothing is known", "[bar]")
{
    CHECK(drawn({.share = {}, .target = 0.5, .band = 0.2}, 13, Colours::off) == "◄───━━━━━───►");
    CHECK(drawn({.share = 0.5, .target = {}, .band = 0.2}, 13, Colours::off) == "◄─────●─────►");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(columns(drawn({.share = nan, .target = nan, .band = nan}, 13, Colours::off)) == 13);
    CHECK(columns(interval(0.2, 0.6, 13)) == 13);
    CHECK(columns(interval(0.9, 0.1, 13)) == 13);
    CHECK(columns(interval(nan, 0.1, 13)) == 13);
}
