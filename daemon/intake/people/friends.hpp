#pragma once

// friends.md, the notebook of the friends program: activities with friends in bold, the friends themselves as cards.
//
// Sections may stand in any order. Only bold names took part; a nickname means the friend who has it. A day has no
// time: its noon is taken.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format friends;

} // namespace blend::intake
