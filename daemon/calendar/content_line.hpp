#pragma once

// Content lines of iCalendar files, unfolded, one at a time (RFC 5545, 3.1).
//
// Hides line ends of every kind, folding, byte order marks and blank lines. A line longer than `longest` loses its
// end: memory stays bounded whatever a file holds.

#include "daemon/core/time.hpp"

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::calendar {

class LineReader {
public:
    static constexpr std::size_t longest = 1 << 20;

    explicit LineReader(std::istream& file) : file_{file} {}

    /// The next unfolded line that is not empty; valid until the next call.
    std::optional<std::string_view> next();

    std::uint64_t bytes() const { return bytes_; }

private:
    bool physical(std::string& line);

    std::istream& file_;
    std::string buffer_;
    std::size_t at_{};
    std::uint64_t bytes_{};
    std::string line_;
    std::string ahead_;
    bool has_ahead_{};
    bool started_{};
};

/// NAME;PARAMETER=VALUE:VALUE. Views into the line it was made from.
struct ContentLine {
    std::string name; ///< in capitals, without a group
    std::vector<std::pair<std::string, std::string_view>> parameters;
    std::string_view value;

    /// Value of a parameter, quotes taken off; empty when it is not there.
    std::string_view parameter(std::string_view name) const;
};

/// Empty when the line has no colon.
std::optional<ContentLine> parse_line(std::string_view line);

/// The line with its end, folded at 75 octets between letters.
std::string folded_line(std::string_view line);

std::string capitals(std::string_view text);
bool same_word(std::string_view text, std::string_view capitals);

/// A date or date-time value: "20240131", "20240131T093000Z", also with dashes and colons.
struct Moment {
    LocalTime local{};
    bool date{};
    bool utc{};
};
std::optional<Moment> parse_moment(std::string_view text);

/// RFC 6868: ^n, ^' and ^^ in a parameter.
std::string decoded_parameter(std::string_view text);

} // namespace blend::calendar
