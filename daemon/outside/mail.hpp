#pragma once

// Mail on its way out. Hides libcurl's SMTP.
//
// TLS always: from the first byte (smtps://) or from before anything is said (smtp:// with STARTTLS, which the server
// must offer); plain only to this machine. A password is never said on an open line to another machine.

#include "daemon/outside/request.hpp"

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

namespace blend::outside {

struct Letter {
    std::string server; ///< "smtps://mail.example.org", "smtp://mail.example.org:587"
    std::optional<Login> login;
    std::string sender;
    std::string recipient;
    std::string mail; ///< headers and body, lines ending in CRLF
    std::chrono::seconds deadline{20};
};

/// Returns when the server has taken it. Throws `Problem`: not_allowed when it refuses for good (5xx), else cannot; the
/// server's number is named, and its words are not.
void send_mail(const Letter& letter, const std::atomic<bool>* cancelled);

/// Throws Problem{bad_request} unless it is one plain address: letters, digits and a few signs, one @, a domain.
void refuse_unless_mail_address(const std::string& text);

/// Throws Problem{bad_request} unless the text is an address of a mail server as `Letter` wants it.
void refuse_unless_mail_server(const std::string& url);

} // namespace blend::outside
