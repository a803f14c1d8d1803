#include "daemon/agenda/nudging.hpp"

#include "daemon/agenda/choosing.hpp"
#include "daemon/agenda/explaining.hpp"
#include "daemon/agenda/logging.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/slots.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/core/channel.hpp"
#include "daemon/core/phrase.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/core/slot.hpp"
#include "daemon/zone/messages.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;
using std::chrono::days;

/// The owner wrote or spoke to them since.
bool answered_since(const App& app, ContactId contact, Instant since, Instant now)
{
    const auto log = app.store.interactions(contact, now);
    return std::any_of(log.rbegin(), log.rend(), [&](const Interaction& each) {
        return each.at >= since && each.direction != Direction::in && each.channel != Channel::missed_call &&
               !is_noise(each);
    });
}

/// Whether the reason for which a nudge was given still stands. Once a contact of the right kind has answered it, it
/// never stands again, unless that contact is taken back.
bool holds(const App& app, const store::NudgeRecord& nudge, const store::Known& known, const Settings& settings,
           Instant now)
{
    if (!known.record.tracked() || !possible(known, settings, nudge.mode)) return false;
    const Memory& memory = known.memory;
    const auto since = [&](const std::optional<Instant>& last) { return last && *last >= nudge.given; };
    // What is logged late, from before the nudge, answers it just as well.
    const auto run_out = [&](const std::optional<Instant>& last, double days_wished) {
        return !last || static_cast<double>((nudge.given - *last).count()) >= days_wished * seconds_per_day;
    };
    switch (nudge.kind) {
    case NudgeKind::reach_out:
        return run_out(memory.last_contact, known.wishes.cadence_days) && rhythm(memory, known.wishes, now).rho >= 1.0;
    case NudgeKind::talk:
        return run_out(memory.last_sync, known.wishes.talk_every_days.value_or(0.0)) &&
               talk_overdue(memory, known.wishes, settings.limits, now) >= 1.0;
    case NudgeKind::rebalance:
        return !since(is_synchronous(nudge.mode) ? memory.last_sync : memory.last_async) &&
               blend(memory, known.wishes, settings.limits, now, 0, Interval::skip).extreme != 0;
    case NudgeKind::reply: return memory.owed && !answered_since(app, nudge.contact, nudge.given, now);
    case NudgeKind::date: return !since(memory.last_contact) && occasion_of(known.record, settings, now).has_value();
    }
    return false;
}

NudgeWords words_of(const store::NudgeRecord& nudge, const store::Known& known, const Settings& settings, Instant now)
{
    NudgeWords words{.kind = nudge.kind,
                     .mode = nudge.mode,
                     .name = known.record.name,
                     .now = now,
                     .last_contact = known.memory.last_contact,
                     .last_sync = known.memory.last_sync,
                     .last_async = known.memory.last_async,
                     .written_since_talk = known.memory.unspoken,
                     .cadence_days = known.wishes.cadence_days,
                     .talk_every_days = known.wishes.talk_every_days,
                     .need = rhythm(known.memory, known.wishes, now).need,
                     .extreme = blend(known.memory, known.wishes, settings.limits, now, 0, Interval::skip).extreme};
    if (nudge.slot && *nudge.slot > now) {
        words.slot = settings.zone.local(*nudge.slot);
        const auto theirs = known.record.zone ? zone::named(*known.record.zone) : std::nullopt;
        if (theirs && theirs->offset(*nudge.slot) != settings.zone.offset(*nudge.slot))
            words.their_slot = theirs->local(*nudge.slot);
    }
    if (nudge.kind == NudgeKind::date)
        if (const auto occasion = occasion_of(known.record, settings, now)) {
            words.occasion = occasion->name;
            words.occasion_in_days = occasion->in_days;
        }
    return words;
}

std::vector<std::string> links_for(const App& app, ContactId contact)
{
    std::vector<std::string> links;
    for (const auto& record : app.store.handles_of(contact)) {
        const auto& [kind, value] = record.handle;
        if (kind == HandleKind::phone) links.push_back("tel:" + value.substr(0, value.find(';')));
        if (kind == HandleKind::email) links.push_back("mailto:" + value);
        if ((kind == HandleKind::phone || kind == HandleKind::whatsapp) && value.starts_with('+'))
            links.push_back("https://wa.me/" + value.substr(1, value.find(';') - 1));
        if (kind == HandleKind::telegram) links.push_back("https://t.me/" + value);
    }
    return links;
}

