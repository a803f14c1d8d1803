#pragma once

// WhatsApp's "Export chat" (.txt, alone or in its zip), of Android and iOS, in every language and date style.
//
// Reads the file twice: first for what only the whole of it tells (which lines begin a message, the order of day and
// month, who takes part), then for its messages. Refuses rather than guesses: a date that reads both ways and a chat in
// which nobody is the owner are Problems whose hints say what to add. Bodies are counted and hashed, never kept.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format whatsapp;

} // namespace blend::intake
