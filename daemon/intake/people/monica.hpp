#pragma once

// Monica's export: contacts as cards, and the calls, conversations and activities with them.
//
// Takes the JSON of every version 4, and the CSV of contacts. An activity with several people is one record. Days
// without a time are taken at their noon.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format monica;

} // namespace blend::intake
