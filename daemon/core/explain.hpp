#pragma once

// The sessions and weights behind a share, as of any date: every number explains itself.
//
// The sums of the rows are the sums of the model: `sync_sum` and `async_sum` equal what `Memory` has left at the same
// moment, and the share follows from them.

#include "daemon/core/blend.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace blend {

struct ExplainedSession {
    Instant start{};
    std::optional<Channel> channel; ///< empty in the row of older sessions
    int count{};                    ///< interactions in it
    std::optional<double> size;     ///< minutes or words; empty when no record says
    double value{};                 ///< when it happened
    double weight{};                ///< what time has left of it, 0 … 1
    double sync{};                  ///< value * weight of a synchronous session
    double async{};
    std::string note; ///< why it counts less: "one-way", "3 others", "only an ok"; may be empty
};

struct Explained {
    std::vector<ExplainedSession> rows; ///< newest first
    int others{};                       ///< sessions folded into the last row
    double sync_sum{};
    double async_sum{};
    std::optional<double> target; ///< after limits
    double share{};
    int noise{}; ///< interactions tuned out
};

/// Interactions after `as_of` are left out. At most `limit` sessions have a row of their own.
Explained explain(std::span<const Interaction> interactions, const Wishes& wishes, const Limits& own, Instant as_of,
                  std::size_t limit);

} // namespace blend
