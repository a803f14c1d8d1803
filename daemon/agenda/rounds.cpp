#include "daemon/agenda/rounds.hpp"

#include "daemon/agenda/nudging.hpp"
#include "daemon/core/problem.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace blend::agenda {

namespace {

constexpr Seconds longest_nap = Minutes{10};

/// A ledger that cannot be read just now is asked again after a nap; the daemon stays up.
Instant due_after(const App& app, Instant looked)
{
    try {
        return next_round(app.settings(), looked);
    } catch (const Problem& problem) {
        spdlog::warn("the hour of the nudges is not known: {}", problem.what());
        return looked + longest_nap * 2;
    }
}

} // namespace

Instant next_round(const Settings& settings, Instant now)
{
    const Day today = settings.zone.day(now);
    const auto at = [&](Day day) { return settings.zone.instant(day + std::chrono::hours{settings.nudge_hour}); };
    return at(today) > now ? at(today) : at(today + std::chrono::days{1});
}

Rounds::Rounds(App& app) : app_{app}, thread_{[this] { run(); }} {}

Rounds::~Rounds()
{
    {
        const std::lock_guard guard{mutex_};
        stop_ = true;
    }
    stopped_.notify_all();
    thread_.join();
}

void Rounds::run()
{
    std::unique_lock lock{mutex_};
    Instant looked = app_.now();
    while (!stop_) {
        // Short naps: a machine that slept, a clock that was set and a changed hour are noticed at the next one.
        const Instant due = due_after(app_, looked);
        const auto wait = std::clamp<Seconds>(due - app_.now(), Seconds{0}, longest_nap);
        if (stopped_.wait_for(lock, wait, [this] { return stop_; })) return;
        looked = app_.now();
        if (due > looked) continue;
        lock.unlock();
        // A round that fails is tried again the next day or when somebody asks; the daemon stays up.
        try {
            give_nudges(app_);
        } catch (const Problem& problem) {
            spdlog::warn("no nudges this time: {}", problem.what());
        }
        lock.lock();
    }
}

} // namespace blend::agenda
