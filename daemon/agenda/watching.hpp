#pragma once

// The thread that keeps an eye on the places that are read by themselves.
//
// Looks at each when it begins, and after that only when something happened there and the files have come to rest. Idle
// it sleeps without any timer. What goes wrong at one place is noted there and stops nothing else.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/looking.hpp"
#include "daemon/agenda/notices.hpp"

#include <chrono>
#include <map>
#include <thread>

namespace blend::agenda {

class Watching {
public:
    Watching(App& app, Settle settle);
    ~Watching(); ///< stops
    Watching(const Watching&) = delete;
    Watching& operator=(const Watching&) = delete;

    /// The list of places is read again.
    void wake();
    /// Ends a look that is under way, and returns when it has.
    void stop();

private:
    using Ticks = std::chrono::steady_clock;

    void run();
    void read_list();
    int until_due() const; ///< milliseconds for poll; -1 = for ever
    void look_where_due();

    App& app_;
    Settle settle_;
    Notices notices_;
    int wake_;
    std::map<std::int64_t, store::WatchedRecord> places_;
    std::map<std::int64_t, Ticks::time_point> due_;
    std::thread thread_;
};

} // namespace blend::agenda
