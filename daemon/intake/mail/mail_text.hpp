#pragma once

// What the sender of a mail wrote in it with their own hands.
//
// Quotations, the mail that is answered or passed on, signatures and "Sent from my phone" are no words of theirs.

#include "daemon/core/interaction.hpp"

#include <string>
#include <string_view>

namespace blend::intake {

/// The sender's own lines of a plain text.
std::string own_text(std::string_view plain);

/// The text of an HTML mail as a reader sees it, up to the mail that it quotes.
std::string text_of_html(std::string_view html);

/// Whether a subject says that the mail passes another one on ("Fwd:", "WG:", "TR:", "[Fwd: …]"). An answer to a
/// forwarded mail ("Re: Fwd:") does not.
bool is_forward(std::string_view subject);

} // namespace blend::intake
