// Nudges: whom, how many, and when one is over.

#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

namespace {

/// Somebody whose last contact is long over.
void long_silent(Desk& desk, const std::string& name, wire::ContactChange more = {})
{
    desk.add(name, std::move(more));
    desk.log("in_person", name, "2026-06-02T10:00:00Z");
}

Desk& half_a_year_later(Desk& desk)
{
    desk.now = instant("2026-11-23T12:00:00Z");
    return desk;
}

constexpr const char* spring = "2026-06-03T12:00:00Z";

} // namespace

TEST_CASE("one nudge a day and four in seven days are given, however many are due", "[agenda]")
{
    Desk desk{spring};
    for (const char* name : {"Amma", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hal"}) long_silent(desk, name);
    half_a_year_later(desk);
    std::vector<Day> days;
    for (int day = 0; day < 14; ++day) {
        list_nudges(desk.app);
        give_nudges(desk.app); // asking again gives nothing more
        desk.now += std::chrono::days{1};
    }
    const auto given = desk.app.store.nudges(instant(spring));
    REQUIRE(given.size() == 8);
    for (std::size_t index = 1; index < given.size(); ++index)
        CHECK(given[index].given - given[index - 1].given >= std::chrono::days{1});
    for (std::size_t index = 4; index < given.size(); ++index)
        CHECK(given[index].given - given[index - 4].given >= std::chrono::days{7});
}

TEST_CASE("a dismissed contact rests, the longer the oftener", "[agenda]")
{
    Desk desk{spring};
    long_silent(desk, "Amma");
    half_a_year_later(desk);
    std::vector<Instant> given;
    for (int day = 0; day < 120 && given.size() < 4; ++day) {
        if (const auto nudge = desk.nudge("Amma")) {
            given.push_back(desk.now);
            dismiss_nudge(desk.app, NudgeId{nudge->id});
            CHECK_FALSE(desk.nudge("Amma"));
        }
        desk.now += std::chrono::days{1};
    }
    REQUIRE(given.size() == 4);
    CHECK(given[1] - given[0] >= std::chrono::days{5});
    CHECK(given[2] - given[1] > given[1] - given[0]);
}

TEST_CASE("an answered contact is nudged again when due again, as one who answered", "[agenda]")
{
    Desk desk{spring};
    long_silent(desk, "Amma");
    half_a_year_later(desk);
    REQUIRE(desk.nudge("Amma"));
    desk.now += std::chrono::days{4};
    desk.log("in_person", "Amma", "today 11:00");
    CHECK_FALSE(desk.nudge("Amma"));
    CHECK(desk.app.store.pasts(desk.now).begin()->second.ignored == 0);
    bool again = false;
    for (int day = 0; day < 60 && !again; ++day) {
        desk.now += std::chrono::days{1};
        again = desk.nudge("Amma").has_value();
    }
    CHECK(again);
}

TEST_CASE("a snoozed nudge rests, wakes, and is never doubled", "[agenda]")
{
    Desk desk{spring};
    long_silent(desk, "Amma");
    half_a_year_later(desk);
    const auto nudge = desk.nudge("Amma");
    REQUIRE(nudge);
    CHECK(problem_of([&] { snooze_nudge(desk.app, NudgeId{nudge->id}, {"soon"}); }).kind == Problem::Kind::bad_request);
    CHECK(desk.nudge("Amma"));
    CHECK(snooze_nudge(desk.app, NudgeId{nudge->id}, {"3d"}).done == "Amma rests for 3 days");
    CHECK_FALSE(desk.nudge("Amma"));
    desk.now += std::chrono::days{2};
    CHECK_FALSE(desk.nudge("Amma"));
    desk.now += std::chrono::days{1};
    REQUIRE(desk.nudge("Amma"));
    CHECK(desk.nudge("Amma")->id == nudge->id);
    desk.now += std::chrono::days{30};
    CHECK(list_nudges(desk.app).size() == 1);
}

TEST_CASE("done logs what the nudge proposed and closes it", "[agenda]")
{
    Desk desk{spring};
    long_silent(desk, "Amma", {.cannot = {{"meet", "video", "voice_message", "write", "letter"}}});
    half_a_year_later(desk);
    const auto nudge = desk.nudge("Amma");
    REQUIRE(nudge);
    REQUIRE(nudge->mode == "call");
    CHECK(problem_of([&] { done_nudge(desk.app, NudgeId{nudge->id}, {.size = "far"}); }).kind ==
          Problem::Kind::bad_request);
    CHECK(problem_of([&] { done_nudge(desk.app, NudgeId{nudge->id}, {.at = "2027-01-01T00:00:00Z"}); }).kind ==
          Problem::Kind::bad_request);
    const auto done = done_nudge(desk.app, NudgeId{nudge->id}, {.size = "15m", .note = "her garden"});
    CHECK(done.done == "logged: call with Amma, 15 min, today 12:00");
    CHECK(desk.standing("Amma").last_sync == "2026-11-23T12:00:00Z");
    CHECK(why_nudge(desk.app, NudgeId{nudge->id}).state == "done");
    CHECK(why_nudge(desk.app, NudgeId{nudge->id}).last_note == "her garden");
    CHECK(problem_of([&] { done_nudge(desk.app, NudgeId{nudge->id}, {}); }).kind == Problem::Kind::cannot);
    CHECK(problem_of([&] { dismiss_nudge(desk.app, NudgeId{999}); }).kind == Problem::Kind::not_found);
}

TEST_CASE("writing daily never resets the talk clock, and talking does", "[agenda]")
{
    Desk desk{spring};
    desk.add("Amma", {.every = "7d", .talk_every = "14d", .cannot = {{"meet"}}});
    desk.log("phone", "Amma", "2026-06-01T10:00:00Z");
    half_a_year_later(desk);
    for (int day = 1; day <= 22; ++day) {
        const std::string date = "2026-11-" + std::to_string(100 + day).substr(1);
        desk.log("chat", "Amma", date + "T10:00:00Z", {.size = "30w"});
        desk.log("chat", "Amma", date + "T15:00:00Z", {.size = "30w", .direction = "in"});
    }
    CHECK(desk.standing("Amma").state == "in_rhythm");
    const auto nudge = desk.nudge("Amma");
    REQUIRE(nudge);
    CHECK(nudge->kind == "talk");
    CHECK((nudge->mode == "call" || nudge->mode == "video"));
    CHECK(says(nudge->reason, "22 times"));
    desk.log("chat", "Amma", "2026-11-23T12:00:00Z"); // the wrong kind
    CHECK(desk.nudge("Amma"));
    desk.log("missed_call", "Amma", "2026-11-23T12:00:00Z");
    CHECK(desk.nudge("Amma"));
    desk.log("video", "Amma", "2026-11-23T12:00:00Z");
    CHECK_FALSE(desk.nudge("Amma"));
}

TEST_CASE("who nearly always writes gets a nudge to talk, and who nearly always talks one to write", "[agenda]")
{
    const bool writes = GENERATE(true, false);
    Desk desk{spring};
    desk.add("Amma", {.every = "30d"});
    half_a_year_later(desk);
    for (int week = 1; week <= 16; ++week)
        desk.log(writes ? "email" : "phone", "Amma", rfc3339(desk.now - std::chrono::days{10 + 5 * week}),
                 {.size = writes ? "200w" : "60m", .direction = week % 2 == 0 ? "in" : "out"});
    desk.now += std::chrono::days{6};
    const auto nudge = desk.nudge("Amma");
    REQUIRE(nudge);
    CHECK(nudge->kind == "rebalance");
    CHECK((nudge->mode == "meet" || nudge->mode == "call" || nudge->mode == "video") == writes);
    desk.log(writes ? "email" : "phone", "Amma", "today 10:00");
    CHECK(desk.nudge("Amma"));
    desk.log(writes ? "phone" : "email", "Amma", "today 12:00", {.size = writes ? "60m" : "300w"});
    CHECK_FALSE(desk.nudge("Amma"));
}

TEST_CASE("a letter wants an answer until there is one", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.every = "30d"});
    desk.log("email", "Amma", "2026-11-05T10:00:00Z", {.size = "200w", .direction = "in"});
    const auto nudge = desk.nudge("Amma");
    REQUIRE(nudge);
    CHECK(nudge->kind == "reply");
    CHECK(nudge->mode == "write");
    desk.now += std::chrono::hours{1};
    desk.log("email", "Amma", "today 12:30", {.size = "20w", .direction = "in"}); // another of theirs
    CHECK(desk.nudge("Amma"));
    desk.log("chat", "Amma", "today 13:00", {.size = "20w"});
    CHECK_FALSE(desk.nudge("Amma"));
    // A new letter is a new occasion, not the old nudge.
    desk.now += std::chrono::hours{1};
    desk.log("email", "Amma", "today 14:00", {.size = "200w", .direction = "in"});
    CHECK_FALSE(desk.nudge("Amma"));
}

