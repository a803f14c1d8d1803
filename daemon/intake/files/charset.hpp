#pragma once

// Text of any character set as UTF-8. Hides iconv; total: what cannot be read becomes U+FFFD.

#include <string>
#include <string_view>

namespace blend::intake {

bool is_utf8(std::string_view bytes);

/// `charset` as foreign files name it. Unknown or empty: UTF-8 when the bytes are that, else Windows-1252, in which any
/// bytes have a meaning and which old address books and mails mostly are.
std::string to_utf8(std::string_view bytes, std::string_view charset);

/// =C3=A9 decoded; soft line breaks removed; what is no escape stays.
std::string from_quoted_printable(std::string_view text);

/// Appends one code point as UTF-8; a surrogate becomes U+FFFD.
void append_utf8(std::string& text, char32_t code);

} // namespace blend::intake
