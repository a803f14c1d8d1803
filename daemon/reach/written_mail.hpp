#pragma once

// A message as a mail. Private to this room; hides GMime.

#include "daemon/reach/message.hpp"

#include <string>

namespace blend::reach {

/// To be called once while there is one thread: the library's own beginning is for one thread.
void prepare_mail();

struct MailHead {
    std::string sender; ///< plain addresses, checked before
    std::string recipient;
    std::string id; ///< of the Message-ID, before the @: the same for each try
    Instant date{};
};

enum class LineEnd { crlf, lf };

/// Text and HTML in one mail (multipart/alternative). Whatever the message holds, the headers are these: From, To,
/// Subject, Date, Message-ID, Auto-Submitted, and those of MIME.
std::string written_mail(const Message& message, const MailHead& head, LineEnd line_end);

} // namespace blend::reach
