#include "daemon/reach/desktop.hpp"

#include "daemon/core/columns.hpp"
#include "daemon/core/problem.hpp"

#include <poll.h>
#include <sdbus-c++/sdbus-c++.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace blend::reach {

namespace {

using Ticks = std::chrono::steady_clock;

constexpr const char* name = "org.freedesktop.Notifications";
constexpr const char* path = "/org/freedesktop/Notifications";
constexpr std::chrono::seconds patience{5}; // of one call
constexpr std::size_t most_shown = 64;      // that may still be pressed

Problem problem_of(const sdbus::Error& error)
{
    const std::string& kind = error.getName();
    if (kind.ends_with("ServiceUnknown") || kind.find("Spawn") != std::string::npos || kind.ends_with("NameHasNoOwner"))
        return {Problem::Kind::cannot, "no notification server runs on this desktop",
                "start one, such as dunst, or use another way"};
    if (kind.ends_with("NoReply") || kind.ends_with("Timeout") || kind.find("TIMEDOUT") != std::string::npos)
        return {Problem::Kind::cannot, "the notification server does not answer"};
    return {Problem::Kind::cannot, "the notification server refused: " + clipped(kind, 60)};
}

Problem no_bus()
{
    return {Problem::Kind::cannot, "there is no desktop session to show anything on",
            "start blendd within your session; it finds the session's bus in DBUS_SESSION_BUS_ADDRESS"};
}

Problem no_answer() { return {Problem::Kind::cannot, "the notification server does not answer"}; }

/// For a server that takes markup in a body.
std::string escaped(std::string_view text)
{
    std::string shown;
    for (const char each : text) switch (each) {
        case '&': shown += "&amp;"; break;
        case '<': shown += "&lt;"; break;
        case '>': shown += "&gt;"; break;
        default: shown += each;
        }
    return shown;
}

/// Line ends stay, whatever else a name may hold does not.
std::string harmless_lines(std::string_view text)
{
    std::string lines;
    while (true) {
        const std::string_view line = text.substr(0, text.find('\n'));
        lines += harmless(line);
        if (line.size() == text.size()) return lines;
        lines += '\n';
        text.remove_prefix(line.size() + 1);
    }
}

struct Shown {
    std::string server; ///< its own name on the bus: another server counts from 1 again
    std::uint32_t id{};

    auto operator<=>(const Shown&) const = default;
};

} // namespace

/// Everything about the bus happens on its thread: the library's objects are made, used and dropped there.
class Desktop::Inside {
public:
    explicit Inside(Pressed pressed) : pressed_{std::move(pressed)}, wake_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}
    {
        if (wake_ < 0) throw Problem{Problem::Kind::internal, "no descriptors left"};
    }
    ~Inside()
    {
        stop();
        ::close(wake_);
    }
    Inside(const Inside&) = delete;

    void show(std::vector<Notification> notifications)
    {
        const auto outcome = std::make_shared<std::promise<std::optional<Problem>>>();
        auto done = outcome->get_future();
        {
            const std::lock_guard guard{mutex_};
            if (stopping_) throw Problem{Problem::Kind::cannot, "the daemon stops"};
            tasks_.push_back([this, outcome, notifications = std::move(notifications)] {
                outcome->set_value(refusal_of(notifications));
            });
            if (!thread_.joinable()) thread_ = std::thread{[this] { run(); }};
        }
        wake();
        if (const auto problem = done.get()) throw Problem{*problem};
    }

    void stop()
    {
        {
            const std::lock_guard guard{mutex_};
            stopping_ = true;
        }
        wake();
        if (thread_.joinable()) thread_.join();
    }

