#pragma once

// Blend's own log as CSV: what `blend export csv` writes, and what people keep by hand with some of its columns.
//
// Columns are found by the names in the first row. `at` (or `date`), `channel` and `contact` are enough; `at` without
// offset is the owner's time. A row that makes no sense is skipped as broken.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format csv_log;

/// The columns of the export, in their order.
inline constexpr std::string_view csv_log_columns[] = {"at",     "channel", "direction",       "minutes",  "words",
                                                       "others", "contact", "handle_kind",     "handle",   "source",
                                                       "key",    "forward", "acknowledgement", "automated"};

} // namespace blend::intake
