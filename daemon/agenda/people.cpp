#include "daemon/agenda/people.hpp"

#include "daemon/agenda/coverage.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/explain.hpp"
#include "daemon/core/nudge.hpp"
#include "daemon/core/phrase.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <charconv>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;

std::optional<std::int64_t> number_in(std::string_view text)
{
    std::int64_t number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

std::vector<std::string> modes_at(const Limits& limits, double possible)
{
    std::vector<std::string> modes;
    for (const Mode mode : every<Mode>())
        if (limits[mode] == possible) modes.emplace_back(word(mode));
    return modes;
}

} // namespace

store::Known known_or_problem(const App& app, const std::string& text)
{
    const auto found = app.store.known(resolve(app, text).id);
    if (!found) throw Problem{Kind::not_found, "nobody is called " + text};
    return *found;
}

store::ContactRecord resolve(const App& app, const std::string& text)
{
    if (const auto number = number_in(text))
        if (auto contact = app.store.contact(ContactId{*number})) return *contact;
    auto found = app.store.find_contacts(text);
    if (found.empty())
        throw Problem{Kind::not_found, "nobody is called " + text, "add them: blend add \"" + text + "\""};
    if (found.size() == 1) return found.front();
    std::string names;
    for (std::size_t index = 0; index < std::min<std::size_t>(found.size(), 8); ++index)
        names += (index > 0 ? ", " : "") + found[index].name + " (" + std::to_string(found[index].id.value) + ")";
    if (found.size() > 8) names += " and " + std::to_string(found.size() - 8) + " more";
    throw Problem{Kind::ambiguous, text + " fits " + names, "say more of the name, or the number in brackets"};
}

wire::Contact shape_of(const App& app, const store::Known& known)
{
    const auto& record = known.record;
    wire::Contact contact{.id = record.id.value,
                          .name = record.name,
                          .tracked = record.tracked(),
                          .circle = record.circle,
                          .cadence_days = known.wishes.cadence_days,
                          .talk_every_days = known.wishes.talk_every_days,
                          .target = known.wishes.target,
                          .band = known.wishes.band,
                          .importance = known.wishes.importance,
                          .cannot = modes_at(record.limits, 0.0),
                          .limited = modes_at(record.limits, 0.5),
                          .zone = record.zone,
                          .note = record.note,
                          .added = rfc3339(record.added)};
    if (record.birthday) contact.birthday = yearly_date(*record.birthday);
    for (const auto& [name, date] : record.days) contact.days.emplace(name, yearly_date(date));
    if (record.paused_until && *record.paused_until > app.now()) contact.paused_until = rfc3339(*record.paused_until);
    for (const store::HandleRecord& handle : app.store.handles_of(record.id)) {
        if (handle.handle.kind == HandleKind::log || handle.handle.kind == HandleKind::card) continue;
        wire::HandleShape shape{handle.id.value, std::string{word(handle.handle.kind)}, handle.handle.value, {}};
        if (!handle.name.empty()) shape.name = handle.name;
        contact.handles.push_back(shape);
    }
    return contact;
}

namespace {

wire::Standing shape_of(const Standing& standing, wire::Coverage coverage)
{
    return {.share = standing.blend.share,
            .low = standing.blend.low,
            .high = standing.blend.high,
            .target = standing.blend.target,
            .balance = standing.blend.balance,
            .confidence = standing.blend.confidence,
            .extreme = standing.blend.extreme,
            .rho = standing.rhythm.rho,
            .need = standing.rhythm.need,
            .urgency = standing.rhythm.urgency,
            .state = std::string{word(standing.rhythm.state)},
            .strength = standing.strength,
            .drift = standing.drift,
            .reciprocity = standing.reciprocity,
            .last_contact = shown(standing.last_contact),
            .last_sync = shown(standing.last_sync),
            .last_async = shown(standing.last_async),
            .coverage = std::move(coverage)};
}

} // namespace

wire::Standing standing_shape(const App& app, const store::Known& known, const Settings& settings, Instant now)
{
    return shape_of(standing(known.memory, known.wishes, settings.limits, now, Interval::compute),
                    coverage_of(app, known.record.id, settings, now));
}

