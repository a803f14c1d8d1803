#pragma once

// A line of bytes to a server, for protocols that are spoken elsewhere. Hides libcurl.
//
// Encrypted to any host, its certificate checked against the system's and against its name; in the open to this machine
// alone. No wait is endless: each ends with the patience given or with a wish to stop. For one thread at a time.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace blend::outside {

/// Where "imaps://mail.example.org:993" leads.
struct StreamAddress {
    enum class Line { encrypted, open };

    std::string host;
    std::uint16_t port{};
    Line line{};
};

/// Throws Problem{bad_request} unless the text is imaps:// with a host, or imap:// with this machine, and nothing else
/// but a port.
StreamAddress stream_address(const std::string& url);

class Stream {
public:
    /// Connects. Throws Problem{cannot} in one line: a name that nobody knows, a server that is away, a certificate
    /// that is not trusted.
    explicit Stream(const StreamAddress& address, const std::atomic<bool>* cancelled = nullptr,
                    std::chrono::seconds patience = std::chrono::seconds{60});
    ~Stream();
    Stream(Stream&&) noexcept;
    Stream& operator=(Stream&&) noexcept;

    /// Waits for some bytes; how many there are, 0 when the server has hung up. Throws Problem{cannot} when the line
    /// breaks, patience ends, or somebody wishes to stop.
    std::size_t read(std::span<char> bytes);

    /// All of them; throws as `read` does.
    void write(std::string_view bytes);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace blend::outside
