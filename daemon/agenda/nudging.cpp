#include "daemon/agenda/nudging.hpp"

#include "daemon/agenda/explaining.hpp"
#include "daemon/agenda/logging.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/core/channel.hpp"
#include "daemon/core/phrase.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/core/slot.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;
using std::chrono::days;

/// A birthday and how far it is; empty when none is near.
struct Occasion {
    Day day{};
    int in_days{};
};

std::optional<Occasion> occasion_of(const store::ContactRecord& contact, const Settings& settings, Instant now)
{
    if (!contact.birthday) return std::nullopt;
    const Day today = settings.zone.day(now);
    const int year = static_cast<int>(std::chrono::year_month_day{today}.year());
    for (const int in : {year, year + 1}) {
        const Day day = kept_in(*contact.birthday, in, settings.leap_day);
        const auto ahead = (day - today).count();
        if (ahead >= 0)
            return ahead <= settings.date_lead_days ? std::optional{Occasion{day, static_cast<int>(ahead)}}
                                                    : std::nullopt;
    }
    return std::nullopt;
}

bool possible(const store::Known& known, const Settings& settings, Mode mode)
{
    return feasibility(settings.limits, known.wishes.limits, mode) > 0.0;
}

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

/// The same number in every run: it seeds the draws of the model.
std::string stream_name(ContactId id) { return std::to_string(id.value); }

struct Round {
    App& app;
    const Settings& settings;
    Instant now;
    std::vector<store::NudgeRecord> given; ///< in the last days, and all that are open
    std::set<ContactId> planned;

    Sent sent() const
    {
        const Day today = settings.zone.day(now);
        Sent sent;
        for (const store::NudgeRecord& nudge : given) {
            sent.today += settings.zone.day(nudge.given) == today ? 1 : 0;
            sent.week += now - nudge.given < days{7} ? 1 : 0;
        }
        return sent;
    }

    /// They have a plan, or a nudge that waits or rests.
    bool busy(ContactId contact) const
    {
        if (planned.contains(contact)) return true;
        return std::any_of(given.begin(), given.end(), [&](const store::NudgeRecord& nudge) {
            return nudge.contact == contact && (nudge.state == "open" || nudge.state == "snoozed");
        });
    }

    bool date_given(ContactId contact) const
    {
        return std::any_of(given.begin(), given.end(), [&](const store::NudgeRecord& nudge) {
            return nudge.contact == contact && nudge.kind == NudgeKind::date && now - nudge.given < days{60};
        });
    }
};

store::NudgeRecord nudge_for(const Round& round, const store::Known& known, NudgeKind kind, Mode mode, double priority)
{
    store::NudgeRecord nudge{.contact = known.record.id,
                             .kind = kind,
                             .mode = mode,
                             .priority = priority,
                             .given = round.now,
                             .state = "open",
                             .changed = round.now};
    if (is_synchronous(mode)) {
        const auto starts = good_starts(round.app, known, mode, traits(mode).length, 1, round.settings, round.now);
        if (!starts.empty()) nudge.slot = starts.front();
    }
    return nudge;
}

/// Birthdays that are near come before everything else: they do not move.
void choose_dates(const Round& round, const std::vector<store::Known>& everybody, int room,
                  std::vector<store::NudgeRecord>& chosen)
{
    for (const store::Known& known : everybody) {
        if (static_cast<int>(chosen.size()) >= room) return;
        if (!known.record.tracked() || round.planned.contains(known.record.id) || round.date_given(known.record.id))
            continue;
        if (!occasion_of(known.record, round.settings, round.now)) continue;
        const Candidate candidate{stream_name(known.record.id), known.wishes, known.memory, {}};
        const auto now_blend = blend(known.memory, known.wishes, round.settings.limits, round.now, 0, Interval::skip);
        if (const auto mode = choose_mode(candidate, round.settings.limits, round.now, now_blend, NudgeKind::reach_out))
            chosen.push_back(nudge_for(round, known, NudgeKind::date, *mode, known.wishes.importance));
    }
}