wire::ContactList list_contacts(const App& app, const ContactQuery& query)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    const std::string text = zone::folded(query.text);
    struct Ranked {
        const store::Known* known;
        Standing standing;
    };
    const auto everybody = app.store.known();
    std::vector<Ranked> fitting;
    for (const store::Known& known : everybody) {
        if (!text.empty() && zone::folded(known.record.name).find(text) == std::string::npos) continue;
        if (query.circle && known.record.circle != query.circle) continue;
        if (query.which != ContactQuery::Which::all && !known.record.tracked()) continue;
        Ranked each{&known, standing(known.memory, known.wishes, settings.limits, now, Interval::skip)};
        if (query.which == ContactQuery::Which::due && each.standing.rhythm.rho < 1.0) continue;
        if (query.state && (!known.record.tracked() || each.standing.rhythm.state != *query.state)) continue;
        if (query.mode && feasibility(settings.limits, known.wishes.limits, *query.mode) <= 0.0) continue;
        fitting.push_back(each);
    }
    // Names are in order already; a stable sort keeps that among equals.
    const auto by = [&](auto value) {
        std::stable_sort(fitting.begin(), fitting.end(),
                         [&](const Ranked& a, const Ranked& b) { return value(a.standing) < value(b.standing); });
    };
    switch (query.sort) {
    case ContactQuery::Sort::name: break;
    case ContactQuery::Sort::balance: by([](const Standing& each) { return each.blend.balance; }); break;
    case ContactQuery::Sort::urgency: by([](const Standing& each) { return -each.rhythm.urgency; }); break;
    case ContactQuery::Sort::last_contact:
        by([](const Standing& each) { return each.last_contact.value_or(Instant{}); });
        break;
    case ContactQuery::Sort::strength: by([](const Standing& each) { return -each.strength; }); break;
    }

    wire::ContactList page{.total = static_cast<std::int64_t>(fitting.size())};
    const auto end = std::min<std::int64_t>(page.total, query.offset + query.limit);
    for (auto index = query.offset; index < end; ++index) {
        const store::Known& known = *fitting[static_cast<std::size_t>(index)].known;
        page.contacts.push_back({shape_of(app, known), standing_shape(app, known, settings, now)});
    }
    if (end < page.total) page.next = end;
    return page;
}

wire::ContactStanding get_contact(const App& app, const std::string& contact)
{
    const auto known = known_or_problem(app, contact);
    return {shape_of(app, known), standing_shape(app, known, app.settings(), app.now())};
}

