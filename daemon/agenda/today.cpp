#include "daemon/agenda/today.hpp"

#include "daemon/agenda/coverage.hpp"
#include "daemon/agenda/fresh_start.hpp"
#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/ways.hpp"
#include "daemon/core/bar.hpp"
#include "daemon/core/life.hpp"

namespace blend::agenda {

namespace {

using std::chrono::days;

std::string life_sentence(const Life& life, double target, double band)
{
    if (life.confidence < 0.3) return "Not enough is logged yet to say how your time in touch is blended.";
    const std::string share = percent(life.share) + " of your time in touch is together";
    if (life.share < target - band) return share + ", the rest in writing: a call or a visit would round it off.";
    if (life.share > target + band) return share + ", the rest in writing: a letter or a message is welcome too.";
    return share + ", the rest in writing: well blended.";
}

wire::Life life_of(const std::vector<store::Known>& everybody, const Settings& settings, Instant now)
{
    std::vector<Tie> ties;
    for (const store::Known& known : everybody)
        if (known.record.tracked()) ties.push_back({known.memory, known.wishes});
    const Life life = blend::life(ties, settings.limits, now, settings.target, settings.band);
    return {
        life.share,   life.score,      life.mean_contact_score, life.confidence,
        life.extreme, settings.target, settings.band,           life_sentence(life, settings.target, settings.band)};
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

wire::Today get_today(App& app)
{
    wire::Today today{.nudges = list_nudges(app), .fresh_start = fresh_start(app)};
    const Settings settings = app.settings();
    const Instant now = app.now();
    const Instant horizon = now + days{14};
    const auto totals = app.store.totals();
    today.day = iso_day(settings.zone.day(now));
    today.zone = settings.zone.name();
    today.life = life_of(app.store.known(), settings, now);
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
