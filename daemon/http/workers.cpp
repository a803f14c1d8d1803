#include "daemon/http/workers.hpp"

namespace blend::http {

Workers::~Workers() { join(); }

void Workers::run(std::function<void()> job)
{
    const std::lock_guard lock{mutex_};
    jobs_.push_back(std::move(job));
    if (jobs_.size() > idle_)
        threads_.emplace_back([this] { work(); });
    else
        changed_.notify_one();
}

void Workers::work()
{
    std::unique_lock lock{mutex_};
    while (true) {
        if (jobs_.empty()) {
            if (ending_) return;
            ++idle_;
            changed_.wait(lock, [this] { return !jobs_.empty() || ending_; });
            --idle_;
            continue;
        }
        const auto job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

void Workers::join()
{
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    changed_.notify_all();
    for (std::thread& each : threads_)
        if (each.joinable()) each.join();
}

} // namespace blend::http
