#include "daemon/agenda/notices.hpp"

#include "daemon/core/problem.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace blend::agenda {

namespace {

namespace fs = std::filesystem;

constexpr int deepest = 32;

// A hard link or a rename brings a whole file without anybody closing it; what is appended to may stay open for long.
constexpr std::uint32_t in_folder = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_MODIFY |
                                    IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK;
constexpr std::uint32_t of_tree = in_folder & ~static_cast<std::uint32_t>(IN_MODIFY | IN_DELETE);

bool is_folder(const fs::path& path)
{
    std::error_code error;
    return fs::is_directory(fs::symlink_status(path, error));
}

} // namespace

Notices::Notices(bool (*ignored)(std::string_view))
    : ignored_{ignored}, descriptor_{inotify_init1(IN_NONBLOCK | IN_CLOEXEC)}
{
    if (descriptor_ < 0)
        throw Problem{Problem::Kind::cannot,
                      std::string{"the file system cannot be listened to: "} + std::strerror(errno)};
}

Notices::~Notices() { ::close(descriptor_); }

std::optional<std::string> Notices::listen(Place place, const fs::path& path, Reach reach)
{
    places_[place] = {path, reach};
    return arm(place);
}

void Notices::forget(Place place)
{
    places_.erase(place);
    for (auto ear = ears_.begin(); ear != ears_.end();) {
        ear->second.names.erase(place);
        if (ear->second.names.empty()) {
            inotify_rm_watch(descriptor_, ear->first);
            ear = ears_.erase(ear);
        } else {
            ++ear;
        }
    }
}

bool Notices::put_ear(Place place, const fs::path& folder, const std::string& name, std::set<int>& ears)
{
    // Two places may share a folder: its mask only grows.
    const int ear = inotify_add_watch(descriptor_, folder.c_str(), (name.empty() ? of_tree : in_folder) | IN_MASK_ADD);
    if (ear < 0) {
        if (errno == ENOSPC)
            trouble_ = "there are more folders than the system lets a person watch; raise fs.inotify.max_user_watches";
        else if (errno != ENOENT && errno != ENOTDIR)
            trouble_ = folder.string() + " cannot be watched: " + std::strerror(errno);
        return false;
    }
    ears_[ear].names[place] = name;
    ears.insert(ear);
    return true;
}

void Notices::walk(Place place, const fs::path& folder, int depth, std::set<int>& ears)
{
    if (!put_ear(place, folder, "", ears) || depth >= deepest) return;
    std::error_code error;
    for (fs::directory_iterator each{folder, error}, end; !error && each != end; each.increment(error))
        if (is_folder(each->path()) && !ignored_(each->path().filename().string()))
            walk(place, each->path(), depth + 1, ears);
}

std::optional<std::string> Notices::arm(Place place)
{
    trouble_.reset();
    const Listened& listened = places_.at(place);
    std::set<int> ears;
    if (listened.reach == Reach::tree && is_folder(listened.path)) {
        walk(place, listened.path, 0, ears);
    } else {
        // What is missing begins to be when something of its name appears in the nearest folder that is there.
        fs::path path = listened.path;
        while (path.has_relative_path() && !is_folder(path.parent_path())) path = path.parent_path();
        put_ear(place, path.parent_path(), path.filename().string(), ears);
    }
    for (auto ear = ears_.begin(); ear != ears_.end();) {
        if (!ears.contains(ear->first)) ear->second.names.erase(place);
        if (ear->second.names.empty()) {
            inotify_rm_watch(descriptor_, ear->first);
            ear = ears_.erase(ear);
        } else {
            ++ear;
        }
    }
    return trouble_;
}

std::set<Notices::Place> Notices::take()
{
    alignas(inotify_event) std::array<char, 64 * 1024> buffer;
    std::set<Place> happened;
    std::set<Place> changed_shape; // folders came or went
    while (true) {
        const ssize_t size = ::read(descriptor_, buffer.data(), buffer.size());
        if (size <= 0) break;
        for (ssize_t at = 0; at < size;) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char* name = event.len > 0 ? buffer.data() + at + sizeof event : "";
            at += static_cast<ssize_t>(sizeof event + event.len);
            if ((event.mask & IN_Q_OVERFLOW) != 0)
                for (const auto& [place, listened] : places_) changed_shape.insert(place);
            const auto ear = ears_.find(event.wd);
            if (ear == ears_.end()) continue;
            const bool shape = (event.mask & (IN_ISDIR | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) != 0;
            for (const auto& [place, only] : ear->second.names) {
                if (!only.empty() && event.len > 0 && only != name) continue;
                if (only.empty() && event.len > 0 && ignored_(name)) continue;
                happened.insert(place);
                if (shape) changed_shape.insert(place);
            }
            if ((event.mask & IN_IGNORED) != 0) ears_.erase(ear);
        }
    }
    for (const Place place : changed_shape) arm(place);
    happened.merge(changed_shape);
    return happened;
}

} // namespace blend::agenda
