#include "daemon/process.hpp"

#include "daemon/core/problem.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

namespace blend {

namespace {

sigset_t stop_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

Problem cannot(const std::string& what, const std::string& hint = {})
{
    return Problem{Problem::Kind::cannot, what, hint};
}

/// Looks without following a link.
std::optional<struct stat> look(const std::filesystem::path& path)
{
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) return std::nullopt;
    return found;
}

} // namespace

void settle_in()
{
    ::umask(077);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);

    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGHUP, SIG_IGN); // the terminal it was started from may close
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void keep_private(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const auto found = look(folder);
    const std::string& name = folder.native();
    if (!found) throw cannot("the folder cannot be made: " + name, error.message());
    if (!S_ISDIR(found->st_mode))
        throw cannot("not a folder: " + name, "a link is not followed: name the folder itself");
    if (found->st_uid != ::geteuid()) throw cannot("the folder belongs to somebody else: " + name);
    if ((found->st_mode & 077) != 0) throw cannot("others can enter the folder: " + name, "run: chmod 700 " + name);
}

void refuse_shared(const std::filesystem::path& folder)
{
    const auto found = look(folder);
    const std::string& name = folder.native();
    if (!found) return;
    if (S_ISDIR(found->st_mode) && (found->st_mode & 022) != 0)
        throw cannot("others can change what is in the folder: " + name, "run: chmod go-w " + name);
    if (S_ISDIR(found->st_mode) && found->st_uid != ::geteuid())
        throw cannot("the folder belongs to somebody else: " + name);
}

int wait_for_stop(const std::function<void()>& look)
{
    const sigset_t signals = stop_signals();
    std::uint64_t patience = 0; // microseconds
    if (sd_watchdog_enabled(0, &patience) <= 0) {
        int signal = 0;
        sigwait(&signals, &signal);
        return signal;
    }
    const auto half = static_cast<long>(patience / 2);
    const timespec wait{half / 1'000'000, half % 1'000'000 * 1000};
    for (;;) {
        look();
        sd_notify(0, "WATCHDOG=1");
        if (const int signal = sigtimedwait(&signals, nullptr, &wait); signal > 0) return signal;
    }
}

} // namespace blend
