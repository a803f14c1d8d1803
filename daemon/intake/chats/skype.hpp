#pragma once

// What Skype and the free Teams give people of themselves: messages.json, alone, in its folder or in its .tar.
//
// The export names its owner. Messages of every kind are read with their words counted behind the markup; a call is one
// record with its length, out of the notes of its beginning and its end. Bots, notices, edits and what was taken back
// are no contact.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format skype;

} // namespace blend::intake
