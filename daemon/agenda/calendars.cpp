#include "daemon/agenda/calendars.hpp"

#include "daemon/agenda/accounts.hpp"
#include "daemon/calendar/dav.hpp"

namespace blend::agenda {

std::vector<store::CollectionRecord> calendars_of(App& app, const store::WatchedRecord& account)
{
    calendar::Dav server{account.path, login_of(account), &app.stopping};
    std::vector<store::CollectionRecord> found;
    for (const calendar::DavCollection& each : server.collections(calendar::Shelf::calendars))
        found.push_back(
            {.href = each.href, .name = each.name, .takes_plans = each.writable, .counts_busy = true, .state = {}});
    return found;
}

Look read_calendars(App& app, const store::WatchedRecord& account)
{
    calendars_of(app, account);
    return {};
}

} // namespace blend::agenda
