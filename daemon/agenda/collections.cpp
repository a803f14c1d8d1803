#include "daemon/agenda/collections.hpp"

#include "daemon/agenda/importing.hpp"
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

/// Where it lies on the web; what the history and the list of imports call it.
std::string place_of(const store::WatchedRecord& account, const OpenCollection& collection)
{
    const std::string& href = collection.kept.href;
    return account.path.substr(0, account.path.find('/', account.path.find("://") + 3)) +
           href.substr(0, href.find_last_not_of('/') + 1);
}

std::optional<std::string> owner_address(const store::WatchedRecord& account)
{
    if (account.me) return account.me;
    return account.user.find('@') == std::string::npos ? std::nullopt : std::optional{account.user};
}

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
    const std::unique_lock one{app.importing};
    app.reads_by_itself = true;
    struct Over {
        App& app;
        ~Over() { app.import_is_over(); }
    } const over{app};
    intake::Order order = order_of(app, {.paths = {"/"}, .me = owner_address(account), .zone = account.zone});
    order.paths.clear();
    order.called = collection.kept.name;
    order.entry = intake::Order::Entry::if_new;
    const auto shared = std::make_shared<const std::string>(std::move(text));
    order.given.push_back({&format,
                           {.path = place_of(account, collection),
                            .name = collection.kept.name,
                            .size = shared->size(),
                            .open = [shared] { return std::make_unique<std::istringstream>(*shared); }}});
    const auto untold = [](const intake::Progress&) {};
    for (const intake::FileReport& file : intake::import_files(app.store, order, untold, app.cancel_import).files) {
        look.read += file.counts.read;
        look.stored += file.counts.stored;
        look.duplicate += file.counts.duplicate;
        if (file.counts.last) look.newest = std::max(look.newest.value_or(*file.counts.last), *file.counts.last);
    }
}

} // namespace blend::agenda
