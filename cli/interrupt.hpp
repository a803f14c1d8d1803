#pragma once

// Ctrl-C while the daemon works: asks it to stop, and waits for its answer. Hides signals.

#include <atomic>
#include <functional>
#include <thread>

namespace blend::cli {

/// While this lives, the first SIGINT or SIGTERM calls `asked` on a thread of its own; a second one ends the program.
class Interrupt {
public:
    explicit Interrupt(std::function<void()> asked);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    bool happened() const { return happened_; }

private:
    void wait(const std::function<void()>& asked);

    std::atomic<bool> happened_{};
    int signals_;
    int finished_;
    std::thread thread_;
};

} // namespace blend::cli
