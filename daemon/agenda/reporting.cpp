#include "daemon/agenda/reporting.hpp"

#include "daemon/agenda/coverage.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/core/bar.hpp"
#include "daemon/core/life.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/core/silence.hpp"
#include "daemon/wire/json.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace blend::agenda {

namespace {

using std::chrono::days;

constexpr int weeks_before = 12;

/// What is older weighs less than a hundredth in the life's blend.
constexpr days memorable{400};
/// Less than this in the weeks compared says nothing: about two short messages.
constexpr double least_value = 0.5;
/// A share that moved this far is worth a sentence.
constexpr double moved = 0.25;
/// So far the life's blend moves in four weeks before it is worth asking why.
constexpr double life_moved = 0.03;
constexpr double least_confidence = 0.3;

struct Values {
    double sync{};
    double async{};

    double sum() const { return sync + async; }
    double share() const { return sum() > 0.0 ? sync / sum() : 0.0; }
    void add(const store::DayRecord& day) { (is_synchronous(day.channel) ? sync : async) += day.value; }
};

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

/// A week, and what the ledger knows up to its end.
struct Week {
    const App& app;
    Settings settings;
    Day monday{};
    Day today{};
    std::map<ContactId, store::Known> tracked;
    std::vector<store::DayRecord> roll_up; ///< of everybody, in order of days

