#include "daemon/agenda/calendars.hpp"

#include "daemon/agenda/accounts.hpp"
#include "daemon/agenda/collections.hpp"
#include "daemon/agenda/plan_copies.hpp"
#include "daemon/calendar/object.hpp"
#include "daemon/calendar/plan_entry.hpp"
#include "daemon/calendar/reading.hpp"
#include "daemon/calendar/rule.hpp"
#include "daemon/intake/icalendar.hpp"

#include <algorithm>
#include <sstream>

namespace blend::agenda {

namespace {

using calendar::Event;
using std::chrono::days;

/// When the event is over for good; empty when it goes on for ever, or for as long as a count of times lasts.
std::optional<Instant> end_of(const Event& event)
{
    Instant last = event.start->instant() + event.length.value_or(Seconds{0});
    for (const calendar::Extra& each : event.extra)
        last = std::max(last, each.start.instant() + each.length.value_or(event.length.value_or(Seconds{0})));
    for (const std::string& text : event.rules) {
        const auto rule = calendar::parse_rule(text);
        if (!rule) continue;
        if (!rule->until) return std::nullopt;
        last = std::max(last,
                        Instant{rule->until->local.time_since_epoch()} + event.length.value_or(Seconds{0}) + days{2});
    }
    return last;
}

/// The times, who takes part and how; no words.
store::ItemRecord item_of(const calendar::DavEntry& entry, const zone::Zone& zone)
{
    store::ItemRecord item{.href = entry.href, .etag = entry.etag, .uid = calendar::uid_in(entry.text)};
    item.told = calendar::without_words(entry.text);
    bool ends = true;
    std::istringstream stream{item.told};
    calendar::each_event(stream, zone, [&](const Event& event) {
        if (!event.start) return;
        const Instant start = event.start->instant();
        item.first = std::min(item.first.value_or(start), start);
        const auto end = end_of(event);
        ends = ends && end.has_value();
        if (end) item.last = std::max(item.last.value_or(*end), *end);
    });
    if (!ends) item.last.reset();
    return item;
}

/// What is past since then becomes interactions, as it would from a file of the same calendar.
void import_past(App& app, const store::WatchedRecord& account, const OpenCollection& collection, Instant since,
                 Look& look)
{
    std::string text;
    for (const store::ItemRecord& each : app.store.items(collection.kept.id, since, app.now())) {
        const bool with_others =
            each.told.find("ATTENDEE") != std::string::npos || each.told.find("ORGANIZER") != std::string::npos;
        if (with_others) text += each.told;
    }
    if (!text.empty()) import_text(app, account, collection, intake::icalendar, std::move(text), look);
}

} // namespace

std::vector<store::CollectionRecord> calendars_of(App& app, const store::WatchedRecord& account)
{
    calendar::Dav server{account.path, login_of(account), &app.stopping};
    std::vector<store::CollectionRecord> found;
    for (const calendar::DavCollection& each : server.collections(calendar::Shelf::calendars))
        found.push_back(
            {.href = each.href, .name = each.name, .takes_plans = each.writable, .counts_busy = true, .state = {}});
    return found;
}

Look read_calendars(App& app, const store::WatchedRecord& account, Since since)
{
    calendar::Dav server{account.path, login_of(account), &app.stopping};
    const zone::Zone zone =
        account.zone ? zone::named(*account.zone).value_or(app.settings().zone) : app.settings().zone;
    const auto before = app.store.look(account.id);
    // A day more than was looked at: what began then may have ended only now.
    const bool all = since == Since::ever || !before || before->problem;
    const Instant from = all ? Instant{} : before->looked - days{1};

    Look look;
    auto open = open_collections(app, account, server, calendar::Shelf::calendars);
    std::vector<bool> changed;
    for (OpenCollection& each : open) {
        const Pulled pulled =
            pull(app, server, calendar::Shelf::calendars, each, [&](const std::vector<calendar::DavEntry>& entries) {
                std::vector<store::ItemRecord> items;
                for (const calendar::DavEntry& entry : entries) items.push_back(item_of(entry, zone));
                return items;
            });
        look.files += pulled.fetched;
        changed.push_back(pulled.fetched > 0);
    }
    for (const OpenCollection& each : open)
        if (each.kept.takes_plans) look.problem = meet_plans(app, account, server, each);
    for (std::size_t index = 0; index < open.size(); ++index)
        if (open[index].kept.counts_busy)
            import_past(app, account, open[index], changed[index] ? Instant{} : from, look);
    return look;
}

} // namespace blend::agenda
