#pragma once

// One open connection with a deadline on everything it does.
//
// Hides the socket calls. Reading and writing wait for the peer at most until the deadline and never raise SIGPIPE. One
// thread uses a connection; only `hang_up` may be called from another, and ends every wait at once.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace blend::http {

class Connection {
public:
    using Clock = std::chrono::steady_clock;

    /// Takes the descriptor over.
    Connection(int descriptor, std::chrono::milliseconds patience);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    enum class HeadEnd { whole, too_long, lost };
    struct Bytes {
        HeadEnd end{};
        std::string head; ///< up to and with the empty line
    };

    /// Everything up to the empty line; what came after it is kept for `read`.
    Bytes read_head(std::size_t most);

    /// Up to `size` bytes of what follows the head; 0 at its end, when the peer is gone, or after the deadline.
    std::size_t read(char* into, std::size_t size);

    /// All of it, or false when the peer is gone or does not take it in time.
    bool write(std::string_view bytes);

    /// Exactly so many bytes, or false when they do not come.
    bool read_all(std::size_t size, std::string& into);

    /// Gives the peer its time anew: for the answer, after a handler took its own.
    void set_patience(std::chrono::milliseconds patience);

    enum class Woken { by_descriptor, by_end };
    /// Sleeps without a deadline until `descriptor` is readable, or the peer is gone or talks out of turn.
    Woken wait_for(int descriptor);

    /// Says goodbye so that the peer can read the answer although it may still be sending.
    void finish();

    /// Ends it so that not even the kernel keeps what the peer did not take.
    void break_off();

    void hang_up();

    /// Whether the peer runs as this user: asked of the kernel, for Unix sockets.
    bool is_own_user() const;

    int descriptor() const { return descriptor_; }

private:
    enum class Direction { in, out };
    bool wait(Direction direction) const;

    int descriptor_;
    Clock::time_point deadline_;
    std::string ahead_; ///< read with the head, but past its end
};

} // namespace blend::http
