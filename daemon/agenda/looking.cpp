#include "daemon/agenda/looking.hpp"

#include "daemon/agenda/importing.hpp"
#include "daemon/core/numerics.hpp"
#include "daemon/intake/import.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace blend::agenda {

namespace {

namespace fs = std::filesystem;
using Kind = Problem::Kind;
using store::WatchedFile;
using store::WatchedFiles;
using store::WatchedKind;

constexpr int deepest = 32;
constexpr std::int64_t second = 1'000'000'000;

std::optional<struct stat> status_of(const fs::path& path)
{
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return std::nullopt;
    return status;
}

WatchedFile seen(const struct stat& status)
{
    return {.size = status.st_size,
            .modified = status.st_mtim.tv_sec * second + status.st_mtim.tv_nsec,
            .inode = static_cast<std::int64_t>(status.st_ino)};
}

bool same_state(const WatchedFile& one, const WatchedFile& other)
{
    return one.size == other.size && one.modified == other.modified && one.inode == other.inode;
}

class OpenedFile {
public:
    explicit OpenedFile(const fs::path& path)
        : number_{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)}
    {
    }
    OpenedFile(const OpenedFile&) = delete;
    OpenedFile& operator=(const OpenedFile&) = delete;
    ~OpenedFile()
    {
        if (number_ >= 0) ::close(number_);
    }

    /// The kernel grants a read lease only on a file that nobody has open for writing.
    bool has_a_writer() const
    {
        if (number_ < 0) return false;
        if (::fcntl(number_, F_SETLEASE, F_RDLCK) == 0) {
            ::fcntl(number_, F_SETLEASE, F_UNLCK);
            return false;
        }
        return errno == EAGAIN;
    }

    std::string bytes(std::int64_t from, std::size_t count) const
    {
        std::string text(count, '\0');
        const ssize_t got = ::pread(number_, text.data(), count, from);
        text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        return text;
    }

private:
    int number_;
};

bool has_settled(const WatchedFile& file, Settle settle)
{
    if (settle == Settle::zero()) return true;
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const std::int64_t age = now.tv_sec * second + now.tv_nsec - file.modified;
    // A file from a machine whose clock is ahead would never be old enough.
    return age >= std::chrono::nanoseconds{settle}.count() || age < -std::chrono::nanoseconds{settle}.count();
}

/// What lies at a place now.
struct Scan {
    std::map<std::uint64_t, fs::path> paths; ///< by key, of those that are read now
    WatchedFiles fresh;                      ///< as they are now
    std::set<std::uint64_t> there;           ///< every key that was met
    std::int64_t waiting{};
    std::uint64_t from{};            ///< of an mbox: what lies before was read before
    std::vector<std::string> closed; ///< folders that could not be looked into
};

class Scanning {
public:
    Scanning(const WatchedFiles& known, Settle settle, Since since) : known_{known}, settle_{settle}, since_{since} {}

    Scan folder(const fs::path& root)
    {
        walk(root, "", 0);
        return std::move(scan_);
    }

    Scan maildir(const fs::path& root)
    {
        mail_folders(root, "", 0);
        return std::move(scan_);
    }

    Scan mbox(const fs::path& path)
    {
        const auto status = status_of(path);
        if (!status || !S_ISREG(status->st_mode)) return std::move(scan_);
        WatchedFile now = seen(*status);
        const std::uint64_t key = mbox_key;
        const auto before = known_.find(key);
        scan_.there.insert(key);
        if (!is_new(key, now)) return std::move(scan_);
        if (!has_settled(now, settle_)) {
            ++scan_.waiting;
            return std::move(scan_);
        }
        const OpenedFile file{path};
        now.fingerprint = fingerprint(file, now.size);
        if (before != known_.end() && !before->second.refusal && has_grown(file, before->second, now))
            scan_.from = static_cast<std::uint64_t>(before->second.size);
        scan_.paths.emplace(key, path);
        scan_.fresh.emplace(key, now);
        return std::move(scan_);
    }

private:
    static constexpr std::uint64_t mbox_key = 1;

    bool is_new(std::uint64_t key, const WatchedFile& now) const
    {
        const auto before = known_.find(key);
        if (before == known_.end() || !same_state(before->second, now)) return true;
        return since_ == Since::ever && before->second.refusal;
    }

