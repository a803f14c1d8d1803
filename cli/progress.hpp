#pragma once

// How far a long import has come: a bar with rate and time left on a terminal, now and then a line elsewhere.

#include "cli/daemon.hpp"
#include "cli/terminal.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace blend::cli {

struct ImportProgress {
    std::string path;
    std::int64_t done{};  ///< bytes
    std::int64_t total{}; ///< 0 = unknown
    std::int64_t records{};
    std::int64_t file{};  ///< counted from 1
    std::int64_t files{}; ///< of the pile
};

/// Empty fields for an event that says something else.
ImportProgress import_progress(std::string_view event_data);

/// "3 of 12: chat.txt ━━━━━━────  61%, 48,000 records, 21.3 MB/s, 3 s left", at most `width` columns.
std::string progress_line(const ImportProgress& progress, std::chrono::duration<double> elapsed, int width);

/// Draws on standard error while events come in; its end clears the bar.
class ProgressDrawing {
public:
    explicit ProgressDrawing(const Terminal& terminal);
    ~ProgressDrawing();
    ProgressDrawing(const ProgressDrawing&) = delete;
    ProgressDrawing& operator=(const ProgressDrawing&) = delete;

    /// From one thread only.
    void show(const Event& event);

private:
    using Ticks = std::chrono::steady_clock;

    const Terminal& terminal_;
    std::string path_;
    std::int64_t done_{};
    Ticks::time_point file_began_{};
    Ticks::time_point last_line_{Ticks::now()};
    bool drawn_{};
};

} // namespace blend::cli
