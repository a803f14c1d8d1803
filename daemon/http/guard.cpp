#include "daemon/http/guard.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace blend::http {

namespace {

using Kind = Problem::Kind;

Refusal not_allowed(int status, std::string what, std::string hint = {})
{
    return {status, Problem{Kind::not_allowed, std::move(what), std::move(hint)}};
}

bool is_our_host(std::string_view host, std::uint16_t port)
{
    const std::string end = ":" + std::to_string(port);
    return host == "127.0.0.1" + end || host == "localhost" + end || host == "[::1]" + end;
}

bool is_json(std::string_view content_type)
{
    std::string type{content_type.substr(0, content_type.find(';'))};
    while (type.ends_with(' ')) type.pop_back();
    std::ranges::transform(type, type.begin(),
                           [](char each) { return each >= 'A' && each <= 'Z' ? char(each + 32) : each; });
    return type == "application/json";
}

/// The secret that a request shows: in its Authorization header, else in its cookie.
std::string_view secret_of(const Head& head)
{
    if (const auto authorization = head.header("authorization")) {
        constexpr std::string_view scheme = "Bearer ";
        return authorization->starts_with(scheme) ? authorization->substr(scheme.size()) : std::string_view{};
    }
    return head.cookie(Keyring::cookie_name);
}

} // namespace

std::optional<Refusal> refuse_form(const Head& head)
{
    constexpr std::array reads{std::string_view{"GET"}, std::string_view{"HEAD"}};
    constexpr std::array changes{std::string_view{"POST"}, std::string_view{"PATCH"}, std::string_view{"DELETE"}};

    if (std::ranges::find(reads, head.method) != reads.end()) {
        if (head.length > 0) return Refusal{400, Problem{Kind::bad_request, "a read has no body"}};
        return std::nullopt;
    }
    if (std::ranges::find(changes, head.method) == changes.end())
        return Refusal{405, Problem{Kind::bad_request, "no such method"}};

    // A form can send POST but cannot name this type; DELETE without a body cannot come from a form at all.
    const bool says_json = is_json(head.header("content-type").value_or(""));
    if (!says_json && (head.method != "DELETE" || head.length > 0))
        return Refusal{415, Problem{Kind::bad_request, "a change must be JSON", "send Content-Type: application/json"}};
    return std::nullopt;
}

Passage passage_of(const Head& head, std::uint16_t port)
{
    return is_our_host(head.header("host").value_or(""), port) ? Passage::this_machine : Passage::tls;
}

std::optional<Refusal> refuse_stranger(const Head& head, std::uint16_t port, std::span<const std::string> allowed_hosts)
{
    const auto host = head.header("host").value_or("");
    const auto passage = passage_of(head, port);
    if (passage == Passage::tls) {
        if (host.empty() || std::ranges::find(allowed_hosts, host) == allowed_hosts.end())
            return not_allowed(421, "this is not the host that was asked for",
                               "use http://127.0.0.1:" + std::to_string(port));
        if (head.count("x-forwarded-proto") != 1 || head.header("x-forwarded-proto") != "https")
            return not_allowed(421, "this address is only for what came through TLS",
                               "let the proxy take https and say so: X-Forwarded-Proto: https");
    }

    const std::string ours = (passage == Passage::tls ? "https://" : "http://") + std::string{host};
    for (const auto& [name, value] : head.headers)
        if (name == "origin" && value != ours) return not_allowed(403, "a page from somewhere else may not ask");

    for (const auto& [name, value] : head.headers)
        if (name == "sec-fetch-site" && value != "same-origin" && value != "none")
            return not_allowed(403, "a page from somewhere else may not ask",
                               "type the address into the browser, or run: blend open");
    return std::nullopt;
}

std::optional<Refusal> refuse_unknown(const Head& head, Access access, const Admits& admits)
{
    switch (access) {
    case Access::open: return std::nullopt;
    case Access::signed_in:
    case Access::dashboard: {
        const auto secret = secret_of(head);
        const auto kind = secret.empty() ? std::nullopt : admits(secret);
        if (!kind) return not_allowed(401, "not signed in", "run: blend open");
        if (access == Access::signed_in || kind == KeyKind::session) return std::nullopt;
        return not_allowed(403, "not with a token", "use the dashboard or the command line");
    }
    case Access::socket_only: break;
    }
    return not_allowed(403, "not from a browser", "use the command line");
}

std::span<const std::pair<std::string_view, std::string_view>> safety_headers()
{
    using Header = std::pair<std::string_view, std::string_view>;
    static constexpr std::array headers{
        Header{"Content-Security-Policy",
               "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
               "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
        Header{"X-Content-Type-Options", "nosniff"},
        Header{"X-Frame-Options", "DENY"},
        Header{"Referrer-Policy", "no-referrer"},
        Header{"Cross-Origin-Opener-Policy", "same-origin"},
        Header{"Cross-Origin-Resource-Policy", "same-origin"},
    };
    return headers;
}

} // namespace blend::http