    Day sunday() const { return monday + days{6}; }
    bool complete() const { return today > sunday(); }
    bool holds(Day day) const { return day >= monday && day <= sunday(); }
    LocalTime local(Instant at) const { return settings.zone.local(at); }
};

Day monday_named(const std::optional<std::string>& week, Day today)
{
    const Day present = monday_of(today);
    if (!week) return present;
    const auto named = parse_iso_week(*week);
    if (!named) throw Problem{Problem::Kind::bad_request, *week + " is no week", "say 2026-W47"};
    if (*named > present)
        throw Problem{Problem::Kind::bad_request, *week + " lies ahead", "the present week is " + iso_week(present)};
    return *named;
}

Week week_of(const App& app, const std::optional<std::string>& named)
{
    Week week{.app = app, .settings = app.settings(), .tracked = {}, .roll_up = {}};
    week.today = week.settings.zone.day(app.now());
    week.monday = monday_named(named, week.today);
    for (store::Known& known : app.store.known())
        if (known.record.tracked()) week.tracked.emplace(known.record.id, std::move(known));
    week.roll_up = app.store.days(week.sunday() - memorable, week.sunday());
    return week;
}

/// Everything that was logged, of whomever.
void count(const Week& week, Report& report)
{
    std::set<ContactId> people;
    for (const store::DayRecord& day : week.roll_up) {
        if (!week.holds(day.day)) continue;
        const std::string channel{word(day.channel)};
        report.noise += day.noise;
        if (day.noise > 0) report.noise_by_channel[channel] += day.noise;
        report.interactions += day.interactions;
        if (day.interactions > 0) report.by_channel[channel] += day.interactions;
        if (day.interactions > 0) people.insert(day.contact);
    }
    report.people = static_cast<std::int64_t>(people.size());
}

ReportWeek week_shape(Day monday, const Values& values)
{
    ReportWeek week{.week = iso_week(monday), .sync = values.sync, .async = values.async, .share = {}};
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

void draw_weeks(const Week& week, Report& report)
{
    std::map<Day, Values> weeks;
    for (const store::DayRecord& day : week.roll_up)
        if (week.tracked.contains(day.contact)) weeks[monday_of(day.day)].add(day);
    Values before;
    for (int back = weeks_before; back >= 1; --back) {
        const Day monday = week.monday - days{7 * back};
        report.before.push_back(week_shape(monday, weeks[monday]));
        if (back > 4) continue;
        before.sync += weeks[monday].sync;
        before.async += weeks[monday].async;
    }
    report.now = week_shape(week.monday, weeks[week.monday]);
    report.sentence = week_sentence(report, before);
}

/// "about twice as much as in the eight weeks before"
std::string times_as_much(double drift)
{
    const double times = std::exp2(drift);
    const std::string much = times >= 2.5    ? "about " + std::to_string(std::lround(times)) + " times as much as"
                             : times >= 1.0  ? "about twice as much as"
                             : times >= 0.42 ? "about half as much as"
                             : times >= 0.29 ? "about a third as much as"
                             : times >= 0.18 ? "about a quarter as much as"
                                             : "much quieter than";
    return much + " in the eight weeks before";
}

void describe(Report& report, const store::ContactRecord& who, const Course& course)
{
    const std::int64_t id = who.id.value;
    const std::string& name = who.name;
    const double drift = course.drift();
    if (course.late.sum() >= least_value && course.early.sum() >= least_value) {
        const double change = course.late.share() - course.early.share();
        const std::string sentence = percent(course.late.share()) + " together in these four weeks, " +
                                     percent(course.early.share()) + " before";
        if (change <= -moved) report.toward_async.push_back({id, name, sentence, drift});
        if (change >= moved) report.toward_sync.push_back({id, name, sentence, drift});
    }
    if (drift <= -1.0 && course.early.sum() >= least_value)
        report.cooling.push_back(
            {id, name, course.late.sum() > 0.0 ? times_as_much(drift) : "quiet in these four weeks", drift});
    if (drift >= 1.0 && course.late.sum() >= least_value)
        report.warming.push_back({id, name, times_as_much(drift), drift});
}

void compare(const Week& week, Report& report)
{
    std::map<ContactId, Course> courses;
    for (const store::DayRecord& day : week.roll_up) {
        if (!week.tracked.contains(day.contact) || day.day < week.monday - days{7 * 11}) continue;
        Course& course = courses[day.contact];
        (day.day >= week.monday - days{7 * 3} ? course.late : course.early).add(day);
    }
    for (const auto& [contact, course] : courses) describe(report, week.tracked.at(contact).record, course);
    for (auto* list : {&report.toward_async, &report.toward_sync, &report.cooling, &report.warming})
        std::stable_sort(list->begin(), list->end(), [](const ReportContact& a, const ReportContact& b) {
            return std::abs(a.drift) > std::abs(b.drift);
        });
}

/// The life at the end of the week, and four weeks before.
struct Turn {
    Faded now;
    Faded before;

    double change(const Settings& settings) const
    {
        return life_then(now, settings.limits, settings.target).share -
               life_then(before, settings.limits, settings.target).share;
    }
    Turn& operator-=(const Turn& less)
    {
        now -= less.now;
        before -= less.before;
        return *this;
    }
};

/// The contact without whom more than half of the change would not be.
std::optional<ContactId> mover(const std::map<ContactId, Turn>& turns, const Turn& life, const Settings& settings)
{
    const double change = life.change(settings);
    std::optional<ContactId> most;
    double largest = 0.5;
    for (const auto& [contact, turn] : turns) {
        Turn rest = life;
        rest -= turn;
        const double part = (change - rest.change(settings)) / change;
        if (part <= largest) continue;
        largest = part;
        most = contact;
    }
    return most;
}

void sum_up_life(const Week& week, Report& report)
{
    std::map<ContactId, std::vector<DayValue>> values;
    for (const store::DayRecord& day : week.roll_up)
        if (week.tracked.contains(day.contact))
            values[day.contact].push_back({day.day, is_synchronous(day.channel), day.value});
    std::map<ContactId, Turn> turns;
    Turn life;
    for (const auto& [contact, days_of] : values) {
        Turn& turn = turns[contact];
        turn = {faded(days_of, week.sunday()), faded(days_of, week.sunday() - days{28})};
        life.now += turn.now;
        life.before += turn.before;
    }
    const Settings& settings = week.settings;
    const LifeThen now = life_then(life.now, settings.limits, settings.target);
    if (now.confidence < least_confidence) return;
    report.life.share = now.share;
    report.life.sentence = "Overall, " + percent(now.share) + " of your time in touch is together";
    const LifeThen before = life_then(life.before, settings.limits, settings.target);
    if (before.confidence >= least_confidence) {
        report.life.before = before.share;
        report.life.sentence += "; four weeks before it was " + percent(before.share);
    }
    report.life.sentence += ".";
    if (!report.life.before || std::abs(life.change(settings)) < life_moved) return;
    if (const auto contact = mover(turns, life, settings))
        report.life.sentence += " Most of the change is with " + week.tracked.at(*contact).record.name + ".";
}

/// Whether a silence with them can have nearly run out before it ended this week; most days of most people prove that
/// none can, and their log need not be read.
bool may_have_held(const std::vector<store::DayRecord>& roll_up, const Wishes& wishes, const Week& week,
                   SilenceKind kind)
{
    const double wished = kind == SilenceKind::talk ? wishes.talk_every_days.value_or(0.0) : wishes.cadence_days;
    if (wished <= 0.0) return false;
    std::optional<Day> sure;
    for (const store::DayRecord& day : roll_up) {
        if (day.sessions == 0 || (kind == SilenceKind::talk && !is_synchronous(day.channel))) continue;
        const bool long_ago = !sure || static_cast<double>((day.day - *sure).count()) >= nearly_run_out * wished;
        if (week.holds(day.day) && long_ago) return true;
        if (proves_contact(day.channel, day.sessions, day.value)) sure = day.day;
    }
    return false;
}

void find_held(const Week& week, Report& report)
{
    std::map<ContactId, std::vector<store::DayRecord>> roll_ups;
    for (const store::DayRecord& day : week.roll_up)
        if (week.tracked.contains(day.contact)) roll_ups[day.contact].push_back(day);
    std::vector<std::pair<double, ReportHeld>> found;
    for (const auto& [contact, roll_up] : roll_ups) {
        const store::Known& known = week.tracked.at(contact);
        if (!may_have_held(roll_up, known.wishes, week, SilenceKind::contact) &&
            !may_have_held(roll_up, known.wishes, week, SilenceKind::talk))
            continue;
        // A session of the week's last evening may last into the next day.
        const auto log = week.app.store.interactions(contact, week.settings.zone.instant(week.sunday() + days{3}));
        const auto silence = ended_silence(log, known.wishes, week.settings.limits, week.monday, week.sunday());
        if (!silence) continue;
        found.emplace_back(silence->run(),
                           ReportHeld{contact.value, known.record.name, held_sentence(*silence), silence->quiet_days,
                                      silence->wished_days, std::string{word(silence->ended_by.channel)},
                                      iso_day(silence->day)});
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [run, held] : found) report.held.push_back(std::move(held));
}

/// Every time of every plan from `first` to `last`, in order, with what became of it.
std::vector<ReportPlan> plans_between(const Week& week, Day first, Day last)
{
    const Settings& settings = week.settings;
    const auto met = week.app.store.occurrences();
    const Instant now = week.app.now();
    std::vector<std::pair<Instant, ReportPlan>> found;
    for (const Plan& plan : week.app.store.plans())
        for (const calendar::PlanTime& time :
             calendar::times(plan, settings.zone.instant(first), settings.zone.instant(last + days{1}))) {
            const auto answer = std::find_if(met.begin(), met.end(), [&](const store::OccurrenceRecord& each) {
                return each.plan == plan.id && each.start == time.named;
            });
            const PlanState state = answer != met.end()                  ? answer->state
                                    : plan.state == PlanState::cancelled ? PlanState::cancelled
                                                                         : PlanState::planned;
            std::vector<std::string> names;
            for (const PlanContact& contact : plan.contacts) names.push_back(contact.name);
            found.emplace_back(time.start, ReportPlan{mode_noun(plan.mode) + " with " + listed(names) + ", " +
                                                          day_and_time(week.local(time.start)),
                                                      std::string{word(state)}, iso_day(settings.zone.day(time.start)),
                                                      state == PlanState::planned && time.end() <= now});
        }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<ReportPlan> plans;
    for (auto& [start, plan] : found) plans.push_back(std::move(plan));
    return plans;
}

void count_plans(const Week& week, Report& report)
{
    report.plans = plans_between(week, week.monday, week.sunday());
    for (const ReportPlan& plan : report.plans) {
        report.kept += plan.state == word(PlanState::happened) ? 1 : 0;
        report.missed += plan.state == word(PlanState::missed) ? 1 : 0;
    }
    report.next_plans = plans_between(week, week.sunday() + days{1}, week.sunday() + days{7});
    std::erase_if(report.next_plans, [](const ReportPlan& plan) { return plan.state == word(PlanState::cancelled); });
}

/// "birthday on Tue 24 Nov, turning 70", "wedding day on Sat 28 Nov, 25 years"
std::string date_sentence(const std::string& name, const YearlyDate& date, Day day)
{
    const std::string when = day_and_time(day);
    const int age = static_cast<int>(std::chrono::year_month_day{day}.year()) - date.year.value_or(10000);
    return name + " on " + when.substr(0, when.rfind(' ')) +
           (age <= 0             ? ""
            : name == "birthday" ? ", turning " + std::to_string(age)
                                 : ", " + counted(age, "year", "years"));
}

void find_dates(const Week& week, Report& report)
{
    const Day first = week.complete() ? week.sunday() + days{1} : week.today;
    const Day last = week.sunday() + days{std::max(7, week.settings.date_lead_days)};
    const int year = static_cast<int>(std::chrono::year_month_day{first}.year());
    for (const auto& [contact, known] : week.tracked) {
        const auto look_at = [&](const std::string& name, const YearlyDate& date) {
            for (const int in : {year, year + 1})
                if (const Day day = kept_in(date, in, week.settings.leap_day); day >= first && day <= last)
                    report.next_dates.push_back(
                        {contact.value, known.record.name, date_sentence(name, date, day), iso_day(day)});
        };
        if (known.record.birthday) look_at("birthday", *known.record.birthday);
        for (const auto& [name, date] : known.record.days) look_at(name, date);
    }
    std::stable_sort(report.next_dates.begin(), report.next_dates.end(),
                     [](const ReportDate& a, const ReportDate& b) { return a.day < b.day; });
}

} // namespace

Report get_report(const App& app, const std::optional<std::string>& named)
{
    const Week week = week_of(app, named);
    Report report;
    report.week = iso_week(week.monday);
    report.from = iso_day(week.monday);
    report.to = iso_day(week.sunday());
    report.complete = week.complete();
    count(week, report);
    draw_weeks(week, report);
    sum_up_life(week, report);
    find_held(week, report);
    compare(week, report);
    count_plans(week, report);
    find_dates(week, report);
    report.coverage = sources(app, week.settings, app.now(), Sources::all);
    return report;
}

wire::Export get_report_file(const App& app, const std::optional<std::string>& week, const std::string& format)
{
    constexpr int columns = 80;
    const Report report = get_report(app, week);
    if (format == "text") return {format, report_text(report, columns, Colours::off)};
    if (format == "md") return {format, report_markdown(report)};
    if (format == "html") return {format, report_html(report)};
    if (format == "json") return {format, wire::write(report) + "\n"};
    throw Problem{Problem::Kind::bad_request, format + " is no format of a report", "say text, md, html or json"};
}

} // namespace blend::agenda
