#pragma once

// A server with a few routes of its own on a free port and a socket in a fresh folder, and a client that says bytes.
//
// Hides sockets. Every wait ends after ten seconds with what has come so far, so that a broken server fails a test
// instead of hanging it.

#include "daemon/http/access.hpp"
#include "daemon/http/events.hpp"
#include "daemon/http/server.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace blend::agenda {

/// What the routes of the tests leave behind.
struct App {
    std::atomic<int> changes{0};
};

} // namespace blend::agenda

namespace blend::http::test {

/// A folder that only this test knows, gone when it ends.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// What came back over one connection.
struct Heard {
    std::string bytes;

    int status() const; ///< of the first answer; 0 when there is none
    int answers() const;
    std::string header(std::string_view name) const; ///< name as it is written; empty without it
    std::string body() const;
};

/// One connection, by hand.
class Caller {
public:
    explicit Caller(std::uint16_t port);
    explicit Caller(const std::filesystem::path& socket);
    ~Caller();
    Caller(Caller&& other) noexcept;
    Caller& operator=(Caller&& other) noexcept;
    Caller(const Caller&) = delete;

    /// False when the other side has gone.
    bool say(std::string_view bytes);
    /// Until `text` has come, or the end.
    std::string hear_until(std::string_view text);
    /// Until the other side closes.
    Heard hear();
    bool is_closed_by_peer();
    void close();

private:
    int descriptor_;
    std::string heard_;
};

struct House {
    explicit House(std::chrono::milliseconds patience = std::chrono::seconds{10});

    Heard ask(std::string_view bytes) const;
    Heard ask_socket(std::string_view bytes) const;
    /// A whole request with the right Host and, when it is not empty, a token.
    std::string request(std::string_view method, std::string_view target, std::string_view token,
                        std::string_view body = {}) const;
    std::string host() const { return "127.0.0.1:" + std::to_string(server.port()); }

    Folder folder;
    std::filesystem::path socket = folder.path() / "run" / "api.sock";
    std::atomic<std::int64_t> now{1'795'000'000};
    KeysInMemory keys;
    Keyring keyring{keys, [this] { return Instant{std::chrono::seconds{now.load()}}; }};
    Events events;
    agenda::App app;
    Server server;
    std::string token = keyring.add_token("test");
};

} // namespace blend::http::test
