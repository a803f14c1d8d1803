#pragma once

// Facebook Messenger and Instagram as "Download your information" writes them in JSON: the whole export as a folder or
// zip, one thread, or one file of it; and the end-to-end encrypted chats that Messenger saves by themselves.
//
// Reads each file twice: first for who takes part in which thread, then for its messages; memory holds the people. The
// names are all that people are known by. The owner is whom the ledger knows, else whom the export's own profile names,
// else who takes part in most threads. An export in HTML is refused with what to choose instead.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format facebook;
extern const Format instagram;

} // namespace blend::intake
