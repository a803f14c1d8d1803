#pragma once

// The patterns of schema/messages, linked into the program.

#include "daemon/zone/messages.hpp"

#include <span>
#include <string_view>

namespace blend::zone {

struct Pattern {
    Language language{};
    std::string_view key;
    std::string_view text; ///< ICU MessageFormat
};

/// Language by language, English first.
std::span<const Pattern> patterns();

} // namespace blend::zone