TEST_CASE("a birthday is mentioned once, even beside another nudge, and is over afterwards", "[agenda]")
{
    Desk desk{spring};
    long_silent(desk, "Amma", {.birthday = "1956-11-26"});
    desk.now = instant("2026-11-20T12:00:00Z");
    REQUIRE(desk.nudge("Amma"));
    CHECK(desk.nudge("Amma")->kind == "reach_out");
    desk.now = instant("2026-11-23T12:00:00Z");
    int dates = 0;
    for (const auto& each : list_nudges(desk.app)) {
        if (each.kind != "date") continue;
        ++dates;
        CHECK(says(each.reason, "birthday is in 3 days"));
    }
    CHECK(dates == 1);
    desk.now = instant("2026-11-27T12:00:00Z");
    for (const auto& each : list_nudges(desk.app)) CHECK(each.kind != "date");
    CHECK(desk.app.store.nudges(instant(spring)).size() == 2);
}

TEST_CASE("why a nudge was given is told, with ways to begin", "[agenda]")
{
    Desk desk{spring};
    long_silent(desk, "Amma", {.phones = {{"+919812345678"}}, .emails = {{"amma@example.org"}}});
    half_a_year_later(desk);
    const auto nudge = desk.nudge("Amma");
    REQUIRE(nudge);
    const auto why = why_nudge(desk.app, NudgeId{nudge->id});
    CHECK(why.nudge.reason == nudge->reason);
    CHECK(says(why.nudge.reason, "Amma"));
    CHECK(why.state == "open");
    CHECK_FALSE(why.sentences.empty());
    CHECK(why.links ==
          std::vector<std::string>{"tel:+919812345678", "https://wa.me/919812345678", "mailto:amma@example.org"});
    desk.log("phone", "Amma", "today 12:00");
    CHECK(why_nudge(desk.app, NudgeId{nudge->id}).state == "closed");
}

TEST_CASE("nobody untracked is ever nudged", "[agenda]")
{
    Desk desk{spring};
    desk.know("Plumber");
    desk.log("phone", "Plumber", "2026-06-02T10:00:00Z");
    half_a_year_later(desk);
    for (int day = 0; day < 20; ++day) {
        CHECK(list_nudges(desk.app).empty());
        desk.now += std::chrono::days{1};
    }
}

TEST_CASE("while a plan runs nobody is nudged about its people", "[agenda]")
{
    Desk desk{spring};
    long_silent(desk, "Amma");
    half_a_year_later(desk);
    REQUIRE(desk.nudge("Amma"));
    add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-11-23T13:00:00Z", .length = "30m"});
    desk.now = instant("2026-11-23T13:10:00Z");
    CHECK_FALSE(desk.nudge("Amma"));
    CHECK(planned_contacts(situation(desk.app, desk.app.settings(), desk.now), desk.now).size() == 1);
}