/// What begins it: a call for a call, a meeting room for a video call, words for words.
std::optional<std::string> start_link(const std::vector<std::string>& links, Mode mode, const Settings& settings)
{
    if (mode == Mode::video && !settings.meeting_room.empty()) return settings.meeting_room;
    const auto first = [&](std::initializer_list<std::string_view> schemes) -> std::optional<std::string> {
        for (const std::string_view scheme : schemes)
            for (const std::string& link : links)
                if (link.starts_with(scheme)) return link;
        return std::nullopt;
    };
    switch (mode) {
    case Mode::call: return first({"tel:", "sip:", "https://wa.me/"});
    case Mode::video: return first({"https://wa.me/", "https://t.me/", "tel:"});
    case Mode::voice_message: return first({"https://wa.me/", "https://t.me/"});
    case Mode::write: return first({"https://wa.me/", "https://t.me/", "mailto:"});
    case Mode::meet: return first({"mailto:", "tel:"}); // to make it a date
    case Mode::letter: return std::nullopt;
    }
    return std::nullopt;
}

wire::NudgeNumbers numbers_of(const store::Known& known, const Settings& settings, Instant now)
{
    const Memory& memory = known.memory;
    const auto days_since = [&](const std::optional<Instant>& last) {
        return last ? std::optional{static_cast<double>((now - *last).count()) / seconds_per_day} : std::nullopt;
    };
    const Blend present = blend(memory, known.wishes, settings.limits, now, 0, Interval::skip);
    return {.quiet_days = days_since(memory.last_contact),
            .talkless_days = days_since(memory.last_sync),
            .written = memory.unspoken,
            .cadence_days = known.wishes.cadence_days,
            .talk_every_days = known.wishes.talk_every_days,
            .quiet_week = rhythm(memory, known.wishes, now).need,
            .share = present.share,
            .target = present.target.value_or(known.wishes.target)};
}

/// The start that was given with it while it lies ahead, and the best of those that are free now.
std::vector<Instant> two_starts(const App& app, const store::NudgeRecord& nudge, const store::Known& known,
                                const Settings& settings, Instant now)
{
    constexpr std::size_t wanted = 2;
    std::vector<Instant> starts;
    if (!is_synchronous(nudge.mode)) return starts;
    if (nudge.slot && *nudge.slot > now) starts.push_back(*nudge.slot);
    const Minutes length = length_for(known, nudge.mode, now);
    for (const Instant start : good_starts(app, known, nudge.mode, length, wanted, settings, now)) {
        const bool near = !starts.empty() && start > starts.front() - length && start < starts.front() + length;
        if (starts.size() < wanted && !near) starts.push_back(start);
    }
    return starts;
}

wire::Nudge shape_of(const App& app, const store::NudgeRecord& nudge, const store::Known& known,
                     const Settings& settings, Instant now)
{
    const auto starts = two_starts(app, nudge, known, settings, now);
    store::NudgeRecord said = nudge;
    said.slot = starts.empty() ? std::nullopt : std::optional{starts.front()};
    const Said reason = nudge_said(words_of(said, known, settings, now));
    wire::Nudge shape{.id = nudge.id.value,
                      .contact = known.record.name,
                      .kind = std::string{word(nudge.kind)},
                      .mode = std::string{word(nudge.mode)},
                      .reason = zone::say(reason, settings.language),
                      .said = reason,
                      .slot = shown(said.slot),
                      .priority = nudge.priority,
                      .numbers = numbers_of(known, settings, now),
                      .last_note = app.store.last_note(nudge.contact),
                      .link = start_link(links_for(app, nudge.contact), nudge.mode, settings),
                      .contact_id = nudge.contact.value};
    for (const Instant start : starts)
        shape.slots.push_back(slot_shape(known, nudge.mode, start, length_for(known, nudge.mode, now), settings));
    return shape;
}

store::NudgeRecord open_nudge(const App& app, NudgeId id)
{
    const auto nudge = app.store.nudge(id);
    if (!nudge) throw Problem{Kind::not_found, "there is no nudge " + std::to_string(id.value), "see blend nudges"};
    if (nudge->state != "open" && nudge->state != "snoozed")
        throw Problem{Kind::cannot,
                      "nudge " + std::to_string(id.value) + " is " +
                          (nudge->state == "closed" ? "answered" : nudge->state) + " already",
                      "see blend nudges"};
    return *nudge;
}

store::Known known_of(const App& app, ContactId id)
{
    auto known = app.store.known(id);
    if (!known) throw Problem{Kind::not_found, "that contact is gone"};
    return std::move(*known);
}

} // namespace

void plan_instead(const App& app, store::Writer& writer, const std::vector<ContactId>& contacts, Instant now)
{
    for (const store::NudgeRecord& nudge : app.store.nudges(now))
        if (nudge.state == "open" && std::find(contacts.begin(), contacts.end(), nudge.contact) != contacts.end())
            writer.set_nudge(nudge.id, "planned", now, std::nullopt);
}

