#include "daemon/agenda/planning.hpp"

#include "daemon/agenda/logging.hpp"
#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/calendar/writing.hpp"
#include "daemon/core/channel.hpp"
#include "daemon/core/numerics.hpp"
#include "daemon/core/phrase.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/core/slot.hpp"
#include "daemon/zone/messages.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;

using calendar::zone_of;

Plan open_plan(const App& app, PlanId id)
{
    auto plan = app.store.plan(id);
    if (!plan) throw Problem{Kind::not_found, "there is no plan " + std::to_string(id.value), "see blend plans"};
    if (plan->state != PlanState::planned)
        throw Problem{Kind::cannot,
                      "plan " + std::to_string(id.value) + " is " + std::string{word(plan->state)} + " already"};
    return std::move(*plan);
}

std::vector<std::string> names_of(const Plan& plan)
{
    std::vector<std::string> names;
    for (const PlanContact& contact : plan.contacts) names.push_back(contact.name);
    return names;
}

/// "call with Amma"
Sentence what_said(const Plan& plan)
{
    return {
        .key = "plan.what", .names = {{"contacts", names_of(plan)}}, .words = {{"mode", std::string{word(plan.mode)}}}};
}

Sentence plan_said(const Plan& plan, const calendar::PlanTime& time, const Settings& settings, Instant now)
{
    Sentence when = when_said(settings.zone.local(time.start), settings.zone.local(now));
    if (const auto theirs = their_clock(plan, time.start, settings.zone))
        when = {.key = "when.both",
                .times = {{"theirs", iso_local(theirs->local(time.start))}},
                .phrases = {{"when", when}}};
    Sentence said{.key = "plan",
                  .phrases = {{"what", what_said(plan)},
                              {"when", when},
                              {"length", duration_said(static_cast<double>(time.length.count()))}}};
    if (const auto every = calendar::rule_said(plan.rule)) {
        said.key = "plan.repeated";
        said.phrases["every"] = *every;
    }
    if (plan.place.empty()) return said;
    return {.key = "plan.placed", .names = {{"place", {plan.place}}}, .phrases = {{"plan", said}}};
}

int minutes_in(const std::string& text)
{
    const auto minutes = length_minutes(text);
    if (!minutes) throw Problem{Kind::bad_request, text + " is no length of time", "say 30m or 1h30"};
    return std::max(1, static_cast<int>(*minutes + 0.5));
}

/// What is different about this time of the plan, made if nothing was.
PlanException& exception_for(Plan& plan, const calendar::PlanTime& time)
{
    for (PlanException& each : plan.exceptions)
        if (each.start == time.named) return each;
    return plan.exceptions.emplace_back(PlanException{.start = time.named});
}

/// The time of the plan that is meant; the coming one where nothing is said.
calendar::PlanTime time_meant(const Plan& plan, const std::optional<std::string>& named, Instant now)
{
    if (!named) return calendar::next_time(plan, now);
    constexpr std::chrono::days farthest{366}; // that a time may have been moved away from its name
    if (const auto start = parse_iso_local(*named)) {
        const Instant at = calendar::zone_of(plan).instant(*start);
        for (const calendar::PlanTime& time : calendar::times(plan, at - farthest, at + farthest))
            if (time.named == *start) return time;
    }
    throw Problem{Problem::Kind::not_found, "plan " + std::to_string(plan.id.value) + " has no time " + *named,
                  "see blend plans"};
}

/// Where the series begins when the time that is meant comes at `start` and all others move by as much.
LocalTime moved_start(Plan plan, const calendar::PlanTime& meant, LocalTime start, Instant now)
{
    if (plan.rule.empty()) return start;
    plan.start = calendar::next_time(plan, now).named + (start - meant.named);
    plan.exceptions.clear();
    return calendar::start_of(plan) > now ? plan.start : calendar::next_time(plan, now).named;
}

/// "2w", "10d", "3m", "1y", or a rule of RFC 5545.
std::string rule_in(const std::string& text)
{
    if (calendar::is_rule(text)) return text;
    const auto days = every_days(text);
    if (!days)
        throw Problem{Kind::bad_request, text + " is no interval",
                      "say 7d, 2w, 1m or 1y, or give a rule: FREQ=MONTHLY;BYDAY=1SU"};
    const auto letter = text.find_first_of("dwmyDWMY");
    const char unit = letter == std::string::npos ? 'd' : text[letter];
    const auto said = [&](std::string_view frequency, int count) {
        return "FREQ=" + std::string{frequency} + (count == 1 ? "" : ";INTERVAL=" + std::to_string(count));
    };
    if (unit == 'm' || unit == 'M') return said("MONTHLY", std::max(1, *days / 30));
    if (unit == 'y' || unit == 'Y') return said("YEARLY", std::max(1, *days / 365));
    return *days % 7 == 0 ? said("WEEKLY", *days / 7) : said("DAILY", *days);
}

} // namespace

