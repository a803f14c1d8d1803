#pragma once

// The same thing told by two sources: a call in the telephone's list and in WhatsApp's, a meeting in the calendar and
// in the owner's own log.
//
// Pure and total. What comes out depends on the records alone, never on their order. Nothing is thrown away: each
// record is told which one stands for it.
//
// Two records of different sources are one thing
//   - when both are talks (in person, by video, by phone) and their times overlap. A talk of unknown length lasts as
//     long as the model takes it to; none lasts longer than a day. People who sit together also ring each other ("I am
//     at the door"): a call and a visit are one only if they share at least half of the longer one;
//   - when both are missed calls of one direction within two minutes: telephones note the first ring or the last;
//   - when both are written in the same way (chat and SMS count as one), in the same direction, within two seconds, and
//     their sizes are equal or one is unknown.
//
// One source never tells the same thing twice: two of its records are two things. What stands is chosen first, the best
// told before the others; each further record goes to the thing that begins nearest to it, if its source has not told
// of that one already.

#include "daemon/core/interaction.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace blend {

/// How well a source knows what it tells, the best first: a device measured it, the owner remembered it, a calendar
/// foresaw it.
enum class Telling { measured, remembered, foreseen };

struct FormatTelling {
    std::string_view format;
    Telling telling{};
};

/// Every format has a line: a log kept by hand that passed for a device's would push the device's aside.
inline constexpr auto tellings = std::to_array<FormatTelling>({
    {"log", Telling::remembered}, // what the owner logs themselves
    {"csv", Telling::remembered},        {"friends", Telling::remembered},    {"monica", Telling::remembered},
    {"icalendar", Telling::foreseen},    {"android", Telling::measured},      {"apple_calls", Telling::measured},
    {"call_log", Telling::measured},     {"contacts_csv", Telling::measured}, {"discord", Telling::measured},
    {"eml", Telling::measured},          {"facebook", Telling::measured},     {"google_chat", Telling::measured},
    {"google_voice", Telling::measured}, {"hangouts", Telling::measured},     {"imessage", Telling::measured},
    {"instagram", Telling::measured},    {"linkedin", Telling::measured},     {"maildir", Telling::measured},
    {"mbox", Telling::measured},         {"meetings", Telling::measured},     {"signal", Telling::measured},
    {"skype", Telling::measured},        {"slack", Telling::measured},        {"sms", Telling::measured},
    {"telegram", Telling::measured},     {"vcard", Telling::measured},        {"whatsapp", Telling::measured},
});

/// Of a format that is not among them: measured.
Telling telling_of(std::string_view format);

struct Told {
    Interaction interaction;
    unsigned source{}; ///< equal for records of one format; from 64 on, several share a place
    Telling telling{};
    bool apart{}; ///< the owner said that it is a thing of its own
};

/// For each record the place of the one that stands for it: its own when none does. What stands is the best told, then
/// the earliest.
std::vector<std::size_t> standing_for(std::span<const Told> records);

/// What stands, with what it does not know itself.
void complete(Interaction& standing, const Interaction& other);

/// A record that begins later than this after the beginning of `interaction` is another thing. At most a day.
Seconds reach(const Interaction& interaction);
inline constexpr Seconds longest_reach = std::chrono::days{1};

/// Whether the two could be one thing, told by different sources.
bool same_thing(const Interaction& a, const Interaction& b);

} // namespace blend