namespace {

double days_in(const std::string& text, const char* field)
{
    const auto days = every_days(text);
    if (!days) throw Problem{Kind::bad_request, text + " is no " + field, "say 14d, 2w, 3m or 1y"};
    return *days;
}

double share_or_problem(const std::string& text, const char* field)
{
    const auto share = share_in(text);
    if (!share) throw Problem{Kind::bad_request, text + " is no " + field, "say 60%, or 0.6"};
    return *share;
}

/// An empty text clears, anything else is read.
template <class T, class Read> void take(const std::optional<std::string>& text, std::optional<T>& value, Read read)
{
    if (!text) return;
    if (text->empty())
        value.reset();
    else
        value = read(*text);
}

void limit(const std::optional<std::vector<std::string>>& words, double possible, Limits& limits)
{
    if (!words) return;
    for (const Mode mode : every<Mode>())
        if (limits[mode] == possible) limits[mode] = 1.0;
    for (const std::string& each : *words) limits[mode_in(each)] = possible;
}

/// "3w" from now, or up to a day.
Instant pause_until(const App& app, const std::string& text)
{
    const Instant now = app.now();
    if (const auto day = parse_iso_day(text)) {
        const Instant until = app.settings().zone.instant(LocalTime{*day});
        if (until <= now) throw Problem{Kind::bad_request, text + " is over; a pause lies ahead"};
        return until;
    }
    const auto length = every_days(text);
    if (!length) throw Problem{Kind::bad_request, text + " is no pause", "say 3w, or until when: 2027-01-10"};
    return now + std::chrono::days{*length};
}

/// An empty date takes the day away.
void change_day(std::map<std::string, YearlyDate>& days, const std::string& name, const std::string& text)
{
    if (name.empty()) throw Problem{Kind::bad_request, "a yearly day needs a name", "like: wedding day=06-12"};
    if (text.empty()) {
        days.erase(name);
        return;
    }
    const auto date = parse_yearly_date(text);
    if (!date) throw Problem{Kind::bad_request, text + " is no day of a year", "say 06-12, or 1999-06-12"};
    days.insert_or_assign(name, *date);
}

std::string circle_in(const App& app, const std::string& text)
{
    std::string names;
    for (const store::Circle& circle : app.store.circles()) {
        if (circle.name == text) return text;
        names += (names.empty() ? "" : ", ") + circle.name;
    }
    throw Problem{Kind::bad_request, "there is no circle " + text, "there are " + names};
}

void apply(const App& app, const wire::ContactChange& change, store::ContactRecord& contact)
{
    if (change.name) contact.name = intake::clean_name(*change.name);
    if (contact.name.empty()) throw Problem{Kind::bad_request, "a contact needs a name"};
    if (contact.name.size() > 400) throw Problem{Kind::bad_request, "that name is too long", "use at most 400 bytes"};
    take(change.circle, contact.circle, [&](const std::string& text) { return circle_in(app, text); });
    take(change.every, contact.cadence_days, [](const std::string& text) { return days_in(text, "cadence"); });
    take(change.talk_every, contact.talk_every_days,
         [](const std::string& text) { return days_in(text, "talk clock"); });
    take(change.target, contact.target, [](const std::string& text) { return share_or_problem(text, "target"); });
    take(change.band, contact.band, [](const std::string& text) {
        const double band = share_or_problem(text, "band");
        if (band > 0.5) throw Problem{Kind::bad_request, text + " is no band", "a band goes from 0% to 50%"};
        return band;
    });
    if (change.importance) {
        if (!(*change.importance >= 0.5 && *change.importance <= 2.0))
            throw Problem{Kind::bad_request, "importance goes from 0.5 to 2"};
        contact.importance = *change.importance;
    }
    take(change.zone, contact.zone, [](const std::string& text) {
        const auto zone = zone::named(text);
        if (!zone) throw Problem{Kind::bad_request, text + " is no time zone", "say Asia/Kolkata, Europe/Berlin, …"};
        return zone->name();
    });
    take(change.birthday, contact.birthday, [](const std::string& text) {
        const auto date = parse_yearly_date(text);
        if (!date) throw Problem{Kind::bad_request, text + " is no birthday", "say 02-29, or 1956-02-29"};
        return *date;
    });
    take(change.note, contact.note, [](const std::string& text) { return text; });
    take(change.pause, contact.paused_until, [&](const std::string& text) { return pause_until(app, text); });
    if (change.days)
        for (const auto& [name, text] : *change.days) change_day(contact.days, intake::clean_name(name), text);
    limit(change.limited, 0.5, contact.limits);
    limit(change.cannot, 0.0, contact.limits);
}

struct NewHandle {
    Handle handle;
    std::string shown;
};

std::vector<NewHandle> handles_in(const wire::ContactChange& change, const std::string& region)
{
    std::vector<NewHandle> handles;
    const auto add = [&](HandleKind kind, const std::string& text) {
        const auto handle = intake::normalised({{kind, text}, ""}, region);
        const auto is_digit = [](char each) { return each >= '0' && each <= '9'; };
        const bool too_short = kind == HandleKind::phone && handle &&
                               std::count_if(handle->value.begin(), handle->value.end(), is_digit) < 5;
        if (!handle || too_short || handle->kind != kind ||
            (kind == HandleKind::email && handle->value.find('@') == std::string::npos))
            throw Problem{Kind::bad_request,
                          text + " is no " + std::string{kind == HandleKind::email ? "mail address" : "phone number"}};
        handles.push_back({*handle, text});
    };
    for (const std::string& phone : change.phones.value_or(std::vector<std::string>{})) add(HandleKind::phone, phone);
    for (const std::string& email : change.emails.value_or(std::vector<std::string>{})) add(HandleKind::email, email);
    return handles;
}

/// An address that is somebody else's is a Problem, found before anything is written.
void refuse_taken(const App& app, const std::vector<NewHandle>& handles, std::optional<ContactId> contact)
{
    for (const NewHandle& each : handles)
        for (const store::HandleRecord& known :
             app.store.find_handles(std::string{word(each.handle.kind)} + ":" + each.handle.value)) {
            if (known.is_owner) throw Problem{Kind::cannot, each.shown + " is your own"};
            if (known.contact && known.contact != contact) {
                const auto other = app.store.contact(*known.contact);
                throw Problem{Kind::cannot, each.shown + " belongs to " + (other ? other->name : "somebody else"),
                              "if they are one person: blend merge"};
            }
        }
}

/// Two people of one name could not be told apart by what the owner types.
void refuse_same_name(const App& app, const store::ContactRecord& contact)
{
    for (const store::ContactRecord& same : app.store.find_contacts(contact.name))
        if (same.id != contact.id && zone::folded(same.name) == zone::folded(contact.name))
            throw Problem{Kind::cannot, same.name + " is there already",
                          "change them: blend edit \"" + same.name + "\""};
}

} // namespace

