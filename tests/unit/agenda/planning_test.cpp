// Plans: made, moved, cancelled, and asked about once they are over.

#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

namespace {

wire::PlanShape plan(Desk& desk, const std::string& when, wire::PlanRequest more = {})
{
    more.mode = more.mode.empty() ? "call" : more.mode;
    more.contacts = {"Amma"};
    more.when = when;
    return add_plan(desk.app, more);
}

bool asked(Desk& desk)
{
    const auto plans = list_plans(desk.app, Plans::open).plans;
    return std::any_of(plans.begin(), plans.end(), [](const wire::PlanShape& each) { return each.ask; });
}

} // namespace

TEST_CASE("a plan is asked about after its end, once", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto made = plan(desk, "2026-11-24T10:00:00Z", {.length = "30m"});
    desk.now = instant("2026-11-24T10:29:59Z");
    CHECK_FALSE(asked(desk));
    desk.now = instant("2026-11-24T10:30:00Z");
    CHECK(asked(desk));
    const auto yes = happened_plan(desk.app, PlanId{made.id}, {.length = "25m", .note = "her garden"});
    CHECK(yes.done == "logged: call with Amma, 25 min, today 10:00");
    CHECK_FALSE(asked(desk));
    CHECK(list_plans(desk.app, Plans::all).plans.at(0).state == "happened");
    CHECK(desk.standing("Amma").last_sync == "2026-11-24T10:00:00Z");
    CHECK(problem_of([&] { happened_plan(desk.app, PlanId{made.id}, {}); }).kind == Problem::Kind::cannot);
    CHECK(desk.app.store.totals().interactions == 1);
}

TEST_CASE("a plan that did not happen is no contact, and offers another time", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto made = plan(desk, "2026-11-24T10:00:00Z");
    desk.now = instant("2026-11-24T12:00:00Z");
    const auto no = happened_plan(desk.app, PlanId{made.id}, {.happened = false});
    CHECK(says(no.done, "did not happen"));
    CHECK(says(no.hint.value_or(""), "blend plan call \"Amma\""));
    CHECK(desk.app.store.totals().interactions == 0);
    CHECK(list_plans(desk.app, Plans::all).plans.at(0).state == "missed");
    CHECK(list_plans(desk.app, Plans::open).plans.empty());
}

TEST_CASE("of a repeating plan each round is asked about, the latest only, and it goes on", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto made = plan(desk, "2026-11-24T10:00:00Z", {.every = "1w"});
    CHECK(made.rule == "FREQ=WEEKLY");
    desk.now = instant("2026-12-02T10:00:00Z"); // two rounds are over
    REQUIRE(asked(desk));
    CHECK(list_plans(desk.app, Plans::open).plans.at(0).start == "2026-12-01T10:00:00Z");
    happened_plan(desk.app, PlanId{made.id}, {});
    CHECK_FALSE(asked(desk));
    CHECK(list_plans(desk.app, Plans::open).plans.at(0).start == "2026-12-08T10:00:00Z");
    CHECK(desk.standing("Amma").last_sync == "2026-12-01T10:00:00Z");
    desk.now = instant("2026-12-08T12:00:00Z");
    CHECK(asked(desk));
    happened_plan(desk.app, PlanId{made.id}, {.happened = false});
    CHECK_FALSE(asked(desk));
    CHECK(desk.app.store.totals().interactions == 1);
}

TEST_CASE("a moved plan is at its new time on its own clock, as a later version of the same", "[agenda]")
{
    Desk desk{"2026-11-23T12:00:00Z", "Europe/Berlin"};
    desk.add("Amma");
    const auto made = plan(desk, "2026-11-24 10:00", {.place = "by the lake"});
    CHECK(made.start == "2026-11-24T09:00:00Z");
    CHECK(made.local == "2026-11-24T10:00:00");
    const auto moved = move_plan(desk.app, PlanId{made.id}, {"2026-11-25 11:30"});
    CHECK(moved.start == "2026-11-25T10:30:00Z");
    CHECK(moved.uid == made.uid);
    CHECK(moved.sequence == made.sequence + 1);
    CHECK(moved.place == "by the lake");
    CHECK(problem_of([&] { move_plan(desk.app, PlanId{made.id}, {"yesterday 10:00"}); }).kind ==
          Problem::Kind::bad_request);
    CHECK(problem_of([&] { move_plan(desk.app, PlanId{999}, {"tomorrow 10:00"}); }).kind == Problem::Kind::not_found);
}

TEST_CASE("a cancelled plan is neither open nor asked about, and cannot be moved", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto made = plan(desk, "2026-11-24T10:00:00Z");
    CHECK(says(cancel_plan(desk.app, PlanId{made.id}).done, "cancelled: call with Amma"));
    desk.now = instant("2026-11-25T10:00:00Z");
    CHECK_FALSE(asked(desk));
    CHECK(list_plans(desk.app, Plans::open).plans.empty());
    const auto kept = list_plans(desk.app, Plans::all).plans.at(0);
    CHECK(kept.state == "cancelled");
    CHECK(kept.sequence == made.sequence + 1);
    CHECK(problem_of([&] { move_plan(desk.app, PlanId{made.id}, {"tomorrow 10:00"}); }).kind == Problem::Kind::cannot);
}

