#pragma once

// Where everything lies: one rule for the daemon and the command line.
//
// Pure: the environment is a value. With a home, everything is under that one folder (tests, demos); without one, the
// XDG folders hold it. Nothing is created here.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace blend::wire {

struct Places {
    std::filesystem::path data;   ///< folder of the ledger and its backups
    std::filesystem::path config; ///< config.toml
    std::filesystem::path socket; ///< api.sock
};

/// A variable of the environment; empty when it is not set or says nothing.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// That of this process.
Environment environment();

/// `home` is what --home said; without it $BLEND_HOME counts. Throws a `Problem` when there is no home folder at all.
Places find_places(const std::optional<std::filesystem::path>& home, const Environment& environment);

} // namespace blend::wire
