#include "daemon/agenda/collections.hpp"

#include "daemon/agenda/server_sources.hpp"
#include "daemon/intake/import.hpp"
#include "daemon/outside/request.hpp"

#include <algorithm>
#include <sstream>

namespace blend::agenda {

namespace {

using calendar::DavCollection;
using calendar::DavEntry;
using store::CollectionRecord;

constexpr std::size_t items_a_piece = 200;

} // namespace

std::vector<OpenCollection> open_collections(App& app, const store::WatchedRecord& account, calendar::Dav& server,
                                             calendar::Shelf shelf)
{
    const auto there = server.collections(shelf);
    const auto kept = app.store.collections(account.id);
    // Who chose some calendars does not want the next one to count by itself.
    const bool all_count =
        std::all_of(kept.begin(), kept.end(), [](const CollectionRecord& each) { return each.counts_busy; });
    std::vector<OpenCollection> open;
    for (const DavCollection& each : there) {
        const auto known =
            std::find_if(kept.begin(), kept.end(), [&](const CollectionRecord& one) { return one.href == each.href; });
        CollectionRecord record = known != kept.end() ? *known
                                                      : CollectionRecord{.watched = account.id,
                                                                         .href = each.href,
                                                                         .takes_plans = false,
                                                                         .counts_busy = all_count,
                                                                         .state = {}};
        if (known == kept.end() || record.name != each.name) {
            record.name = each.name;
            app.store.keep([&](store::Writer& writer) { record.id = writer.set_collection(record); });
        }
        open.push_back({std::move(record), each});
    }
    for (const CollectionRecord& each : kept) {
        const bool found =
            std::any_of(there.begin(), there.end(), [&](const DavCollection& one) { return one.href == each.href; });
        if (found) continue;
        if (each.takes_plans)
            throw Problem{Problem::Kind::cannot,
                          each.name + " is not on " + outside::host_of(account.path) +
                              " any more, and plans were written there",
                          "add the account again to choose another calendar"};
        app.store.keep([&](store::Writer& writer) { writer.drop_collection(each.id); });
    }
    return open;
}

Pulled pull(App& app, calendar::Dav& server, calendar::Shelf shelf, OpenCollection& collection, const ReadEntries& read)
{
    const std::int64_t id = collection.kept.id;
    const auto known = app.store.item_etags(id);
    const auto changes = server.changes(collection.there, collection.kept.state, known);
    std::vector<std::string> wanted;
    std::map<std::string, std::string> etags;
    for (const DavEntry& each : changes.there) {
        wanted.push_back(each.href);
        etags[each.href] = each.etag;
    }

    Pulled pulled;
    std::vector<DavEntry> piece;
    const auto keep_piece = [&] {
        if (piece.empty()) return;
        const auto items = read(piece);
        app.store.keep([&](store::Writer& writer) {
            for (const store::ItemRecord& each : items) writer.set_item(id, each);
        });
        pulled.fetched += static_cast<std::int64_t>(piece.size());
        piece.clear();
    };
    server.fetch(collection.there, shelf, wanted, [&](DavEntry entry) {
        if (entry.etag.empty()) entry.etag = etags[entry.href];
        piece.push_back(std::move(entry));
        if (piece.size() >= items_a_piece) keep_piece();
    });
    keep_piece();
    if (changes.gone.empty() && changes.state == collection.kept.state) return pulled;
    collection.kept.state = changes.state;
    app.store.keep([&](store::Writer& writer) {
        for (const std::string& href : changes.gone)
            if (known.contains(href)) {
                writer.drop_item(id, href);
                ++pulled.gone;
            }
        writer.set_collection(collection.kept);
    });
    return pulled;
}

void import_text(App& app, const store::WatchedRecord& account, const OpenCollection& collection,
                 const intake::Format& format, std::string text, Look& look)
{
    const auto shared = std::make_shared<const std::string>(std::move(text));
    const std::string& name = collection.kept.name;
    take_in(app, account, name,
            {{&format,
              {.path = source_of(account, collection.kept),
               .name = name,
               .size = shared->size(),
               .open = [shared] { return std::make_unique<std::istringstream>(*shared); }}}},
            look);
}

} // namespace blend::agenda
