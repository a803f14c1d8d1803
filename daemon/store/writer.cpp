// The primitive changes, and whose numbers they touch.

#include "daemon/store/inside.hpp"
#include "daemon/zone/letters.hpp"

namespace blend::store {

void Writer::Inside::refresh()
{
    for (auto& [contact, logged] : added)
        if (!touched.contains(contact)) extend(database, contact, std::move(logged));
    if (touched.empty()) return;
    const Formats names = formats(database);
    for (const ContactId contact : touched) rebuild(database, contact, names);
}

namespace {

void write_limits(Connection& database, ContactId contact, const Limits& limits)
{
    database.exec("DELETE FROM contact_limit WHERE contact_id = ?", contact);
    for (const Mode mode : every<Mode>())
        if (limits[mode] < 1.0)
            database.exec("INSERT INTO contact_limit (contact_id, mode, possible) VALUES (?, ?, ?)", contact, mode,
                          limits[mode]);
}

void write_days(Connection& database, ContactId contact, const std::map<std::string, YearlyDate>& days)
{
    database.exec("DELETE FROM yearly_day WHERE contact_id = ?", contact);
    for (const auto& [name, date] : days)
        database.exec("INSERT INTO yearly_day (contact_id, name, date) VALUES (?, ?, ?)", contact, name,
                      yearly_date(date));
}

std::optional<std::string> spelled(const std::optional<YearlyDate>& date)
{
    return date ? std::optional{yearly_date(*date)} : std::nullopt;
}

} // namespace

ContactId Writer::add_contact(const ContactRecord& contact)
{
    Connection& database = inside_.database;
    database.exec(
        R"(INSERT INTO contact (name, folded, circle, cadence_days, talk_every_days, target, band, importance, zone,
                                birthday, note, added_at, batch_id, paused_until)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
        contact.name, zone::folded(contact.name), contact.circle, contact.cadence_days, contact.talk_every_days,
        contact.target, contact.band, contact.importance, contact.zone, spelled(contact.birthday), contact.note,
        contact.added, inside_.batch, contact.paused_until);
    const ContactId id{database.last_id()};
    write_limits(database, id, contact.limits);
    write_days(database, id, contact.days);
    inside_.touched.insert(id);
    inside_.concerned.insert(id);
    return id;
}

void Writer::edit_contact(const ContactRecord& contact)
{
    inside_.database.exec(
        R"(UPDATE contact
              SET name = ?, folded = ?, circle = ?, cadence_days = ?, talk_every_days = ?, target = ?, band = ?,
                  importance = ?, zone = ?, birthday = ?, note = ?, paused_until = ?
            WHERE id = ?)",
        contact.name, zone::folded(contact.name), contact.circle, contact.cadence_days, contact.talk_every_days,
        contact.target, contact.band, contact.importance, contact.zone, spelled(contact.birthday), contact.note,
        contact.paused_until, contact.id);
    write_limits(inside_.database, contact.id, contact.limits);
    write_days(inside_.database, contact.id, contact.days);
    inside_.touched.insert(contact.id); // another cadence is another half-life
    inside_.concerned.insert(contact.id);
}

void Writer::remove_contact(ContactId contact)
{
    inside_.concerned.insert(contact);
    inside_.database.exec("DELETE FROM handle WHERE contact_id = ?", contact);
    inside_.database.exec("DELETE FROM contact WHERE id = ?", contact);
}

void Writer::keep_apart(ContactId contact, const RecordId& record)
{
    inside_.database.exec("INSERT OR IGNORE INTO apart (handle_id, started_at, key) VALUES (?, ?, ?)", record.handle,
                          record.at, record.key);
    inside_.touched.insert(contact);
    inside_.concerned.insert(contact);
}

void Writer::add_interaction(HandleId handle, const Interaction& interaction, const std::optional<std::string>& note)
{
    Connection& database = inside_.database;
    const int changed = database.exec(
        R"(INSERT OR IGNORE INTO interaction (handle_id, started_at, key, channel, direction, size, others, forward,
                                              acknowledgement, automated, utc_offset)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
        handle, interaction.at, interaction.key, interaction.channel, interaction.direction, interaction.size,
        interaction.others, interaction.forward == Forward::none ? std::nullopt : std::optional{interaction.forward},
        interaction.acknowledgement, interaction.automated, interaction.utc_offset);
    if (changed == 0) return;
    if (note)
        database.exec("INSERT INTO interaction_note (handle_id, started_at, key, note) VALUES (?, ?, ?, ?)", handle,
                      interaction.at, interaction.key, *note);
    ++inside_.interactions;
    if (const auto contact = database.one<ContactId>("SELECT contact_id FROM handle WHERE id = ?", handle)) {
        inside_.added[*contact].push_back(interaction);
        inside_.concerned.insert(*contact);
    }
}

