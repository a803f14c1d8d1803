#include "daemon/agenda/server_sources.hpp"

#include "daemon/agenda/importing.hpp"
#include "daemon/intake/import.hpp"
#include "daemon/outside/stream.hpp"

#include <algorithm>

namespace blend::agenda {

std::optional<std::string> owner_of(const store::WatchedRecord& account)
{
    if (account.me) return account.me;
    return account.user.find('@') == std::string::npos ? std::nullopt : std::optional{account.user};
}

std::string mailbox_name(const store::WatchedRecord& account)
{
    return account.user.substr(0, account.user.find('@')) + "@" + outside::stream_address(account.path).host;
}

std::string source_of(const store::WatchedRecord& account, const store::CollectionRecord& collection)
{
    if (account.kind == store::WatchedKind::imap) return "imap://" + mailbox_name(account) + "/" + collection.name;
    const std::string server = account.path.substr(0, account.path.find('/', account.path.find("://") + 3));
    return server + collection.href.substr(0, collection.href.find_last_not_of('/') + 1);
}

void take_in(App& app, const store::WatchedRecord& account, const std::string& called, std::vector<intake::Given> given,
             Look& look)
{
    const std::unique_lock one{app.importing};
    app.reads_by_itself = true;
    const ImportEnd end{app};
    intake::Order order = order_of(app, account);
    order.me = owner_of(account);
    order.called = called;
    order.given = std::move(given);
    const auto told = [&app](const intake::Progress& progress) { tell_progress(app, progress); };
    const intake::Report report = intake::import_files(app.store, order, told, app.cancel_import);
    without_servers(app, report.give_again);
    for (const intake::FileReport& file : report.files) {
        look.read += file.counts.read;
        look.stored += file.counts.stored;
        look.duplicate += file.counts.duplicate;
        if (file.counts.last) look.newest = std::max(look.newest.value_or(*file.counts.last), *file.counts.last);
    }
}

std::vector<std::string> without_servers(App& app, std::vector<std::string> sources)
{
    if (sources.empty()) return sources;
    for (const store::WatchedRecord& account : app.store.watched()) {
        if (account.path.find("://") == std::string::npos) continue;
        for (store::CollectionRecord each : app.store.collections(account.id)) {
            if (std::erase(sources, source_of(account, each)) == 0) continue;
            each.state.clear();
            store::LookRecord look = app.store.look(account.id).value_or(store::LookRecord{});
            look.looked = Instant{};
            app.store.keep([&](store::Writer& writer) {
                writer.set_collection(each);
                writer.set_look(account.id, look);
            });
        }
    }
    // Of an account that was removed nothing can be asked again.
    std::erase_if(sources, [](const std::string& source) { return source.find("://") != std::string::npos; });
    return sources;
}

} // namespace blend::agenda
