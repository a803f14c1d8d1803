#pragma once

// A future call or meetup. It becomes an interaction only when the owner says that it happened.

#include "daemon/core/contact.hpp"
#include "daemon/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace blend {

enum class PlanState { planned, happened, missed, cancelled };
template <> struct Words<PlanState> {
    static constexpr auto all = std::to_array<std::string_view>({"planned", "happened", "missed", "cancelled"});
};

/// One time of a plan that repeats, moved or called off.
struct PlanException {
    LocalTime start{};              ///< as the rule gives it
    std::optional<LocalTime> moved; ///< where to; empty = called off
    std::optional<Minutes> length;  ///< another one

    bool operator==(const PlanException&) const = default;
};

struct PlanContact {
    ContactId id;
    std::string name;
    std::string email; ///< may be empty
    std::string phone; ///< may be empty
    std::string zone;  ///< IANA name; empty = unknown

    bool operator==(const PlanContact&) const = default;
};

/// Local time and zone are what was agreed; the instant follows from them, also after the rules of a zone change.
struct Plan {
    PlanId id;
    std::string uid; ///< stays the same in every export
    int sequence{};  ///< rises with every change (RFC 5545, 3.8.7.4)
    Mode mode{Mode::call};
    std::vector<PlanContact> contacts;
    LocalTime start{};
    std::string zone; ///< IANA name
    Minutes length{30};
    std::string rule; ///< how it repeats, a rule of RFC 5545: "FREQ=WEEKLY;INTERVAL=2"; empty = once
    std::vector<PlanException> exceptions;
    std::string place; ///< or a link; may be empty
    std::string note;
    Minutes reminder{30}; ///< alarm this long before the start
    PlanState state{PlanState::planned};
    Instant created{};
    Instant changed{};

    bool operator==(const Plan&) const = default;
};

} // namespace blend
