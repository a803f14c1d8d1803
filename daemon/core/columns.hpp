#pragma once

// Text measured in the columns of a terminal: how wide it is, cut, padded, wrapped, and made harmless.
//
// Hides which characters take no column (combining marks, joiners), which take two (Chinese, Japanese, Korean, most
// emoji), and which a terminal would obey instead of showing (controls, C1, bidi marks). Every function takes any
// bytes: what is not UTF-8 counts and shows as U+FFFD. Colour sequences are never part of the text that is measured.

#include <string>
#include <string_view>
#include <vector>

namespace blend {

/// The same text with every character that steers a terminal, and every bad byte, shown as U+FFFD. Line ends too.
std::string harmless(std::string_view text);

/// Columns that `harmless(text)` takes.
int columns(std::string_view text);

/// At most `width` columns, with "…" at the end when something was cut off. Harmless.
std::string clipped(std::string_view text, int width);

/// Exactly `width` columns: clipped or filled up with blanks on the right (or left). Harmless.
std::string padded(std::string_view text, int width);
std::string padded_left(std::string_view text, int width);

/// Lines of at most `width` columns, broken at blanks, and inside a word only when it is wider than a line. Harmless.
/// A line break in the text begins a new line.
std::vector<std::string> wrapped(std::string_view text, int width);

} // namespace blend
