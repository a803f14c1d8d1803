#pragma once

// Dates as programs write them out for people, in any language. Hides ICU's names of months and days.

#include "daemon/core/time.hpp"

#include <optional>
#include <string_view>

namespace blend::zone {

struct LongDate {
    LocalTime time;
    std::optional<Seconds> offset; ///< east of UTC, when the text says "UTC" or "GMT+2"
};

/// "Thursday, November 3, 2016 at 11:59:50 AM UTC", "jeudi 3 novembre 2016 à 11:59:50 UTC",
/// "2016年11月3日木曜日 11:59:50 UTC". Empty where it could mean more than one moment, or none: a word that is one
/// month in one language and another in the next is settled by the day of the week. Thread-safe; the first call takes
/// longer.
std::optional<LongDate> long_date(std::string_view text);

} // namespace blend::zone
