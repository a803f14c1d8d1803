#include "daemon/calendar/plan_entry.hpp"

#include "daemon/calendar/dates.hpp"
#include "daemon/calendar/object.hpp"
#include "daemon/calendar/reading.hpp"
#include "daemon/calendar/writing.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <map>
#include <sstream>

namespace blend::calendar {
namespace {

using std::chrono::days;

/// A calendar object and, in the same order, what its events mean.
struct Read {
    Part calendar;
    std::vector<std::size_t> places; ///< of the events among the parts
    std::vector<Event> events;

    Part& part(std::size_t event) { return calendar.parts.at(places.at(event)); }
    const Part& part(std::size_t event) const { return calendar.parts.at(places.at(event)); }
};

std::optional<Read> read(std::string_view text, const zone::Zone& zone)
{
    auto calendar = read_calendar(text);
    if (!calendar) return std::nullopt;
    Read result{.calendar = std::move(*calendar)};
    for (std::size_t place = 0; place < result.calendar.parts.size(); ++place)
        if (result.calendar.parts[place].kind == "VEVENT") result.places.push_back(place);
    std::istringstream stream{std::string{text}};
    each_event(stream, zone, [&](Event event) { result.events.push_back(std::move(event)); });
    if (result.events.size() != result.places.size()) return std::nullopt;
    return result;
}

std::optional<std::size_t> master_of(const Read& object)
{
    for (std::size_t index = 0; index < object.events.size(); ++index)
        if (!object.events[index].recurrence && object.events[index].start) return index;
    return std::nullopt;
}

/// The value of a TEXT property.
std::string text_in(const Part& part, std::string_view name)
{
    const auto line = part.line(name);
    if (!line) return {};
    std::string text;
    for (std::size_t at = 0; at < line->value.size(); ++at) {
        const char each = line->value[at];
        if (each != '\\' || at + 1 == line->value.size()) {
            text += each;
            continue;
        }
        const char next = line->value[++at];
        text += next == 'n' || next == 'N' ? '\n' : next;
    }
    return zone::repaired(text);
}

/// The parts of a rule in one order, without those that say what holds anyhow.
std::string one_spelling(std::string_view rule)
{
    std::vector<std::string> parts;
    std::istringstream stream{capitals(rule)};
    for (std::string part; std::getline(stream, part, ';');)
        if (!part.empty() && part != "INTERVAL=1" && part != "WKST=MO") parts.push_back(part);
    std::stable_sort(parts.begin(), parts.end(), [](const std::string& a, const std::string& b) {
        return std::pair{!a.starts_with("FREQ="), a} < std::pair{!b.starts_with("FREQ="), b};
    });
    std::string text;
    for (const std::string& each : parts) text += (text.empty() ? "" : ";") + each;
    return text;
}

/// How long before the start an alarm rings; empty when it is told otherwise.
std::optional<Minutes> lead_of(const Part& alarm)
{
    const auto trigger = alarm.line("TRIGGER");
    if (!trigger || capitals(trigger->parameter("RELATED")) == "END") return std::nullopt;
    std::string text = capitals(trigger->value);
    if (!text.starts_with("-P") && text != "PT0S" && text != "PT0M") return std::nullopt;
    Minutes lead{0};
    int number = 0;
    for (const char each : text) {
        if (each >= '0' && each <= '9') {
            number = std::min(number * 10 + (each - '0'), 1'000'000);
            continue;
        }
        if (each == 'W') lead += days{7 * number};
        if (each == 'D') lead += days{number};
        if (each == 'H') lead += std::chrono::hours{number};
        if (each == 'M') lead += Minutes{number};
        number = 0;
    }
    return lead;
}

Minutes minutes_of(const Event& event, Minutes otherwise)
{
    if (!event.length || event.all_day) return otherwise;
    return std::max(Minutes{1}, std::chrono::ceil<Minutes>(*event.length));
}

/// Where a time lies on the plan's clock: a day keeps the plan's hour, a time of UTC becomes one of its zone.
LocalTime on_clock(const When& when, const zone::Zone& zone, LocalTime usual)
{
    if (when.date) return std::chrono::floor<days>(when.local) + (usual - std::chrono::floor<days>(usual));
    return zone.local(when.instant());
}

std::vector<PlanException> exceptions_of(const Read& object, std::size_t master, const zone::Zone& zone,
                                         LocalTime start)
{
    std::map<LocalTime, PlanException> found;
    const Event& series = object.events[master];
    const Minutes usual = minutes_of(series, Minutes{1});
    for (const When& each : series.except) {
        const LocalTime named = on_clock(each, zone, start);
        found[named] = {.start = named};
    }
    for (const Event& each : object.events) {
        if (!each.recurrence || each.and_future) continue;
        const LocalTime named = on_clock(*each.recurrence, zone, start);
        PlanException exception{.start = named};
        if (!each.cancelled) {
            if (!each.start) continue;
            exception.moved = on_clock(*each.start, zone, start);
            const Minutes length = minutes_of(each, usual);
            if (length != usual) exception.length = length;
            // Another alarm or a note at one time makes it no exception of the plan's.
            if (*exception.moved == named && !exception.length) continue;
        }
        found[named] = exception;
    }
    std::vector<PlanException> result;
    for (const auto& [named, exception] : found) result.push_back(exception);
    return result;
}

std::optional<Instant> modified_in(const Part& event)
{
    for (const char* name : {"LAST-MODIFIED", "DTSTAMP"})
        if (const auto line = event.line(name))
            if (const auto moment = parse_moment(line->value)) return Instant{moment->local.time_since_epoch()};
    return std::nullopt;
}

/// The plan's own lines in place of theirs.
void replace(Part& theirs, const Part& ours, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        theirs.drop(name);
        for (std::string& line : ours.lines_of(name)) theirs.lines.push_back(std::move(line));
    }
}

Part* own_alarm(Part& event, Minutes lead)
{
    for (Part& each : event.parts)
        if (each.kind == "VALARM" && lead_of(each) == lead) return &each;
    return nullptr;
}

void write_alarm(Part& theirs, const Part& ours, Minutes agreed)
{
    Part* present = own_alarm(theirs, agreed);
    const auto wanted =
        std::find_if(ours.parts.begin(), ours.parts.end(), [](const Part& each) { return each.kind == "VALARM"; });
    if (wanted == ours.parts.end()) {
        if (present != nullptr) theirs.parts.erase(theirs.parts.begin() + (present - theirs.parts.data()));
    } else if (present == nullptr) {
        theirs.parts.push_back(*wanted);
    } else {
        replace(*present, *wanted, {"TRIGGER"});
    }
}

/// Moved times: those in both are moved, new ones come, and those that were Blend's and are not any more go.
void write_moved(Read& theirs, const Read& ours, const PlanEntry& agreed, const zone::Zone& zone)
{
    const auto named = [&](const Event& event) {
        return event.recurrence ? zone.local(event.recurrence->instant()) : LocalTime{};
    };
    std::set<LocalTime> wanted;
    std::vector<Part> fresh;
    for (std::size_t index = 0; index < ours.events.size(); ++index) {
        if (!ours.events[index].recurrence) continue;
        const LocalTime start = named(ours.events[index]);
        wanted.insert(start);
        bool found = false;
        for (std::size_t other = 0; other < theirs.events.size() && !found; ++other) {
            found = theirs.events[other].recurrence && named(theirs.events[other]) == start;
            if (!found) continue;
            replace(theirs.part(other), ours.part(index), {"DTSTART", "DTEND", "DURATION"});
        }
        if (!found) fresh.push_back(ours.part(index));
    }
    std::set<std::size_t> gone;
    for (std::size_t other = 0; other < theirs.events.size(); ++other) {
        if (!theirs.events[other].recurrence || wanted.contains(named(theirs.events[other]))) continue;
        const bool was_ours =
            std::any_of(agreed.exceptions.begin(), agreed.exceptions.end(), [&](const PlanException& each) {
                return each.moved && each.start == named(theirs.events[other]);
            });
        if (was_ours) gone.insert(theirs.places[other]);
    }
    std::vector<Part> kept;
    for (std::size_t place = 0; place < theirs.calendar.parts.size(); ++place)
        if (!gone.contains(place)) kept.push_back(std::move(theirs.calendar.parts[place]));
    kept.insert(kept.end(), fresh.begin(), fresh.end());
    theirs.calendar.parts = std::move(kept);
}

void add_missing_zones(Part& theirs, const Part& ours)
{
    for (const Part& zone : ours.parts) {
        if (zone.kind != "VTIMEZONE") continue;
        const bool there = std::any_of(theirs.parts.begin(), theirs.parts.end(), [&](const Part& each) {
            return each.kind == "VTIMEZONE" && each.lines_of("TZID") == zone.lines_of("TZID");
        });
        if (!there) theirs.parts.insert(theirs.parts.begin(), zone);
    }
}

} // namespace

