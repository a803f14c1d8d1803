#include "daemon/agenda/sources.hpp"

#include "daemon/agenda/accounts.hpp"
#include "daemon/agenda/importing.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/intake/import.hpp"

#include <sys/stat.h>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;
using store::WatchedKind;

store::WatchedRecord source_or_problem(const App& app, std::int64_t number)
{
    for (const store::WatchedRecord& each : app.store.watched())
        if (each.id == number) return each;
    throw Problem{Kind::not_found, "there is no source " + std::to_string(number), "see blend source list"};
}

std::string said(const std::string& word, std::int64_t count)
{
    return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

std::string state_of(const App& app, const store::WatchedRecord& watched, const store::LookRecord& look)
{
    if (look.problem) return *look.problem;
    const std::string when = ago(look.looked, app.now());
    const std::string looked = is_account(watched.kind) ? "read " + when
                               : app.watching           ? "kept an eye on"
                                                        : "looked at " + when;
    return look.gave ? looked + "; last gave something " + ago(*look.gave, app.now()) : looked + "; nothing new yet";
}

wire::WatchedSource shape_of(const App& app, const store::WatchedRecord& watched)
{
    wire::WatchedSource shape{.id = watched.id,
                              .kind = std::string{word(watched.kind)},
                              .path = watched.path,
                              .added = rfc3339(watched.added),
                              .sentence = "not looked at yet"};
    if (!watched.user.empty()) shape.user = watched.user;
    for (const store::CollectionRecord& each : app.store.collections(watched.id))
        shape.collections.push_back({each.name, each.takes_plans, each.counts_busy});
    if (const auto look = app.store.look(watched.id)) {
        shape.looked = rfc3339(look->looked);
        shape.gave = shown(look->gave);
        shape.newest = shown(look->newest);
        shape.problem = look->problem;
        shape.sentence = state_of(app, watched, *look);
    }
    return shape;
}

/// As the file system has it, without a slash at its end.
std::filesystem::path plain(const std::string& text)
{
    std::filesystem::path path = std::filesystem::path{text}.lexically_normal();
    if (!path.is_absolute()) throw Problem{Kind::bad_request, text + " is no absolute path"};
    return path.has_filename() ? path : path.parent_path();
}

void refuse_unless_fits(WatchedKind kind, const std::filesystem::path& path)
{
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) throw Problem{Kind::not_found, "there is no " + path.string()};
    if (S_ISLNK(status.st_mode))
        throw Problem{Kind::bad_request, path.string() + " is a link", "name what it points to"};
    const std::string kind_word{word(kind)};
    if (kind == WatchedKind::mbox && !S_ISREG(status.st_mode))
        throw Problem{Kind::bad_request, path.string() + " is no file", "a folder of mails is a maildir"};
    if (kind != WatchedKind::mbox && !S_ISDIR(status.st_mode))
        throw Problem{Kind::bad_request, path.string() + " is no folder",
                      "a single file is imported once: blend import; only an mbox may grow"};
    std::error_code unknown;
    const bool holds_mails =
        std::filesystem::is_directory(path / "cur", unknown) || std::filesystem::is_directory(path / "new", unknown);
    if (kind == WatchedKind::folder && holds_mails)
        throw Problem{Kind::bad_request, path.string() + " is a Maildir", "blend source add maildir PATH"};
}

wire::SourceReport looked(App& app, const store::WatchedRecord& watched, Since since)
{
    const Told told = [&](const std::string& path, std::uint64_t done, std::uint64_t total, std::int64_t records) {
        tell_progress(app, {.path = path, .done = done, .total = total, .records = records, .file = 1, .files = 1});
    };
    const bool account = is_account(watched.kind);
    const Look look = account ? sync_account(app, watched, since) : look_at(app, watched, usual_settle, since, told);
    wire::SourceReport report{.source = shape_of(app, watched),
                              .files = look.files,
                              .read = look.read,
                              .stored = look.stored,
                              .duplicate = look.duplicate,
                              .waiting = look.waiting};
    report.sentence = look.stored > 0
                          ? said("new record", look.stored) + (account ? "" : " from " + said("file", look.files))
                          : "nothing new";
    if (account && look.problem) report.sentence = *look.problem;
    if (look.waiting > 0)
        report.sentence += "; " + said("file", look.waiting) +
                           (look.waiting == 1 ? " is still being written" : " are still being written");
    app.changed("sources");
    return report;
}

} // namespace

wire::WatchedSourceList list_sources(const App& app)
{
    wire::WatchedSourceList list;
    for (const store::WatchedRecord& each : app.store.watched()) list.sources.push_back(shape_of(app, each));
    return list;
}

wire::SourceReport add_source(App& app, const wire::WatchedSourceRequest& request, Programs programs)
{
    if (programs == Programs::refused && request.secret.value_or("").starts_with("command:"))
        throw Problem{Kind::not_allowed, "which programs are run is said on the command line alone",
                      "see blend source add"};
    const auto kind = from_word<WatchedKind>(request.kind);
    if (!kind)
        throw Problem{Kind::bad_request, "there is no source of kind " + request.kind,
                      "there are folder, maildir, mbox, caldav, carddav and imap"};
    if (is_account(*kind)) {
        const store::WatchedRecord account = add_account(app, request);
        auto report = looked(app, account, Since::change);
        app.sources_changed(); // not before: it would be read twice
        return report;
    }
    const std::filesystem::path path = plain(request.path);
    refuse_unless_fits(*kind, path);
    order_of(app, {.paths = {path}, .me = request.me, .zone = request.zone, .date_order = request.date_order});

    store::WatchedRecord watched{.kind = *kind,
                                 .path = path.string(),
                                 .me = request.me,
                                 .zone = request.zone,
                                 .date_order = request.date_order,
                                 .added = app.now()};
    for (const store::WatchedRecord& each : app.store.watched())
        if (each.path == watched.path)
            throw Problem{Kind::cannot, watched.path + " is source " + std::to_string(each.id) + " already",
                          "blend source sync " + std::to_string(each.id)};
    app.store.change(app.now(), [&](store::Writer& writer) {
        watched.id = writer.add_watched(watched);
        return "keeps an eye on " + watched.path;
    });
    auto report = looked(app, watched, Since::change);
    app.sources_changed();
    return report;
}

wire::SourceReport sync_source(App& app, std::int64_t number)
{
    return looked(app, source_or_problem(app, number), Since::ever);
}

wire::Done remove_source(App& app, std::int64_t number)
{
    const store::WatchedRecord watched = source_or_problem(app, number);
    if (is_account(watched.kind)) drop_secret(watched);
    const std::string what = "leaves " + watched.path + " alone from now on";
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.remove_watched(watched.id);
        return what;
    });
    app.sources_changed();
    app.changed("sources");
    return {.done = what, .hint = "what it gave stays in the log", .change = change};
}

std::map<std::string, Instant> kept_current(const App& app, Instant now)
{
    std::map<std::string, Instant> current;
    for (const store::WatchedRecord& each : app.store.watched()) {
        if (each.kind == WatchedKind::folder || is_account(each.kind)) continue;
        const auto look = app.store.look(each.id);
        if (!look || look->problem) continue;
        Instant& latest = current[std::string{word(each.kind)}];
        latest = std::max(latest, app.watching ? now : look->looked);
    }
    return current;
}

} // namespace blend::agenda