    void walk(const fs::path& folder, const std::string& inside, int depth)
    {
        std::error_code error;
        for (fs::directory_iterator each{folder, error}, end; !error && each != end; each.increment(error)) {
            const std::string name = each->path().filename().string();
            if (is_unready(name)) continue;
            const auto status = status_of(each->path());
            if (!status) continue;
            if (S_ISDIR(status->st_mode) && depth < deepest) walk(each->path(), inside + name + "/", depth + 1);
            if (S_ISREG(status->st_mode)) file(each->path(), fnv1a(inside + name), seen(*status));
        }
        if (error) scan_.closed.push_back(folder.string() + ": " + error.message());
    }

    void file(const fs::path& path, std::uint64_t key, const WatchedFile& now)
    {
        scan_.there.insert(key);
        if (!is_new(key, now)) return;
        if (!has_settled(now, settle_) || OpenedFile{path}.has_a_writer()) {
            ++scan_.waiting;
            return;
        }
        scan_.paths.emplace(key, path);
        scan_.fresh.emplace(key, now);
    }

    void mail_folders(const fs::path& folder, const std::string& inside, int depth)
    {
        std::error_code error;
        for (fs::directory_iterator each{folder, error}, end; !error && each != end; each.increment(error)) {
            std::error_code unknown;
            const std::string name = each->path().filename().string();
            if (!fs::is_directory(each->symlink_status(unknown)) || name == "tmp") continue;
            if (name == "cur" || name == "new")
                mails(each->path(), inside);
            else if (depth < deepest)
                mail_folders(each->path(), inside + name + "/", depth + 1);
        }
        if (error) scan_.closed.push_back(folder.string() + ": " + error.message());
    }

    void mails(const fs::path& folder, const std::string& inside)
    {
        std::error_code error;
        for (fs::directory_iterator each{folder, error}, end; !error && each != end; each.increment(error)) {
            const std::string name = each->path().filename().string();
            std::error_code unknown;
            if (name.starts_with('.') || !fs::is_regular_file(each->symlink_status(unknown))) continue;
            // A mail keeps its name but for its flags, and for the folder it moves to once it was seen.
            const std::uint64_t key = fnv1a(inside + name.substr(0, name.find_first_of(":;!")));
            scan_.there.insert(key);
            if (known_.contains(key)) continue;
            scan_.paths.emplace(key, each->path());
            scan_.fresh.emplace(key, WatchedFile{});
        }
        if (error) scan_.closed.push_back(folder.string() + ": " + error.message());
    }

    /// Of the beginning, and of what lies before `end`: who takes mails out of the middle moves the latter.
    static std::uint64_t fingerprint(const OpenedFile& file, std::int64_t end)
    {
        constexpr std::int64_t window = 4096;
        const auto size = static_cast<std::size_t>(std::min(window, end));
        return fnv1a(file.bytes(end - static_cast<std::int64_t>(size), size), fnv1a(file.bytes(0, size)));
    }

    static bool has_grown(const OpenedFile& file, const WatchedFile& before, const WatchedFile& now)
    {
        if (now.inode != before.inode || now.size < before.size) return false;
        if (fingerprint(file, before.size) != before.fingerprint) return false;
        std::string next = file.bytes(before.size, 8);
        next.erase(0, std::min(next.find_first_not_of("\r\n"), next.size()));
        return next.empty() || next.starts_with("From "); // else the last mail was not whole
    }

    const WatchedFiles& known_;
    Settle settle_;
    Since since_;
    Scan scan_;
};

Scan scan_of(const store::WatchedRecord& watched, const WatchedFiles& known, Settle settle, Since since)
{
    Scanning scanning{known, settle, since};
    switch (watched.kind) {
    case WatchedKind::folder: return scanning.folder(watched.path);
    case WatchedKind::maildir: return scanning.maildir(watched.path);
    case WatchedKind::mbox: return scanning.mbox(watched.path);
    case WatchedKind::caldav:
    case WatchedKind::carddav:
    case WatchedKind::imap: break; // on a server: see accounts.hpp
    }
    return {};
}

std::optional<std::string> missing(const store::WatchedRecord& watched)
{
    const auto status = status_of(watched.path);
    if (!status) return watched.path + " is not there just now";
    if (watched.kind == WatchedKind::mbox ? !S_ISREG(status->st_mode) : !S_ISDIR(status->st_mode))
        return watched.path + " is no " + (watched.kind == WatchedKind::mbox ? "file" : "folder");
    return std::nullopt;
}

