#pragma once

// One question and its answer over the daemon's socket: as much of HTTP/1.1 as blendd speaks there.
//
// By hand because of the time that it takes to begin: a client library brings TLS and compression along, and loading
// them would take longer than everything else that a command does.

#include "cli/daemon.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace blend::cli {

class Exchange {
public:
    /// Connects. `patience` bounds each wait for the daemon.
    Exchange(const std::string& socket, std::chrono::milliseconds patience);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    bool connected() const { return socket_ >= 0; }

    /// False when the daemon went away.
    bool ask(const Question& question, std::string_view accept);
    /// Reads the head of the answer. False when the daemon went away.
    bool read_head();

    int status() const { return status_; }
    /// By its name in small letters; empty when there is none.
    std::string header(std::string_view name) const;

    enum class Piece { more, end, broken };
    /// The next piece of the body, as soon as it comes.
    Piece read(std::string& piece);

    /// Whoever reads stops reading. From any thread.
    void stop() const;

private:
    bool fill();
    bool read_line(std::string& line);
    Piece read_counted(std::string& piece);

    int socket_{-1};
    std::string unread_;
    int status_{};
    std::map<std::string, std::string, std::less<>> headers_;
    bool chunked_{};
    bool counted_{};       ///< it is known how much is left
    std::uint64_t left_{}; ///< of the body, or of the chunk at hand
    bool within_chunks_{}; ///< one was read: the end of its line comes first
};

} // namespace blend::cli
