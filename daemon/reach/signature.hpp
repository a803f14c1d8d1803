#pragma once

// Signatures and fingerprints in hexadecimal. Private to this room; hides OpenSSL.

#include <string>
#include <string_view>

namespace blend::reach {

/// HMAC-SHA-256 of the text.
std::string signature(std::string_view key, std::string_view text);

/// SHA-256 of the text.
std::string fingerprint(std::string_view text);

} // namespace blend::reach
