#pragma once

// What a careful daemon asks of its process before it opens anything.
//
// Hides the system calls: no files that others can read, no core dumps and no debugger of another program, signals that
// are waited for instead of interrupting, folders that belong to the owner alone.

#include <filesystem>
#include <functional>

namespace blend {

/// Private files, no core dumps; stop signals wait for `wait_for_stop`, also in every thread made from now on.
void settle_in();

/// Makes a folder that nobody else enters, or checks that it is one. Throws a `Problem` that says what to do.
void keep_private(const std::filesystem::path& folder);

/// Throws a `Problem` when others may change what is in a folder; one that does not exist is fine.
void refuse_shared(const std::filesystem::path& folder);

/// Sleeps until SIGTERM or SIGINT, and returns which. Where systemd keeps a watchdog (WatchdogSec=), it is told again
/// and again that all is well, as long as `look`, which takes part in the work, comes back; else nothing wakes
/// meanwhile.
int wait_for_stop(const std::function<void()>& look);

} // namespace blend
