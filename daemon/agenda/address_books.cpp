#include "daemon/agenda/address_books.hpp"

#include "daemon/agenda/accounts.hpp"
#include "daemon/calendar/dav.hpp"

namespace blend::agenda {

std::vector<store::CollectionRecord> address_books_of(App& app, const store::WatchedRecord& account)
{
    calendar::Dav server{account.path, login_of(account), &app.stopping};
    std::vector<store::CollectionRecord> found;
    for (const calendar::DavCollection& each : server.collections(calendar::Shelf::address_books))
        found.push_back(
            {.href = each.href, .name = each.name, .takes_plans = false, .counts_busy = false, .state = {}});
    return found;
}

Look read_address_books(App& app, const store::WatchedRecord& account)
{
    address_books_of(app, account);
    return {};
}

} // namespace blend::agenda
