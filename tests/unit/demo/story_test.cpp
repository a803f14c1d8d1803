#include "packaging/demo/people.hpp"
#include "packaging/demo/story.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace blend;
using namespace blend::demo;
using namespace std::chrono_literals;

namespace {

std::vector<LocalTime> every_moment(const Story& story)
{
    std::vector<LocalTime> moments;
    for (const Chat& chat : story.chats)
        for (const Message& message : chat.messages) moments.push_back(message.at);
    for (const Meeting& meeting : story.meetings) {
        moments.push_back(meeting.start);
        moments.insert(moments.end(), meeting.except.begin(), meeting.except.end());
    }
    for (const Mail& mail : story.mails) moments.push_back(mail.at);
    for (const LogLine& line : story.log) moments.push_back(line.at);
    return moments;
}

const Chat& chat_with(const Story& story, std::string_view title)
{
    return *std::ranges::find(story.chats, title, &Chat::title);
}

bool is_call(const Message& message) { return message.text.find("call, ") != std::string::npos; }

} // namespace

TEST_CASE("a demo year lies within the year before its day, in leap years and common ones")
{
    const auto last = GENERATE(as<std::string>{}, "2026-11-23", "2028-02-29", "2028-03-01", "2027-03-28", "2026-01-01");
    const Day today = *parse_iso_day(last);
    const auto moments = every_moment(story_of_the_year(today));
    CHECK(*std::ranges::min_element(moments) >= LocalTime{today - std::chrono::days{365}});
    CHECK(*std::ranges::max_element(moments) < LocalTime{today});
}

TEST_CASE("messages, mails and log lines come in the order of time")
{
    const Story story = story_of_the_year(*parse_iso_day("2026-11-23"));
    for (const Chat& chat : story.chats) CHECK(std::ranges::is_sorted(chat.messages, {}, &Message::at));
    CHECK(std::ranges::is_sorted(story.mails, {}, &Mail::at));
    CHECK(std::ranges::is_sorted(story.log, {}, &LogLine::at));
}

TEST_CASE("the mother writes this week and was last spoken to 142 days ago")
{
    const Day today = *parse_iso_day("2026-11-23");
    const Story story = story_of_the_year(today);
    const Chat& chat = chat_with(story, "Amma");
    const auto last_call = std::ranges::find_if(chat.messages.rbegin(), chat.messages.rend(), is_call);
    REQUIRE(last_call != chat.messages.rend());
    CHECK(std::chrono::floor<std::chrono::days>(last_call->at) == today - std::chrono::days{142});
    CHECK(chat.messages.back().at > LocalTime{today - std::chrono::days{7}});
}

TEST_CASE("the friend who only texts is met and called by nobody")
{
    const Story story = story_of_the_year(*parse_iso_day("2026-11-23"));
    CHECK(std::ranges::none_of(chat_with(story, "Ben Carter").messages, is_call));
    CHECK(std::ranges::none_of(story.log, [](const LogLine& line) { return line.contact == "Ben Carter"; }));
    for (const Meeting& meeting : story.meetings)
        CHECK(std::ranges::find(meeting.with, "Ben Carter") == meeting.with.end());
}

TEST_CASE("the grandmother is only visited")
{
    const Story story = story_of_the_year(*parse_iso_day("2026-11-23"));
    int visits = 0;
    for (const LogLine& line : story.log) {
        if (line.contact != "Nonna Rosa") continue;
        CHECK(line.channel == Channel::in_person);
        ++visits;
    }
    CHECK(visits > 20);
    CHECK(std::ranges::find(story.chats, "Nonna Rosa", &Chat::title) == story.chats.end());
}

TEST_CASE("two dozen people are kept in touch with, and all that meet or are logged are known")
{
    CHECK(std::ranges::count_if(people(), [](const Person& each) { return !each.circle.empty(); }) == 24);
    const Story story = story_of_the_year(*parse_iso_day("2026-11-23"));
    const auto known = [](std::string_view name) {
        return std::ranges::find(people(), name, &Person::name) != people().end();
    };
    for (const Meeting& meeting : story.meetings) CHECK(std::ranges::all_of(meeting.with, known));
    for (const LogLine& line : story.log) CHECK(known(line.contact));
}
