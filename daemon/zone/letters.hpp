#pragma once

// Letters of every script folded for comparing and sorting names. Hides ICU.

#include <string>
#include <string_view>

namespace blend::zone {

/// For comparing: case, accents, width and repeated blanks removed; other scripts written in Latin letters
/// ("Žofie  NOVÁ" and "zofie nova" are equal). Bad UTF-8 becomes U+FFFD, never an error.
std::string folded(std::string_view text);

/// Whether folding this costs next to nothing: it is in the Latin letters of Europe.
bool folds_plainly(std::string_view text);

/// For sorting as people expect: compares as bytes in the order of the root collation.
std::string sort_key(std::string_view text);

/// The small letter of a capital one, by Unicode alone; any other code point as it is.
char32_t lower(char32_t letter);

/// Valid UTF-8, whatever came in: bad bytes become U+FFFD.
std::string repaired(std::string_view text);

/// Number of words (runs without blanks; each Han, Kana or Thai letter run is split by ICU's rules).
int words(std::string_view text);

} // namespace blend::zone
