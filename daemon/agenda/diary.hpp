#pragma once

// What is in the owner's days: every time of every plan, yearly days, and when calendars say that they are busy.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

#include <optional>
#include <string>

namespace blend::agenda {

/// Days on the owner's clock, both included: from today for a week where nothing is said. Throws Problem{bad_request}
/// for what is no day, for an end before its beginning, and for more than two months at once.
wire::Diary get_diary(const App& app, const std::optional<std::string>& from, const std::optional<std::string>& to);

} // namespace blend::agenda
