#include "packaging/demo/files.hpp"
#include "packaging/demo/people.hpp"

#include <fmt/format.h>

namespace blend::demo {
namespace {

constexpr std::string_view new_york = "BEGIN:VTIMEZONE\nTZID:America/New_York\n"
                                      "BEGIN:DAYLIGHT\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nTZNAME:EDT\n"
                                      "DTSTART:20070311T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\n"
                                      "BEGIN:STANDARD\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nTZNAME:EST\n"
                                      "DTSTART:20071104T020000\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\n"
                                      "END:VTIMEZONE\n";

/// "20251122T190000": the ISO spelling without its separators.
std::string basic(LocalTime at)
{
    std::string text = iso_local(at);
    std::erase_if(text, [](char each) { return each == '-' || each == ':'; });
    return text;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char each : text) {
        if (each == ',' || each == ';' || each == '\\') out += '\\';
        out += each;
    }
    return out;
}

std::string party(std::string_view property, std::string_view name, std::string_view email, std::string_view answer)
{
    return answer.empty() ? fmt::format("{};CN={}:mailto:{}\n", property, name, email)
                          : fmt::format("{};CN={};PARTSTAT={}:mailto:{}\n", property, name, answer, email);
}

std::string_view email_of(std::string_view name) { return name == owner_name ? owner_email : person(name).email; }

std::string event(const Meeting& meeting)
{
    std::string lines = fmt::format("BEGIN:VEVENT\nUID:{}\nDTSTAMP:{}Z\nSUMMARY:{}\n", meeting.uid,
                                    basic(meeting.start - std::chrono::days{3}), escaped(meeting.summary));
    lines += fmt::format("DTSTART;TZID={0}:{1}\nDTEND;TZID={0}:{2}\n", owner_zone, basic(meeting.start),
                         basic(meeting.start + meeting.length));
    if (!meeting.rule.empty()) lines += fmt::format("RRULE:{}\n", meeting.rule);
    for (const LocalTime each : meeting.except) lines += fmt::format("EXDATE;TZID={}:{}\n", owner_zone, basic(each));
    if (!meeting.place.empty()) lines += fmt::format("LOCATION:{}\n", escaped(meeting.place));
    lines += party("ORGANIZER", meeting.organiser, email_of(meeting.organiser), "");
    lines += party("ATTENDEE", owner_name, owner_email, meeting.answer);
    for (const std::string_view name : meeting.with) lines += party("ATTENDEE", name, email_of(name), "ACCEPTED");
    return lines + "STATUS:CONFIRMED\nEND:VEVENT\n";
}

/// Lines of at most 75 octets, ended by CR LF (RFC 5545, 3.1); never cut inside a letter.
std::string folded(std::string_view lines)
{
    constexpr std::size_t widest = 75;
    std::string out;
    std::size_t width = 0;
    for (const char each : lines) {
        const bool continues_letter = (static_cast<unsigned char>(each) & 0xc0) == 0x80;
        if (each == '\n') {
            out += "\r\n";
            width = 0;
            continue;
        }
        if (width >= widest - 3 && !continues_letter) {
            out += "\r\n ";
            width = 1;
        }
        out += each;
        ++width;
    }
    return out;
}

} // namespace

std::string calendar(const std::vector<Meeting>& meetings)
{
    std::string lines = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//Calendar 1.0//EN\n" + std::string{new_york};
    for (const Meeting& meeting : meetings) lines += event(meeting);
    return folded(lines + "END:VCALENDAR\n");
}

} // namespace blend::demo
