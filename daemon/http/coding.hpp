#pragma once

// The codings in which a body may travel (RFC 9110, 8.4). Hides zlib.

#include <string>
#include <string_view>

namespace blend::http {

/// Whether a list such as "gzip, deflate, br;q=0.9" takes a coding; "q=0" is a no.
bool takes(std::string_view accept_encoding, std::string_view coding);

/// Packed as gzip, quickly rather than tightly: it is read at once and kept nowhere.
std::string gzipped(std::string_view text);

} // namespace blend::http
