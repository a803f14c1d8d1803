// The weekly report says what the log says.

#include "daemon/agenda/explaining.hpp"
#include "daemon/agenda/reporting.hpp"
#include "daemon/agenda/today.hpp"
#include "daemon/core/silence.hpp"
#include "tests/property/random_log.hpp"
#include "tests/unit/agenda/desk.hpp"

#include <set>

using namespace blend;
using namespace blend::agenda;

namespace {

/// Two people, three months; week 47 is 16 to 22 November 2026.
void autumn(Desk& desk)
{
    desk.add("Amma");
    desk.add("Ben", {.circle = "close"});
    desk.know("Plumber");
    desk.log("phone", "Amma", "2026-11-16T00:00:00Z", {.size = "30m"});
    desk.log("chat", "Amma", "2026-11-18T10:00:00Z", {.size = "40w"});
    desk.log("in_person", "Ben", "2026-11-22T23:59:59Z", {.size = "2h"});
    desk.log("phone", "Plumber", "2026-11-17T10:00:00Z", {.size = "5m"});
    desk.log("phone", "Amma", "2026-11-15T21:59:59Z", {.size = "30m"}); // the week before
    for (const char* day : {"2026-09-20", "2026-09-24", "2026-10-02", "2026-10-07", "2026-10-12"})
        desk.log("phone", "Ben", std::string{day} + "T10:00:00Z", {.size = "60m"});
}

} // namespace

TEST_CASE("the numbers of the report are the numbers of the log", "[agenda]")
{
    Desk desk;
    autumn(desk);
    const Report report = get_report(desk.app, "2026-W47");
    CHECK(report.from == "2026-11-16");
    CHECK(report.to == "2026-11-22");
    CHECK(report.complete);
    CHECK(report.interactions == 4);
    CHECK(report.people == 3);
    CHECK(report.by_channel == std::map<std::string, std::int64_t>{{"chat", 1}, {"in_person", 1}, {"phone", 2}});
    double sync = 0.0;
    double async = 0.0;
    for (const char* name : {"Amma", "Ben"})
        for (const auto& row : explain_contact(desk.app, name, std::nullopt, 100).rows)
            if (row.at >= "2026-11-16" && row.at < "2026-11-23") (row.channel == "chat" ? async : sync) += row.value;
    CHECK(report.now.sync == Approx(sync));
    CHECK(report.now.async == Approx(async));
    REQUIRE(report.now.share);
    CHECK(*report.now.share == Approx(sync / (sync + async)));
    REQUIRE(report.before.size() == 12);
    CHECK(report.before.back().week == "2026-W46");
    CHECK(report.before.back().sync > 0.0);
    CHECK_FALSE(report.before.front().share);
}

TEST_CASE("a past week has the same report whenever it is made", "[agenda]")
{
    Desk desk;
    autumn(desk);
    const auto made = add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-11-24T10:00:00Z"});
    desk.now = instant("2026-11-24T12:00:00Z");
    happened_plan(desk.app, PlanId{made.id}, {});
    desk.now = instant("2026-11-30T00:00:00Z");
    const Report soon = get_report(desk.app, "2026-W48");
    desk.now = instant("2027-09-30T00:00:00Z");
    const Report late = get_report(desk.app, "2026-W48");
    CHECK(soon.kept == 1);
    REQUIRE(soon.plans.size() == 1);
    CHECK(soon.plans[0].sentence == late.plans[0].sentence);
    CHECK(soon.plans[0].state == "happened");
    CHECK(soon.sentence == late.sentence);
    CHECK(soon.interactions == late.interactions);
    CHECK(soon.now.sync == late.now.sync);
    CHECK(soon.cooling.size() == late.cooling.size());
    CHECK(soon.complete);
    CHECK(late.complete);
}

TEST_CASE("the present week is incomplete, a week ahead and a week of another calendar are refused", "[agenda]")
{
    Desk desk;
    desk.now = instant("2026-11-22T12:00:00Z");
    CHECK_FALSE(get_report(desk.app, std::nullopt).complete);
    CHECK(get_report(desk.app, std::nullopt).week == "2026-W47");
    CHECK(problem_of([&] { get_report(desk.app, "2026-W48"); }).kind == Problem::Kind::bad_request);
    CHECK(problem_of([&] { get_report(desk.app, "2026-W54"); }).kind == Problem::Kind::bad_request);
    CHECK(problem_of([&] { get_report(desk.app, "last week"); }).kind == Problem::Kind::bad_request);
}

