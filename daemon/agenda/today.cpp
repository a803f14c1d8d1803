#include "daemon/agenda/today.hpp"

#include "daemon/agenda/coverage.hpp"
#include "daemon/agenda/fresh_start.hpp"
#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/ways.hpp"
#include "daemon/core/life.hpp"
#include "daemon/zone/messages.hpp"

#include <cmath>

namespace blend::agenda {

namespace {

using std::chrono::days;

Sentence life_said(const Life& life, double target, double band)
{
    if (life.confidence < 0.3) return {.key = "life.little"};
    const double percent = std::round(life.share * 100.0);
    const auto how = life.share < target - band ? "life.low" : life.share > target + band ? "life.high" : "life.well";
    return {.key = how, .numbers = {{"share", percent / 100.0}, {"percent", percent}}};
}

std::vector<std::string> first_steps(const store::Totals& totals)
{
    std::vector<std::string> steps;
    if (totals.contacts == 0)
        steps.push_back(
            "bring your address book: blend import contacts.vcf — or add somebody: blend add Amma --circle inner");
    else if (totals.tracked == 0)
        steps.push_back("choose whom you want to stay in touch with: blend edit NAME --circle close");
    if (totals.interactions == 0)
        steps.push_back("bring what you have: blend import chat.txt mail.mbox calendar.ics — or log: blend log "
                        "\"called Amma 20 min yesterday 7pm\"");
    return steps;
}

} // namespace

wire::Life life_shape(const std::vector<store::Known>& everybody, const Settings& settings, Instant now)
{
    std::vector<Tie> ties;
    for (const store::Known& known : everybody)
        if (known.record.tracked()) ties.push_back({known.memory, known.wishes});
    const Life life = blend::life(ties, settings.limits, now, settings.target, settings.band);
    const Sentence said = life_said(life, settings.target, settings.band);
    return {.share = life.share,
            .score = life.score,
            .mean_contact_score = life.mean_contact_score,
            .confidence = life.confidence,
            .extreme = life.extreme,
            .target = settings.target,
            .band = settings.band,
            .sentence = zone::say(said, settings.language),
            .said = said};
}

wire::Today get_today(App& app)
{
    wire::Today today{.nudges = list_nudges(app), .fresh_start = fresh_start(app)};
    const Settings settings = app.settings();
    const Instant now = app.now();
    const Instant horizon = now + days{14};
    const auto totals = app.store.totals();
    today.day = iso_day(settings.zone.day(now));
    today.zone = settings.zone.name();
    today.life = life_shape(app.store.known(), settings, now);
    for (wire::PlanShape& plan : list_plans(app, Plans::open).plans) {
        if (plan.ask)
            today.ask.push_back(std::move(plan));
        else if (plan.start < rfc3339(horizon))
            today.plans.push_back(std::move(plan));
    }
    today.stale = sources(app, settings, now, Sources::stale);
    today.contacts = totals.contacts;
    today.tracked = totals.tracked;
    today.interactions = totals.interactions;
    today.unmatched = app.store.unmatched_count(now);
    today.notices = ways_off(app);
    today.next = first_steps(totals);
    return today;
}

} // namespace blend::agenda
