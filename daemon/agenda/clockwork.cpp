#include "daemon/agenda/clockwork.hpp"

#include "daemon/core/problem.hpp"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace blend::agenda {

namespace {

constexpr Seconds after_failure = Minutes{1};

bool nothing_is_ignored(std::string_view) { return false; }

} // namespace

Clockwork::Clockwork(App& app, std::vector<Duty> duties)
    : app_{app}, zone_files_{nothing_is_ignored}, timer_{::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK)},
      wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}
{
    if (timer_ < 0 || wake_ < 0) throw Problem{Problem::Kind::internal, "no descriptors left"};
    for (Duty& duty : duties) duties_.push_back({std::move(duty)});
    // Which zone the machine keeps; a system without one of these files has the other.
    zone_files_.listen(1, "/etc/localtime", Notices::Reach::file);
    zone_files_.listen(2, "/etc/timezone", Notices::Reach::file);
    thread_ = std::thread{[this] { run(); }};
}

Clockwork::~Clockwork()
{
    stop();
    ::close(timer_);
    ::close(wake_);
}

void Clockwork::wake()
{
    const std::lock_guard guard{mutex_};
    ++wanted_;
    [[maybe_unused]] const int woken = ::eventfd_write(wake_, 1);
}

void Clockwork::settle()
{
    wake();
    std::unique_lock lock{mutex_};
    asleep_again_.wait(lock, [this, known = wanted_] { return stop_ || (asleep_ && seen_ >= known); });
}

void Clockwork::stop()
{
    {
        const std::lock_guard guard{mutex_};
        stop_ = true;
    }
    asleep_again_.notify_all();
    wake();
    if (thread_.joinable()) thread_.join();
}

void Clockwork::run()
{
    for (;;) {
        std::uint64_t looking{};
        {
            const std::lock_guard guard{mutex_};
            if (stop_) return;
            looking = wanted_;
            eventfd_t woken{}; // what was wanted up to here is looked at now
            ::eventfd_read(wake_, &woken);
        }
        bool worked = false;
        const Instant now = app_.now();
        const auto next = round(now, worked);
        if (worked) continue; // one duty may have made another one due
        {
            const std::lock_guard guard{mutex_};
            seen_ = looking;
            asleep_ = true;
        }
        asleep_again_.notify_all();
        sleep(next, now);
        const std::lock_guard guard{mutex_};
        asleep_ = false;
    }
}

std::optional<Instant> Clockwork::round(Instant now, bool& worked)
{
    std::optional<Instant> next;
    for (auto& [duty, off] : duties_) {
        std::optional<Instant> due;
        try {
            if (app_.stopping) return std::nullopt;
            due = duty.due(app_, now);
            if (due && off > now) due = std::max(*due, off);
            if (due && *due <= now) {
                worked = true;
                duty.work(app_, now);
                const auto again = duty.due(app_, now);
                off = again && *again <= now ? now + after_failure : Instant{};
                continue;
            }
        } catch (const Problem& problem) {
            spdlog::warn("{}: {}", duty.name, problem.what());
            off = now + after_failure;
            due = off;
        }
        if (due) next = next ? std::min(*next, *due) : *due;
    }
    return next;
}

void Clockwork::sleep(std::optional<Instant> until, Instant now)
{
    itimerspec alarm{}; // all zeros: never
    if (until) {
        const auto at = std::chrono::floor<Seconds>(std::chrono::system_clock::now()) + (*until - now);
        alarm.it_value.tv_sec = std::max<time_t>(1, at.time_since_epoch().count());
    }
    // Also ends when the clock is set, forwards or backwards.
    ::timerfd_settime(timer_, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &alarm, nullptr);
    std::array watched{pollfd{timer_, POLLIN, 0}, pollfd{wake_, POLLIN, 0},
                       pollfd{zone_files_.descriptor(), POLLIN, 0}};
    while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
    }
    std::uint64_t count{};
    [[maybe_unused]] const auto expired = ::read(timer_, &count, sizeof count);
    if (watched[2].revents != 0) zone_files_.take();
}

} // namespace blend::agenda
