#pragma once

// Text within HTML and SVG.

#include <string>
#include <string_view>

namespace blend {

/// Harmless, and neither the end of its element nor of an attribute.
std::string in_markup(std::string_view text);

} // namespace blend
