#pragma once

// Listening sockets, opened safely or taken over from systemd.
//
// Hides the system calls and the care they need: a socket file is mode 0600 in a folder 0700 of our own, a dead one is
// removed only when it is a socket, ours, and nobody answers there; nothing is ever followed through a link. Whatever
// stands in the way is a `Problem` that says what to do.

#include <cstdint>
#include <filesystem>
#include <optional>

namespace blend::http {

/// A descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_{number} {}
    Descriptor(Descriptor&& other) noexcept : number_{other.release()} {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    int release();

private:
    int number_;
};

/// Listens on a Unix socket for this user alone.
Descriptor open_socket(const std::filesystem::path& path);

/// Listens on 127.0.0.1; 0 is any free port.
Descriptor open_port(std::uint16_t port);

/// The port a descriptor listens on.
std::uint16_t port_of(const Descriptor& descriptor);

/// Doors that systemd holds open for us; both empty when it does not.
struct HandedOver {
    Descriptor socket;
    Descriptor port;
};
HandedOver take_over_doors();

} // namespace blend::http
