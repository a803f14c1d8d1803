#pragma once

// Passwords, tokens and keys: never in the ledger, only where they are found. Hides libsecret.
//
// A place is either "keyring" (the desktop's own, under the name given with it) or "command: pass show mail".

#include <atomic>
#include <string>
#include <string_view>

namespace blend::outside {

/// What is found there. Throws Problem{cannot} when there is nothing, the keyring is locked or missing, or the command
/// fails; the text names the place, never what lay there. Nothing is waited for longer than half a minute, or than
/// until `cancelled` becomes true: a locked keyring asks a person who may not be there.
std::string secret_at(const std::string& place, const std::string& name, const std::atomic<bool>* cancelled = nullptr);

/// Puts it into the keyring under the name. Throws Problem{cannot} when there is no keyring.
void keep_in_keyring(const std::string& name, const std::string& secret);
void drop_from_keyring(const std::string& name);

/// Throws Problem{bad_request} when the text names no place.
void refuse_unless_place(const std::string& place);

} // namespace blend::outside
