// The policy: what the owner set binds every round, now and in the days to come.

#include "daemon/agenda/fresh_start.hpp"
#include "daemon/core/channel.hpp"
#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

namespace {

constexpr auto summer = "2026-07-06T12:00:00Z"; // a Monday

using Days = std::map<std::string, std::string>;

/// People who were added long ago and of whom nothing is logged: all are due.
void crowd(Desk& desk, int count)
{
    for (int each = 1; each <= count; ++each) desk.add("Person " + std::to_string(each));
    desk.now += std::chrono::days{60};
}

std::vector<std::string> days_with_nudges(const wire::NudgePreview& preview)
{
    std::vector<std::string> days;
    for (const wire::NudgePreviewDay& day : preview.days)
        for ([[maybe_unused]] const wire::Nudge& nudge : day.nudges) days.push_back(day.day);
    return days;
}

wire::NudgePreviewDay day_of(const wire::NudgePreview& preview, const std::string& day)
{
    for (const wire::NudgePreviewDay& each : preview.days)
        if (each.day == day) return each;
    FAIL(day + " is not shown");
    return {};
}

} // namespace

TEST_CASE("the coming days keep to the budget, and nobody is named twice within the cool-down", "[agenda]")
{
    Desk desk{summer};
    crowd(desk, 12);
    const auto preview = preview_nudges(desk.app, 14);
    CHECK(preview.days.size() == 14);
    CHECK(days_with_nudges(preview).size() == 8);
    std::map<std::string, Day> named;
    for (const wire::NudgePreviewDay& day : preview.days) {
        CHECK(day.nudges.size() <= 1);
        CHECK(day.rest.has_value() == day.nudges.empty());
        for (const wire::Nudge& nudge : day.nudges) {
            const Day on = parse_iso_day(day.day).value();
            if (named.contains(nudge.contact)) CHECK(on - named[nudge.contact] >= std::chrono::days{8}); // 5 x 1.5
            named[nudge.contact] = on;
        }
    }
    CHECK(list_nudges(desk.app).size() == 1); // looking ahead gave nothing
}

TEST_CASE("a preview gives today what the round gives", "[agenda]")
{
    Desk desk{summer};
    crowd(desk, 4);
    const auto preview = preview_nudges(desk.app, 1);
    REQUIRE(preview.days.at(0).nudges.size() == 1);
    const auto given = list_nudges(desk.app);
    REQUIRE(given.size() == 1);
    CHECK(preview.days[0].nudges[0].contact == given[0].contact);
    CHECK(preview.days[0].nudges[0].mode == given[0].mode);
}

TEST_CASE("days without a round and holidays are left in peace, and say so", "[agenda]")
{
    Desk desk{summer};
    crowd(desk, 12); // 4 September, a Friday
    desk.set("nudge_days", "mon,fri");
    desk.set("holiday_from", "2026-09-10");
    desk.set("holiday_to", "2026-09-12");
    const auto preview = preview_nudges(desk.app, 12);
    CHECK(days_with_nudges(preview) == std::vector<std::string>{"2026-09-04", "2026-09-07", "2026-09-14"});
    CHECK(day_of(preview, "2026-09-05").rest == "no round on this day of the week");
    CHECK(day_of(preview, "2026-09-11").rest == "you are on holiday");
}

TEST_CASE("a round that quiet hours hold waits for their end", "[agenda]")
{
    Settings settings;
    const Day monday = parse_iso_day("2026-11-23").value();
    const auto round = [&](int hour, QuietHours quiet) {
        settings.nudge_hour = hour;
        settings.policy.quiet = quiet;
        return rfc3339(round_of(settings, monday).value());
    };
    CHECK(round(9, {21, 9}) == "2026-11-23T09:00:00Z");
    CHECK(round(7, {21, 9}) == "2026-11-23T09:00:00Z");
    CHECK(round(22, {21, 9}) == "2026-11-24T09:00:00Z");
    CHECK(round(12, {11, 14}) == "2026-11-23T14:00:00Z");
    CHECK(round(22, {5, 5}) == "2026-11-23T22:00:00Z");
}

TEST_CASE("what the week has no room for is not suggested, plans included", "[agenda]")
{
    Desk desk{summer};
    for (const char* name : {"Ann", "Ben", "Cleo", "Dora"})
        desk.add(name, {.talk_every = "7d", .cannot = {{"meet", "video"}}});
    desk.now += std::chrono::days{60};
    desk.set("nudges_per_day", "4");
    desk.set("capacity", "call 2");
    add_plan(desk.app, {.mode = "call", .contacts = {"Ann"}, .when = "tomorrow 18:00"});
    const auto given = list_nudges(desk.app);
    REQUIRE(given.size() == 1); // one call is planned, one is left
    CHECK(given[0].mode == "call");
    desk.set("capacity", "");
    CHECK(list_nudges(desk.app).size() == 3);
}

