#pragma once

// What people type, read once into types: shares, modes, channels, times. Shared by the operations of this room.

#include "daemon/core/contact.hpp"
#include "daemon/core/interaction.hpp"
#include "daemon/core/said.hpp"
#include "daemon/core/time.hpp"
#include "daemon/zone/zone.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::agenda {

/// "60%", "60 %", "0.6"; from 0 to 1.
std::optional<double> share_in(std::string_view text);

/// "call, video"; empty text is no modes. Empty optional when a word is no mode.
std::optional<std::vector<Mode>> modes_in(std::string_view text);

/// A mode by its word or an everyday one: "visit", "phone", "text", "mail". Throws Problem{bad_request} with the list.
Mode mode_in(const std::string& text);

/// A channel by its word or an everyday one: "call", "visit", "mail", "text".
std::optional<Channel> channel_in(std::string_view text);

/// "25m", "1h30" as minutes or "120w" as words, whatever the channel counts; throws Problem{bad_request} otherwise.
double size_in(const std::string& text, Channel channel);

/// RFC 3339, or a phrase for a time in the past; throws Problem{bad_request} when it is neither or lies ahead.
Instant past_in(const std::string& text, Instant now, const zone::Zone& zone);

/// RFC 3339, or a phrase for a time ahead, on the clock of `zone`; throws Problem{bad_request} otherwise.
LocalTime future_in(const std::string& text, Instant now, const zone::Zone& zone);

/// "Sun 29 Nov 10:30"
std::string day_and_time(LocalTime local);
/// "10:30"
std::string clock_time(LocalTime local);
/// What `when_words` says, as a sentence.
Sentence when_said(LocalTime local, LocalTime now);
/// "today 10:30", "tomorrow 10:30", "Sun 29 Nov 10:30", "3 Mar 2027 10:30"
std::string when_words(LocalTime local, LocalTime now);

std::optional<std::string> shown(std::optional<Instant> instant);

/// 128 random bits in hexadecimal: a name that nothing else in the world has.
std::string unique_name();

/// "Amma", "Amma and Ravi", "Amma, Ravi and Tom"
std::string listed(const std::vector<std::string>& names);

} // namespace blend::agenda
