#pragma once

// Signal, which exports nothing itself, as five programs write it down: signal-cli's `receive` lines, raw messages of
// Signal Desktop as JSON and their text form (sigtop), chats of signal-export (chat.md and data.json), and the table of
// messages of an Android backup as CSV (signalbackup-tools).
//
// People are known by phone number where there is one, else by service id, else by the name shown. Reactions, receipts,
// edits, timers and changes of groups are no messages. Calls have a length where the source tells it.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format signal_chats;

} // namespace blend::intake
