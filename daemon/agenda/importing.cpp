#include "daemon/agenda/importing.hpp"

#include "daemon/agenda/server_sources.hpp"
#include "daemon/agenda/uploads.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/intake/import.hpp"

#include <cmath>
#include <cstdio>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;

zone::Zone zone_or_problem(const std::string& name)
{
    const auto zone = zone::named(name);
    if (!zone) throw Problem{Kind::bad_request, name + " is no time zone", "say Asia/Kolkata, Europe/Berlin, …"};
    return *zone;
}

wire::ImportFile shape_of(const intake::FileReport& file)
{
    return {.path = file.path,
            .format = file.format,
            .refused = file.refusal.has_value(),
            .read = file.counts.read,
            .stored = file.counts.stored,
            .duplicate = file.counts.duplicate,
            .skipped = file.counts.skipped,
            .noise = file.counts.noise,
            .unmatched_handles = file.unmatched_handles,
            .calls = file.calls,
            .call_seconds = std::llround(file.call_minutes * 60.0),
            .first = shown(file.counts.first),
            .last = shown(file.counts.last),
            .warnings = file.warnings};
}

std::string quoted(const std::string& text)
{
    std::string safe = "\"";
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        if (each == '"' || each == '\\') {
            safe += '\\';
            safe += each;
        } else if (byte < 0x20) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", byte);
            safe += code;
        } else {
            safe += each;
        }
    }
    return safe + "\"";
}

/// With the owner's settings, and of the request all but what is to be read.
intake::Order without_paths(const App& app, const wire::ImportRequest& request)
{
    const Settings settings = app.settings();
    intake::Order order{.format = request.format,
                        .me = request.me,
                        .columns = request.columns,
                        .owner_zone = settings.zone,
                        .source_zone = request.zone ? zone_or_problem(*request.zone) : settings.zone,
                        .region = settings.region,
                        .now = app.now()};
    if (request.date_order) {
        order.date_order = from_word<intake::DateOrder>(*request.date_order);
        if (!order.date_order)
            throw Problem{Kind::bad_request, *request.date_order + " is no date order", "there are dmy, mdy and ymd"};
    }
    if (request.create_contacts.value_or(false)) order.strangers = intake::Order::Strangers::become_contacts;
    if (request.dry_run.value_or(false)) order.trial = store::Trial::dry_run;
    return order;
}

} // namespace

intake::Order order_of(const App& app, const wire::ImportRequest& request)
{
    intake::Order order = without_paths(app, request);
    for (const std::string& path : request.paths) {
        if (!std::filesystem::path{path}.is_absolute()) throw Problem{Kind::bad_request, path + " is no absolute path"};
        order.paths.emplace_back(path);
    }
    if (request.upload) {
        if (!order.paths.empty()) throw Problem{Kind::bad_request, "either paths or an upload, not both"};
        order.lies_in = upload_folder(app, *request.upload);
        order.paths = {order.lies_in};
    }
    if (order.paths.empty()) throw Problem{Kind::bad_request, "which file?", "blend import PATH..."};
    return order;
}

intake::Order order_of(const App& app, const store::WatchedRecord& account)
{
    intake::Order order = without_paths(app, {.me = account.me, .zone = account.zone});
    order.entry = intake::Order::Entry::if_new;
    return order;
}

void tell_progress(App& app, const intake::Progress& progress)
{
    app.publish("import", "{\"path\": " + quoted(progress.path) + ", \"done\": " + std::to_string(progress.done) +
                              ", \"total\": " + std::to_string(progress.total) + ", \"records\": " +
                              std::to_string(progress.records) + ", \"file\": " + std::to_string(progress.file) +
                              ", \"files\": " + std::to_string(progress.files) + "}");
}

wire::ImportReport import_files(App& app, const wire::ImportRequest& request)
{
    std::unique_lock one{app.importing, std::try_to_lock};
    if (!one && app.reads_by_itself) one.lock(); // the owner's wish waits for what nobody asked for
    if (!one)
        throw Problem{Kind::cannot, "another import is running", "wait for it, or stop it with Ctrl-C where it runs"};
    // When it is over, not when it begins: a wish to stop may come before the first file is open.
    const ImportEnd end{app};
    const intake::Order order = order_of(app, request);
    const auto told = [&app](const intake::Progress& progress) { tell_progress(app, progress); };
    const intake::Report report = intake::import_files(app.store, order, told, app.cancel_import);
    wire::ImportReport shape{
        .batch = report.batch, .read_again = report.read_again, .give_again = without_servers(app, report.give_again)};
    if (report.owner) shape.owner = wire::OwnerGuess{report.owner->name, report.owner->chats, report.owner->of};
    for (const intake::FileReport& file : report.files) shape.files.push_back(shape_of(file));
    if (order.trial == store::Trial::no && request.upload) drop_upload(app, *request.upload);
    if (order.trial == store::Trial::no) app.changed("log");
    return shape;
}

wire::Done cancel_import(App& app)
{
    const std::unique_lock idle{app.importing, std::try_to_lock};
    if (idle) throw Problem{Kind::cannot, "no import is running"};
    app.cancel_import = true;
    return {.done = "stopping the import; nothing of it will be stored"};
}

} // namespace blend::agenda
