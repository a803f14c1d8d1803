#pragma once

// A notification server on the test's bus: keeps what it was given, and presses what the test wants.

#include "tests/unit/reach/partners.hpp"

#include <sdbus-c++/sdbus-c++.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace blend::reach::test {

inline constexpr const char* notifications_name = "org.freedesktop.Notifications";

struct Put {
    std::uint32_t instead_of{};
    std::string title;
    std::string body;
    std::vector<std::string> actions;
};

class NotificationServer {
public:
    explicit NotificationServer(const Bus& bus, std::vector<std::string> able)
        : able_{std::move(able)}, connection_{sdbus::createSessionBusConnectionWithAddress(bus.address())},
          object_{sdbus::createObject(*connection_, "/org/freedesktop/Notifications")}
    {
        object_->registerMethod("GetCapabilities").onInterface(notifications_name).implementedAs([this] {
            return able_;
        });
        object_->registerMethod("Notify")
            .onInterface(notifications_name)
            .implementedAs([this](const std::string&, std::uint32_t instead_of, const std::string&,
                                  const std::string& title, const std::string& body,
                                  const std::vector<std::string>& actions, const std::map<std::string, sdbus::Variant>&,
                                  std::int32_t) {
                const std::lock_guard guard{mutex_};
                put_.push_back({instead_of, title, body, actions});
                return static_cast<std::uint32_t>(put_.size());
            });
        object_->registerSignal("ActionInvoked")
            .onInterface(notifications_name)
            .withParameters<std::uint32_t, std::string>();
        object_->registerSignal("NotificationClosed")
            .onInterface(notifications_name)
            .withParameters<std::uint32_t, std::uint32_t>();
        object_->finishRegistration();
        connection_->requestName(notifications_name);
        connection_->enterEventLoopAsync();
    }
    ~NotificationServer() { connection_->leaveEventLoop(); }
    NotificationServer(const NotificationServer&) = delete;

    void press(std::uint32_t id, const std::string& action)
    {
        object_->emitSignal("ActionInvoked").onInterface(notifications_name).withArguments(id, action);
    }
    void close(std::uint32_t id)
    {
        object_->emitSignal("NotificationClosed").onInterface(notifications_name).withArguments(id, std::uint32_t{2});
    }

    std::vector<Put> put() const
    {
        const std::lock_guard guard{mutex_};
        return put_;
    }

private:
    std::vector<std::string> able_;
    mutable std::mutex mutex_;
    std::vector<Put> put_;
    std::unique_ptr<sdbus::IConnection> connection_;
    std::unique_ptr<sdbus::IObject> object_;
};

} // namespace blend::reach::test
