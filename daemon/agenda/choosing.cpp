#include "daemon/agenda/choosing.hpp"

#include "daemon/agenda/planning.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

using std::chrono::days;

constexpr days looked_back{60};

/// The same number in every run: it seeds the draws of the model.
std::string stream_name(ContactId id) { return std::to_string(id.value); }

/// What was given already, and which modes the week has spent.
Sent sent_until(const Situation& situation, Instant now)
{
    const zone::Zone& zone = situation.settings.zone;
    Sent sent;
    for (const store::NudgeRecord& nudge : situation.given) {
        if (nudge.given > now || now - nudge.given >= days{7}) continue;
        ++sent.week;
        if (zone.day(nudge.given) == zone.day(now)) ++sent.today;
        // What became a plan is counted as a plan.
        if (nudge.state == "open" || nudge.state == "done" || nudge.state == "snoozed")
            ++sent.by_mode.at(static_cast<std::size_t>(nudge.mode));
    }
    for (const Plan& plan : situation.plans)
        if (plan.state == PlanState::planned)
            sent.by_mode.at(static_cast<std::size_t>(plan.mode)) +=
                static_cast<int>(calendar::times(plan, now, now + days{7}).size());
    return sent;
}

bool date_given(const Situation& situation, ContactId contact, const Occasion& occasion)
{
    const zone::Zone& zone = situation.settings.zone;
    const Day first = occasion.day - days{situation.settings.date_lead_days};
    return std::any_of(situation.given.begin(), situation.given.end(), [&](const store::NudgeRecord& nudge) {
        return nudge.contact == contact && nudge.kind == NudgeKind::date && zone.day(nudge.given) >= first;
    });
}

store::NudgeRecord nudge_for(const store::Known& known, NudgeKind kind, Mode mode, double priority, Instant now)
{
    return {.contact = known.record.id,
            .kind = kind,
            .mode = mode,
            .priority = priority,
            .given = now,
            .state = "open",
            .changed = now};
}

/// Yearly days that are near come before everything else: they do not move.
std::vector<store::NudgeRecord> choose_dates(const Situation& situation, const std::set<ContactId>& left_out, int room,
                                             Instant now)
{
    std::vector<store::NudgeRecord> chosen;
    for (const store::Known& known : situation.everybody) {
        if (static_cast<int>(chosen.size()) >= room) break;
        if (!known.record.tracked() || left_out.contains(known.record.id)) continue;
        const auto occasion = occasion_of(known.record, situation.settings, now);
        if (!occasion || date_given(situation, known.record.id, *occasion)) continue;
        const Candidate candidate{stream_name(known.record.id), known.wishes, known.memory, {}};
        const auto present = blend(known.memory, known.wishes, situation.settings.limits, now, 0, Interval::skip);
        if (const auto mode = choose_mode(candidate, situation.settings.limits, now, present, NudgeKind::reach_out))
            chosen.push_back(nudge_for(known, NudgeKind::date, *mode, known.wishes.importance, now));
    }
    return chosen;
}

} // namespace

Situation situation(const App& app, const Settings& settings, Instant now)
{
    return {.settings = settings,
            .everybody = app.store.known(),
            .pasts = app.store.pasts(now),
            .given = app.store.nudges(now - looked_back),
            .plans = app.store.plans(),
            .met = app.store.occurrences()};
}

std::set<ContactId> planned_contacts(const Situation& situation, Instant now)
{
    std::set<ContactId> contacts;
    for (const Plan& plan : situation.plans) {
        if (plan.state != PlanState::planned) continue;
        const bool over = calendar::next_time(plan, now).end() <= now;
        if (over && !awaits_answer(plan, situation.met, now)) continue;
        for (const PlanContact& contact : plan.contacts) contacts.insert(contact.id);
    }
    return contacts;
}

