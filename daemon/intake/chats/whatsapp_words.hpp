#pragma once

// What WhatsApp itself writes into an export, in the languages of its apps: placeholders, calls, notices, marks.
//
// Pure. Recognises by content; the file's name and language are never asked. Where a language is missing, the shape of
// a phrase decides: iOS marks everything nobody typed with U+200E, Android writes placeholders in angle brackets.

#include "daemon/core/interaction.hpp"

#include <functional>
#include <optional>
#include <string_view>

namespace blend::intake {

enum class Sense {
    text,  ///< written by a person
    media, ///< a photo, film, place or card: a message without words
    voice_message,
    poll, ///< its options follow on lines of their own
    call, ///< made or missed
    deleted,
    notice, ///< the service speaking
};

struct Reading {
    Sense sense{Sense::text};
    Channel channel{Channel::chat};
    std::optional<double> minutes{}; ///< of a call that states them
    std::string_view caption{};      ///< what a person wrote beside a medium; part of the line
    bool day_first{};                ///< in a language that writes the day before the month wherever it is spoken
};

/// What the first line of a message means.
Reading read_body(std::string_view line, std::string_view author);

/// What a line without author means: a notice, or a missed call.
Reading read_notice(std::string_view line);

/// True for a notice whose quoted text has a colon in it, which looks like an author: `Ana named it "Trip: Rome`.
bool is_cut_notice(std::string_view author);

/// True when a notice tells of a group: who made it, joined it or left it.
bool tells_of_group(std::string_view notice);

/// Everybody whom a notice says to have been added or joined.
void names_in(std::string_view notice, const std::function<void(std::string_view)>& name);

/// The line without "<This message was edited>" at its end.
std::string_view without_edit_mark(std::string_view line);

/// "OPTION: Rome (2 votes)": changes with every vote.
bool is_poll_option(std::string_view line);

/// "You" and its kin: the owner.
bool is_own_name(std::string_view author);

} // namespace blend::intake
