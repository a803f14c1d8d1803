#include "cli/interrupt.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>

namespace blend::cli {
namespace {

constexpr int exit_by_interrupt = 130;

sigset_t watched()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

} // namespace

Interrupt::Interrupt(std::function<void()> asked)
{
    const sigset_t set = watched();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signals_ = signalfd(-1, &set, SFD_CLOEXEC);
    finished_ = eventfd(0, EFD_CLOEXEC);
    thread_ = std::thread{[this, asked = std::move(asked)] { wait(asked); }};
}

Interrupt::~Interrupt()
{
    const std::uint64_t one = 1;
    static_cast<void>(!write(finished_, &one, sizeof one));
    thread_.join();
    close(signals_);
    close(finished_);
    const sigset_t set = watched();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void Interrupt::wait(const std::function<void()>& asked)
{
    pollfd both[] = {{signals_, POLLIN, 0}, {finished_, POLLIN, 0}};
    for (;;) {
        if (poll(both, 2, -1) < 0) continue;
        if ((both[1].revents & POLLIN) != 0) return;
        signalfd_siginfo info{};
        if (read(signals_, &info, sizeof info) != sizeof info) continue;
        if (happened_.exchange(true)) std::_Exit(exit_by_interrupt);
        asked();
    }
}

} // namespace blend::cli