TEST_CASE("who is paused is not named, and comes back when the pause is over", "[agenda]")
{
    Desk desk{summer};
    desk.add("Amma");
    desk.now += std::chrono::days{60};
    REQUIRE(desk.nudge("Amma"));
    edit_contact(desk.app, "Amma", {.pause = "2w"});
    CHECK_FALSE(desk.nudge("Amma"));
    CHECK(get_contact(desk.app, "Amma").contact.paused_until == rfc3339(desk.now + std::chrono::days{14}));
    desk.now += std::chrono::days{15};
    CHECK(desk.nudge("Amma"));
    CHECK_FALSE(get_contact(desk.app, "Amma").contact.paused_until);
    CHECK(problem_of([&] { edit_contact(desk.app, "Amma", {.pause = "2026-01-01"}); }).kind ==
          Problem::Kind::bad_request);
}

TEST_CASE("a nudge that nothing came of is said again after its cool-down, once", "[agenda]")
{
    Desk desk{summer};
    desk.add("Amma");
    desk.now += std::chrono::days{60};
    const auto first = desk.nudge("Amma");
    REQUIRE(first);
    desk.now += std::chrono::days{4};
    CHECK(desk.nudge("Amma")->id == first->id);
    desk.now += std::chrono::days{10};
    const auto second = desk.nudge("Amma");
    REQUIRE(second);
    CHECK(second->id != first->id);
    CHECK(list_nudges(desk.app).size() == 1);
    CHECK(why_nudge(desk.app, NudgeId{first->id}).state == "expired");
}

TEST_CASE("a yearly day of any name is a nudge, once each time", "[agenda]")
{
    Desk desk{"2026-06-10T12:00:00Z"};
    desk.add("Amma", {.birthday = "01-02", .days = Days{{"wedding day", "1985-06-12"}}});
    desk.log("phone", "Amma", "2026-06-10T10:00:00Z");
    const auto nudge = desk.nudge("Amma");
    REQUIRE(nudge);
    CHECK(nudge->kind == "date");
    CHECK(says(nudge->reason, "Amma's wedding day is in 2 days"));
    dismiss_nudge(desk.app, NudgeId{nudge->id});
    desk.now += std::chrono::days{1};
    CHECK_FALSE(desk.nudge("Amma"));
    edit_contact(desk.app, "Amma", {.days = Days{{"wedding day", ""}}});
    CHECK(get_contact(desk.app, "Amma").contact.days.empty());
}

TEST_CASE("when most people are due a fresh start is offered, and they come back one by one", "[agenda]")
{
    Desk desk{summer};
    crowd(desk, 9);
    const auto offer = fresh_start(desk.app);
    REQUIRE(offer);
    CHECK(offer->due == 9);
    CHECK(offer->tracked == 9);
    start_fresh(desk.app);
    CHECK_FALSE(fresh_start(desk.app));
    int back = 0;
    for (int day = 0; day < 21; ++day) {
        int rested = 0;
        for (int each = 1; each <= 9; ++each)
            rested += get_contact(desk.app, "Person " + std::to_string(each)).contact.paused_until ? 1 : 0;
        CHECK(9 - rested - back <= 1);
        back = 9 - rested;
        desk.now += std::chrono::days{1};
    }
    CHECK(back == 9);
}

TEST_CASE("a fresh start is offered to nobody who has few people or few due", "[agenda]")
{
    Desk desk{summer};
    crowd(desk, 4);
    CHECK_FALSE(fresh_start(desk.app));
    for (int each = 5; each <= 12; ++each) desk.add("Person " + std::to_string(each));
    CHECK_FALSE(fresh_start(desk.app));
}

TEST_CASE("a nudge carries its numbers, two good times, the last note and what begins it", "[agenda]")
{
    Desk desk{summer};
    desk.add("Amma", {.talk_every = "14d", .phones = {{"+14155550101"}}, .cannot = {{"meet", "video"}}});
    desk.log("phone", "Amma", "2026-07-01T10:00:00Z", {.size = "30m", .note = "asked about the garden"});
    desk.log("chat", "Amma", "2026-07-05T10:00:00Z", {.size = "30w"});
    desk.now += std::chrono::days{60};
    const auto nudge = desk.nudge("Amma");
    REQUIRE(nudge);
    CHECK(nudge->mode == "call");
    CHECK(nudge->link == "tel:+14155550101");
    CHECK(nudge->last_note == "asked about the garden");
    CHECK(nudge->numbers.talkless_days.value() > 60.0);
    CHECK(nudge->numbers.written == 1);
    CHECK(nudge->numbers.talk_every_days == 14.0);
    REQUIRE(nudge->slots.size() == 2);
    CHECK(nudge->slots[0].start == nudge->slot);
    CHECK(nudge->slots[0].start != nudge->slots[1].start);
    CHECK(nudge->slots[0].minutes > traits(Mode::call).length.count()); // the silence was long
}

TEST_CASE("a plan that was kept makes its mode likelier, one that was missed less so", "[agenda]")
{
    Desk desk{summer};
    desk.add("Amma");
    const auto plan = add_plan(desk.app, {.mode = "video", .contacts = {"Amma"}, .when = "tomorrow 10:00"});
    desk.now += std::chrono::days{2};
    const bool kept = GENERATE(true, false);
    happened_plan(desk.app, PlanId{plan.id}, {.happened = kept});
    const Past past = desk.app.store.pasts(desk.now).begin()->second;
    CHECK(past.success.at(1) == (kept ? 1.0 : 0.0));
    CHECK(past.failure.at(1) == (kept ? 0.0 : 0.5));
}
