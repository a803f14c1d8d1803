#pragma once

// What accounts on servers tell, as sources of the log: what they are called there, how it goes in, and what becomes of
// it when the owner turns out to be somebody else.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/looking.hpp"

#include <optional>
#include <string>
#include <vector>

namespace blend::intake {
struct Given;
}

namespace blend::agenda {

/// The owner's address, as far as the account tells.
std::optional<std::string> owner_of(const store::WatchedRecord& account);

/// What the ledger calls a mailbox's owner and server: "ana@mail.example.org".
std::string mailbox_name(const store::WatchedRecord& account);

/// What the ledger calls a collection: "imap://ana@mail.example.org/INBOX", "https://dav.example.org/ana/home".
std::string source_of(const store::WatchedRecord& account, const store::CollectionRecord& collection);

/// Reads what the server gave into the log as files would be, once; counted in `look`. Waits for an import that is
/// running. `called`: what the history calls it.
void take_in(App& app, const store::WatchedRecord& account, const std::string& called, std::vector<intake::Given> given,
             Look& look);

/// Takes what lies on servers out of a list of sources that an import could not read again although it is known now
/// who the owner is: the server is asked again, for all of it, at the next look, which is due at once.
std::vector<std::string> without_servers(App& app, std::vector<std::string> sources);

} // namespace blend::agenda
