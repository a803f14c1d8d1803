#pragma once

// Calendar files: past meetings that the owner organised or accepted, with the people who were invited.
//
// One record is one VEVENT. An event that replaces an instance of another is a record of its own. Titles, places and
// notes are looked at for a link or the word "call", and forgotten.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format icalendar;

} // namespace blend::intake
