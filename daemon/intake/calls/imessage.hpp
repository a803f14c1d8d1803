#pragma once

// Apple's databases: messages (chat.db of a Mac, sms.db of a phone's backup) and calls (CallHistory.storedata).
//
// A message is told once in whichever chats it lies. Reactions, notices and messages that were taken back are no
// messages. Of a message whose text lies in its formatting only, the words are counted there.

#include "daemon/intake/observation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace blend::intake {

extern const Format imessage;
extern const Format apple_calls;

/// The text within an NSAttributedString as Apple archives it ("streamtyped"); empty when there is none.
std::optional<std::string> archived_text(std::string_view archive);

/// Seconds since 2001 or, in younger databases, nanoseconds; empty for 0.
std::optional<Instant> apple_date(std::int64_t date);

} // namespace blend::intake
