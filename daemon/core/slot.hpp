#pragma once

// A good moment for a call, a visit or a letter, from two people's habits and clocks.
//
// Candidates are quarter hours of UTC, each read on both clocks: a clock change can neither invent nor lose one.
// Habits are learned with heavy shrinkage, because a raw histogram of a person is worse than none.

#include "daemon/core/time.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace blend {

inline constexpr std::size_t hours_per_week = 168;

/// By hour of the week, Monday 0 h first. Counts hold at most one for each real hour with contact.
using HourCounts = std::array<double, hours_per_week>;
/// Probabilities by hour of the week: all above 0, their sum is 1.
using Habit = std::array<double, hours_per_week>;

std::size_t hour_of_week(Instant instant, Seconds offset);

Habit slot_distribution(const HourCounts& counts);

struct Busy {
    Instant from{};
    Instant to{};

    bool operator==(const Busy&) const = default;
};

/// Hours of the local day within which something may be proposed: from `first` until before `end`.
struct WakingHours {
    int first{9};
    int end{21};
};

struct SlotSearch {
    Instant now{};
    Minutes length{30};
    Habit own{slot_distribution({})};
    OffsetAt own_offset;
    std::optional<Habit> other; ///< empty = nothing is known of their habits
    OffsetAt other_offset;      ///< empty = their zone is unknown: only the own clock counts
    std::span<const Busy> busy;
    bool synchronous{true}; ///< a letter asks for one person's time only
    int horizon_days{7};
    WakingHours waking;
    Seconds lead{1800}; ///< nothing sooner than this
};

/// The best start, the earliest of equals; empty when nothing fits.
std::optional<Instant> suggest_slot(const SlotSearch& search);

/// The best start of each half-day (before and after 14:00 on the own clock), best first, at most `count`.
/// The first is the one of `suggest_slot`.
std::vector<Instant> suggest_slots(const SlotSearch& search, std::size_t count);

} // namespace blend
