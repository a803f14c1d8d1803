#pragma once

// What phones write of a message or a call, in whichever file it comes: the codes of Android's own tables, which
// backups in XML repeat. The same record has the same key in a backup and in the database it was made from.

#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/observation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace blend::intake {

/// Milliseconds since 1970 or, as old files have them, seconds; empty for 0 and for what no phone has written.
std::optional<Instant> phone_date(std::int64_t date);

/// The whole of a text as a number; empty when it is none ("null").
std::optional<std::int64_t> phone_number_of(std::string_view text);

/// What distinguishes a number however it is written: its last nine digits; of a sender without any, the text.
std::string number_key(std::string_view number);

/// A name as displayed; empty for the words that stand for none: "(Unknown)", "null".
std::string_view phone_name(std::string_view name);

struct PhoneCall {
    std::string_view number; ///< "", "-1", "-2" when it was withheld
    std::string_view name;
    std::int64_t date{};
    std::int64_t type{};          ///< 1 in, 2 out, 3 missed, 4 voicemail, 5 rejected, 6 refused, 7 answered elsewhere
    std::int64_t presentation{1}; ///< 1 allowed, 2 restricted, 3 unknown, 4 payphone
    std::optional<std::int64_t> seconds;
};
void tell(const PhoneCall& call, const Context& context, Sink& sink);

struct PhoneMessage {
    std::string_view address;
    std::string_view name;
    std::int64_t date{};
    std::int64_t type{}; ///< 1 in, 2 out, 3 draft, 4 outbox, 5 failed, 6 queued
    std::string_view body;
};
void tell(const PhoneMessage& message, const Context& context, Sink& sink);

/// Why a message of this type reached nobody; empty for those that were received (1) and sent (2).
std::optional<Skip> not_delivered(std::int64_t type);

} // namespace blend::intake
