#pragma once

// A contact as the model sees it: wishes and limits. Names, handles and notes live in the ledger.

#include "daemon/core/time.hpp"
#include "daemon/core/words.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace blend {

/// Row number of something in the ledger; the tag keeps a contact's from being taken for a handle's.
template <class Tag> struct Id {
    std::int64_t value{};
    auto operator<=>(const Id&) const = default;
};
using ContactId = Id<struct ContactTag>;
using HandleId = Id<struct HandleTag>;
using NudgeId = Id<struct NudgeTag>;
using PlanId = Id<struct PlanTag>;
using ImportId = Id<struct ImportTag>;

/// How a nudge or plan proposes to be in touch. The first three are synchronous.
enum class Mode { meet, video, call, voice_message, write, letter };
template <> struct Words<Mode> {
    static constexpr auto all =
        std::to_array<std::string_view>({"meet", "video", "call", "voice_message", "write", "letter"});
};

bool is_synchronous(Mode mode);

/// How possible each mode is, by Mode: 0 never, 0.5 with effort, 1 freely.
struct Limits {
    std::array<double, 6> by_mode{1, 1, 1, 1, 1, 1};

    double& operator[](Mode mode) { return by_mode[static_cast<std::size_t>(mode)]; }
    double operator[](Mode mode) const { return by_mode[static_cast<std::size_t>(mode)]; }
    bool operator==(const Limits&) const = default;
};

/// What the owner wishes with a contact, and what both can do.
struct Wishes {
    double cadence_days{30.0};             ///< wished longest gap between contacts of any kind
    std::optional<double> talk_every_days; ///< wished longest gap between synchronous contacts
    double importance{1.0};                ///< 0.5 … 2
    double target{0.5};                    ///< wished share of synchronous value
    double band{0.2};                      ///< tolerance around the target
    Limits limits;
    Instant added{}; ///< silence counts from here while nothing is logged

    bool operator==(const Wishes&) const = default;
};

} // namespace blend