TEST_CASE("a plan that makes no sense is refused and not made", "[agenda]")
{
    Desk desk;
    desk.add("Amma", {.cannot = {{"video"}}});
    const auto refused = [&](const std::string& when, const wire::PlanRequest& more, Problem::Kind kind) {
        CHECK(problem_of([&] { plan(desk, when, more); }).kind == kind);
    };
    refused("yesterday 10:00", {}, Problem::Kind::bad_request);
    refused("2026-11-23T12:00:00Z", {}, Problem::Kind::bad_request); // this very moment is no time ahead
    refused("blorgday", {}, Problem::Kind::bad_request);
    refused("tomorrow 10:00", {.mode = "telepathy"}, Problem::Kind::bad_request);
    refused("tomorrow 10:00", {.mode = "video"}, Problem::Kind::cannot);
    refused("tomorrow 10:00", {.length = "0m"}, Problem::Kind::bad_request);
    refused("tomorrow 10:00", {.every = "0d"}, Problem::Kind::bad_request);
    refused("tomorrow 10:00", {.zone = "Mars/Olympus"}, Problem::Kind::bad_request);
    refused("tomorrow 10:00", {.reminder_minutes = -5}, Problem::Kind::bad_request);
    CHECK(problem_of([&] { add_plan(desk.app, {.mode = "call", .when = "tomorrow 10:00"}); }).kind ==
          Problem::Kind::bad_request);
    CHECK(list_plans(desk.app, Plans::all).plans.empty());
}

TEST_CASE("slots lie ahead, within 9 and 21 on both clocks, and beside what is planned", "[agenda]")
{
    Desk desk{"2026-11-23T12:00:00Z", "Europe/Berlin"};
    const std::string theirs = GENERATE("Asia/Kolkata", "America/New_York", "Asia/Kathmandu");
    desk.add("Amma", {.zone = theirs});
    const auto clock = zone::named(theirs).value();
    const auto first = suggest_slots(desk.app, "Amma", "call", std::nullopt, 1).slots.at(0);
    plan(desk, first.start, {.length = "2h"});
    const auto slots = suggest_slots(desk.app, "Amma", "call", 45, 10).slots;
    REQUIRE_FALSE(slots.empty());
    const Instant busy = instant(first.start);
    for (const wire::Slot& slot : slots) {
        INFO(slot.start);
        const Instant start = instant(slot.start);
        const Instant end = start + Minutes{45};
        CHECK(start > desk.now);
        CHECK((end <= busy || start >= busy + std::chrono::hours{2}));
        CHECK(slot.their_local == iso_local(clock.local(start)));
        for (const zone::Zone& each : {clock, desk.app.settings().zone}) {
            const auto midnight = std::chrono::floor<std::chrono::days>(each.local(start));
            CHECK(each.local(start) - midnight >= std::chrono::hours{9});
            CHECK(each.local(end) - midnight <= std::chrono::hours{21});
        }
    }
}

TEST_CASE("who is named twice is in a plan once", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto made = add_plan(desk.app, {.mode = "meet", .contacts = {"Amma", "amma"}, .when = "tomorrow 10:00"});
    CHECK(made.contacts == std::vector<std::string>{"Amma"});
}

TEST_CASE("one time of a plan that repeats is moved or left out, and the others stay", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto made =
        add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-11-24 10:00", .every = "1w"});
    const PlanId id{made.id};
    CHECK(move_plan(desk.app, id, {.when = "2026-11-25 12:00", .once = true}).start == "2026-11-25T12:00:00Z");
    CHECK(skip_plan(desk.app, id).done == "left out: call with Amma, Wed 25 Nov 12:00");
    CHECK(list_plans(desk.app, Plans::open).plans.at(0).start == "2026-12-01T10:00:00Z");
    desk.app.store.undo(desk.now);
    desk.app.store.undo(desk.now);
    CHECK(list_plans(desk.app, Plans::open).plans.at(0).start == "2026-11-24T10:00:00Z");
    // Moving the series forgets what was different about its old times.
    skip_plan(desk.app, id);
    CHECK(move_plan(desk.app, id, {.when = "2026-11-26 18:00"}).start == "2026-11-26T18:00:00Z");
    CHECK(desk.app.store.plan(id)->exceptions.empty());
}

TEST_CASE("a plan that comes once has no single time to leave out", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto made = add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-11-24 10:00"});
    CHECK(problem_of([&] { skip_plan(desk.app, PlanId{made.id}); }).kind == Problem::Kind::cannot);
    CHECK(move_plan(desk.app, PlanId{made.id}, {.when = "2026-11-25 12:00", .once = true}).start ==
          "2026-11-25T12:00:00Z");
}

TEST_CASE("the reminder that the owner set holds for every plan that says nothing else", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    desk.set("reminder_minutes", "90");
    CHECK(add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-11-24 10:00"}).reminder_minutes ==
          90);
}
