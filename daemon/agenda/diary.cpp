#include "daemon/agenda/diary.hpp"

#include "daemon/agenda/busy.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/calendar/dates.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

using std::chrono::days;

constexpr days longest{62};

/// From the first day to the last, and the instants in which they lie.
struct Span {
    Day first{};
    Day last{};
    Instant begin{};
    Instant end{};
};

Day day_in(const std::string& text)
{
    const auto day = parse_iso_day(text);
    if (!day) throw Problem{Problem::Kind::bad_request, text + " is no day", "say 2026-11-23"};
    return *day;
}

Span span_in(const std::optional<std::string>& from, const std::optional<std::string>& to, const Settings& settings,
             Instant now)
{
    const Day first = from ? day_in(*from) : settings.zone.day(now);
    const Day last = to ? day_in(*to) : first + days{6};
    if (last < first) throw Problem{Problem::Kind::bad_request, "the last day comes before the first"};
    if (last - first >= longest)
        throw Problem{Problem::Kind::bad_request, "that is too much at once", "ask for at most two months"};
    return {first, last, settings.zone.instant(first), settings.zone.instant(last + days{1})};
}

wire::DiaryPlan plan_shape(const Plan& plan, const calendar::PlanTime& time, const Settings& settings)
{
    wire::DiaryPlan shape{.plan = plan.id.value,
                          .named = iso_local(time.named),
                          .mode = std::string{word(plan.mode)},
                          .start = rfc3339(time.start),
                          .local = iso_local(settings.zone.local(time.start)),
                          .minutes = static_cast<int>(time.length.count()),
                          .zone = plan.zone,
                          .reminder_minutes = static_cast<int>(plan.reminder.count())};
    for (const PlanContact& contact : plan.contacts) shape.contacts.push_back({contact.id.value, contact.name});
    if (const auto theirs = their_clock(plan, time.start, settings.zone)) {
        shape.their_local = iso_local(theirs->local(time.start));
        shape.their_zone = theirs->name();
    }
    if (!plan.rule.empty()) shape.rule = plan.rule;
    if (!plan.place.empty()) shape.place = plan.place;
    if (!plan.note.empty()) shape.note = plan.note;
    return shape;
}

/// What the owner said about a time that the series does not have any more, since it was moved as a whole.
std::vector<calendar::PlanTime> answered_elsewhere(const Plan& plan, const std::vector<calendar::PlanTime>& times,
                                                   const std::vector<store::OccurrenceRecord>& met, const Span& span)
{
    std::vector<calendar::PlanTime> found;
    for (const store::OccurrenceRecord& each : met) {
        const Instant start = calendar::zone_of(plan).instant(each.start);
        if (each.plan != plan.id || start < span.begin || start >= span.end) continue;
        const bool there = std::any_of(times.begin(), times.end(),
                                       [&](const calendar::PlanTime& time) { return time.named == each.start; });
        if (!there) found.push_back({each.start, start, plan.length});
    }
    return found;
}

void find_plans(const App& app, const Settings& settings, const Span& span, wire::Diary& diary)
{
    const Instant now = app.now();
    const auto met = app.store.occurrences();
    for (const Plan& plan : app.store.plans()) {
        if (plan.state == PlanState::cancelled) continue;
        const auto asked = awaits_answer(plan, met, now);
        auto times = calendar::times(plan, span.begin, span.end);
        if (!plan.rule.empty())
            for (const calendar::PlanTime& time : answered_elsewhere(plan, times, met, span)) times.push_back(time);
        for (const calendar::PlanTime& time : times) {
            const auto answer = std::find_if(met.begin(), met.end(), [&](const store::OccurrenceRecord& each) {
                return each.plan == plan.id && each.start == time.named;
            });
            wire::DiaryPlan shape = plan_shape(plan, time, settings);
            shape.state = word(answer != met.end() ? answer->state : plan.state);
            shape.ask = asked && asked->named == time.named;
            diary.plans.push_back(std::move(shape));
        }
    }
    std::stable_sort(diary.plans.begin(), diary.plans.end(),
                     [](const wire::DiaryPlan& a, const wire::DiaryPlan& b) { return a.start < b.start; });
}

void find_dates(const App& app, const Settings& settings, const Span& span, wire::Diary& diary)
{
    const auto year_of = [](Day day) { return static_cast<int>(std::chrono::year_month_day{day}.year()); };
    for (const store::Known& known : app.store.known()) {
        if (!known.record.tracked()) continue;
        const auto look_at = [&](const std::string& name, const YearlyDate& date) {
            for (int year = year_of(span.first); year <= year_of(span.last); ++year) {
                const Day day = kept_in(date, year, settings.leap_day);
                if (day < span.first || day > span.last) continue;
                wire::DiaryDate shape{
                    .id = known.record.id.value, .contact = known.record.name, .name = name, .day = iso_day(day)};
                if (date.year && *date.year < year) shape.years = year - *date.year;
                diary.dates.push_back(std::move(shape));
            }
        };
        if (known.record.birthday) look_at("birthday", *known.record.birthday);
        for (const auto& [name, date] : known.record.days) look_at(name, date);
    }
    std::stable_sort(diary.dates.begin(), diary.dates.end(),
                     [](const wire::DiaryDate& a, const wire::DiaryDate& b) { return a.day < b.day; });
}

} // namespace

wire::Diary get_diary(const App& app, const std::optional<std::string>& from, const std::optional<std::string>& to)
{
    const Settings settings = app.settings();
    const Span span = span_in(from, to, settings, app.now());
    wire::Diary diary{.from = iso_day(span.first),
                      .to = iso_day(span.last),
                      .today = iso_day(settings.zone.day(app.now())),
                      .zone = settings.zone.name(),
                      .waking_from = settings.waking.first,
                      .waking_to = settings.waking.end,
                      .reminder_minutes = static_cast<int>(settings.reminder.count())};
    find_plans(app, settings, span, diary);
    find_dates(app, settings, span, diary);
    for (const Busy& busy : busy_times(app, span.begin, span.end))
        diary.busy.push_back({rfc3339(busy.from), rfc3339(busy.to)});
    return diary;
}

} // namespace blend::agenda
