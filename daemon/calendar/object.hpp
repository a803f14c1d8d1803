#pragma once

// A calendar object as its lines, so that what Blend does not know is written back as it was.
//
// Hides folding, line ends and nesting. Reading is bounded: parts nest at most 16 deep.

#include "daemon/calendar/content_line.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::calendar {

/// A component: VCALENDAR, VEVENT, VALARM …
struct Part {
    std::string kind;               ///< in capitals
    std::vector<std::string> lines; ///< its properties, unfolded, in their order
    std::vector<Part> parts;

    /// The first property of the name; empty when there is none. Views into the line.
    std::optional<ContentLine> line(std::string_view name) const;
    /// All of the name, as written.
    std::vector<std::string> lines_of(std::string_view name) const;
    void drop(std::string_view name);
};

/// The first VCALENDAR of a text; empty when there is none or it is not complete.
std::optional<Part> read_calendar(std::string_view text);

/// With lines folded and ended as RFC 5545 wants them.
std::string text_of(const Part& part);

/// What has to be kept of an entry to know when it takes place, who takes part and how, without any of its words:
/// titles, notes and places are left out. Empty when it holds no event.
std::string without_words(std::string_view text);

} // namespace blend::calendar