TEST_CASE("who became quieter is named, and which way", "[agenda]")
{
    Desk desk;
    autumn(desk);
    for (const char* day : {"2026-09-20", "2026-09-24", "2026-10-02", "2026-10-07", "2026-10-12", "2026-10-20"})
        desk.log("in_person", "Amma", std::string{day} + "T10:00:00Z", {.size = "60m"});
    const Report report = get_report(desk.app, "2026-W47");
    const auto names = [](const std::vector<ReportContact>& list) {
        std::vector<std::string> all;
        for (const auto& each : list) all.push_back(each.contact);
        return all;
    };
    CHECK(names(get_report(desk.app, "2026-W44").warming) == std::vector<std::string>{});
    for (const auto* list : {&report.cooling, &report.warming, &report.toward_async, &report.toward_sync})
        for (const auto& name : names(*list)) CHECK(name != "Plumber");
    Desk quiet;
    quiet.add("Ben");
    for (const char* day : {"2026-09-10", "2026-09-20", "2026-09-24", "2026-10-02", "2026-10-07", "2026-10-12"})
        quiet.log("phone", "Ben", std::string{day} + "T10:00:00Z", {.size = "60m"});
    const Report ben = get_report(quiet.app, "2026-W47");
    REQUIRE(names(ben.cooling) == std::vector<std::string>{"Ben"});
    CHECK(ben.cooling[0].drift < -1.0);
    CHECK(ben.warming.empty());
}

TEST_CASE("who was close to slipping and did not is named, with the days and what ended them", "[agenda]")
{
    Desk desk;
    desk.add("Ben", {.circle = "close", .every = "30d"});
    desk.add("Cleo", {.circle = "close", .every = "30d"});
    desk.add("Dora", {.circle = "close", .every = "90d", .talk_every = "30d"});
    desk.add("Emil", {.circle = "close", .every = "30d"});
    desk.know("Plumber");
    for (const char* name : {"Ben", "Cleo", "Emil", "Plumber"}) desk.log("phone", name, "2026-10-22T10:00:00Z");
    desk.log("phone", "Dora", "2026-10-01T10:00:00Z");
    desk.log("chat", "Dora", "2026-11-15T10:00:00Z");
    desk.log("phone", "Ben", "2026-11-19T10:00:00Z", {.direction = "out"});
    desk.log("missed_call", "Emil", "2026-11-19T10:00:00Z");
    desk.log("chat", "Cleo", "2026-11-10T10:00:00Z");
    desk.log("chat", "Cleo", "2026-11-19T10:00:00Z");
    desk.log("phone", "Plumber", "2026-11-19T10:00:00Z");
    desk.log("in_person", "Dora", "2026-11-21T10:00:00Z");
    desk.now = instant("2027-03-01T12:00:00Z");
    const Report report = get_report(desk.app, "2026-W47");
    REQUIRE(report.held.size() == 2);
    CHECK(report.held[0].contact == "Dora");
    CHECK(report.held[0].sentence == "51 days without a talk, then you met on Saturday");
    CHECK(report.held[1].contact == "Ben");
    CHECK(report.held[1].sentence == "28 of 30 quiet days, then you called on Thursday");
    CHECK(report.held[1].quiet_days == 28);
    CHECK(report.held[1].wished_days == 30.0);
    CHECK(report.held[1].channel == "phone");
    CHECK(report.held[1].day == "2026-11-19");
    CHECK(get_report(desk.app, "2026-W46").held.empty());
    CHECK(get_report(desk.app, "2026-W48").held.empty());
}

TEST_CASE("plans and birthdays of the week after are named, and what is over waits for a word", "[agenda]")
{
    Desk desk{"2026-11-19T12:00:00Z"};
    desk.add("Amma", {.birthday = "1956-11-24"});
    desk.add("Ben", {.birthday = "11-16", .days = {{{"wedding day", "2001-11-28"}}}});
    desk.add("Cleo", {.birthday = "11-20"});
    desk.add("Dora", {.birthday = "12-15"});
    add_plan(desk.app, {.mode = "call", .contacts = {"Amma"}, .when = "2026-11-20T10:00:00Z"});
    add_plan(desk.app, {.mode = "meet", .contacts = {"Ben"}, .when = "2026-11-22T15:00:00Z", .every = "1w"});
    desk.now = instant("2026-11-22T12:00:00Z");
    const Report report = get_report(desk.app, std::nullopt);
    REQUIRE(report.plans.size() == 2);
    CHECK(report.plans[0].sentence == "call with Amma, Fri 20 Nov 10:00");
    CHECK(report.plans[0].ask);
    CHECK_FALSE(report.plans[1].ask);
    REQUIRE(report.next_plans.size() == 1);
    CHECK(report.next_plans[0].sentence == "meeting with Ben, Sun 29 Nov 15:00");
    CHECK(report.next_plans[0].day == "2026-11-29");
    REQUIRE(report.next_dates.size() == 2);
    CHECK(report.next_dates[0].contact == "Amma");
    CHECK(report.next_dates[0].sentence == "birthday on Tue 24 Nov, turning 70");
    CHECK(report.next_dates[1].sentence == "wedding day on Sat 28 Nov, 25 years");
    desk.set("date_lead_days", "25");
    CHECK(get_report(desk.app, std::nullopt).next_dates.size() == 3);
}

