#pragma once

// The rows of a contact made into what happened: the same record under two handles once, the same thing told by two
// sources once (core/twins.hpp).
//
// Private to this room. Every number and every list of a contact's log is made of this and of nothing else, so that
// they agree. Nothing of it is stored: rows stay what their sources said.

#include "daemon/store/records.hpp"
#include "daemon/store/sqlite.hpp"

#include <map>
#include <string>
#include <vector>

namespace blend::store {

struct LogRow {
    Interaction interaction;
    HandleId handle;
    std::int64_t import{}; ///< 0 = logged by the owner
};

struct Happened {
    LogRow told;                ///< by the source that knows best, with what the others add
    std::vector<LogRow> others; ///< who tell of it too, the best first
};

/// Of an answer that begins with: started_at, key, channel, direction, size, others, forward, acknowledgement,
/// automated, utc_offset, handle_id, import_id.
LogRow row_in(const Row& row);

/// Which format an import read; "log" for 0.
using Formats = std::map<std::int64_t, std::string>;
Formats formats(const Connection& database);
std::string format_of(const LogRow& row, const Formats& formats);

/// Everything up to then, in time order.
std::vector<Happened> log_of(const Connection& database, ContactId contact, const Formats& formats, Instant until);

/// The newest things that began before then, newest first; reads little more than these.
std::vector<Happened> newest_of(const Connection& database, ContactId contact, const Formats& formats, Instant before,
                                std::int64_t limit);

/// Whether what the owner logged could be told by an import too.
bool told_elsewhere(const Connection& database, ContactId contact, const Formats& formats, const Interaction& logged);

RecordId record_of(const LogRow& row);

} // namespace blend::store