std::vector<store::NudgeRecord> chosen_in(const Round& round)
{
    const Sent sent = round.sent();
    const Policy& policy = round.settings.policy;
    const int room = std::min(policy.per_day - sent.today, policy.per_week - sent.week);
    std::vector<store::NudgeRecord> chosen;
    if (room <= 0) return chosen;

    const auto everybody = round.app.store.known();
    choose_dates(round, everybody, room, chosen);

    const auto pasts = round.app.store.pasts(round.now);
    std::vector<Candidate> candidates;
    std::vector<const store::Known*> people;
    for (const store::Known& known : everybody) {
        const bool named = std::any_of(chosen.begin(), chosen.end(), [&](const store::NudgeRecord& nudge) {
            return nudge.contact == known.record.id;
        });
        if (named || !known.record.tracked() || round.busy(known.record.id)) continue;
        const auto past = pasts.find(known.record.id);
        candidates.push_back(
            {stream_name(known.record.id), known.wishes, known.memory, past == pasts.end() ? Past{} : past->second});
        people.push_back(&known);
    }
    const int used = static_cast<int>(chosen.size());
    // Quiet hours bind what the program sends by itself; whoever asks for nudges is not disturbed by an answer.
    Policy asked = policy;
    asked.quiet = {0, 0};
    for (const Choice& choice : choose(candidates, round.now, asked, round.settings.limits, round.settings.nudge_hour,
                                       round.settings.zone.day(round.now), {sent.today + used, sent.week + used}))
        chosen.push_back(nudge_for(round, *people[choice.index], choice.kind, choice.mode, choice.priority));
    return chosen;
}

std::string slot_words(Instant slot, const zone::Zone& zone)
{
    return day_and_time(zone.local(slot)).substr(0, 4) + clock_time(zone.local(slot));
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
        words.slot = slot_words(*nudge.slot, settings.zone);
        const auto theirs = known.record.zone ? zone::named(*known.record.zone) : std::nullopt;
        if (theirs && theirs->offset(*nudge.slot) != settings.zone.offset(*nudge.slot))
            words.their_slot = clock_time(theirs->local(*nudge.slot));
    }
    if (nudge.kind == NudgeKind::date)
        if (const auto occasion = occasion_of(known.record, settings, now)) {
            words.occasion = "birthday";
            words.occasion_in_days = occasion->in_days;
        }
    return words;
}

wire::Nudge shape_of(const store::NudgeRecord& nudge, const store::Known& known, const Settings& settings, Instant now)
{
    return {.id = nudge.id.value,
            .contact = known.record.name,
            .kind = std::string{word(nudge.kind)},
            .mode = std::string{word(nudge.mode)},
            .reason = nudge_reason(words_of(nudge, known, settings, now)),
            .slot = nudge.slot && *nudge.slot > now ? shown(nudge.slot) : std::nullopt,
            .priority = nudge.priority};
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

} // namespace

std::set<ContactId> planned_contacts(const App& app, Instant now)
{
    std::set<ContactId> contacts;
    const auto met = app.store.occurrences();
    for (const Plan& plan : app.store.plans()) {
        if (plan.state != PlanState::planned) continue;
        const bool over = calendar::next_time(plan, now).end() <= now;
        if (over && !awaits_answer(plan, met, now)) continue;
        for (const PlanContact& contact : plan.contacts) contacts.insert(contact.id);
    }
    return contacts;
}

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

std::vector<Instant> good_starts(const App& app, const store::Known& known, Mode mode, Minutes length,
                                 std::size_t count, const Settings& settings, Instant now)
{
    HourCounts own{};
    HourCounts theirs{};
    for (const store::Known& each : app.store.known())
        for (std::size_t hour = 0; hour < hours_per_week; ++hour) own[hour] += each.habits[hour];
    for (std::size_t hour = 0; hour < hours_per_week; ++hour) theirs[hour] = known.habits[hour];

    SlotSearch search{.now = now,
                      .length = length,
                      .own = slot_distribution(own),
                      .own_offset = settings.zone.offsets(),
                      .synchronous = is_synchronous(mode)};
    if (const auto zone = known.record.zone ? zone::named(*known.record.zone) : std::nullopt) {
        // Habits are kept on the owner's clock; theirs is only asked for its waking hours.
        search.other_offset = zone->offsets();
    }
    std::vector<Busy> busy;
    for (const Plan& plan : app.store.plans()) {
        if (plan.state != PlanState::planned) continue;
        for (const calendar::PlanTime& time : calendar::times(plan, now - days{1}, now + days{8}))
            busy.push_back({time.start, time.end()});
    }
    search.busy = busy;
    return suggest_slots(search, count);
}

