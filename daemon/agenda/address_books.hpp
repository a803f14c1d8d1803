#pragma once

// The owner's address books on a server, read only: cards become contacts and their changes are followed.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/looking.hpp"

#include <vector>

namespace blend::agenda {

/// Throws Problem{cannot} when the server does not answer as it should.
std::vector<store::CollectionRecord> address_books_of(App& app, const store::WatchedRecord& account);

Look read_address_books(App& app, const store::WatchedRecord& account, Since since);

} // namespace blend::agenda
