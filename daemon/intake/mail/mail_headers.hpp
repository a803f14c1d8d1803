#pragma once

// The header block of a mail or of one of its parts, taken apart without copying.
//
// Written here rather than left to GMime because a mail's beginning may be all there is: nothing grows with the number
// or length of headers, and nothing fails. Views point into the text that was given.

#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

/// The headers that matter, each as it stands, folds included; empty where there is none.
struct Headers {
    std::string_view from, date, subject, message_id, content_type, encoding, disposition;
    std::string_view received; ///< the top-most: the last hop
    std::string_view precedence, auto_submitted, spam_flag, labels;
    std::vector<std::string_view> to; ///< To, Cc and Bcc
    bool of_a_list{};
    bool of_a_machine{};
};

/// The names of those headers, for whoever asks a server for them.
std::vector<std::string_view> header_names();

/// Takes the first line off, its end included; gives it without its end.
std::string_view take_line(std::string_view& text);

/// Takes off what may stand before the first header: a byte order mark, blank lines, the "From " line of an mbox. Gives
/// that line, if there is one.
std::string_view take_preamble(std::string_view& text);

/// Takes the header block off, up to and with the blank line after it.
Headers take_headers(std::string_view& text);

/// The value on one line and without zero bytes, as C functions want it.
std::string unfolded(std::string_view value);

/// "text/plain" of "Text/Plain; charset=utf-8"
std::string media_type(std::string_view content_type);

/// "utf-8" for "charset" of "text/plain; charset=utf-8"; empty when there is none.
std::string parameter(std::string_view value, std::string_view wanted);

} // namespace blend::intake
