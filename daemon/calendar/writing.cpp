#include "daemon/calendar/writing.hpp"

#include "daemon/calendar/dates.hpp"
#include "daemon/calendar/zone_definition.hpp"
#include "daemon/zone/letters.hpp"
#include "daemon/zone/zone.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <vector>

namespace blend::calendar {
namespace {

using std::chrono::days;

struct Free {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
    void operator()(char* text) const { icalmemory_free_buffer(text); }
};
using Component = std::unique_ptr<icalcomponent, Free>;

/// Text that cannot leave its property: line ends of every kind become "\n", other control characters go.
std::string plain(std::string_view text)
{
    std::string result;
    const std::string whole = zone::repaired(text);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        const auto byte = static_cast<unsigned char>(whole[at]);
        if (byte == '\r') {
            result += '\n';
            if (at + 1 < whole.size() && whole[at + 1] == '\n') ++at;
        } else if (byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7f)) {
            result += whole[at];
        }
    }
    return result;
}

std::string one_line(std::string_view text)
{
    std::string result = plain(text);
    std::replace(result.begin(), result.end(), '\n', ' ');
    return result;
}

/// For values that are written as they are: addresses, identifiers. Nothing but visible ASCII and letters is left.
std::string unbroken(std::string_view text)
{
    std::string result = plain(text);
    std::erase_if(result, [](char each) { return each == '\n' || each == '\t' || each == ' ' || each == '"'; });
    return result;
}

/// Quotes cannot be written in a parameter.
std::string parameter(std::string_view text)
{
    std::string result = one_line(text);
    std::replace(result.begin(), result.end(), '"', '\'');
    return result;
}

bool is_link(std::string_view place)
{
    constexpr std::array<std::string_view, 4> schemes{"https://", "http://", "tel:", "sip:"};
    return std::any_of(schemes.begin(), schemes.end(), [&](std::string_view each) { return place.starts_with(each); });
}

bool is_address(std::string_view email)
{
    const auto at = email.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < email.size() &&
           email.find_first_of("\r\n\t <>\",;") == std::string_view::npos;
}

std::string own_uid(const std::string& uid)
{
    std::string result = unbroken(uid);
    if (!std::string_view{result}.ends_with(own_uid_end)) result += own_uid_end;
    return result;
}

icaltimetype ical_time(Instant instant)
{
    return icaltime_from_timet_with_zone(static_cast<time_t>(instant.time_since_epoch().count()), 0,
                                         icaltimezone_get_utc_timezone());
}

icaltimetype ical_time(LocalTime local)
{
    icaltimetype result = ical_time(Instant{local.time_since_epoch()});
    result.zone = nullptr;
    return result;
}

icaltimetype ical_day(Day day)
{
    icaltimetype result = ical_time(LocalTime{day});
    result.is_date = 1;
    return result;
}

void add(icalcomponent* to, icalproperty* property) { icalcomponent_add_property(to, property); }

void add_rule(icalcomponent* event, const std::string& rule)
{
    add(event, icalproperty_new_rrule(icalrecurrencetype_from_string(rule.c_str())));
}

