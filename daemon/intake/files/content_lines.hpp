#pragma once

// The content lines that vCard 2.1, 3.0 and 4.0 share: "group.NAME;PARAM=value:value", unfolded and decoded.
//
// Hides folding (a leading blank), the soft line breaks of QUOTED-PRINTABLE, the bare base64 folding of 2.1, bare
// parameters ("TEL;CELL") and character sets. A value longer than 64 KiB, a photo say, is cut,
// so memory stays bounded; a line that makes no sense is passed over.

#include "daemon/intake/files/text.hpp"

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

struct ContentLine {
    struct Parameter {
        std::string name; ///< upper case; "TYPE" for a bare one
        std::string value;
    };

    std::string group; ///< "item1"; mostly empty
    std::string name;  ///< upper case
    std::vector<Parameter> parameters;
    std::string value; ///< UTF-8; with its backslash escapes, as only the property knows whether it has parts

    /// The first value of a parameter; empty when there is none.
    std::string_view parameter(std::string_view name) const;
    /// Whether TYPE (or a bare parameter) lists this word; letter case does not matter.
    bool is_of_type(std::string_view word) const;
};

class ContentLines {
public:
    /// The stream must outlive the reader.
    explicit ContentLines(std::istream& stream) : lines_{stream} {}

    /// Empty at the end of the stream.
    std::optional<ContentLine> next();

    std::uint64_t bytes() const { return lines_.consumed(); } ///< consumed so far

private:
    bool peek_line();
    void unfold(std::string& line);

    Lines lines_;
    std::string ahead_; ///< the line after the current one, needed to see a fold
    bool has_ahead_{};
};

/// The text of a value: \n \, \; \\ resolved.
std::string unescaped(std::string_view value);

/// The parts of a structured value ("Doe;Jane;;;"), each unescaped.
std::vector<std::string> parts(std::string_view value);

} // namespace blend::intake