void nudge_again(const App& app, store::Writer& writer, const Plan& plan, Instant now)
{
    for (const store::NudgeRecord& nudge : app.store.nudges(plan.created - days{60})) {
        const bool about = std::any_of(plan.contacts.begin(), plan.contacts.end(),
                                       [&](const PlanContact& contact) { return contact.id == nudge.contact; });
        if (about && nudge.state == "planned" && nudge.changed >= plan.created)
            writer.set_nudge(nudge.id, "open", now, std::nullopt);
    }
}

namespace {

/// Notes which nudges were answered by what happened, and brings back those whose answer was taken back. The rest of
/// their record stays as it is, so that undo still knows it.
void settle(App& app, const Settings& settings, Instant now)
{
    std::vector<store::NudgeRecord> turned;
    for (store::NudgeRecord& nudge : app.store.nudges(now - days{60})) {
        if (nudge.state == "done" || nudge.state == "planned" || nudge.state == "dismissed" || nudge.state == "expired")
            continue;
        const auto known = app.store.known(nudge.contact);
        const bool stands = known && holds(app, nudge, *known, settings, now);
        const bool waits = nudge.state == "open" || nudge.state == "snoozed";
        if (waits && !stands)
            nudge.state = "closed";
        else if (!waits && stands)
            nudge.state = nudge.snoozed_until ? "snoozed" : "open";
        else
            continue;
        turned.push_back(nudge);
    }
    if (turned.empty()) return;
    app.store.keep([&](store::Writer& writer) {
        for (const store::NudgeRecord& nudge : turned)
            writer.set_nudge(nudge.id, nudge.state, nudge.changed, nudge.snoozed_until);
    });
}

} // namespace

void give_nudges(App& app)
{
    const std::lock_guard one_round{app.rounds};
    const Settings settings = app.settings();
    const Instant now = app.now();
    settle(app, settings, now);
    const Situation present = situation(app, settings, now);
    auto chosen = choose_at(present, now);
    if (chosen.empty()) return;
    for (store::NudgeRecord& nudge : chosen) {
        if (!is_synchronous(nudge.mode)) continue;
        const store::Known known = known_of(app, nudge.contact);
        const auto starts = good_starts(app, known, nudge.mode, length_for(known, nudge.mode, now), 1, settings, now);
        if (!starts.empty()) nudge.slot = starts.front();
    }
    app.store.keep([&](store::Writer& writer) {
        for (const store::NudgeRecord& nudge : chosen) {
            for (const store::NudgeRecord& before : present.given)
                if (before.contact == nudge.contact && (before.state == "open" || before.state == "snoozed"))
                    writer.set_nudge(before.id, "expired", now, before.snoozed_until);
            writer.add_nudge(nudge);
        }
    });
    app.changed("nudges");
}

namespace {

struct Open {
    store::NudgeRecord nudge;
    store::Known known;
};

/// Those that hold now. Only whom they are about is loaded: a prompt asks for their number at every turn.
std::vector<Open> holding(const App& app, const Settings& settings, Instant now)
{
    const Situation plans_alone{.settings = settings, .plans = app.store.plans(), .met = app.store.occurrences()};
    const auto planned = planned_contacts(plans_alone, now);
    std::vector<Open> held;
    for (store::NudgeRecord& nudge : app.store.nudges(now)) {
        const bool awake =
            nudge.state == "open" || (nudge.state == "snoozed" && nudge.snoozed_until.value_or(now) <= now);
        if (!awake || planned.contains(nudge.contact)) continue;
        auto known = app.store.known(nudge.contact);
        if (known && !is_paused(known->record, now) && holds(app, nudge, *known, settings, now))
            held.push_back({std::move(nudge), std::move(*known)});
    }
    return held;
}

} // namespace

std::vector<wire::Nudge> open_nudges(const App& app)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    std::vector<wire::Nudge> shown_now;
    for (const Open& each : holding(app, settings, now))
        shown_now.push_back(shape_of(app, each.nudge, each.known, settings, now));
    std::stable_sort(shown_now.begin(), shown_now.end(),
                     [](const wire::Nudge& a, const wire::Nudge& b) { return a.priority > b.priority; });
    return shown_now;
}

std::optional<wire::Nudge> nudge_about(const App& app, ContactId contact)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    for (const Open& each : holding(app, settings, now))
        if (each.nudge.contact == contact) return shape_of(app, each.nudge, each.known, settings, now);
    return std::nullopt;
}

std::size_t count_open_nudges(const App& app) { return holding(app, app.settings(), app.now()).size(); }

