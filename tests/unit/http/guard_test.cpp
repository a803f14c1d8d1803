#include "daemon/http/guard.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace blend;
using namespace blend::http;

namespace {

constexpr std::uint16_t port = 2626;

Head head_with(std::vector<std::pair<std::string, std::string>> headers, std::string method = "GET")
{
    Head head;
    head.method = std::move(method);
    head.target = "/v1/today";
    head.headers = std::move(headers);
    return head;
}

int status_of(const std::optional<Refusal>& refusal) { return refusal ? refusal->status : 0; }

std::optional<KeyKind> admits(std::string_view secret)
{
    if (secret == "right") return KeyKind::session;
    return secret == "token" ? std::optional{KeyKind::token} : std::nullopt;
}

const std::vector<std::string> nobody;

} // namespace

TEST_CASE("only our exact names are our host", "[http]")
{
    for (const char* ours : {"127.0.0.1:2626", "localhost:2626", "[::1]:2626"}) {
        INFO(ours);
        CHECK(status_of(refuse_stranger(head_with({{"host", ours}}), port, nobody)) == 0);
    }
    for (const char* foreign :
         {"", "127.0.0.1", "localhost", "localhost:2627", "evil.example", "evil.example:2626",
          "127.0.0.1:2626.evil.example", "localhost.evil.example:2626", "LOCALHOST:2626", "0.0.0.0:2626", "127.1:2626",
          "[::ffff:127.0.0.1]:2626", "user@127.0.0.1:2626", "127.0.0.1:02626", "localhost.:2626"}) {
        INFO(foreign);
        CHECK(status_of(refuse_stranger(head_with({{"host", foreign}}), port, nobody)) == 421);
    }
    CHECK(status_of(refuse_stranger(head_with({}), port, nobody)) == 421);
}

TEST_CASE("only our own page or none may ask", "[http]")
{
    const auto from = [](const char* origin) {
        return status_of(refuse_stranger(head_with({{"host", "127.0.0.1:2626"}, {"origin", origin}}), port, nobody));
    };
    CHECK(from("http://127.0.0.1:2626") == 0);
    for (const char* foreign :
         {"", "null", "http://evil.example", "https://127.0.0.1:2626", "http://127.0.0.1:3000", "http://localhost:2626",
          "http://127.0.0.1:2626/", "http://127.0.0.1", "file://", "chrome-extension://abc"}) {
        INFO(foreign);
        CHECK(from(foreign) == 403);
    }
    CHECK(status_of(refuse_stranger(
              head_with(
                  {{"host", "127.0.0.1:2626"}, {"origin", "http://127.0.0.1:2626"}, {"origin", "http://evil.example"}}),
              port, nobody)) == 403);
}

TEST_CASE("a name that the owner allows is let in through TLS alone, and no other name is", "[http]")
{
    const std::vector<std::string> allowed{"blend.home.example", "blend.home.example:8443"};
    using Headers = std::vector<std::pair<std::string, std::string>>;
    const auto asks = [&](const std::string& host, Headers more) {
        more.emplace_back("host", host);
        return status_of(refuse_stranger(head_with(more), port, allowed));
    };
    const std::pair<std::string, std::string> tls{"x-forwarded-proto", "https"};
    CHECK(asks("blend.home.example", {tls}) == 0);
    CHECK(asks("blend.home.example:8443", {tls}) == 0);
    CHECK(asks("blend.home.example", {tls, {"origin", "https://blend.home.example"}}) == 0);
    CHECK(asks("127.0.0.1:2626", {}) == 0);

    CHECK(asks("blend.home.example", {}) == 421);
    for (const char* not_tls : {"", "http", "https, http", "HTTPS", "https "})
        CHECK(asks("blend.home.example", {{"x-forwarded-proto", not_tls}}) == 421);
    CHECK(asks("blend.home.example", {tls, tls}) == 421);
    for (const char* foreign : {"", "home.example", "evil.blend.home.example", "blend.home.example.evil",
                                "BLEND.home.example", "blend.home.example:2626", "blend.home.example."}) {
        INFO(foreign);
        CHECK(asks(foreign, {tls}) == 421);
    }
    for (const char* origin : {"http://blend.home.example", "https://home.example", "null", "http://127.0.0.1:2626",
                               "https://blend.home.example:8443"}) {
        INFO(origin);
        CHECK(asks("blend.home.example", {tls, {"origin", origin}}) == 403);
    }
    CHECK(asks("blend.home.example", {tls, {"sec-fetch-site", "cross-site"}}) == 403);
    CHECK(asks("127.0.0.1:2626", {{"origin", "https://blend.home.example"}}) == 403);

    CHECK(passage_of(head_with({{"host", "blend.home.example"}}), port) == Passage::tls);
    CHECK(passage_of(head_with({{"host", "localhost:2626"}, tls}), port) == Passage::this_machine);
}

