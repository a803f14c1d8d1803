#pragma once

// The owner's day at a glance, and the weekly report.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

wire::Today get_today(App& app);

/// The week's blend against the four before; an empty `week` means the present one. Throws Problem{bad_request} for a
/// week that does not exist or lies ahead. The same log and week give the same numbers, whenever they are made; only
/// the coverage tells how old the sources are now.
Report get_report(const App& app, const std::optional<std::string>& week);

} // namespace blend::agenda