namespace {

/// Notes which nudges were answered by what happened, and brings back those whose answer was taken back. The rest of
/// their record stays as it is, so that undo still knows it.
void settle(App& app, const Settings& settings, Instant now)
{
    std::vector<store::NudgeRecord> turned;
    for (store::NudgeRecord& nudge : app.store.nudges(now - days{60})) {
        if (nudge.state == "done" || nudge.state == "planned" || nudge.state == "dismissed") continue;
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
    const Round round{app, settings, now, app.store.nudges(now - days{60}), planned_contacts(app, now)};
    const auto chosen = chosen_in(round);
    if (chosen.empty()) return;
    app.store.keep([&](store::Writer& writer) {
        for (const store::NudgeRecord& nudge : chosen) writer.add_nudge(nudge);
    });
    app.changed("nudges");
}

std::vector<wire::Nudge> list_nudges(App& app)
{
    give_nudges(app);
    const Settings settings = app.settings();
    const Instant now = app.now();
    const auto planned = planned_contacts(app, now);
    std::vector<wire::Nudge> shown_now;
    for (const store::NudgeRecord& nudge : app.store.nudges(now)) {
        const bool awake =
            nudge.state == "open" || (nudge.state == "snoozed" && nudge.snoozed_until.value_or(now) <= now);
        if (!awake || planned.contains(nudge.contact)) continue;
        const auto known = app.store.known(nudge.contact);
        if (known && holds(app, nudge, *known, settings, now))
            shown_now.push_back(shape_of(nudge, *known, settings, now));
    }
    std::stable_sort(shown_now.begin(), shown_now.end(),
                     [](const wire::Nudge& a, const wire::Nudge& b) { return a.priority > b.priority; });
    return shown_now;
}

wire::NudgeDetail why_nudge(const App& app, NudgeId id)
{
    const auto nudge = app.store.nudge(id);
    if (!nudge) throw Problem{Kind::not_found, "there is no nudge " + std::to_string(id.value), "see blend nudges"};
    const Settings settings = app.settings();
    const Instant now = app.now();
    const auto known = known_of(app, nudge->contact);
    wire::NudgeDetail detail{.nudge = shape_of(*nudge, known, settings, now),
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
    const std::string what = "logged: " + said_back(happening, settings.zone.local(each.at), settings.zone.local(now));
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        write(app, writer, happening);
        writer.set_nudge(id, "done", now, std::nullopt);
        return what;
    });
    app.changed("log");
    return {.done = what, .change = change};
}

wire::Done snooze_nudge(App& app, NudgeId id, const wire::SnoozeRequest& request)
{
    const auto nudge = open_nudge(app, id);
    const auto length = every_days(request.length);
    if (!length) throw Problem{Kind::bad_request, request.length + " is no length of time", "say 3d or 1w"};
    const Instant now = app.now();
    const auto name = known_of(app, nudge.contact).record.name;
    const std::string what = name + " rests for " + counted(*length, "day", "days");
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        writer.set_nudge(id, "snoozed", now, now + days{*length});
        return what;
    });
    app.changed("nudges");
    return {.done = what, .change = change};
}

wire::Done dismiss_nudge(App& app, NudgeId id)
{
    const auto nudge = open_nudge(app, id);
    const Instant now = app.now();
    const std::string what = "not now: " + known_of(app, nudge.contact).record.name;
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        writer.set_nudge(id, "dismissed", now, std::nullopt);
        return what;
    });
    app.changed("nudges");
    return {.done = what, .change = change};
}

} // namespace blend::agenda