void refuse_impossible(const Settings& settings, const store::Known& known, Mode mode)
{
    if (feasibility(settings.limits, known.wishes.limits, mode) > 0.0) return;
    throw Problem{Kind::cannot, "a " + mode_noun(mode) + " with " + known.record.name + " is not possible",
                  "you set it so; change it with blend edit or blend config, or plan something else"};
}

std::optional<calendar::PlanTime> awaits_answer(const Plan& plan, const std::vector<store::OccurrenceRecord>& met,
                                                Instant now)
{
    if (plan.state != PlanState::planned) return std::nullopt;
    const auto last = calendar::last_over(plan, now);
    const bool answered = last && std::any_of(met.begin(), met.end(), [&](const store::OccurrenceRecord& each) {
                              return each.plan == plan.id && each.start == last->named;
                          });
    return answered ? std::nullopt : last;
}

std::optional<zone::Zone> their_clock(const Plan& plan, Instant at, const zone::Zone& own)
{
    if (plan.contacts.size() != 1 || !is_synchronous(plan.mode)) return std::nullopt;
    const auto theirs = zone::named(plan.contacts.front().zone);
    return theirs && theirs->offset(at) != own.offset(at) ? theirs : std::nullopt;
}

wire::PlanShape shape_of(const App& app, const Plan& plan, const Settings& settings, Instant now)
{
    const auto asked = awaits_answer(plan, app.store.occurrences(), now);
    const zone::Zone zone = zone_of(plan);
    const calendar::PlanTime time = asked ? *asked : calendar::next_time(plan, now);
    wire::PlanShape shape{.id = plan.id.value,
                          .uid = plan.uid,
                          .mode = std::string{word(plan.mode)},
                          .contacts = names_of(plan),
                          .start = rfc3339(time.start),
                          .local = iso_local(zone.local(time.start)),
                          .zone = plan.zone,
                          .minutes = static_cast<int>(time.length.count()),
                          .reminder_minutes = static_cast<int>(plan.reminder.count()),
                          .sequence = plan.sequence,
                          .state = std::string{word(plan.state)},
                          .ask = asked.has_value()};
    if (!plan.rule.empty()) shape.rule = plan.rule;
    for (const auto& [guest, answer] : app.store.guest_answers(plan.id))
        for (const PlanContact& contact : plan.contacts)
            if (contact.id == guest) {
                if (!shape.answers) shape.answers.emplace();
                shape.answers->push_back({contact.name, answer});
            }
    if (!plan.place.empty()) shape.place = plan.place;
    if (!plan.note.empty()) shape.note = plan.note;
    shape.said = plan_said(plan, time, settings, now);
    shape.sentence = zone::say(shape.said, settings.language);
    return shape;
}

wire::PlanList list_plans(const App& app, Plans which)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    wire::PlanList list;
    for (const Plan& plan : app.store.plans())
        if (which == Plans::all || plan.state == PlanState::planned)
            list.plans.push_back(shape_of(app, plan, settings, now));
    std::stable_sort(list.plans.begin(), list.plans.end(),
                     [](const wire::PlanShape& a, const wire::PlanShape& b) { return a.start < b.start; });
    return list;
}

wire::PlanShape add_plan(App& app, const wire::PlanRequest& request)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    Plan plan{.uid = unique_name() + std::string{calendar::own_uid_end},
              .mode = mode_in(request.mode),
              .zone = settings.zone.name(),
              .reminder = settings.reminder,
              .created = now,
              .changed = now};
    if (request.contacts.empty())
        throw Problem{Kind::bad_request, "with whom?", "blend plan call Amma \"Sunday 10:30\""};
    std::vector<ContactId> contacts;
    for (const std::string& name : request.contacts) {
        const auto contact = resolve(app, name);
        if (std::find(contacts.begin(), contacts.end(), contact.id) != contacts.end()) continue;
        plan.contacts.push_back({.id = contact.id, .name = contact.name, .zone = contact.zone.value_or("")});
        contacts.push_back(contact.id);
    }
    zone::Zone zone = settings.zone;
    if (request.zone) {
        const auto named = zone::named(*request.zone);
        if (!named)
            throw Problem{Kind::bad_request, *request.zone + " is no time zone", "say Asia/Kolkata, Europe/Berlin, …"};
        zone = *named;
        plan.zone = zone.name();
    }
    plan.start = future_in(request.when, now, zone);
    plan.length = request.length ? Minutes{minutes_in(*request.length)} : traits(plan.mode).length;
    if (request.every) {
        plan.rule = rule_in(*request.every);
    }
    plan.place = request.place.value_or("");
    plan.note = request.note.value_or("");
    if (request.reminder_minutes) {
        if (*request.reminder_minutes < 0 || *request.reminder_minutes > 60 * 24 * 28)
            throw Problem{Kind::bad_request, "a reminder comes 0 minutes to 4 weeks before"};
        plan.reminder = Minutes{*request.reminder_minutes};
    }
    for (const ContactId contact : contacts)
        if (const auto known = app.store.known(contact)) refuse_impossible(settings, *known, plan.mode);
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        plan.id = writer.add_plan(plan);
        plan_instead(app, writer, contacts, now);
        return "planned: " + shape_of(app, plan, settings, now).sentence;
    });
    app.changed("plans");
    wire::PlanShape shape = shape_of(app, plan, settings, now);
    shape.change = change;
    return shape;
}

