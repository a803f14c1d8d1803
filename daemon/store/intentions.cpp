// Reading nudges and plans.

#include "daemon/store/inside.hpp"

#include <algorithm>

namespace blend::store {

namespace {

/// An open nudge that nothing came of for this long was ignored; it may still be acted on.
constexpr Seconds ignored_after = std::chrono::days{3};

constexpr std::string_view nudge_columns =
    "id, contact_id, kind, mode, priority, slot_at, given_at, state, changed_at, snoozed_until";

NudgeRecord nudge_in(const Row& row)
{
    return {row.get<NudgeId>(0),   row.get<ContactId>(1),
            row.get<NudgeKind>(2), row.get<Mode>(3),
            row.get<double>(4),    row.get<std::optional<Instant>>(5),
            row.get<Instant>(6),   row.get<std::string>(7),
            row.get<Instant>(8),   row.get<std::optional<Instant>>(9)};
}

template <class... Parameters> std::vector<NudgeRecord> nudges_where(const Connection& database, std::string_view rest,
                                                                     const Parameters&... parameters)
{
    return database.all(std::string{"SELECT "}.append(nudge_columns).append(" FROM nudge ").append(rest), nudge_in,
                        parameters...);
}

Plan plan_in(const Row& row)
{
    return {.id = row.get<PlanId>(0),
            .uid = row.get<std::string>(1),
            .sequence = row.get<int>(10),
            .mode = row.get<Mode>(2),
            .start = parse_iso_local(row.get<std::string>(3)).value_or(LocalTime{}),
            .zone = row.get<std::string>(4),
            .length = row.get<Minutes>(5),
            .rule = row.get<std::optional<std::string>>(6).value_or(""),
            .place = row.get<std::optional<std::string>>(7).value_or(""),
            .note = row.get<std::optional<std::string>>(8).value_or(""),
            .reminder = row.get<Minutes>(9),
            .state = row.get<PlanState>(11),
            .created = row.get<Instant>(12),
            .changed = row.get<Instant>(13)};
}

template <class... Parameters>
std::vector<Plan> plans_where(const Connection& database, std::string_view rest, const Parameters&... parameters)
{
    auto plans = database.all(std::string{R"(SELECT id, uid, mode, start, zone, minutes, rule, place, note,
                                                    reminder_minutes, sequence, state, created_at, changed_at
                                               FROM plan LEFT JOIN plan_rule ON plan_id = id )"}
                                  .append(rest),
                              plan_in, parameters...);
    for (Plan& plan : plans) {
        plan.contacts = database.all(
            R"(SELECT contact.id, contact.name, contact.zone,
                      (SELECT value FROM handle WHERE contact_id = contact.id AND kind = 'email' ORDER BY id LIMIT 1),
                      (SELECT value FROM handle WHERE contact_id = contact.id AND kind = 'phone' ORDER BY id LIMIT 1)
                 FROM plan_contact JOIN contact ON contact.id = plan_contact.contact_id
                WHERE plan_id = ?
                ORDER BY contact.folded)",
            [](const Row& row) {
                return PlanContact{.id = row.get<ContactId>(0),
                                   .name = row.get<std::string>(1),
                                   .email = row.get<std::optional<std::string>>(3).value_or(""),
                                   .phone = row.get<std::optional<std::string>>(4).value_or(""),
                                   .zone = row.get<std::optional<std::string>>(2).value_or("")};
            },
            plan.id);
        plan.exceptions = database.all(
            "SELECT start, moved, minutes FROM plan_exception WHERE plan_id = ? ORDER BY start",
            [](const Row& row) {
                const auto moved = row.get<std::optional<std::string>>(1);
                return PlanException{parse_iso_local(row.get<std::string>(0)).value_or(LocalTime{}),
                                     moved ? parse_iso_local(*moved) : std::nullopt,
                                     row.get<std::optional<Minutes>>(2)};
            },
            plan.id);
    }
    return plans;
}

/// What a nudge taught, if it is over.
std::optional<Outcome> outcome_of(const NudgeRecord& nudge, Instant now)
{
    if (nudge.state == "done" || nudge.state == "planned") return Outcome::acted;
    if (nudge.state == "closed") return Outcome::other_mode;
    if (nudge.state == "dismissed") return Outcome::dismissed;
    if (nudge.state == "expired" || (nudge.state == "open" && now - nudge.given > ignored_after))
        return Outcome::ignored;
    return std::nullopt;
}

} // namespace

std::vector<NudgeRecord> Store::nudges(Instant since) const
{
    return inside_->read([&](const Connection& database) {
        return nudges_where(database, "WHERE given_at >= ? OR state IN ('open', 'snoozed') ORDER BY given_at, id",
                            since);
    });
}

std::optional<NudgeRecord> Store::nudge(NudgeId id) const
{
    auto found = inside_->read([&](const Connection& database) { return nudges_where(database, "WHERE id = ?", id); });
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::map<ContactId, Past> Store::pasts(Instant now) const
{
    const auto given = inside_->read(
        [&](const Connection& database) { return nudges_where(database, "ORDER BY contact_id, given_at, id"); });
    std::map<ContactId, Past> pasts;
    for (const NudgeRecord& nudge : given) {
        Past& past = pasts[nudge.contact];
        past.last_nudge =
            std::max({past.last_nudge.value_or(nudge.given), nudge.given, nudge.snoozed_until.value_or(nudge.given)});
        if (nudge.snoozed_until) past.snooze_until = std::max(past.snooze_until, *nudge.snoozed_until);
        if (const auto result = outcome_of(nudge, now)) outcome(past, nudge.mode, *result);
    }
    // A plan that was kept is a mode that works; one that was not may have had any cause.
    inside_->read([&](const Connection& database) {
        database.each(R"(SELECT contact_id, mode, plan_occurrence.state
                           FROM plan_occurrence
                           JOIN plan ON plan.id = plan_occurrence.plan_id
                           JOIN plan_contact ON plan_contact.plan_id = plan.id)",
                      [&](const Row& row) {
                          Past& past = pasts[row.get<ContactId>(0)];
                          const auto mode = static_cast<std::size_t>(row.get<Mode>(1));
                          if (row.get<PlanState>(2) == PlanState::happened)
                              past.success.at(mode) += 1.0;
                          else
                              past.failure.at(mode) += 0.5;
                      });
        return 0;
    });
    return pasts;
}

std::vector<Plan> Store::plans() const
{
    return inside_->read([&](const Connection& database) { return plans_where(database, "ORDER BY start, id"); });
}

std::optional<Plan> Store::plan(PlanId id) const
{
    auto found = inside_->read([&](const Connection& database) { return plans_where(database, "WHERE id = ?", id); });
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<OccurrenceRecord> Store::occurrences() const
{
    return inside_->read([&](const Connection& database) {
        return database.all("SELECT plan_id, start, state FROM plan_occurrence ORDER BY start", [](const Row& row) {
            return OccurrenceRecord{row.get<PlanId>(0), parse_iso_local(row.get<std::string>(1)).value_or(LocalTime{}),
                                    row.get<PlanState>(2)};
        });
    });
}

} // namespace blend::store
