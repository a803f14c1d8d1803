#pragma once

// Accounts on servers that are read by themselves: calendars, address books, mailboxes.
//
// Hides which kind is read how. A server that is down, slow or wrong stops nothing: what it said is one line at the
// account, and the next reading goes on where the last one that reached the disk ended. No lock is held while a server
// is waited for, and a reading ends soon when everything stops.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/looking.hpp"
#include "daemon/outside/request.hpp"
#include "daemon/wire/shapes.hpp"

#include <optional>

namespace blend::agenda {

/// Asks the server what it has, and keeps the account if it answers; nothing is read yet.
store::WatchedRecord add_account(App& app, const wire::WatchedSourceRequest& request);

/// One reading of the account, noted with what came of it. A server's fault is the look's problem. Throws
/// Problem{cannot} when everything stops. `Since::ever` also reads again what was read before it was known who the
/// owner is.
Look sync_account(App& app, const store::WatchedRecord& account, Since since = Since::change);

/// Who signs in. Throws Problem{cannot} when the password is not found.
std::optional<outside::Login> login_of(const store::WatchedRecord& account);

/// The password goes out of the keyring, if that is where it is.
void drop_secret(const store::WatchedRecord& account);

} // namespace blend::agenda
