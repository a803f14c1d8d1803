#pragma once

// Lists of who attended a meeting: Zoom's participants, Teams' attendance (both forms), Google Meet's report.
//
// One meeting is one record, with everybody else in it as a party and the minutes spent there together with the owner.
// Headings are known in several languages. Times have no zone, and Meet's no day: it comes from the file's name.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format meetings;

} // namespace blend::intake
