#pragma once

// What the columns of a table of calls hold: by their headings in several languages, or as the owner says with
// --columns. Hides the words.

#include "daemon/core/time.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace blend::intake {

/// Letters and digits only, folded: "Phone-Number" and "phone number" are the same heading.
std::string heading_key(std::string_view text);

enum class CallColumn { number, name, date, time, duration, direction, type, me, caller, receiver };
inline constexpr std::size_t call_columns_count = 10;

class CallColumns {
public:
    /// By a row of headings.
    static CallColumns named(std::span<const std::string> headings);
    /// "number=2,date=4,direction=kind": numbers from 1, or headings. Throws Problem{bad_request} for anything else.
    static CallColumns mapped(std::string_view mapping, std::span<const std::string> first_row);

    bool has(CallColumn column) const { return places_[static_cast<std::size_t>(column)].has_value(); }
    /// Stripped; empty when the row is too short or there is no such column.
    std::string_view cell(std::span<const std::string> row, CallColumn column) const;
    /// Whether rows of these columns can be calls: a date, and somebody.
    bool fit() const;
    /// Also something that only a log of calls has.
    bool sure() const;

    Seconds unit() const { return unit_; }           ///< of durations that name none
    bool direction_is_flag() const { return flag_; } ///< "incoming": yes or no

private:
    std::array<std::optional<std::size_t>, call_columns_count> places_{};
    Seconds unit_{1};
    bool flag_{};
};

enum class CallWord { in, out, missed, missed_out, rejected, voicemail, text, call, video };

/// What the cells of a direction and a type say: "Incoming SMS" both.
struct CallWords {
    std::optional<CallWord> way;    ///< in … voicemail
    std::optional<CallWord> medium; ///< text, call, video

    void add(std::string_view cell);
};

} // namespace blend::intake
