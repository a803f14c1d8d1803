#pragma once

// LinkedIn: the connections (as cards) and messages of its data export, as single files or as the whole folder or zip.
//
// People are known by the name in their profile's address; where an export gives none for a recipient, by what other
// rows, or the connections beside it, say of that name. Throws Problem{bad_input} with a hint when the messages do not
// show which of the people is the owner.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format linkedin;

} // namespace blend::intake
