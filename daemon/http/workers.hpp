#pragma once

// Threads that grow with the work: a job never waits behind another, and idle threads are used again.

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace blend::http {

class Workers {
public:
    Workers() = default;
    ~Workers(); ///< joins
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Runs the job now, on a thread of its own. Jobs do not throw.
    void run(std::function<void()> job);

    /// Returns when all jobs have. Nothing may be run afterwards.
    void join();

private:
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::list<std::function<void()>> jobs_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool ending_ = false;
};

} // namespace blend::http