wire::PlanShape move_plan(App& app, PlanId id, const wire::MoveRequest& request)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    Plan plan = open_plan(app, id);
    const LocalTime start = future_in(request.when, now, zone_of(plan));
    const calendar::PlanTime meant = time_meant(plan, request.time, now);
    if (request.once.value_or(false) && !plan.rule.empty()) {
        exception_for(plan, meant).moved = start;
    } else {
        plan.start = moved_start(plan, meant, start, now);
        plan.exceptions.clear(); // of times that the series does not have any more
    }
    ++plan.sequence;
    plan.changed = now;
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        writer.edit_plan(plan);
        return "moved: " + shape_of(app, plan, settings, now).sentence;
    });
    app.changed("plans");
    wire::PlanShape shape = shape_of(app, plan, settings, now);
    shape.change = change;
    return shape;
}

wire::Done skip_plan(App& app, PlanId id, const wire::SkipRequest& request)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    Plan plan = open_plan(app, id);
    if (plan.rule.empty())
        throw Problem{Kind::cannot, "plan " + std::to_string(id.value) + " comes once", "call it off: blend cancel"};
    const calendar::PlanTime time = time_meant(plan, request.time, now);
    if (time.start < now)
        throw Problem{Kind::cannot, "plan " + std::to_string(id.value) + " does not come round again"};
    exception_for(plan, time).moved.reset();
    ++plan.sequence;
    plan.changed = now;
    const Sentence said{.key = "done.left_out",
                        .phrases = {{"what", what_said(plan)},
                                    {"when", when_said(settings.zone.local(time.start), settings.zone.local(now))}}};
    const std::string what = zone::say(said, settings.language);
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        writer.edit_plan(plan);
        return what;
    });
    app.changed("plans");
    return {.done = what,
            .said = said,
            .hint = "the next: " + shape_of(app, plan, settings, now).sentence,
            .change = change};
}

wire::Done cancel_plan(App& app, PlanId id)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    Plan plan = open_plan(app, id);
    const Sentence said{.key = "done.cancelled", .phrases = {{"plan", shape_of(app, plan, settings, now).said}}};
    const std::string what = zone::say(said, settings.language);
    plan.state = PlanState::cancelled;
    ++plan.sequence;
    plan.changed = now;
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        writer.edit_plan(plan);
        nudge_again(app, writer, plan, now);
        return what;
    });
    app.changed("plans");
    return {.done = what, .said = said, .change = change};
}

wire::Done happened_plan(App& app, PlanId id, const wire::HappenedRequest& request)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    Plan plan = open_plan(app, id);
    const bool yes = request.happened.value_or(true);
    // It may have happened earlier than planned: then it happened just now.
    const auto asked = awaits_answer(plan, app.store.occurrences(), now);
    const calendar::PlanTime time = asked ? *asked : calendar::next_time(plan, now);
    const Instant at = std::min(time.start, now);

    Happening happening{.note = request.note};
    for (const PlanContact& contact : plan.contacts) {
        happening.contacts.push_back(contact.id);
        happening.names.push_back(contact.name);
    }
    Interaction& each = happening.interaction;
    each.at = at;
    each.channel = channel_of(plan.mode);
    each.direction = is_synchronous(plan.mode) ? Direction::mutual : Direction::out;
    if (counts_minutes(each.channel))
        each.size = request.length ? minutes_in(*request.length) : static_cast<double>(time.length.count());
    each.others = static_cast<int>(std::max<std::size_t>(1, plan.contacts.size()));
    each.utc_offset = settings.zone.offset(at);
    each.key = fnv1a("plan:" + plan.uid + " " + iso_local(time.named));

    const Sentence said = yes ? logged_said(happening, settings.zone.local(at), settings.zone.local(now))
                              : Sentence{.key = "done.missed", .phrases = {{"what", what_said(plan)}}};
    const std::string what = zone::say(said, settings.language);
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        if (yes)
            write(app, writer, happening);
        else
            nudge_again(app, writer, plan, now);
        writer.set_occurrence(plan.id, time.named, yes ? PlanState::happened : PlanState::missed);
        if (plan.rule.empty()) {
            plan.state = yes ? PlanState::happened : PlanState::missed;
            plan.changed = now;
            writer.edit_plan(plan);
        }
        return what;
    });
    app.changed("log");
    wire::Done done{.done = what, .said = said, .change = change};
    if (!yes)
        done.hint = "find the next good time: blend plan " + std::string{word(plan.mode)} + " \"" +
                    happening.names.front() + "\"";
    return done;
}

} // namespace blend::agenda