intake::Order order_for(const App& app, const store::WatchedRecord& watched, const Scan& scan)
{
    intake::Order order = order_of(app, {.paths = {watched.path},
                                         .format = {},
                                         .me = watched.me,
                                         .zone = watched.zone,
                                         .date_order = watched.date_order});
    order.entry = intake::Order::Entry::if_new;
    order.from = scan.from;
    if (watched.kind == WatchedKind::mbox) {
        order.format = "mbox";
        return order;
    }
    std::set<fs::path> wanted;
    for (const auto& [key, path] : scan.paths) wanted.insert(path);
    order.wanted = [wanted = std::move(wanted), root = fs::path{watched.path}](const fs::path& path) {
        // What lies in a zip is called by a path below it.
        for (fs::path each = path; each != root && each.has_relative_path(); each = each.parent_path())
            if (wanted.contains(each)) return true;
        return false;
    };
    return order;
}

/// A mail that was renamed, locked or gone when its turn came is new the next time.
void forget_unread(Scan& scan, const std::set<fs::path>& read)
{
    for (const auto& [key, path] : scan.paths)
        if (!read.contains(path)) scan.fresh.erase(key);
}

/// Those that a format knew but could not read are remembered with why; what is in no format is nobody's business here.
void keep_refusals(Scan& scan, const intake::Report& report)
{
    for (const intake::FileReport& file : report.files) {
        if (!file.refusal || !file.format) continue;
        const std::string name = fs::path{file.path}.filename().string();
        for (const auto& [key, path] : scan.paths)
            if (file.path == path.string() || file.path.starts_with(path.string() + "/"))
                scan.fresh[key].refusal = name + ": " + (file.warnings.empty() ? "" : file.warnings.front());
    }
}

std::optional<std::string> problem_in(const WatchedFiles& known, const Scan& scan)
{
    std::vector<std::string> all = scan.closed;
    for (const auto& [key, file] : scan.fresh)
        if (file.refusal) all.push_back(*file.refusal);
    for (const auto& [key, file] : known)
        if (file.refusal && scan.there.contains(key) && !scan.fresh.contains(key)) all.push_back(*file.refusal);
    if (all.empty()) return std::nullopt;
    const std::string more =
        all.size() == 1 ? "" : " (and " + std::to_string(all.size() - 1) + (all.size() == 2 ? " other)" : " others)");
    return all.front() + more;
}

} // namespace

bool is_unready(std::string_view name)
{
    static constexpr auto endings =
        std::to_array<std::string_view>({".part", ".crdownload", ".tmp", ".download", ".partial", "~"});
    return name.starts_with('.') || name.starts_with('~') ||
           std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

Look look_at(App& app, const store::WatchedRecord& watched, Settle settle, Since since, const Told& told)
{
    const std::unique_lock one{app.importing}; // also keeps two looks apart
    app.reads_by_itself = true;
    const ImportEnd end{app};

    Look look;
    store::LookRecord record = app.store.look(watched.id).value_or(store::LookRecord{});
    record.looked = app.now();
    const auto keep = [&](const Scan& scan, const std::vector<std::uint64_t>& gone) {
        record.problem = look.problem;
        app.store.keep([&](store::Writer& writer) {
            writer.set_watched_files(watched.id, scan.fresh, gone);
            writer.set_look(watched.id, record);
        });
        return look;
    };
    if ((look.problem = missing(watched))) return keep({}, {});

    const WatchedFiles known = app.store.watched_files(watched.id);
    Scan scan = scan_of(watched, known, settle, since);
    look.waiting = scan.waiting;
    look.files = static_cast<std::int64_t>(scan.paths.size());
    if (!scan.paths.empty()) {
        const auto tell = [&](const intake::Progress& at) {
            if (told) told(at.path, at.done, at.total, at.records);
        };
        std::set<fs::path> read;
        intake::Order order = order_for(app, watched, scan);
        if (watched.kind == WatchedKind::maildir) order.was_read = [&](const fs::path& path) { read.insert(path); };
        const intake::Report report = intake::import_files(app.store, order, tell, app.cancel_import);
        for (const intake::FileReport& file : report.files) {
            look.read += file.counts.read;
            look.stored += file.counts.stored;
            look.duplicate += file.counts.duplicate;
            if (file.counts.last) look.newest = std::max(look.newest.value_or(*file.counts.last), *file.counts.last);
        }
        if (watched.kind == WatchedKind::maildir) forget_unread(scan, read);
        keep_refusals(scan, report);
        if (look.stored > 0) record.gave = record.looked;
        if (look.newest) record.newest = std::max(record.newest.value_or(*look.newest), *look.newest);
    }
    look.problem = problem_in(known, scan);
    std::vector<std::uint64_t> gone;
    if (scan.closed.empty())
        for (const auto& [key, file] : known)
            if (!scan.there.contains(key)) gone.push_back(key);
    keep(scan, gone);
    if (look.stored > 0) app.changed("log");
    return look;
}

} // namespace blend::agenda
