#pragma once

// Tells in which of several places of the file system something happened. Hides inotify.
//
// A place is a folder with everything below it, or a single file; it may be missing, vanish and come back. Links are
// not followed. When the kernel lost events, something happened everywhere. Nothing wakes up while nothing happens.
// For one thread.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace blend::agenda {

class Notices {
public:
    using Place = std::int64_t;
    enum class Reach { tree, file };

    /// `ignored` says of which names nothing is told.
    explicit Notices(bool (*ignored)(std::string_view name));
    ~Notices();
    Notices(const Notices&) = delete;
    Notices& operator=(const Notices&) = delete;

    /// Readable when `take` has something to tell.
    int descriptor() const { return descriptor_; }

    /// From now on. Why not all of it can be listened to, if so; the rest is.
    std::optional<std::string> listen(Place place, const std::filesystem::path& path, Reach reach);
    void forget(Place place);

    /// Where something happened since the last time. New folders are listened to before this returns.
    std::set<Place> take();

private:
    struct Listened {
        std::filesystem::path path;
        Reach reach{};
    };
    struct Ear {
        std::map<Place, std::string> names; ///< for whom; and of which one name in the folder, unless empty
    };

    std::optional<std::string> arm(Place place);
    bool put_ear(Place place, const std::filesystem::path& folder, const std::string& name, std::set<int>& ears);
    void walk(Place place, const std::filesystem::path& folder, int depth, std::set<int>& ears);

    bool (*ignored_)(std::string_view);
    int descriptor_;
    std::map<Place, Listened> places_;
    std::map<int, Ear> ears_;
    std::optional<std::string> trouble_; ///< of the arming at hand
};

} // namespace blend::agenda
