#pragma once

// Serves the API and the dashboard on two doors: a Unix socket for the command line, 127.0.0.1 for browsers.
//
// Hides cpp-httplib, sockets and threads. What callers may rely on: every request has passed the guard before a handler
// sees it; a `Problem` becomes {kind, what, hint} with its status, any other exception a 500 that says nothing of its
// cause; a connection carries one request, has ten seconds to say it and ten to take the answer; a door serves at most
// 64 requests at once and drops the oldest unfinished one for a newcomer; an idle server does not wake up.

#include "daemon/http/feed.hpp"
#include "daemon/http/routes.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace blend::http {

class Events;
class Keyring;

struct Doors {
    std::optional<std::filesystem::path> socket; ///< none: no Unix socket
    std::optional<std::uint16_t> port;           ///< none: no port; 0: any that is free
    std::chrono::milliseconds patience{10'000};  ///< for a whole request, and again for its answer
    FindFeed feed{};                             ///< none: there are no feeds
    AllowedHosts allowed_hosts{};                ///< none: the port is for this machine alone
};

class Server {
public:
    /// Opens the doors, or throws a `Problem` that says why not: a port in use, a socket of somebody else. Doors that
    /// systemd has opened already are taken instead of those named in `doors`.
    Server(agenda::App& app, std::span<const Route> routes, Keyring& keyring, Events& events, Doors doors);
    ~Server(); ///< stops
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Begins to answer.
    void start();

    /// Closes the doors and every connection that waits, and returns when the running handlers have: the app makes
    /// those short. Removes the socket. Does nothing the second time.
    void stop();

    /// The port that is open; 0 without one.
    std::uint16_t port() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace blend::http
