#pragma once

// What a handler is given: the request after the guard, its path and query decoded once, its body parsed once.
//
// Hides the HTTP library. A handler may rely on all text being valid UTF-8 without NUL, and on `body<T>()` refusing
// what does not fit: whatever is wrong with a request is a `Problem` of kind bad_request that names the field.

#include "daemon/http/access.hpp"
#include "daemon/wire/json.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace blend::http {

/// Where a request came in: the Unix socket (same user, checked) or the port on loopback.
enum class Way { socket, browser };

/// What a handler may say beyond its JSON, through `request.reply()`.
struct Reply {
    int status = 200;
    std::optional<std::string> cookie; ///< a Set-Cookie line, from `Keyring`
    std::optional<std::string>
        content_type; ///< then the returned JSON is a string that travels bare, as this type: a file to save
    std::optional<std::filesystem::path> file; ///< sent in place of the JSON, then gone with the folder it is alone in
};

class Request {
public:
    using Texts = std::map<std::string, std::string, std::less<>>;

    /// What the server took from the wire; tests fill it by hand.
    struct Parts {
        Way way = Way::socket;
        Texts parameters;    ///< of the path, decoded
        Texts queries;       ///< decoded; of several with one name the first
        std::string body;    ///< as it came
        std::string session; ///< the token in the session cookie
        std::string address; ///< "http://127.0.0.1:2626"; empty while no port is open
        Passage passage = Passage::this_machine;
    };

    Request(Parts parts, Keyring& keyring, Reply& reply);

    Way way() const { return parts_.way; }
    Keyring& keyring() const { return keyring_; }
    Reply& reply() const { return reply_; }

    /// A part of the path by its name in the route: `parameter("contact")`. The route promises that it is there.
    const std::string& parameter(std::string_view name) const;
    /// The same as a number that counts from 1.
    std::int64_t number_parameter(std::string_view name) const;

    /// `limit=5` in the query. An empty value is a value.
    std::optional<std::string> query(std::string_view name) const;
    /// The same as a whole number from `least` to `most`.
    std::optional<std::int64_t> number(std::string_view name, std::int64_t least, std::int64_t most) const;
    /// The same as "true" or "false"; a bare name means true.
    std::optional<bool> flag(std::string_view name) const;

    /// The body as one of the shapes of the API, read strictly; an empty body reads as `{}`.
    template <class Shape> Shape body() const { return wire::read<Shape>(parts_.body); }

    /// The token in the browser's cookie, for signing out; empty without one.
    const std::string& session() const { return parts_.session; }
    Passage passage() const { return parts_.passage; }
    /// Where a browser on this machine finds the dashboard; empty while no port is open.
    const std::string& address() const { return parts_.address; }

private:
    Parts parts_;
    Keyring& keyring_;
    Reply& reply_;
};

} // namespace blend::http
