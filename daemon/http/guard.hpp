#pragma once

// The gate in front of the port: which requests a browser may send us, and from which page.
//
// Pure: values in, a refusal or nothing out. Any web page can make a browser talk to 127.0.0.1, so a request must name
// us exactly as its host (DNS rebinding), come from our own page or from none (forged requests), say that a change is
// JSON (a plain form cannot), and show a token. A token in an address is not a token. The Unix socket needs none of
// this: only the owner can open it.

#include "daemon/http/head.hpp"
#include "daemon/http/routes.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace blend::http {

/// Refuses what no request may look like, on either way in: a method we do not know, a change that is not JSON.
std::optional<Refusal> refuse_form(const Head& head);

/// Refuses a request that was sent to somebody else or from a page of somebody else.
std::optional<Refusal> refuse_stranger(const Head& head, std::uint16_t port);

/// Refuses a request without the token that `access` asks for. `admits` says whether a secret is a key of ours.
std::optional<Refusal> refuse_unknown(const Head& head, Access access,
                                      const std::function<bool(std::string_view secret)>& admits);

/// The headers of every answer. Nothing here ever allows another origin.
std::span<const std::pair<std::string_view, std::string_view>> safety_headers();

} // namespace blend::http
