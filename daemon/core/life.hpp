#pragma once

// The blend of a whole life, and of each of its weeks.

#include "daemon/core/blend.hpp"

#include <span>
#include <vector>

namespace blend {

/// One tracked contact, for the length of a call.
struct Tie {
    const Memory& memory;
    const Wishes& wishes;
};

/// Two opposite extremes cancel in the share and not in the mean of the contacts: both are shown.
struct Life {
    double share{0.5};
    double score{1.0};              ///< balance of that share
    double mean_contact_score{1.0}; ///< of the contacts' balances, weighted by importance and confidence
    double confidence{};
    int extreme{};

    bool operator==(const Life&) const = default;
};

Life life(std::span<const Tie> ties, const Limits& own, Instant now, double target = 0.5, double band = 0.2);

/// Value that a civil day gained: a session, or a day's sum of one kind from the roll-up.
struct DayValue {
    Day day{};
    bool synchronous{};
    double value{};
};

/// What time had left of both kinds at the end of a day.
struct Faded {
    double sync{};
    double async{};

    Faded& operator+=(const Faded& more);
    Faded& operator-=(const Faded& less);
};
/// From the roll-up, which tells days and not hours. Values of later days are left out.
Faded faded(std::span<const DayValue> values, Day day);

struct LifeThen {
    double share{0.5};
    double confidence{};
};
/// Within a hundredth of what `life` said on that day.
LifeThen life_then(const Faded& left, const Limits& own, double target = 0.5);

struct WeekBlend {
    Day monday{};
    double sync{};
    double async{};
    double share{}; ///< shrunk to the target

    bool operator==(const WeekBlend&) const = default;
};

/// Oldest first; weeks without data are left out.
std::vector<WeekBlend> weekly_series(std::span<const DayValue> values, double target = 0.5);

} // namespace blend