Component empty_calendar(icalproperty_method method)
{
    Component calendar{icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
    add(calendar.get(), icalproperty_new_version("2.0"));
    add(calendar.get(), icalproperty_new_prodid("-//Blend//Blend//EN"));
    add(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
    if (method != ICAL_METHOD_NONE) add(calendar.get(), icalproperty_new_method(method));
    return calendar;
}

/// The zone's definition once for each zone, good from the first plan that needs it.
void add_zones(icalcomponent* calendar, std::span<const Plan> plans)
{
    std::map<std::string, std::pair<zone::Zone, Instant>> needed;
    for (const Plan& plan : plans) {
        const zone::Zone zone = zone_of(plan);
        if (zone == zone::Zone{}) continue;
        const auto [found, fresh] = needed.try_emplace(zone.name(), zone, start_of(plan));
        found->second.second = std::min(found->second.second, start_of(plan));
    }
    for (const auto& [name, need] : needed)
        icalcomponent_add_component(calendar, zone_definition(need.first, need.second));
}

/// A time on the plan's clock as the kind of property that `make` makes.
void add_time(icalcomponent* event, const Plan& plan, LocalTime local, icalproperty* (*make)(icaltimetype))
{
    const zone::Zone zone = zone_of(plan);
    if (zone == zone::Zone{}) {
        add(event, make(ical_time(Instant{local.time_since_epoch()})));
        return;
    }
    icalproperty* time = make(ical_time(local));
    icalproperty_add_parameter(time, icalparameter_new_tzid(zone.name().c_str()));
    add(event, time);
}

void add_place(icalcomponent* event, const Plan& plan)
{
    if (is_link(plan.place)) {
        add(event, icalproperty_new_url(unbroken(plan.place).c_str()));
        return;
    }
    if (!plan.place.empty()) add(event, icalproperty_new_location(plain(plan.place).c_str()));
    if (plan.mode != Mode::call) return;
    for (const PlanContact& each : plan.contacts)
        if (!each.phone.empty()) {
            add(event, icalproperty_new_url(("tel:" + unbroken(each.phone)).c_str()));
            return;
        }
}

void add_alarm(icalcomponent* event, const Plan& plan)
{
    if (plan.reminder < Minutes{0} || plan.state != PlanState::planned) return;
    icaltriggertype trigger{icaltime_null_time(), icaldurationtype_from_int(static_cast<int>(
                                                      -std::chrono::duration_cast<Seconds>(plan.reminder).count()))};
    icalcomponent* alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
    add(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    add(alarm, icalproperty_new_description(one_line(summary_of(plan)).c_str()));
    add(alarm, icalproperty_new_trigger(trigger));
    icalcomponent_add_component(event, alarm);
}

/// What the event of a plan and those of its exceptions have in common.
icalcomponent* event_at(const Plan& plan, LocalTime start, Minutes length, Instant now)
{
    const Instant changed = plan.changed == Instant{} ? now : plan.changed;
    icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    add(event, icalproperty_new_uid(own_uid(plan.uid).c_str()));
    add(event, icalproperty_new_dtstamp(ical_time(changed)));
    if (plan.created != Instant{}) add(event, icalproperty_new_created(ical_time(plan.created)));
    add(event, icalproperty_new_lastmodified(ical_time(changed)));
    add(event, icalproperty_new_sequence(plan.sequence));
    const bool cancelled = plan.state == PlanState::cancelled;
    add(event, icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    add_time(event, plan, start, icalproperty_new_dtstart);
    const auto seconds = std::chrono::duration_cast<Seconds>(std::max(length, Minutes{0}));
    add(event, icalproperty_new_duration(icaldurationtype_from_int(static_cast<int>(seconds.count()))));
    add(event, icalproperty_new_summary(one_line(summary_of(plan)).c_str()));
    if (!plan.note.empty()) add(event, icalproperty_new_description(plain(plan.note).c_str()));
    add_place(event, plan);
    add_alarm(event, plan);
    return event;
}

/// The event of the plan, and one for each of its times that was moved.
std::vector<icalcomponent*> events_of(const Plan& plan, Instant now)
{
    std::vector<icalcomponent*> events{event_at(plan, plan.start, plan.length, now)};
    if (!is_rule(plan.rule)) return events;
    add_rule(events.front(), plan.rule);
    for (const PlanException& each : plan.exceptions) {
        if (!each.moved) {
            add_time(events.front(), plan, each.start, icalproperty_new_exdate);
            continue;
        }
        events.push_back(event_at(plan, *each.moved, each.length.value_or(plan.length), now));
        add_time(events.back(), plan, each.start, icalproperty_new_recurrenceid);
    }
    return events;
}

icalcomponent* event_of(const YearlyEvent& yearly, Instant now)
{
    const int year = int{std::chrono::year_month_day{yearly.first}.year()};
    Day start = kept_in(yearly.date, year, yearly.leap_day);
    if (start < yearly.first) start = kept_in(yearly.date, year + 1, yearly.leap_day);

    icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    add(event, icalproperty_new_uid(own_uid(yearly.uid).c_str()));
    add(event, icalproperty_new_dtstamp(ical_time(now)));
    add(event, icalproperty_new_dtstart(ical_day(start)));
    add(event, icalproperty_new_duration(icaldurationtype_from_int(86'400)));
    add(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    add(event, icalproperty_new_summary(one_line(yearly.summary).c_str()));
    if (yearly.date.month != 2 || yearly.date.day != 29) add_rule(event, "FREQ=YEARLY");
    // The last day of February, or the 60th of the year: both are the 29th in a leap year.
    else if (yearly.leap_day == LeapDay::february_28)
        add_rule(event, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1");
    else
        add_rule(event, "FREQ=YEARLY;BYYEARDAY=60");
    return event;
}

std::string text_of(const Component& calendar)
{
    const std::unique_ptr<char, Free> text{icalcomponent_as_ical_string_r(calendar.get())};
    return text ? std::string{text.get()} : std::string{};
}

void add_attendee(icalcomponent* event, const PlanContact& contact)
{
    icalproperty* attendee = icalproperty_new_attendee(("mailto:" + unbroken(contact.email)).c_str());
    if (!contact.name.empty())
        icalproperty_add_parameter(attendee, icalparameter_new_cn(parameter(contact.name).c_str()));
    icalproperty_add_parameter(attendee, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
    icalproperty_add_parameter(attendee, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
    add(event, attendee);
}

} // namespace

std::string summary_of(const Plan& plan)
{
    std::string names;
    for (std::size_t index = 0; index < plan.contacts.size(); ++index) {
        if (index > 0) names += index + 1 == plan.contacts.size() ? " and " : ", ";
        names += plan.contacts[index].name;
    }
    const auto titled = [&](std::string_view with, std::string_view alone) {
        return names.empty() ? std::string{alone} : std::string{with} + names;
    };
    switch (plan.mode) {
    case Mode::meet: return titled("Meet ", "Meet");
    case Mode::video: return titled("Video call with ", "Video call");
    case Mode::call: return titled("Call with ", "Call");
    case Mode::voice_message: return titled("Voice message to ", "Voice message");
    case Mode::write: return titled("Write to ", "Write");
    case Mode::letter: return titled("Letter to ", "Letter");
    }
    return names;
}

std::string calendar_text(std::span<const Plan> plans, Instant now, std::span<const YearlyEvent> yearly)
{
    const Component calendar = empty_calendar(ICAL_METHOD_PUBLISH);
    add_zones(calendar.get(), plans);
    for (const Plan& plan : plans)
        for (icalcomponent* each : events_of(plan, now)) icalcomponent_add_component(calendar.get(), each);
    for (const YearlyEvent& each : yearly) icalcomponent_add_component(calendar.get(), event_of(each, now));
    return text_of(calendar);
}

std::string object_text(const Plan& plan, Instant now)
{
    const Component calendar = empty_calendar(ICAL_METHOD_NONE);
    add_zones(calendar.get(), {&plan, 1});
    for (icalcomponent* each : events_of(plan, now)) icalcomponent_add_component(calendar.get(), each);
    return text_of(calendar);
}

std::string invitation_text(const Plan& plan, Instant now, const Inviter& inviter)
{
    const bool cancelled = plan.state == PlanState::cancelled;
    const Component calendar = empty_calendar(cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST);
    add_zones(calendar.get(), {&plan, 1});
    for (icalcomponent* event : events_of(plan, now)) {
        icalproperty* organizer = icalproperty_new_organizer(("mailto:" + unbroken(inviter.email)).c_str());
        if (!inviter.name.empty())
            icalproperty_add_parameter(organizer, icalparameter_new_cn(parameter(inviter.name).c_str()));
        add(event, organizer);
        for (const PlanContact& each : plan.contacts)
            if (is_address(each.email)) add_attendee(event, each);
        icalcomponent_add_component(calendar.get(), event);
    }
    return text_of(calendar);
}

} // namespace blend::calendar
