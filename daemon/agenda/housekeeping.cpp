#include "daemon/agenda/housekeeping.hpp"

#include "daemon/agenda/coverage.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/uploads.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/agenda/ways.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/zone/messages.hpp"

#include <sys/stat.h>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;

std::filesystem::path absolute(const std::string& text)
{
    const std::filesystem::path path{text};
    if (!path.is_absolute()) throw Problem{Kind::bad_request, text + " is no absolute path"};
    return path;
}

bool only_mine(const std::filesystem::path& path)
{
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 && (found.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

} // namespace

wire::Done undo(App& app)
{
    const auto what = app.store.undo(app.now());
    if (!what) throw Problem{Kind::cannot, "there is nothing to undo"};
    app.sources_changed();
    app.changed("everything");
    const Sentence said{.key = "done.undone", .names = {{"what", {*what}}}};
    return {.done = zone::say(said, app.settings().language), .said = said};
}

wire::History get_history(const App& app, std::int64_t limit)
{
    wire::History history;
    for (const store::JournalRecord& each : app.store.journal(limit))
        history.changes.push_back({each.id, rfc3339(each.at), each.what, each.undone});
    return history;
}

wire::Moment set_clock(App& app, const wire::Moment& wanted)
{
    if (!app.set_clock)
        throw Problem{Kind::cannot, "this is the clock on the wall", "start with blendd --now to pretend another time"};
    const auto now = parse_rfc3339(wanted.now);
    if (!now) throw Problem{Kind::bad_request, wanted.now + " is no moment", "write 2026-11-23T09:30:00Z"};
    app.set_clock(*now);
    app.settle();
    return {rfc3339(app.now())};
}

wire::SettingList get_settings(const App& app)
{
    wire::SettingList list{.settings = shown_settings(app.store)};
    for (const SettingKey& key : setting_keys())
        list.keys.push_back(
            {std::string{key.name}, std::string{key.group}, std::string{key.about}, std::string{key.fits}});
    return list;
}

wire::SettingList change_settings(App& app, const wire::Settings& wanted)
{
    if (wanted.settings.empty()) throw Problem{Kind::bad_request, "which setting?", "see blend config"};
    for (const auto& [key, value] : wanted.settings) check_setting(key, value);
    app.store.change(app.now(), [&](store::Writer& writer) {
        std::string keys;
        for (const auto& [key, value] : wanted.settings) {
            writer.set_setting(key, value.empty() ? std::nullopt : std::optional{value});
            keys += (keys.empty() ? "" : ", ") + key + (value.empty() ? " back to usual" : " to " + value);
        }
        return "set " + keys;
    });
    app.changed("settings");
    return get_settings(app);
}

wire::Done backup(const App& app, const wire::PathRequest& request)
{
    const auto file = absolute(request.path);
    app.store.backup(file);
    return {.done = "backed up to " + file.string(),
            .hint = "it holds everything in readable form: keep it as safe as this machine"};
}

wire::Done restore(App& app, const wire::PathRequest& request)
{
    const auto file = absolute(request.path);
    const auto aside = app.store.restore(file, app.now());
    app.sources_changed();
    app.changed("everything");
    return {.done = "restored from " + file.string(), .hint = "the ledger as it was is kept as " + aside.string()};
}

std::filesystem::path copy_to_hand_out(App& app)
{
    const Settings settings = app.settings();
    const auto folder = room_for_upload(app, unique_name());
    const auto file = folder / ("blend-" + iso_local(settings.zone.local(app.now())).substr(0, 10) + ".db");
    app.store.backup(file);
    return file;
}

wire::Done restore_upload(App& app, const std::string& upload)
{
    const auto folder = upload_folder(app, upload);
    const std::filesystem::directory_iterator files{folder};
    const bool one = std::distance(begin(files), end(files)) == 1;
    const auto file = one ? std::filesystem::directory_iterator { folder } -> path() : folder;
    if (!std::filesystem::is_regular_file(file))
        throw Problem{Kind::bad_request, "a backup is one file", "choose the file that was downloaded as a backup"};
    const auto name = file.filename().string();
    const auto aside = app.store.restore(file, app.now());
    drop_upload(app, upload);
    app.sources_changed();
    app.changed("everything");
    return {.done = "restored from " + name, .hint = "the ledger as it was is kept as " + aside.string()};
}

wire::RebuildReport rebuild(App& app, const wire::RebuildRequest& request)
{
    const bool check = request.check.value_or(false);
    const auto [contacts, different] = app.store.rebuild(check ? store::Trial::dry_run : store::Trial::no);
    if (!check) app.changed("everything");
    const std::string people = counted(contacts, "contact", "contacts");
    const std::string found =
        different == 0 ? "all equal a fresh computation" : counted(different, "differs", "differ");
    return {contacts, different, (check ? "checked " : "rebuilt ") + people + ": " + found};
}

wire::Doctor get_doctor(const App& app)
{
    wire::Doctor doctor{.fine = true};
    const auto add = [&](const std::string& name, bool fine, const std::string& sentence) {
        doctor.checks.push_back({name, fine, sentence});
        doctor.fine = doctor.fine && fine;
    };
    const auto faults = app.store.integrity();
    add("database", faults.empty(),
        faults.empty() ? "sound" : faults.front() + "; restore a backup: blend restore FILE");

    const auto file = app.store.file();
    const bool closed = only_mine(file) && only_mine(file.parent_path());
    add("privacy", closed,
        closed ? "only you can read " + file.parent_path().string()
               : "other users can read " + file.parent_path().string() +
                     "; close it: chmod -R go= " + file.parent_path().string());

    std::error_code error;
    const auto space = std::filesystem::space(file.parent_path(), error);
    const bool room = !error && space.available > 64'000'000;
    add("disk", room, room ? "there is room to write" : "less than 64 MB are free; free some space");

    const auto settings = app.settings();
    add("clock", true, "it is " + day_and_time(settings.zone.local(app.now())) + " in " + settings.zone.name());

    const auto owner = app.store.owner_handles();
    add("owner", true,
        owner.empty() ? "your own names and addresses are not known yet; they are learned by blend import --me"
                      : "you are known by " + counted(static_cast<long long>(owner.size()), "handle", "handles"));

    const auto stale = sources(app, settings, app.now(), Sources::stale);
    add("sources", stale.empty(), stale.empty() ? "nothing imported is out of date" : stale.front().sentence);

    const auto off = ways_off(app);
    add("ways out", off.empty(), off.empty() ? "none has turned itself off" : off.front());
    return doctor;
}

} // namespace blend::agenda
