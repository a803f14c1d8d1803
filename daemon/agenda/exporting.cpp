#include "daemon/agenda/exporting.hpp"

#include "daemon/agenda/explaining.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/calendar/content_line.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/calendar/writing.hpp"
#include "daemon/intake/csv_log.hpp"
#include "daemon/intake/files/csv.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/wire/json.hpp"

#include <array>
#include <cstdio>
#include <iterator>

namespace blend::agenda {

namespace {

std::string number(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.10g", value);
    return text.data();
}

/// RFC 3339 on the clock that the owner had then: "2026-11-22T19:00:00+01:00"
std::string with_offset(Instant at, Seconds offset)
{
    const auto minutes = std::chrono::duration_cast<Minutes>(offset).count();
    std::array<char, 16> zone{};
    std::snprintf(zone.data(), zone.size(), "%c%02d:%02d", minutes < 0 ? '-' : '+',
                  static_cast<int>(std::abs(minutes) / 60), static_cast<int>(std::abs(minutes) % 60));
    return iso_local(LocalTime{at.time_since_epoch() + offset}) + zone.data();
}

/// "phone" or "phone whatsapp"
std::string sources_of(const store::TimelineEntry& entry)
{
    std::string text;
    for (const std::string& each : entry.sources) text += (text.empty() ? "" : " ") + each;
    return text;
}

std::string csv(const App& app)
{
    const std::vector<std::string> header{std::begin(intake::csv_log_columns), std::end(intake::csv_log_columns)};
    std::string text = intake::csv_row(header);
    app.store.each_interaction(
        [&](const store::HandleRecord& handle, std::string_view contact, const store::TimelineEntry& entry) {
            const Interaction& each = entry.interaction;
            const std::string size = each.size ? number(*each.size) : "";
            const bool minutes = counts_minutes(each.channel);
            const std::vector<std::string> cells{with_offset(each.at, each.utc_offset),
                                                 std::string{word(each.channel)},
                                                 std::string{word(each.direction)},
                                                 minutes ? size : "",
                                                 minutes ? "" : size,
                                                 std::to_string(each.others),
                                                 contact.empty() ? handle.name : std::string{contact},
                                                 std::string{word(handle.handle.kind)},
                                                 handle.handle.value,
                                                 sources_of(entry),
                                                 std::to_string(each.key),
                                                 std::string{word(each.forward)},
                                                 each.acknowledgement ? "1" : "0",
                                                 each.automated ? "1" : "0"};
            text += intake::csv_row(cells);
        });
    return text;
}

/// Text of a vCard property: nothing in it can end the line (RFC 6350, 3.4).
std::string escaped(std::string_view text)
{
    std::string safe;
    for (const char each : text) {
        if (each == '\n')
            safe += "\\n";
        else if (each == '\\' || each == ';' || each == ',')
            (safe += '\\') += each;
        else if (static_cast<unsigned char>(each) >= 0x20 && each != 0x7F)
            safe += each;
    }
    return safe;
}

/// What importing knows the card again by: the UID of the card it came from, else any handle.
std::optional<std::string> uid_of(const std::vector<store::HandleRecord>& handles)
{
    if (handles.empty()) return std::nullopt;
    for (const auto& each : handles)
        if (each.handle.kind == HandleKind::card) return each.handle.value;
    const Handle& first = handles.front().handle;
    return "blend:" + std::string{word(first.kind)} + ":" + first.value;
}

std::string vcf(const App& app)
{
    std::string text;
    for (const store::Known& known : app.store.known()) {
        const auto& contact = known.record;
        text += "BEGIN:VCARD\r\nVERSION:4.0\r\n";
        text += calendar::folded_line("FN:" + escaped(contact.name));
        const auto handles = app.store.handles_of(contact.id);
        if (const auto uid = uid_of(handles)) text += calendar::folded_line("UID:" + escaped(*uid));
        for (const auto& record : handles) {
            const auto& [kind, value] = record.handle;
            if (kind == HandleKind::email) text += calendar::folded_line("EMAIL:" + escaped(value));
            if (kind == HandleKind::phone) text += calendar::folded_line("TEL:" + escaped(value));
        }
        if (contact.birthday) {
            const auto& date = *contact.birthday;
            std::array<char, 16> day{};
            if (date.year)
                std::snprintf(day.data(), day.size(), "%04d%02u%02u", *date.year, date.month, date.day);
            else
                std::snprintf(day.data(), day.size(), "--%02u%02u", date.month, date.day);
            text += calendar::folded_line(std::string{"BDAY:"} + day.data());
        }
        if (contact.zone) text += calendar::folded_line("TZ:" + escaped(*contact.zone));
        text += "END:VCARD\r\n";
    }
    return text;
}

std::string ics(const App& app)
{
    std::vector<Plan> plans;
    for (Plan& plan : app.store.plans())
        if (plan.state != PlanState::missed) plans.push_back(std::move(plan));
    return calendar::calendar_text(plans, app.now());
}

std::string json(const App& app)
{
    std::string text = "{\"contacts\": [";
    const char* between = "\n";
    for (const store::Known& known : app.store.known()) {
        text += between + std::string{"{\"contact\": "} + wire::write(shape_of(app, known)) + ",\n \"timeline\": " +
                wire::write(list_interactions(app, std::to_string(known.record.id.value), std::nullopt, 100'000'000)) +
                "}";
        between = ",\n";
    }
    text += "],\n\"plans\": " + wire::write(list_plans(app, Plans::all)) +
            ",\n\"settings\": " + wire::write(wire::Settings{shown_settings(app.store)}) + "}\n";
    return text;
}

} // namespace

wire::Export get_export(const App& app, const std::string& format)
{
    if (format == "ics") return {format, ics(app)};
    if (format == "csv") return {format, csv(app)};
    if (format == "vcf") return {format, vcf(app)};
    if (format == "json") return {format, json(app)};
    throw Problem{Problem::Kind::bad_request, "there is no export as " + format, "there are ics, csv, vcf and json"};
}

} // namespace blend::agenda
