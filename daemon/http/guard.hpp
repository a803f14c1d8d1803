#pragma once

// The gate in front of the port: which requests a browser may send us, and from which page.
//
// Pure: values in, a refusal or nothing out. Any web page can make a browser talk to 127.0.0.1, so a request must name
// us exactly as its host (DNS rebinding), or by a name that the owner allows, through TLS; come from our own page or
// from none (forged requests), say that a change is JSON (a plain form cannot), and show a token. A token in an address
// is not a token. The Unix socket needs none of this: only the owner can open it.

#include "daemon/http/access.hpp"
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

/// Refuses a request that was sent to somebody else or from a page of somebody else. Of the hosts that the owner
/// allows, only what a proxy says it took in through TLS is let in: nobody but this machine reaches the port, so what
/// says so is that proxy.
std::optional<Refusal> refuse_stranger(const Head& head, std::uint16_t port,
                                       std::span<const std::string> allowed_hosts);

/// How a request that was not refused came.
Passage passage_of(const Head& head, std::uint16_t port);

/// Which kind of key a secret is; empty for none of ours.
using Admits = std::function<std::optional<KeyKind>(std::string_view secret)>;

/// Refuses a request without the token that `access` asks for.
std::optional<Refusal> refuse_unknown(const Head& head, Access access, const Admits& admits);

/// The headers of every answer. Nothing here ever allows another origin.
std::span<const std::pair<std::string_view, std::string_view>> safety_headers();

} // namespace blend::http
