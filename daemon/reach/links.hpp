#pragma once

// Addresses that begin a contact: a call, a mail, a chat. Private to this room.

#include <string>
#include <string_view>

namespace blend::reach {

/// One that may be offered and opened: tel:, mailto:, sip: or https:, without blanks or control characters.
bool is_start_link(std::string_view link);

/// What it does: "Call", "Write a mail", "WhatsApp", "Telegram", "Open".
std::string_view link_words(std::string_view link);

} // namespace blend::reach