private:
    void wake() const { [[maybe_unused]] const int woken = eventfd_write(wake_, 1); }

    bool stopping() const
    {
        const std::lock_guard guard{mutex_};
        return stopping_;
    }

    void run()
    {
        while (true) {
            for (auto task = next_task(); task; task = next_task()) task();
            if (stopping()) break;
            if (live_.empty()) hang_up();
            wait({});
        }
        hang_up();
    }

    std::function<void()> next_task()
    {
        const std::lock_guard guard{mutex_};
        if (tasks_.empty()) return {};
        auto task = std::move(tasks_.front());
        tasks_.pop_front();
        return task;
    }

    /// Until something happens, or the moment comes.
    void wait(std::optional<Ticks::time_point> until)
    {
        try {
            if (connection_ && connection_->processPendingRequest()) return;
            std::array<pollfd, 2> watched{pollfd{wake_, POLLIN, 0}, pollfd{-1, 0, 0}};
            int timeout = -1;
            if (connection_) {
                const auto bus = connection_->getEventLoopPollData();
                watched[1] = {bus.fd, bus.events, 0};
                timeout = bus.getPollTimeout();
            }
            if (until) {
                const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Ticks::now()).count();
                const int mine = static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
                timeout = timeout < 0 ? mine : std::min(timeout, mine);
            }
            ::poll(watched.data(), watched.size(), timeout);
            eventfd_t count{};
            eventfd_read(wake_, &count);
        } catch (const sdbus::Error&) {
            hang_up(); // the bus went away, and with it whatever was shown
        }
    }

    void hang_up()
    {
        live_.clear();
        proxy_.reset();
        connection_.reset();
    }

    void call_up()
    {
        if (connection_) return;
        // Only here a library's fault becomes ours: whoever has no desktop hears it in words.
        try {
            connection_ = sdbus::createSessionBusConnection();
            proxy_ = sdbus::createProxy(*connection_, name, path);
            proxy_->uponSignal("ActionInvoked")
                .onInterface(name)
                .call([this](std::uint32_t id, const std::string& action) { pressed(id, action); });
            proxy_->uponSignal("NotificationClosed").onInterface(name).call([this](std::uint32_t id, std::uint32_t) {
                live_.erase({sender(), id});
            });
            proxy_->finishRegistration();
        } catch (const sdbus::Error&) {
            hang_up();
            throw no_bus();
        }
    }

    std::string sender() const
    {
        const auto* message = proxy_->getCurrentlyProcessedMessage();
        return message == nullptr ? std::string{} : message->getSender();
    }

    /// Sends a call and takes what comes until its answer is there.
    template <class Answer, class... Arguments> Answer ask(const char* method, const Arguments&... arguments)
    {
        struct Heard {
            std::optional<Answer> answer;
            std::optional<Problem> problem;
        };
        const auto heard = std::make_shared<Heard>(); // outlives this call when the answer comes too late
        const auto until = Ticks::now() + patience;
        try {
            proxy_->callMethodAsync(method)
                .onInterface(name)
                .withTimeout(patience)
                .withArguments(arguments...)
                .uponReplyInvoke([heard, this](const sdbus::Error* error, Answer answer) {
                    server_ = sender();
                    if (error != nullptr)
                        heard->problem = problem_of(*error);
                    else
                        heard->answer = std::move(answer);
                });
        } catch (const sdbus::Error& error) {
            hang_up();
            throw no_bus();
        }
        while (!heard->answer && !heard->problem) {
            if (!connection_) throw no_bus();
            if (Ticks::now() >= until || stopping()) throw no_answer();
            wait(until);
        }
        if (heard->problem) throw *heard->problem;
        return *heard->answer;
    }

    /// What was thrown here is dropped here: the other thread gets words of its own.
    std::optional<Problem> refusal_of(const std::vector<Notification>& notifications)
    {
        try {
            show_all(notifications);
        } catch (const Problem& problem) {
            return Problem{problem.kind, problem.what(), problem.hint};
        }
        return {};
    }

    void show_all(const std::vector<Notification>& notifications)
    {
        call_up();
        const auto able = ask<std::vector<std::string>>("GetCapabilities");
        const auto can = [&](const char* what) { return std::find(able.begin(), able.end(), what) != able.end(); };
        markup_ = can("body-markup");
        for (const Notification& each : notifications) {
            std::vector<std::string> actions;
            if (can("actions"))
                for (const Button& button : each.buttons) {
                    actions.emplace_back(word(button.action));
                    actions.push_back(button.words);
                }
            const auto id = put(0, each.title, each.body, actions, {});
            if (!actions.empty()) remember({server_, id}, each);
        }
    }

    using Hints = std::map<std::string, sdbus::Variant>;

    std::uint32_t put(std::uint32_t instead_of, const std::string& title, const std::string& body,
                      const std::vector<std::string>& actions, const Hints& hints)
    {
        const std::string plain = harmless_lines(body);
        return ask<std::uint32_t>("Notify", std::string{"Blend"}, instead_of, std::string{}, harmless(title),
                                  markup_ ? escaped(plain) : plain, actions, hints, std::int32_t{-1});
    }

    void remember(const Shown& shown, const Notification& notification)
    {
        if (live_.size() >= most_shown) live_.erase(live_.begin());
        live_.insert_or_assign(shown, notification);
    }

    void pressed(std::uint32_t id, const std::string& action_word)
    {
        const auto action = from_word<Action>(action_word);
        const auto found = live_.find({sender(), id});
        if (!action || found == live_.end()) return;
        Notification notification = std::move(found->second);
        live_.erase(found);
        // Not from within the library, which is not done with this signal yet.
        const std::lock_guard guard{mutex_};
        tasks_.push_back(
            [this, id, action = *action, notification = std::move(notification)] { answer(id, action, notification); });
        wake();
    }

    void answer(std::uint32_t id, Action action, const Notification& notification)
    {
        std::string said;
        // What the owner pressed may not be possible any more; that is said where they pressed it.
        try {
            said = pressed_({action, notification.of, notification.link});
        } catch (const Problem& problem) {
            said = problem.what();
        }
        if (said.empty()) return;
        if (notification.names == Names::hidden) said = "Noted.";
        try {
            put(id, "Blend", said, {}, {{"transient", sdbus::Variant{true}}});
        } catch (const Problem& problem) {
            if (!stopping()) spdlog::info("a notification was answered, but not shown so: {}", problem.what());
        }
    }

    Pressed pressed_;
    int wake_;

    mutable std::mutex mutex_;
    bool stopping_{};                         ///< guarded by mutex_
    std::deque<std::function<void()>> tasks_; ///< guarded by mutex_
    std::thread thread_;                      ///< begun under mutex_

    // The thread's own.
    std::unique_ptr<sdbus::IConnection> connection_;
    std::unique_ptr<sdbus::IProxy> proxy_;
    std::map<Shown, Notification> live_;
    std::string server_; ///< that answered last
    bool markup_{};
};

Desktop::Desktop(Pressed pressed) : inside_{std::make_unique<Inside>(std::move(pressed))} {}
Desktop::~Desktop() = default;
void Desktop::show(std::vector<Notification> notifications) { inside_->show(std::move(notifications)); }
void Desktop::stop() { inside_->stop(); }

} // namespace blend::reach
