#pragma once

// The dates that mails carry.

#include "daemon/core/time.hpp"

#include <optional>
#include <string_view>

namespace blend::intake {

/// The instant of a mail's date: RFC 5322 with its obsolete forms, comments, missing weekday, seconds or zone (then
/// UTC), two-digit years, and the asctime form of mbox separators with a zone before or after the year. Empty for
/// anything else and for years that no mail has (before 1971, after 2100).
std::optional<Instant> mail_date(std::string_view text);

} // namespace blend::intake
