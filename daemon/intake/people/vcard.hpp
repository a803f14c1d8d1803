#pragma once

// Address books: vCard 2.1, 3.0 and 4.0, any number of cards in a file.
//
// Each card of the file becomes one call of the sink, a card inside a card (AGENT) none. One bad card loses only
// itself, and a last card that breaks off is kept when it has a name.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format vcard;

} // namespace blend::intake
