#pragma once

// Taking everything out: plans as a calendar, people as an address book, the log as CSV, all of it as JSON.
//
// CSV cells are no formulas, calendar and vCard text stays in its line. What `csv` writes, importing reads back.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

/// ics, csv, vcf or json; throws Problem{bad_request} for anything else.
wire::Export get_export(const App& app, const std::string& format);

} // namespace blend::agenda
