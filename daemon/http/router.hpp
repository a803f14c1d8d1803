#pragma once

// Which row of the route table a request means. Pure.
//
// A path is cut at its slashes before anything is decoded, so that a name with an encoded slash stays one part.

#include "daemon/http/head.hpp"
#include "daemon/http/routes.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace blend::http {

struct Match {
    const Route* route{};
    Request::Texts parameters;
};

enum class Mismatch {
    no_path,   ///< nothing is there
    no_method, ///< something is there, but not for this method
};

/// HEAD asks what GET asks.
std::variant<Match, Mismatch> find_route(std::span<const Route> routes, std::string_view method, std::string_view path);

/// "a=1&b=x+y", decoded; of several with one name the first. A `Problem` when it cannot be decoded.
Request::Texts read_query(std::string_view query);

} // namespace blend::http
