#pragma once

// The daemon behind its Unix socket. Hides the exchange over it.

#include "cli/daemon.hpp"

#include <filesystem>
#include <functional>

namespace blend::cli {

class SocketDaemon final : public Daemon {
public:
    /// `start` is called once, when nobody answers at the socket; it returns when somebody does, or throws. It is given
    /// the question whether somebody answers now.
    using Start = std::function<void(const std::function<bool()>& answers)>;

    SocketDaemon(std::filesystem::path socket, Start start);

    Answer ask(const Question& question) override;
    void follow(std::stop_token stop, const std::function<void(const Event&)>& each) override;

private:
    std::filesystem::path socket_;
    Start start_;
};

/// Server-sent events out of a stream that arrives in pieces of any length.
class EventReader {
public:
    explicit EventReader(std::function<void(const Event&)> each) : each_{std::move(each)} {}

    void read(std::string_view piece);

private:
    void line(std::string_view line);

    std::function<void(const Event&)> each_;
    std::string unfinished_;
    Event event_;
};

} // namespace blend::cli
