#pragma once

// The thread that gives nudges at the owner's hour. Between two rounds it sleeps; nothing wakes it but the hour, a
// changed setting, and the end of the program.

#include "daemon/agenda/app.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace blend::agenda {

/// When the next round is due: today's nudge hour if it lies ahead, else tomorrow's.
Instant next_round(const Settings& settings, Instant now);

class Rounds {
public:
    explicit Rounds(App& app);
    ~Rounds(); ///< stops

private:
    void run();

    App& app_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stop_{};
    std::thread thread_;
};

} // namespace blend::agenda