TEST_CASE("a browser that says where a request comes from is believed", "[http]")
{
    const auto site = [](const char* value) {
        return status_of(
            refuse_stranger(head_with({{"host", "127.0.0.1:2626"}, {"sec-fetch-site", value}}), port, nobody));
    };
    CHECK(site("same-origin") == 0);
    CHECK(site("none") == 0);
    CHECK(site("same-site") == 403);
    CHECK(site("cross-site") == 403);
    CHECK(site("") == 403);
}

TEST_CASE("a change must be JSON, and a read has no body", "[http]")
{
    const auto change = [](const char* method, const char* type) {
        return status_of(refuse_form(head_with({{"content-type", type}}, method)));
    };
    for (const char* json :
         {"application/json", "application/json; charset=utf-8", "Application/JSON", "application/json ;x"})
        for (const char* method : {"POST", "PATCH", "DELETE"}) {
            INFO(method << " " << json);
            CHECK(change(method, json) == 0);
        }
    for (const char* other : {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                              "text/plain; application/json", "application/jsonp", "application/json, text/plain"}) {
        INFO(other);
        CHECK(change("POST", other) == 415);
        CHECK(change("PATCH", other) == 415);
    }
    CHECK(status_of(refuse_form(head_with({}, "POST"))) == 415);
    CHECK(status_of(refuse_form(head_with({}, "DELETE"))) == 0);

    Head with_body = head_with({}, "GET");
    with_body.length = 1;
    CHECK(status_of(refuse_form(with_body)) == 400);
    with_body.method = "DELETE";
    CHECK(status_of(refuse_form(with_body)) == 415);

    for (const char* unknown : {"OPTIONS", "PUT", "TRACE", "CONNECT", "PROPFIND", "get"}) {
        INFO(unknown);
        CHECK(status_of(refuse_form(head_with({{"content-type", "application/json"}}, unknown))) == 405);
    }
}

TEST_CASE("a token comes in a header or our cookie, never in an address", "[http]")
{
    const auto asks = [](std::vector<std::pair<std::string, std::string>> headers) {
        return status_of(refuse_unknown(head_with(std::move(headers)), Access::signed_in, admits));
    };
    CHECK(asks({{"authorization", "Bearer right"}}) == 0);
    CHECK(asks({{"cookie", "blend_session=right"}}) == 0);
    CHECK(asks({{"cookie", "other=1; blend_session=right"}}) == 0);
    CHECK(asks({}) == 401);
    CHECK(asks({{"authorization", "Bearer wrong"}}) == 401);
    CHECK(asks({{"authorization", "Bearer "}}) == 401);
    CHECK(asks({{"authorization", "Basic right"}}) == 401);
    CHECK(asks({{"authorization", "right"}}) == 401);
    CHECK(asks({{"cookie", "blend_session=wrong"}}) == 401);
    CHECK(asks({{"cookie", "session=right"}}) == 401);
    CHECK(asks({{"x-token", "right"}}) == 401);

    Head head = head_with({});
    head.target = "/v1/today?token=right&blend_session=right";
    CHECK(status_of(refuse_unknown(head, Access::signed_in, admits)) == 401);
}

TEST_CASE("what belongs to the dashboard takes no token, in whatever place", "[http]")
{
    const auto asks = [](const char* name, const char* value) {
        return status_of(refuse_unknown(head_with({{name, value}}), Access::dashboard, admits));
    };
    CHECK(asks("cookie", "blend_session=right") == 0);
    CHECK(asks("authorization", "Bearer token") == 403);
    CHECK(asks("cookie", "blend_session=token") == 403);
    CHECK(asks("cookie", "blend_session=wrong") == 401);
    CHECK(status_of(refuse_unknown(head_with({}), Access::dashboard, admits)) == 401);
}

TEST_CASE("what belongs to the socket is refused even with a token", "[http]")
{
    const Head head = head_with({{"authorization", "Bearer right"}});
    CHECK(status_of(refuse_unknown(head, Access::socket_only, admits)) == 403);
    CHECK(status_of(refuse_unknown(head_with({}), Access::open, admits)) == 0);
}

TEST_CASE("no header of ours lets another origin in", "[http]")
{
    for (const auto& [name, value] : safety_headers()) {
        CHECK_FALSE(name.starts_with("Access-Control"));
        CHECK(value.find("unsafe") == std::string_view::npos);
    }
}
