#pragma once

// One look at a place that is read by itself: what is new there goes into the ledger, once.
//
// Hides what was seen before (the ledger keeps it) and how a file is known to be whole. Files are left alone while they
// change, while somebody writes to them, and while their name says that they are not ready; links are not followed. A
// look takes part in the one import at a time: it waits for another one. What was undone is not read again before the
// file changes. After a crash the next look goes on where the last one that reached the disk ended.

#include "daemon/agenda/app.hpp"

#include <chrono>
#include <functional>

namespace blend::agenda {

struct Look {
    std::int64_t files{}; ///< that were read
    std::int64_t read{};  ///< records, as an import counts them
    std::int64_t stored{};
    std::int64_t duplicate{};
    std::int64_t waiting{};             ///< files that are still being written
    std::optional<Instant> newest;      ///< the newest record that was read
    std::optional<std::string> problem; ///< one line
};

/// Which files of the place are read.
enum class Since {
    change, ///< those that changed since they were read
    ever,   ///< those, and those that were refused: the owner may have said meanwhile what was missing
};

/// How long a file has to be left unchanged before it counts as whole.
using Settle = std::chrono::milliseconds;

/// How far it is: records read so far.
using Told =
    std::function<void(const std::string& path, std::uint64_t done, std::uint64_t total, std::int64_t records)>;

Look look_at(App& app, const store::WatchedRecord& watched, Settle settle, Since since, const Told& told = {});

/// Whether a name says that its file is not ready, or not meant to be read: "chat.zip.part", ".hidden", "~lock".
bool is_unready(std::string_view name);

} // namespace blend::agenda