std::vector<store::NudgeRecord> choose_at(const Situation& situation, Instant now)
{
    const Settings& settings = situation.settings;
    const Policy& policy = settings.policy;
    Sent sent = sent_until(situation, now);
    const int room = std::min(policy.per_day - sent.today, policy.per_week - sent.week);
    if (room <= 0) return {};

    std::set<ContactId> left_out = planned_contacts(situation, now);
    for (const store::Known& known : situation.everybody)
        if (is_paused(known.record, now)) left_out.insert(known.record.id);
    std::vector<store::NudgeRecord> chosen = choose_dates(situation, left_out, room, now);
    for (const store::NudgeRecord& nudge : chosen) {
        left_out.insert(nudge.contact);
        ++sent.today;
        ++sent.week;
        ++sent.by_mode.at(static_cast<std::size_t>(nudge.mode));
    }

    std::vector<Candidate> candidates;
    std::vector<const store::Known*> people;
    for (const store::Known& known : situation.everybody) {
        if (!known.record.tracked() || left_out.contains(known.record.id)) continue;
        const auto past = situation.pasts.find(known.record.id);
        candidates.push_back({stream_name(known.record.id), known.wishes, known.memory,
                              past == situation.pasts.end() ? Past{} : past->second});
        people.push_back(&known);
    }
    // Quiet hours bind what the program sends by itself; whoever asks for nudges is not disturbed by an answer.
    Policy asked = policy;
    asked.quiet = {0, 0};
    for (const Choice& choice :
         choose(candidates, now, asked, settings.limits, settings.nudge_hour, settings.zone.day(now), sent))
        chosen.push_back(nudge_for(*people[choice.index], choice.kind, choice.mode, choice.priority, now));
    return chosen;
}

std::string why_none(const Situation& situation, Instant now)
{
    const Sent sent = sent_until(situation, now);
    const Policy& policy = situation.settings.policy;
    if (sent.week >= policy.per_week) return "the week's nudges are given";
    if (sent.today >= policy.per_day) return "the day's nudges are given";
    const bool any_due = std::any_of(situation.everybody.begin(), situation.everybody.end(),
                                     [&](const store::Known& known) { return is_due(known, situation.settings, now); });
    return any_due ? "whoever is due was named lately, has a plan, or needs a way the week has no room for"
                   : "nobody is due";
}

std::optional<Instant> round_of(const Settings& settings, Day day)
{
    const auto weekday = std::chrono::weekday{day}.iso_encoding() - 1;
    if (!settings.nudge_days.at(weekday) || settings.on_holiday(day)) return std::nullopt;
    int hour = settings.nudge_hour;
    const QuietHours& quiet = settings.policy.quiet;
    // Quiet hours over midnight end on the same day only for the hours after it.
    if (in_quiet(hour, quiet) && hour < quiet.to) hour = quiet.to;
    if (in_quiet(hour, quiet)) return settings.zone.instant(day + days{1} + std::chrono::hours{quiet.to});
    return settings.zone.instant(day + std::chrono::hours{hour});
}

void note_given(Situation& situation, const std::vector<store::NudgeRecord>& chosen, Instant now)
{
    for (const store::NudgeRecord& nudge : chosen) {
        situation.given.push_back(nudge);
        Past& past = situation.pasts[nudge.contact];
        past.last_nudge = now;
        outcome(past, nudge.mode, Outcome::ignored); // nothing happens in a look ahead
    }
}

std::optional<Occasion> occasion_of(const store::ContactRecord& contact, const Settings& settings, Instant now)
{
    const Day today = settings.zone.day(now);
    const int year = static_cast<int>(std::chrono::year_month_day{today}.year());
    std::optional<Occasion> nearest;
    const auto look_at = [&](const std::string& name, const YearlyDate& date) {
        for (const int in : {year, year + 1}) {
            const Day day = kept_in(date, in, settings.leap_day);
            const auto ahead = (day - today).count();
            if (ahead < 0) continue;
            if (ahead <= settings.date_lead_days && (!nearest || ahead < nearest->in_days))
                nearest = Occasion{name, day, static_cast<int>(ahead)};
            return;
        }
    };
    if (contact.birthday) look_at("birthday", *contact.birthday);
    for (const auto& [name, date] : contact.days) look_at(name, date);
    return nearest;
}

bool possible(const store::Known& known, const Settings& settings, Mode mode)
{
    return feasibility(settings.limits, known.wishes.limits, mode) > 0.0;
}

bool is_due(const store::Known& known, const Settings& settings, Instant now)
{
    return known.record.tracked() && !is_paused(known.record, now) &&
           priority(known.memory, known.wishes, settings.limits, now).priority >= settings.policy.min_priority;
}

bool is_paused(const store::ContactRecord& contact, Instant now)
{
    return contact.paused_until && now < *contact.paused_until;
}

} // namespace blend::agenda