NudgeId Writer::add_nudge(const NudgeRecord& nudge)
{
    inside_.database.exec(
        R"(INSERT INTO nudge (contact_id, kind, mode, priority, slot_at, given_at, state, changed_at, snoozed_until)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
        nudge.contact, nudge.kind, nudge.mode, nudge.priority, nudge.slot, nudge.given, nudge.state, nudge.changed,
        nudge.snoozed_until);
    return NudgeId{inside_.database.last_id()};
}

void Writer::set_nudge(NudgeId nudge, std::string_view state, Instant now, std::optional<Instant> snoozed_until)
{
    inside_.database.exec("UPDATE nudge SET state = ?, changed_at = ?, snoozed_until = ? WHERE id = ?", state, now,
                          snoozed_until, nudge);
    if (const auto contact = inside_.database.one<ContactId>("SELECT contact_id FROM nudge WHERE id = ?", nudge))
        inside_.concerned.insert(*contact);
}

namespace {

void write_plan_contacts(Connection& database, std::set<ContactId>& concerned, PlanId id, const Plan& plan)
{
    database.exec("DELETE FROM plan_contact WHERE plan_id = ?", id);
    for (const PlanContact& contact : plan.contacts) {
        database.exec("INSERT OR IGNORE INTO plan_contact (plan_id, contact_id) VALUES (?, ?)", id, contact.id);
        concerned.insert(contact.id);
    }
}

void write_repetition(Connection& database, PlanId id, const Plan& plan)
{
    database.exec("DELETE FROM plan_rule WHERE plan_id = ?", id);
    if (!plan.rule.empty()) database.exec("INSERT INTO plan_rule (plan_id, rule) VALUES (?, ?)", id, plan.rule);
    database.exec("DELETE FROM plan_exception WHERE plan_id = ?", id);
    for (const PlanException& each : plan.exceptions)
        database.exec("INSERT OR REPLACE INTO plan_exception (plan_id, start, moved, minutes) VALUES (?, ?, ?, ?)", id,
                      iso_local(each.start), each.moved ? std::optional{iso_local(*each.moved)} : std::nullopt,
                      each.length);
}

std::optional<std::string> unless_empty(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

} // namespace

PlanId Writer::add_plan(const Plan& plan)
{
    inside_.database.exec(
        R"(INSERT INTO plan (uid, mode, start, zone, minutes, place, note, reminder_minutes, sequence, state,
                             created_at, changed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
        plan.uid, plan.mode, iso_local(plan.start), plan.zone, plan.length, unless_empty(plan.place),
        unless_empty(plan.note), plan.reminder, plan.sequence, plan.state, plan.created, plan.changed);
    const PlanId id{inside_.database.last_id()};
    write_repetition(inside_.database, id, plan);
    write_plan_contacts(inside_.database, inside_.concerned, id, plan);
    return id;
}

void Writer::edit_plan(const Plan& plan)
{
    inside_.database.exec(
        R"(UPDATE plan
              SET mode = ?, start = ?, zone = ?, minutes = ?, place = ?, note = ?, reminder_minutes = ?,
                  sequence = ?, state = ?, changed_at = ?
            WHERE id = ?)",
        plan.mode, iso_local(plan.start), plan.zone, plan.length, unless_empty(plan.place), unless_empty(plan.note),
        plan.reminder, plan.sequence, plan.state, plan.changed, plan.id);
    write_repetition(inside_.database, plan.id, plan);
    write_plan_contacts(inside_.database, inside_.concerned, plan.id, plan);
}

void Writer::set_occurrence(PlanId plan, LocalTime start, PlanState state)
{
    inside_.database.exec("INSERT INTO plan_occurrence (plan_id, start, state) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                          "SET state = excluded.state",
                          plan, iso_local(start), state);
}

void Writer::set_setting(std::string_view key, const std::optional<std::string>& value)
{
    if (value)
        inside_.database.exec(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key,
            *value);
    else
        inside_.database.exec("DELETE FROM setting WHERE key = ?", key);
}

} // namespace blend::store
