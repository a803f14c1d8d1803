#pragma once

// The elements of an HTML text, one at a time, however it is written. Hides libxml2.
//
// Every element that begins also ends. Bytes that are no UTF-8 and control characters are repaired. Of a text that
// breaks off, what was open is told as lost.

#include <cstdint>
#include <functional>
#include <istream>
#include <string_view>

namespace blend::intake {

/// Of one element; valid during the call that hands them over.
class HtmlAttributes {
public:
    explicit HtmlAttributes(const unsigned char* const* pairs) : pairs_{pairs} {}

    /// Empty when there is none.
    std::string_view operator[](std::string_view name) const;
    /// Whether the element is of this class, among others maybe.
    bool has_class(std::string_view name) const;

private:
    const unsigned char* const* pairs_; ///< name, value, …, null; may be null
};

struct HtmlElements {
    std::function<void(std::string_view name, HtmlAttributes attributes)> begin; ///< names in lower case
    std::function<void(std::string_view name)> end;
    std::function<void(std::string_view text)> text; ///< in pieces
};

enum class HtmlEnd { complete, breaks_off };

/// What a callback throws comes out. Reads at most 64 MiB, which no page of a chat has.
HtmlEnd read_html(std::istream& stream, const HtmlElements& elements);

} // namespace blend::intake
