#pragma once

// Everything the model knows of a contact at one moment.

#include "daemon/core/blend.hpp"
#include "daemon/core/rhythm.hpp"

#include <optional>

namespace blend {

struct Standing {
    Blend blend;
    Rhythm rhythm;
    double strength{};
    double drift{};
    double reciprocity{1.0};
    std::optional<Instant> last_contact;
    std::optional<Instant> last_sync;
    std::optional<Instant> last_async;
    int unanswered{};
    bool owed{};
    int unspoken{}; ///< times the owner wrote since the two last talked
    int noise{};

    bool operator==(const Standing&) const = default;
};

Standing standing(const Memory& memory, const Wishes& wishes, const Limits& own, Instant now, Interval interval);

} // namespace blend
