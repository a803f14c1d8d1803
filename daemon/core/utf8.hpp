#pragma once

// One character of UTF-8 at a time, whatever bytes come.

#include <cstddef>
#include <string_view>

namespace blend {

/// What stands at the front of a text.
struct Utf8 {
    char32_t code{0xFFFD};
    std::size_t length{1}; ///< bytes; of a byte that is no UTF-8, 1
    bool valid{};
    bool unfinished{}; ///< valid as far as it goes, but the text ends within it
};

/// Total: of an empty text, U+FFFD of one byte. Overlong forms and surrogates are not valid.
constexpr Utf8 first_character(std::string_view text)
{
    if (text.empty()) return {};
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1, true};
    const std::size_t length = lead >= 0xF0 && lead < 0xF5   ? 4
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                                                             : 0;
    if (length == 0) return {};
    char32_t code = lead & (0x7FU >> length);
    for (std::size_t at = 1; at < length; ++at) {
        if (at == text.size()) return {.unfinished = true};
        if ((byte(at) & 0xC0U) != 0x80U) return {};
        code = (code << 6U) | (byte(at) & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool possible = !overlong && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return possible ? Utf8{code, length, true} : Utf8{};
}

} // namespace blend
