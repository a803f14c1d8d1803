#pragma once

// What happened between the owner and one contact, as the model sees it: channels, directions, one interaction.

#include "daemon/core/time.hpp"
#include "daemon/core/words.hpp"

#include <cstdint>
#include <optional>

namespace blend {

enum class Channel { in_person, video, phone, letter, voice_message, email, chat, sms, reaction, missed_call };
template <> struct Words<Channel> {
    static constexpr auto all = std::to_array<std::string_view>(
        {"in_person", "video", "phone", "letter", "voice_message", "email", "chat", "sms", "reaction", "missed_call"});
};

enum class Direction { in, out, mutual };
template <> struct Words<Direction> {
    static constexpr auto all = std::to_array<std::string_view>({"in", "out", "mutual"});
};

/// A forwarded message: as it came, or with words of the sender's own.
enum class Forward { none, bare, commented };
template <> struct Words<Forward> {
    static constexpr auto all = std::to_array<std::string_view>({"none", "bare", "commented"});
};

struct Interaction {
    Instant at{}; ///< when it began
    Channel channel{};
    Direction direction{Direction::out};
    std::optional<double>
        size;      ///< minutes for synchronous channels and voice messages, words for the rest; empty = unknown
    int others{1}; ///< people besides the owner; 1 = just the two of us
    Forward forward{Forward::none};
    bool acknowledgement{}; ///< "ok", a thumb: nothing to answer
    bool automated{};       ///< newsletter, receipt, auto-reply
    Seconds utc_offset{};   ///< the owner's own offset at that moment; fixes the civil day once and for all
    std::uint64_t key{};    ///< what identifies the record; orders interactions of the same second

    bool operator==(const Interaction&) const = default;
};

/// Time order, ties by key: any set of interactions has exactly one order.
inline bool earlier(const Interaction& a, const Interaction& b) { return a.at != b.at ? a.at < b.at : a.key < b.key; }

bool is_synchronous(Channel channel);

/// True when sizes of this channel are minutes, false when they are words.
bool counts_minutes(Channel channel);

/// Tuned out before any number is made: automated mail, bare forwards, messages to a crowd.
bool is_noise(const Interaction& interaction);

} // namespace blend