std::vector<wire::Nudge> list_nudges(App& app)
{
    give_nudges(app);
    return open_nudges(app);
}

wire::NudgePreview preview_nudges(const App& app, std::int64_t count)
{
    const Settings settings = app.settings();
    Instant at = app.now();
    Situation coming = situation(app, settings, at);
    wire::NudgePreview preview;
    for (Day day = settings.zone.day(at); count > 0; --count, day += days{1}) {
        const Instant round = round_of(settings, day).value_or(settings.zone.instant(LocalTime{day}));
        wire::NudgePreviewDay shown_day{.day = iso_day(day)};
        if (settings.on_holiday(day))
            shown_day.rest = "you are on holiday";
        else if (!round_of(settings, day))
            shown_day.rest = "no round on this day of the week";
        else {
            at = std::max(at, round);
            const auto chosen = choose_at(coming, at);
            for (const store::NudgeRecord& nudge : chosen) {
                const auto known = known_of(app, nudge.contact);
                shown_day.nudges.push_back(shape_of(app, nudge, known, settings, at));
            }
            if (chosen.empty()) shown_day.rest = why_none(coming, at);
            note_given(coming, chosen, at);
        }
        preview.days.push_back(std::move(shown_day));
    }
    return preview;
}

wire::NudgeDetail why_nudge(const App& app, NudgeId id)
{
    const auto nudge = app.store.nudge(id);
    if (!nudge) throw Problem{Kind::not_found, "there is no nudge " + std::to_string(id.value), "see blend nudges"};
    const Settings settings = app.settings();
    const Instant now = app.now();
    const auto known = known_of(app, nudge->contact);
    wire::NudgeDetail detail{.nudge = shape_of(app, *nudge, known, settings, now),
                             .state = nudge->state,
                             .given = rfc3339(nudge->given),
                             .sentences =
                                 explain_contact(app, std::to_string(nudge->contact.value), std::nullopt, 0).sentences,
                             .last_note = app.store.last_note(nudge->contact),
                             .links = links_for(app, nudge->contact)};
    // The nudge itself is the verdict; the one of today's round may be another.
    if (!detail.sentences.empty()) detail.sentences.pop_back();
    if (nudge->state == "open" && !holds(app, *nudge, known, settings, now)) detail.state = "closed";
    return detail;
}

wire::Done done_nudge(App& app, NudgeId id, const wire::DoneRequest& request)
{
    const auto nudge = open_nudge(app, id);
    const Settings settings = app.settings();
    const Instant now = app.now();
    const auto contact = known_of(app, nudge.contact).record;
    const Channel channel = channel_of(nudge.mode);
    Happening happening{.contacts = {contact.id}, .names = {contact.name}, .note = request.note};
    Interaction& each = happening.interaction;
    each.at = request.at ? past_in(*request.at, now, settings.zone) : now;
    each.channel = channel;
    each.direction = is_synchronous(nudge.mode) ? Direction::mutual : Direction::out;
    if (request.size) each.size = size_in(*request.size, channel);
    each.utc_offset = settings.zone.offset(each.at);
    each.key = log_key(each);
    const Sentence said = logged_said(happening, settings.zone.local(each.at), settings.zone.local(now));
    const std::string what = zone::say(said, settings.language);
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        write(app, writer, happening);
        writer.set_nudge(id, "done", now, std::nullopt);
        return what;
    });
    app.changed("log");
    return {.done = what, .said = said, .change = change};
}

wire::Done snooze_nudge(App& app, NudgeId id, const wire::SnoozeRequest& request)
{
    const auto nudge = open_nudge(app, id);
    const auto length = every_days(request.length);
    if (!length) throw Problem{Kind::bad_request, request.length + " is no length of time", "say 3d or 1w"};
    const Instant now = app.now();
    const auto name = known_of(app, nudge.contact).record.name;
    const Sentence said{
        .key = "done.rests", .names = {{"name", {name}}}, .numbers = {{"count", static_cast<double>(*length)}}};
    const std::string what = zone::say(said, app.settings().language);
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        writer.set_nudge(id, "snoozed", now, now + days{*length});
        return what;
    });
    app.changed("nudges");
    return {.done = what, .said = said, .change = change};
}

wire::Done dismiss_nudge(App& app, NudgeId id)
{
    const auto nudge = open_nudge(app, id);
    const Instant now = app.now();
    const Sentence said{.key = "done.dismissed", .names = {{"name", {known_of(app, nudge.contact).record.name}}}};
    const std::string what = zone::say(said, app.settings().language);
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        writer.set_nudge(id, "dismissed", now, std::nullopt);
        return what;
    });
    app.changed("nudges");
    return {.done = what, .said = said, .change = change};
}

} // namespace blend::agenda
