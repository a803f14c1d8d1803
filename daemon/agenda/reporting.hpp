#pragma once

// The weekly report, from the log.

#include "daemon/agenda/app.hpp"
#include "daemon/core/report.hpp"
#include "daemon/wire/shapes.hpp"

#include <optional>
#include <string>

namespace blend::agenda {

/// The week's blend against the weeks before, who moved, who was close to slipping and did not, what was planned and
/// what is coming; an empty `week` means the present one. Throws Problem{bad_request} for a week that does not exist or
/// lies ahead. The same log and week give the same numbers, whenever they are made; only the coverage tells how old the
/// sources are now. What a session that lasts over midnight brought belongs to the day on which it began.
Report get_report(const App& app, const std::optional<std::string>& week);

/// The same as a file to keep or send: text, md, html or json; throws Problem{bad_request} for anything else.
wire::Export get_report_file(const App& app, const std::optional<std::string>& week, const std::string& format);

} // namespace blend::agenda
