#pragma once

// Birthdays as tables write them: 1980-05-12, 12.05.1980, 5/12/80, --05-12.

#include "daemon/core/time.hpp"
#include "daemon/intake/observation.hpp"

#include <optional>
#include <string_view>

namespace blend::intake {

/// What a date of three numbers decides about the order of its parts; empty when it can be read two ways.
std::optional<DateOrder> order_shown_by(std::string_view text);

/// `order` is that of dates which do not show theirs; without it such a date is none. Years that lie ahead of `now` or
/// before 1800 stand for an unknown date or an unknown year: programs write 1604 or 4501 for "none".
std::optional<YearlyDate> written_date(std::string_view text, std::optional<DateOrder> order, Instant now);

} // namespace blend::intake
