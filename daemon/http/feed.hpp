#pragma once

// The secret feed on the port: a calendar file for whoever knows its address, without signing in.
//
// A program that has it already is told so, by version or by date.

#include "daemon/core/time.hpp"
#include "daemon/http/answer.hpp"
#include "daemon/http/head.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace blend::http {

struct Feed {
    std::string text;
    Instant changed{};
};

/// The feed at a secret; empty when there is none. Compares in a time that depends on the lengths alone.
using FindFeed = std::function<std::optional<Feed>(std::string_view secret)>;

/// Whether the path is for a feed, whatever its secret.
bool is_feed(std::string_view path);

Answer feed_answer(const Head& head, const FindFeed& find);

/// As HTTP writes a moment: "Mon, 23 Nov 2026 12:00:00 GMT".
std::string http_date(Instant instant);

} // namespace blend::http
