#pragma once

// The XML that the app SMS Backup & Restore writes: text messages, picture messages and calls.
//
// Messages that were never sent are skipped, as are notices of the network. A group's message names everybody in it.
// The owner's number is learnt from picture messages where they leave no doubt. Exact duplicates have the same key.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format sms_backup;

} // namespace blend::intake
