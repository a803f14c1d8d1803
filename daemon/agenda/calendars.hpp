#pragma once

// The owner's calendars on a server: plans go there and edits come back, events keep the owner busy and become
// interactions when they are past.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/looking.hpp"

#include <vector>

namespace blend::agenda {

/// Those that may take plans say so. Throws Problem{cannot} when the server does not answer as it should.
std::vector<store::CollectionRecord> calendars_of(App& app, const store::WatchedRecord& account);

Look read_calendars(App& app, const store::WatchedRecord& account, Since since);

} // namespace blend::agenda
