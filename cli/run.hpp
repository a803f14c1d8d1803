#pragma once

// The command line as a function: words in, text and an exit code out.

#include "cli/daemon.hpp"
#include "cli/terminal.hpp"
#include "daemon/core/time.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace blend::cli {

/// How to reach the daemon of a home; nothing is connected or started before the first question.
using Connect = std::function<std::unique_ptr<Daemon>(const std::optional<std::filesystem::path>& home)>;

struct Outcome {
    std::string out;
    std::string err;
    int exit_code{};
};

/// Never throws a `Problem`: it becomes "blend: what", "hint: …" and the exit code of its kind.
Outcome run(std::span<const std::string> words, const Connect& connect, const Terminal& terminal, Instant now);

} // namespace blend::cli
