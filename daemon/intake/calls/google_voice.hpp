#pragma once

// Google Voice as Takeout exports it: a page for each call and for each stretch of a chat.
//
// A chat is cut into many files that overlap; a message has the same key in each of them. A recorded call also lies
// there as received, and both are the same record. The owner's own number is learnt from what they wrote.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format google_voice;

} // namespace blend::intake