wire::ContactStanding add_contact(App& app, const wire::ContactChange& change)
{
    if (!change.name) throw Problem{Kind::bad_request, "a contact needs a name", "blend add NAME"};
    const Instant now = app.now();
    store::ContactRecord contact{.added = now};
    apply(app, change, contact);
    refuse_same_name(app, contact);
    const auto handles = handles_in(change, app.settings().region);
    refuse_taken(app, handles, std::nullopt);
    app.store.change(now, [&](store::Writer& writer) {
        contact.id = writer.add_contact(contact);
        // Even without any address there is something by which an export knows them again.
        writer.own(writer.add_handle({HandleKind::log, unique_name()}, contact.name), contact.id);
        for (const NewHandle& each : handles) writer.link(writer.add_handle(each.handle, contact.name), contact.id);
        return "added " + contact.name;
    });
    app.changed("contacts");
    return get_contact(app, std::to_string(contact.id.value));
}

wire::ContactStanding edit_contact(App& app, const std::string& text, const wire::ContactChange& change)
{
    store::ContactRecord contact = resolve(app, text);
    const std::string was = contact.name;
    apply(app, change, contact);
    if (contact.name != was) refuse_same_name(app, contact);
    const auto handles = handles_in(change, app.settings().region);
    refuse_taken(app, handles, contact.id);
    app.store.change(app.now(), [&](store::Writer& writer) {
        writer.edit_contact(contact);
        for (const NewHandle& each : handles) writer.link(writer.add_handle(each.handle, contact.name), contact.id);
        return "changed " + was;
    });
    app.changed("contacts");
    return get_contact(app, std::to_string(contact.id.value));
}

wire::Done forget_contact(App& app, const std::string& text)
{
    const auto contact = resolve(app, text);
    app.store.forget(contact.id);
    app.changed("contacts");
    return {.done = "forgotten: " + contact.name + ", with everything that was logged",
            .hint = "backups and earlier exports still hold them"};
}

wire::Done set_circle(App& app, const wire::CircleRequest& request)
{
    std::optional<std::string> circle;
    take(std::optional{request.circle}, circle, [&](const std::string& text) { return circle_in(app, text); });
    if (request.contacts.empty()) throw Problem{Kind::bad_request, "nobody is named"};
    std::map<ContactId, store::ContactRecord> people;
    for (const std::string& each : request.contacts) {
        store::ContactRecord contact = resolve(app, each);
        contact.circle = circle;
        people.emplace(contact.id, std::move(contact));
    }
    const auto count = static_cast<long long>(people.size());
    const std::string who = count == 1 ? people.begin()->second.name : counted(count, "person", "people");
    const std::string what = circle ? "moved " + who + " to " + *circle : "took " + who + " out of any circle";
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        for (const auto& [id, contact] : people) writer.edit_contact(contact);
        return what;
    });
    app.changed("contacts");
    return {.done = what, .change = change};
}

wire::Done merge_contact(App& app, const std::string& text, const wire::Merge& merge)
{
    const auto contact = resolve(app, text);
    const auto other = resolve(app, merge.other);
    if (contact.id == other.id) throw Problem{Kind::bad_request, contact.name + " is one contact already"};
    const auto handles = app.store.handles_of(other.id);
    const auto plans = app.store.plans();
    const std::string what = "merged " + other.name + " into " + contact.name;
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        for (const store::HandleRecord& handle : handles) writer.move(handle.id, contact.id);
        for (Plan plan : plans) // a plan would lose its person
            if (const auto with = std::find_if(plan.contacts.begin(), plan.contacts.end(),
                                               [&](const PlanContact& each) { return each.id == other.id; });
                with != plan.contacts.end()) {
                with->id = contact.id;
                writer.edit_plan(plan);
            }
        writer.pass_on_shares(other.id, contact.id);
        writer.remove_contact(other.id);
        return what;
    });
    app.changed("contacts");
    return {.done = what, .hint = "take it back: blend undo", .change = change};
}

} // namespace blend::agenda
