#pragma once

// Questions to servers outside this machine. Hides libcurl.
//
// Only where the owner sends it: https to any host, http to this machine alone. Certificates are checked against the
// system's. Redirects are followed on the same host only, so that no other server sees a password or learns of a name.
// What a server sends is bounded in size and time. For one thread at a time.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace blend::outside {

/// For Basic or Digest, whichever the server asks for.
struct Login {
    std::string user;
    std::string password;
};

struct Request {
    std::string method{"GET"}; ///< PROPFIND, REPORT and the like too
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::chrono::seconds deadline{60};
    std::size_t most_bytes{std::size_t{64} << 20};
};

struct Reply {
    int status{};
    std::map<std::string, std::string> headers; ///< names in small letters; of several of one name the last
    std::string body;
    std::string url; ///< that answered, after redirects

    bool fine() const { return status >= 200 && status < 300; }
    /// Empty when there is none.
    std::string_view header(std::string_view name) const;
};

/// Keeps its connection from one request to the next.
class Caller {
public:
    explicit Caller(std::optional<Login> login = {}, const std::atomic<bool>* cancelled = nullptr);
    ~Caller();
    Caller(Caller&&) noexcept;
    Caller& operator=(Caller&&) noexcept;

    /// Whatever status the server answers with is a reply. Throws Problem{cannot} when none came, in one line: an
    /// address that may not be asked, a name that nobody knows, a certificate that is not trusted, a redirect to
    /// another host, a reply that is too long or takes too long, a wish to stop.
    Reply ask(const Request& request);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// Throws Problem{bad_request} unless the text is an address that may be asked.
void refuse_unless_allowed(const std::string& url);

/// Where a link of a document leads, which may be relative; empty when it leads to another host.
std::optional<std::string> resolved(const std::string& url, const std::string& link);

/// The name of the server: "dav.example.org"; empty when there is none.
std::string host_of(const std::string& url);

/// One line for a person: "dav.example.org says 403 Forbidden".
std::string said(const Reply& reply);

} // namespace blend::outside
