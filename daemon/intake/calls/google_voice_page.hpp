#pragma once

// One page of a Google Voice export as data: a chat's messages, or a call. Hides its HTML.

#include "daemon/core/time.hpp"
#include "daemon/intake/files/html.hpp"

#include <functional>
#include <istream>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

struct VoicePerson {
    std::string number; ///< may be empty
    std::string name;   ///< may be empty
    bool owner{};
};

struct VoiceMoment {
    Instant at{};
    std::string fraction; ///< of the second, as digits
};

struct VoiceMessage {
    std::optional<VoiceMoment> when;
    VoicePerson author;
    std::string text;
};

struct VoicePage {
    std::string title;
    std::vector<VoicePerson> participants; ///< of a group
    // Of a call:
    std::optional<VoicePerson> contributor;
    std::optional<VoiceMoment> published;
    std::optional<Seconds> duration;
    std::set<std::string> labels; ///< "placed", "received", "missed", "voicemail", "recorded", "sms", "spam", …
    HtmlEnd end{};
    bool torn{}; ///< it breaks off within a message
};

/// Gives each message to `take` as soon as it is complete, and returns what the page says besides.
VoicePage read_voice_page(std::istream& stream, const std::function<void(const VoiceMessage&)>& take);

/// "PT1H2M3S"
std::optional<Seconds> iso_duration(std::string_view text);

} // namespace blend::intake