std::optional<PlanEntry> entry_in(std::string_view text, const Plan& plan)
{
    const zone::Zone own = zone_of(plan);
    const auto object = read(text, own);
    if (!object) return std::nullopt;
    const auto master = master_of(*object);
    if (!master) return std::nullopt;
    const Event& event = object->events[*master];
    const Part& part = object->part(*master);

    const bool plain = event.start->date || event.start->zone == zone::Zone{};
    const zone::Zone zone = plain ? own : event.start->zone;
    PlanEntry entry{.start = on_clock(*event.start, zone, plan.start),
                    .zone = zone.name(),
                    .length = minutes_of(event, plan.length),
                    .place = text_in(part, "LOCATION"),
                    .note = text_in(part, "DESCRIPTION"),
                    .cancelled = event.cancelled,
                    .title = text_in(part, "SUMMARY"),
                    .sequence = event.sequence,
                    .modified = modified_in(part)};
    if (entry.place.empty())
        if (const auto url = part.line("URL")) entry.place = zone::repaired(url->value);
    if (!event.rules.empty()) {
        entry.rule = one_spelling(event.rules.front());
        entry.exceptions = exceptions_of(*object, *master, zone, entry.start);
    }
    for (const Part& each : part.parts)
        if (each.kind == "VALARM" && lead_of(each) == plan.reminder) entry.reminder = plan.reminder;
    return entry;
}

