#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

namespace {

/// What earlier nudges about a contact taught, after one that was given `age` ago and is now in `state`.
Past past_after(const char* state, Seconds age, std::optional<Instant> snoozed_until = std::nullopt)
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    NudgeId id;
    store.keep([&](Writer& writer) {
        id = writer.add_nudge(
            {.contact = tom, .mode = Mode::call, .given = now - age, .state = "open", .changed = now - age});
    });
    store.change(now, [&](Writer& writer) {
        writer.set_nudge(id, state, now, snoozed_until);
        return std::string{"answered"};
    });
    return store.pasts(now)[tom];
}

constexpr auto call_index = static_cast<std::size_t>(Mode::call);

} // namespace

TEST_CASE("a nudge that was done or planned taught that its mode works", "[store]")
{
    const Past past = past_after(GENERATE("done", "planned"), std::chrono::hours{2});
    CHECK(past.success[call_index] > 0);
    CHECK(past.failure[call_index] == 0);
    CHECK(past.ignored == 0);
    CHECK(past.last_nudge == now - std::chrono::hours{2});
}

TEST_CASE("a dismissed nudge taught that its mode does not", "[store]")
{
    const Past past = past_after("dismissed", std::chrono::hours{2});
    CHECK(past.failure[call_index] > 0);
    CHECK(past.success[call_index] == 0);
}

TEST_CASE("an open nudge was ignored after three days and not before", "[store]")
{
    CHECK(past_after("open", std::chrono::days{3}).ignored == 0);
    CHECK(past_after("open", std::chrono::days{3} + Seconds{1}).ignored == 1);
}

TEST_CASE("a snoozed nudge teaches nothing but waits until its day", "[store]")
{
    const Instant until = now + std::chrono::days{5};
    const Past past = past_after("snoozed", std::chrono::days{9}, until);
    CHECK(past.snooze_until == until);
    CHECK(past.ignored == 0);
    CHECK(past.success == std::array<double, 6>{});
    CHECK(past.failure == std::array<double, 6>{});
}

TEST_CASE("nudges since a moment include every open and snoozed one", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    store.keep([&](Writer& writer) {
        for (const char* state : {"open", "snoozed", "done", "dismissed"})
            writer.add_nudge({.contact = tom, .given = days_ago(30), .state = state, .changed = days_ago(30)});
        writer.add_nudge({.contact = tom, .given = days_ago(1), .state = "done", .changed = now});
    });
    std::vector<std::string> states;
    for (const NudgeRecord& nudge : store.nudges(days_ago(7))) states.push_back(nudge.state);
    CHECK(states == std::vector<std::string>{"open", "snoozed", "done"});
}

TEST_CASE("a plan comes back as it was written, with whom it is with", "[store]")
{
    const Folder folder;
    Store store{folder.home()};
    const ContactId tom = add(store, "Tom");
    Plan plan{.uid = "walk@blend",
              .sequence = 2,
              .mode = Mode::video,
              .contacts = {{.id = tom}},
              .start = LocalTime{Seconds{1'796'000'000}},
              .zone = "Europe/Prague",
              .length = Minutes{45},
              .rule = "FREQ=WEEKLY;INTERVAL=2",
              .place = "the park",
              .note = "bring tea",
              .reminder = Minutes{10},
              .created = days_ago(1),
              .changed = now};
    store.change(now, [&](Writer& writer) {
        writer.link(writer.add_handle({HandleKind::email, "tom@example.org"}, "Tom"), tom);
        plan.id = writer.add_plan(plan);
        writer.set_occurrence(plan.id, plan.start, PlanState::missed);
        writer.set_occurrence(plan.id, plan.start, PlanState::happened);
        return std::string{"planned"};
    });
    plan.contacts = {{.id = tom, .name = "Tom", .email = "tom@example.org"}};
    CHECK(store.plan(plan.id) == plan);
    CHECK(store.plans() == std::vector<Plan>{plan});
    REQUIRE(store.occurrences().size() == 1);
    CHECK(store.occurrences().front().state == PlanState::happened);
}
