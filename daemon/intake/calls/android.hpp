#pragma once

// Android's own databases: text messages (mmssms.db) and calls (calllog.db, in old phones contacts2.db).
//
// A record has the same key as in a backup by SMS Backup & Restore. Picture messages are left out, with a warning.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format android;

} // namespace blend::intake
