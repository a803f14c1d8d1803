#pragma once

// Telegram Desktop's "Export chat history" and "Export Telegram data", in JSON (result.json): one chat, or an account.
//
// Reads the file twice: first for who writes in which chat, then for its messages; memory holds the people, never the
// messages. Bots, channels and saved messages are no contact; calls and voice messages keep their length. Of an account
// the export says who its owner is, and its address book becomes cards. Of a single chat of two the other one is known
// by the chat's own number; of a group that names no owner it is a Problem whose hint says what to add.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format telegram;

} // namespace blend::intake
