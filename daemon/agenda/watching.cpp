#include "daemon/agenda/watching.hpp"

#include "daemon/core/problem.hpp"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace blend::agenda {

namespace {

/// Even files that need no rest are not looked for between two events of one change.
constexpr std::chrono::milliseconds shortest_rest{20};
/// A disk that is full now is tried again, without anything having happened at the place.
constexpr std::chrono::minutes after_failure{10};

} // namespace

Watching::Watching(App& app, Settle settle)
    : app_{app}, settle_{settle}, notices_{is_unready}, wake_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}
{
    if (wake_ < 0) throw Problem{Problem::Kind::internal, "no descriptors left"};
    app_.sources_changed = [this] { wake(); };
    app_.watching = true;
    thread_ = std::thread{[this] { run(); }};
}

Watching::~Watching()
{
    stop();
    app_.sources_changed = [] {};
    ::close(wake_);
}

void Watching::wake() { [[maybe_unused]] const int woken = eventfd_write(wake_, 1); }

void Watching::stop()
{
    app_.stopping = true;
    app_.cancel_import = true;
    wake();
    if (thread_.joinable()) thread_.join();
    app_.watching = false;
}

void Watching::run()
{
    read_list();
    while (!app_.stopping) {
        std::array watched{pollfd{notices_.descriptor(), POLLIN, 0}, pollfd{wake_, POLLIN, 0}};
        if (::poll(watched.data(), watched.size(), until_due()) < 0 && errno != EINTR) return;
        if (app_.stopping) return;
        if (watched[1].revents != 0) {
            eventfd_t count{};
            eventfd_read(wake_, &count);
            read_list();
        }
        const auto rest = Ticks::now() + std::max(settle_, shortest_rest);
        for (const Notices::Place place : notices_.take()) due_.try_emplace(place, rest);
        look_where_due();
    }
}

void Watching::read_list()
{
    std::map<std::int64_t, store::WatchedRecord> now;
    try {
        for (const store::WatchedRecord& each : app_.store.watched())
            if (!is_account(each.kind)) now.emplace(each.id, each);
    } catch (const Problem& problem) {
        spdlog::warn("the list of sources cannot be read: {}", problem.what());
        return;
    }
    for (const auto& [id, place] : places_)
        if (const auto still = now.find(id); still == now.end() || still->second.path != place.path) {
            notices_.forget(id);
            due_.erase(id);
        }
    for (const auto& [id, place] : now) {
        if (const auto before = places_.find(id); before != places_.end() && before->second.path == place.path)
            continue;
        const bool is_file = place.kind == store::WatchedKind::mbox;
        // Listening comes before looking: what happens in between is looked at twice, not missed.
        if (const auto trouble = notices_.listen(id, place.path, is_file ? Notices::Reach::file : Notices::Reach::tree))
            spdlog::warn("source {}: {}", id, *trouble);
        due_[id] = Ticks::now();
    }
    places_ = std::move(now);
}

int Watching::until_due() const
{
    if (due_.empty()) return -1;
    const auto next =
        std::min_element(due_.begin(), due_.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next->second - Ticks::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

void Watching::look_where_due()
{
    for (const auto& [id, place] : places_) {
        const auto due = due_.find(id);
        if (due == due_.end() || due->second > Ticks::now()) continue;
        if (app_.stopping) return;
        due_.erase(due);
        // One place that cannot be read is no reason to stop looking at the others.
        try {
            const Look look = look_at(app_, place, settle_, Since::change);
            if (look.waiting > 0) due_[id] = Ticks::now() + std::max(settle_, shortest_rest);
            if (look.stored > 0) spdlog::info("source {}: {} new records", id, look.stored);
            app_.changed("sources");
        } catch (const Problem& problem) {
            if (app_.stopping) return;
            spdlog::warn("source {}: {}", id, problem.what());
            due_[id] = Ticks::now() + after_failure;
        }
    }
}

} // namespace blend::agenda
