#pragma once

// A blend as a line: "◄───━━━●━━━────►", all asynchronous at its left end, all synchronous at its right.
//
// Total: a share outside 0 to 1 stands at the nearer end, one that is no number draws a line without a mark.

#include "daemon/core/ink.hpp"

#include <optional>
#include <string>

namespace blend {

struct BlendBar {
    std::optional<double> share;  ///< the mark; empty = nothing known, no mark
    std::optional<double> target; ///< the middle of the wished band; empty = no band
    double band{};                ///< on both sides of the target
};

/// Exactly `width` columns (at least 5).
std::string drawn(const BlendBar& bar, int width, Colours colours);

/// A line under such a bar that shows an interval: "     ├──────┤     ", as wide as the bar.
std::string interval(double low, double high, int width);

/// "57%"; "–" for what is no number.
std::string percent(double share);
/// "3.4"; "–" for what is no number.
std::string one_decimal(double number);

} // namespace blend
