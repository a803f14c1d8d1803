#pragma once

// Calls and text messages in a table: what phone companies, apps and spreadsheets give away.
//
// The columns are known by their headings in several languages, or named with --columns; without either the table is
// refused, with its first row shown. Where a table has callers and receivers, the owner's number tells the direction.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format call_log;

} // namespace blend::intake
