#pragma once

// The head of an HTTP request, checked byte by byte before any library sees it.
//
// Pure. Refuses whatever two readers could understand differently: a bare CR or LF, folded lines, two lengths, a length
// beside a transfer coding, absolute targets, control characters. What it lets through has one meaning.

#include "daemon/core/problem.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace blend::http {

inline constexpr std::size_t most_head_bytes = 16 * 1024;
inline constexpr std::size_t most_target_bytes = 4 * 1024;
inline constexpr std::size_t most_headers = 100;
inline constexpr std::uint64_t most_body_bytes = 1024 * 1024;

/// An answer given in place of the handler's.
struct Refusal {
    int status{};
    Problem problem;
};

struct Head {
    std::string method;
    std::string target;                                       ///< "/v1/contacts?limit=5", as it came
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    std::uint64_t length{};                                   ///< of the body that follows

    /// The first of this name (lower case).
    std::optional<std::string_view> header(std::string_view name) const;
    std::size_t count(std::string_view name) const;

    std::string_view path() const;
    std::string_view query() const;
    /// The value of a cookie; empty when it is not sent.
    std::string_view cookie(std::string_view name) const;
};

/// `bytes` ends with the empty line.
std::variant<Head, Refusal> read_head(std::string_view bytes);

/// "%41" as "A"; empty for a broken escape, a NUL or bytes that are not UTF-8.
std::optional<std::string> decode_path(std::string_view text);
/// The same, and "+" is a space.
std::optional<std::string> decode_query(std::string_view text);

} // namespace blend::http
