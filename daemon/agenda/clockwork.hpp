#pragma once

// A thread that does what comes round by itself, each thing when it is due.
//
// Nothing is scheduled: what is due next is computed anew whenever something changed, so nothing can be forgotten. In
// between it sleeps until the next due moment and wakes up for nothing else; a clock that was set, a zone that was
// changed, and a machine that slept are noticed at once. What fails is tried again a minute later.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/notices.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace blend::agenda {

/// Something that comes round by itself. Both functions may throw `Problem`.
struct Duty {
    std::string name; ///< for the log
    /// When it is due; empty when that is not in sight, past when it is overdue.
    std::function<std::optional<Instant>(App&, Instant now)> due;
    /// Is not due any more when it returns.
    std::function<void(App&, Instant now)> work;
};

class Clockwork {
public:
    Clockwork(App& app, std::vector<Duty> duties);
    ~Clockwork(); ///< stops
    Clockwork(const Clockwork&) = delete;
    Clockwork& operator=(const Clockwork&) = delete;

    /// Something changed: what is due is looked at again. From any thread.
    void wake();

    /// Returns when everything that is due has been done, as far as it was known when this was called.
    void settle();

    /// Returns when what is under way has ended; nothing is begun any more.
    void stop();

private:
    void run();
    std::optional<Instant> round(Instant now, bool& worked);
    void sleep(std::optional<Instant> until, Instant now);

    struct Put {
        Duty duty;
        Instant off{}; ///< what failed rests until then
    };

    App& app_;
    std::vector<Put> duties_;
    Notices zone_files_;
    int timer_;
    int wake_;

    std::mutex mutex_;
    std::condition_variable asleep_again_;
    std::uint64_t wanted_{}; ///< how often it was woken
    std::uint64_t seen_{};   ///< of these, before its last look at what is due
    bool asleep_{};
    bool stop_{};
    std::thread thread_;
};

} // namespace blend::agenda
