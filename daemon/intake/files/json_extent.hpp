#pragma once

// How far a JSON value goes that nobody wants, several times quicker than reading it.
//
// Pure. Sure or silent: what it finds, any parser would read without a fault up to there. It leaves to the parser
// whatever is rare (exponents, depth) or wrong.

#include <cstddef>
#include <optional>
#include <string_view>

namespace blend::intake {

enum class Container { object, array };

/// Bytes up to the bracket that closes the container whose inside `text` begins with; empty when it is not certain, or
/// the text ends before. The text is repaired, as `RepairedJson` gives it.
std::optional<std::size_t> extent_of_inside(Container container, std::string_view text);

} // namespace blend::intake
