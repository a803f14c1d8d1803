#pragma once

// The one visible table of operations: what schema/api.json says, and which function answers.
//
// Paths are spelled as in schema/api.json. A handler reads the request, asks the app and returns the reply as JSON;
// what it cannot honour it throws as a `Problem`. Handlers run on many threads at once.

#include "daemon/http/feed.hpp"
#include "daemon/http/request.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace blend::agenda {
struct App;
}

namespace blend::http {

/// Who may call an operation on the port. Over the Unix socket, which is the owner's own, everything is open.
enum class Access {
    open,        ///< without a token
    signed_in,   ///< with a session cookie or a named token
    dashboard,   ///< with a session cookie: a token cannot make another
    socket_only, ///< not on the port at all
};

struct Route {
    using Handler = nlohmann::json (*)(agenda::App&, const Request&);

    std::string_view method;
    std::string_view path;      ///< "/v1/contacts/{contact}"
    std::string_view operation; ///< operationId in schema/api.json
    Access access;
    Handler handler; ///< null for follow_events alone, which the server answers itself
};

/// The names under which a proxy with TLS may hand on requests; asked anew for each that says such a name.
using AllowedHosts = std::function<std::vector<std::string>()>;

/// Finds the feed of the app at a secret, for the server's doors.
FindFeed feeds_of(const agenda::App& app);

/// The names under which the owner allows to be asked, as the settings say at the moment.
AllowedHosts allowed_hosts_of(const agenda::App& app);

/// All of them, in the order of docs/API.md.
std::span<const Route> routes();

} // namespace blend::http
