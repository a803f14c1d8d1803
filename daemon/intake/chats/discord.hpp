#pragma once

// Discord: the data package that one requests (folder or zip; it holds one's own messages only), and what
// DiscordChatExporter saves in JSON (a file, or a folder of them: parts of one chat, or many chats).
//
// Direct messages and group messages are read, calls with their length as far as the export tells it; channels of
// servers anybody may read, and bots are no contact. People are known by number, which stays text: it is larger than a
// double can hold. A package says who its owner is; in saved chats it is whom the ledger knows, else who writes in most
// of them, else the one after whom a chat of two is not called.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format discord;

} // namespace blend::intake
