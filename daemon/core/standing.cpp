#include "daemon/core/standing.hpp"

namespace blend {

Standing standing(const Memory& memory, const Wishes& wishes, const Limits& own, Instant now, Interval interval)
{
    Standing result;
    result.blend = blend(memory, wishes, own, now, 0, interval);
    result.rhythm = rhythm(memory, wishes, now);
    result.strength = strength(memory, wishes, now);
    result.drift = drift(memory, wishes, now);
    result.reciprocity = reciprocity(memory, now);
    result.last_contact = memory.last_contact;
    result.last_sync = memory.last_sync;
    result.last_async = memory.last_async;
    result.unanswered = memory.unanswered;
    result.owed = memory.owed;
    result.unspoken = memory.unspoken;
    result.noise = memory.noise;
    return result;
}

} // namespace blend
