#pragma once

// Starting other programs: the daemon when nobody answers, a browser for the dashboard. Hides posix_spawn; no shell is
// ever involved.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace blend::cli {

/// Starts `blendd`, found beside this program or in $PATH, in a session of its own, and waits until `answers` says so.
/// With a home it is told of it. Throws Problem no_daemon with what the daemon said when it stops before that.
void start_daemon(const std::optional<std::filesystem::path>& home, const std::function<bool()>& answers);

/// False when there is nothing to start it with, or no screen.
bool start_browser(const std::string& address);

} // namespace blend::cli