TEST_CASE("a source that was not read for long is marked in the report", "[agenda]")
{
    Desk desk;
    desk.add("Ilse");
    desk.import("log.csv", "at,channel,contact\n2026-11-20T10:00:00Z,phone,Ilse\n");
    CHECK_FALSE(get_report(desk.app, std::nullopt).coverage.at(0).stale);
    desk.now += std::chrono::days{19};
    CHECK(get_report(desk.app, std::nullopt).coverage.at(0).stale);
}

TEST_CASE("the life's blend is told with what it was four weeks before and with whom it moved", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    desk.add("Ben");
    for (int week = 0; week < 30; ++week) {
        const Instant at = instant("2026-11-20T10:00:00Z") - std::chrono::days{7 * week};
        desk.log("chat", "Ben", rfc3339(at), {.size = "40w"});
        desk.log(week < 4 ? "in_person" : "letter", "Amma", rfc3339(at), {.size = week < 4 ? "2h" : "200w"});
    }
    const Report report = get_report(desk.app, "2026-W47");
    REQUIRE(report.life.share);
    REQUIRE(report.life.before);
    CHECK(*report.life.share > *report.life.before);
    CHECK(says(report.life.sentence, "Most of the change is with Amma."));
    CHECK(*report.life.share == Approx(get_today(desk.app).life.share).margin(0.01));
    CHECK_FALSE(get_report(desk.app, "2026-W10").life.share);
}

namespace {

/// What a plain count over the log says of a week.
struct Counted {
    std::int64_t interactions{};
    std::int64_t noise{};
    std::set<std::int64_t> people;
    std::map<std::string, std::int64_t> by_channel;
    double sync{};
    double async{};
};

Counted counted_by_hand(const store::Store& store, Day monday)
{
    Counted counted;
    for (const store::Known& known : store.known())
        remember(known.wishes.cadence_days, store.interactions(known.record.id, Instant::max()),
                 [&](const Interaction& each, const Growth& growth) {
                     if (growth.day < monday || growth.day > monday + std::chrono::days{6}) return;
                     if (known.record.tracked())
                         (is_synchronous(each.channel) ? counted.sync : counted.async) += growth.value;
                     if (is_noise(each)) {
                         ++counted.noise;
                         return;
                     }
                     ++counted.interactions;
                     ++counted.by_channel[std::string{word(each.channel)}];
                     counted.people.insert(known.record.id.value);
                 });
    return counted;
}

} // namespace

TEST_CASE("whatever the log, the totals of each week's report are those of a plain count", "[agenda]")
{
    const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{5}));
    property::Random random{seed};
    Desk desk{"2026-09-01T12:00:00Z"};
    const std::vector<std::string> names{"Amma", "Ben", "Cleo", "Dora", "Emil", "Fay"};
    for (const std::string& name : names)
        name == "Fay" ? desk.know(name)
                      : desk.add(name, {.every = random.among<const char*>({"3d", "10d", "30d", "200d"}),
                                        .talk_every = random.among<const char*>({"7d", "20d", "60d"})});
    desk.app.store.change(desk.now, [&](store::Writer& writer) {
        for (std::size_t index = 0; index < names.size(); ++index) {
            const HandleId handle = writer.add_handle({HandleKind::name, names[index]}, names[index]);
            writer.link(handle, ContactId{static_cast<std::int64_t>(index) + 1});
            for (const Interaction& each : property::random_log(random, 150))
                writer.add_interaction(handle, each, std::nullopt);
        }
        return "a random life";
    });
    std::size_t held = 0;
    for (Day monday = parse_iso_day("2025-12-29").value(); monday < parse_iso_day("2026-08-24").value();
         monday += std::chrono::days{7}) {
        INFO("seed " << seed << ", " << iso_week(monday));
        const Report report = get_report(desk.app, iso_week(monday));
        const Counted counted = counted_by_hand(desk.app.store, monday);
        CHECK(report.interactions == counted.interactions);
        CHECK(report.noise == counted.noise);
        CHECK(report.people == static_cast<std::int64_t>(counted.people.size()));
        CHECK(report.by_channel == counted.by_channel);
        CHECK(report.now.sync == Approx(counted.sync).margin(1e-9));
        CHECK(report.now.async == Approx(counted.async).margin(1e-9));
        // Nobody is passed over because their roll-up seemed to prove that no silence was long.
        std::map<std::string, std::int64_t> silences;
        for (const store::Known& known : desk.app.store.known())
            if (const auto silence = ended_silence(desk.app.store.interactions(known.record.id, Instant::max()),
                                                   known.wishes, {}, monday, monday + std::chrono::days{6});
                silence && known.record.tracked())
                silences.emplace(known.record.name, silence->quiet_days);
        std::map<std::string, std::int64_t> reported;
        for (const ReportHeld& each : report.held) reported.emplace(each.contact, each.quiet_days);
        CHECK(reported == silences);
        held += silences.size();
    }
    CHECK(held > 20);
}
