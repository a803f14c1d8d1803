#pragma once

// The thread that gives nudges at the owner's hour. Between two rounds it naps: a changed hour is noticed within ten
// minutes, and so is an hour that passed while the machine slept.

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
