#pragma once

// What one more call or letter would change, worked out by the model itself and kept nowhere.

#include "daemon/core/memory.hpp"

namespace blend {

/// A talk, or words that the owner writes, of this size in minutes or words.
struct Supposed {
    Channel channel{};
    double size{};
};

/// The memory after it happened at `now`; the same bits as when it is logged at that moment.
Memory supposing(const Memory& memory, const Supposed& supposed, Instant now, Seconds utc_offset);

} // namespace blend
