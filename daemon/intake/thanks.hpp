#pragma once

// Whether what somebody wrote leaves nothing to answer: thanks, consent, a thumb. One judge for chats and mails.
//
// Pure. Hides the words, in the languages that people agree and thank in.

#include <cstddef>
#include <string_view>

namespace blend::intake {

/// Bytes; nothing longer is an acknowledgement.
inline constexpr std::size_t longest_thanks = 60;

/// "ok", "Vielen Dank!", "Ok, danke 👍", or one emoji, perhaps repeated; and nothing besides, on one line.
bool is_acknowledgement(std::string_view text);

} // namespace blend::intake