std::set<PlanField> differences(const PlanEntry& one, const PlanEntry& other)
{
    const auto instant = [](const PlanEntry& each) {
        return zone::named(each.zone).value_or(zone::Zone{}).instant(each.start);
    };
    const bool same_clock = one.zone == other.zone || (one.rule.empty() && other.rule.empty());
    std::set<PlanField> fields;
    if (instant(one) != instant(other) || !same_clock) fields.insert(PlanField::time);
    if (one.length != other.length) fields.insert(PlanField::length);
    if (one.rule != other.rule) fields.insert(PlanField::rule);
    if (one.exceptions != other.exceptions) fields.insert(PlanField::exceptions);
    if (one.place != other.place) fields.insert(PlanField::place);
    if (one.note != other.note) fields.insert(PlanField::note);
    if (one.cancelled != other.cancelled) fields.insert(PlanField::state);
    if (one.title != other.title) fields.insert(PlanField::title);
    if (one.reminder != other.reminder) fields.insert(PlanField::reminder);
    return fields;
}

void take(Plan& plan, const PlanEntry& entry, const std::set<PlanField>& fields)
{
    const auto has = [&](PlanField field) { return fields.contains(field); };
    if (has(PlanField::time)) {
        plan.start = entry.start;
        plan.zone = entry.zone;
    }
    if (has(PlanField::length)) plan.length = entry.length;
    if (has(PlanField::rule) && (entry.rule.empty() || is_rule(entry.rule))) plan.rule = entry.rule;
    if (has(PlanField::exceptions)) plan.exceptions = entry.exceptions;
    if (plan.rule.empty()) plan.exceptions.clear();
    if (has(PlanField::place)) plan.place = entry.place;
    if (has(PlanField::note)) plan.note = entry.note;
    if (has(PlanField::state)) plan.state = entry.cancelled ? PlanState::cancelled : PlanState::planned;
}

std::vector<PlanException> joined(const std::vector<PlanException>& agreed, const std::vector<PlanException>& newer,
                                  const std::vector<PlanException>& older)
{
    std::set<LocalTime> starts;
    for (const auto* side : {&agreed, &newer, &older})
        for (const PlanException& each : *side) starts.insert(each.start);
    const auto at = [](const std::vector<PlanException>& side, LocalTime start) {
        const auto found =
            std::find_if(side.begin(), side.end(), [&](const PlanException& each) { return each.start == start; });
        return found == side.end() ? std::nullopt : std::optional{*found};
    };
    std::vector<PlanException> result;
    for (const LocalTime start : starts) {
        const bool newer_changed = at(newer, start) != at(agreed, start);
        if (const auto each = at(newer_changed ? newer : older, start)) result.push_back(*each);
    }
    return result;
}

std::string with_fields(std::string_view object, const Plan& plan, const PlanEntry& agreed,
                        const std::set<PlanField>& fields, Instant now)
{
    const zone::Zone zone = zone_of(plan);
    const std::string own = object_text(plan, now);
    auto theirs = read(object, zone);
    const auto ours = read(own, zone);
    const auto master = theirs ? master_of(*theirs) : std::nullopt;
    if (!master || !ours) return own;

    const auto has = [&](PlanField field) { return fields.contains(field); };
    Part& event = theirs->part(*master);
    const Part& wanted = ours->part(0);
    if (has(PlanField::time)) replace(event, wanted, {"DTSTART"});
    if (has(PlanField::time) || has(PlanField::length)) replace(event, wanted, {"DTEND", "DURATION"});
    if (has(PlanField::rule)) replace(event, wanted, {"RRULE"});
    if (has(PlanField::place)) replace(event, wanted, {"LOCATION", "URL"});
    if (has(PlanField::note)) replace(event, wanted, {"DESCRIPTION"});
    if (has(PlanField::title)) replace(event, wanted, {"SUMMARY"});
    if (has(PlanField::reminder) || has(PlanField::state)) write_alarm(event, wanted, agreed.reminder);
    for (std::size_t index = 0; index < theirs->events.size(); ++index) {
        Part& each = theirs->part(index);
        if (has(PlanField::state)) replace(each, wanted, {"STATUS"});
        replace(each, wanted, {"DTSTAMP", "LAST-MODIFIED"});
        if (theirs->events[index].sequence < plan.sequence) replace(each, wanted, {"SEQUENCE"});
    }
    if (has(PlanField::exceptions)) {
        replace(event, wanted, {"EXDATE"});
        write_moved(*theirs, *ours, agreed, zone);
    }
    add_missing_zones(theirs->calendar, ours->calendar);
    return text_of(theirs->calendar);
}

std::string uid_in(std::string_view object)
{
    std::string uid;
    std::istringstream stream{std::string{object}};
    each_uid(stream, [&](std::string_view each) {
        if (uid.empty()) uid = each;
    });
    return uid;
}

} // namespace blend::calendar
