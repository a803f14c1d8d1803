#include "daemon/agenda/today.hpp"

#include "daemon/agenda/coverage.hpp"
#include "daemon/agenda/fresh_start.hpp"
#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/agenda/ways.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/core/bar.hpp"
#include "daemon/core/life.hpp"
#include "daemon/core/sentence.hpp"

#include <algorithm>
#include <cmath>
#include <set>

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

namespace {

struct Values {
    double sync{};
    double async{};

    double sum() const { return sync + async; }
    double share() const { return sum() > 0.0 ? sync / sum() : 0.0; }
    void add(const store::DayRecord& day) { (is_synchronous(day.channel) ? sync : async) += day.value; }
};

/// Less than this in the weeks compared says nothing: about two short messages.
constexpr double least_value = 0.5;
/// A share that moved this far is worth a sentence.
constexpr double moved = 0.25;

ReportWeek week_shape(Day monday, const Values& values)
{
    ReportWeek week{.week = iso_week(monday), .sync = values.sync, .async = values.async};
    if (values.sum() > 0.0) week.share = values.share();
    return week;
}

std::string week_sentence(const Report& report, const Values& before)
{
    if (!report.now.share)
        return report.complete ? "Nothing was logged this week." : "Nothing is logged this week so far.";
    std::string text = percent(*report.now.share) + " of this week's time in touch was together";
    if (before.sum() > 0.0) text += "; in the four weeks before it was " + percent(before.share());
    return text + ".";
}

/// The last four weeks of one contact against the eight before them.
struct Course {
    Values late;
    Values early;

    /// From the rates of both spans: 0 = unchanged, 1 = doubled, -1 = halved.
    double drift() const
    {
        constexpr double little = 0.05; // keeps a first message from being an infinite rise
        return std::clamp(std::log2((late.sum() / 4.0 + little) / (early.sum() / 8.0 + little)), -3.0, 3.0);
    }
};

void describe(Report& report, const std::string& name, const Course& course)
{
    const double drift = course.drift();
    if (course.late.sum() >= least_value && course.early.sum() >= least_value) {
        const double change = course.late.share() - course.early.share();
        const std::string sentence = percent(course.late.share()) + " together in these four weeks, " +
                                     percent(course.early.share()) + " before";
        if (change <= -moved) report.toward_async.push_back({name, sentence, drift});
        if (change >= moved) report.toward_sync.push_back({name, sentence, drift});
    }
    if (drift <= -1.0 && course.early.sum() >= least_value)
        report.cooling.push_back({name, "quieter than in the eight weeks before", drift});
    if (drift >= 1.0 && course.late.sum() >= least_value)
        report.warming.push_back({name, "more in touch than in the eight weeks before", drift});
}

void count_plans(const App& app, Report& report, Day from, Day to, const Settings& settings)
{
    const auto met = app.store.occurrences();
    const auto plans = app.store.plans();
    for (const Plan& plan : plans) {
        for (const calendar::PlanTime& time :
             calendar::times(plan, settings.zone.instant(from), settings.zone.instant(to + days{1}))) {
            const auto answer = std::find_if(met.begin(), met.end(), [&](const store::OccurrenceRecord& each) {
                return each.plan == plan.id && each.start == time.named;
            });
            std::string state{word(plan.state == PlanState::cancelled ? PlanState::cancelled : PlanState::planned)};
            if (answer != met.end()) state = word(answer->state);
            if (state == "happened") ++report.kept;
            if (state == "missed") ++report.missed;
            std::vector<std::string> names;
            for (const PlanContact& contact : plan.contacts) names.push_back(contact.name);
            report.plans.push_back(
                {mode_noun(plan.mode) + " with " + listed(names) + ", " + day_and_time(settings.zone.local(time.start)),
                 state});
        }
    }
}

void sort_by_drift(std::vector<ReportContact>& contacts)
{
    std::stable_sort(contacts.begin(), contacts.end(), [](const ReportContact& a, const ReportContact& b) {
        return std::abs(a.drift) > std::abs(b.drift);
    });
}

} // namespace

Report get_report(const App& app, const std::optional<std::string>& week)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    const Day today = settings.zone.day(now);
    Day monday = monday_of(today);
    if (week) {
        const auto named = parse_iso_week(*week);
        if (!named) throw Problem{Problem::Kind::bad_request, *week + " is no week", "say 2026-W47"};
        if (*named > monday)
            throw Problem{Problem::Kind::bad_request, *week + " lies ahead", "the present week is " + iso_week(monday)};
        monday = *named;
    }
    const Day sunday = monday + days{6};
    Report report{.week = iso_week(monday), .from = iso_day(monday), .to = iso_day(sunday), .complete = today > sunday};

    std::map<ContactId, std::string> tracked;
    for (const store::Known& known : app.store.known())
        if (known.record.tracked()) tracked.emplace(known.record.id, known.record.name);

    std::map<Day, Values> weeks;
    std::map<ContactId, Course> courses;
    std::set<ContactId> people;
    for (const store::DayRecord& day : app.store.days(monday - days{11 * 7}, sunday)) {
        const Day start = monday_of(day.day);
        if (start == monday) {
            report.interactions += day.interactions;
            report.noise += day.noise;
            if (day.interactions > 0) {
                report.by_channel[std::string{word(day.channel)}] += day.interactions;
                people.insert(day.contact);
            }
        }
        if (!tracked.contains(day.contact)) continue;
        weeks[start].add(day);
        Course& course = courses[day.contact];
        (start > monday - days{4 * 7} ? course.late : course.early).add(day);
    }
    report.people = static_cast<std::int64_t>(people.size());
    Values before;
    for (int back = 4; back >= 1; --back) {
        const Values& values = weeks[monday - days{7 * back}];
        before.sync += values.sync;
        before.async += values.async;
        report.before.push_back(week_shape(monday - days{7 * back}, values));
    }
    report.now = week_shape(monday, weeks[monday]);
    report.sentence = week_sentence(report, before);
    for (const auto& [contact, course] : courses) describe(report, tracked[contact], course);
    for (auto* list : {&report.toward_async, &report.toward_sync, &report.cooling, &report.warming})
        sort_by_drift(*list);
    count_plans(app, report, monday, sunday, settings);
    report.coverage = sources(app, settings, now, Sources::all);
    return report;
}

} // namespace blend::agenda
