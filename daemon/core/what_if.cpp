#include "daemon/core/what_if.hpp"

#include <algorithm>
#include <limits>

namespace blend {

Memory supposing(const Memory& memory, const Supposed& supposed, Instant now, Seconds utc_offset)
{
    Interaction each;
    // A clock that was set back must not make it the past: the model takes what happens in order.
    each.at = std::max(now, memory.newest.value_or(now));
    each.channel = supposed.channel;
    each.direction = is_synchronous(supposed.channel) ? Direction::mutual : Direction::out;
    each.size = supposed.size;
    each.utc_offset = utc_offset;
    each.key = std::numeric_limits<std::uint64_t>::max();
    Memory after = memory;
    ingest(after, each);
    return after;
}

} // namespace blend
