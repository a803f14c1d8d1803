#include "daemon/http/head.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace blend::http;

namespace {

int refusal_of(const std::string& bytes)
{
    const auto read = read_head(bytes);
    const auto* refusal = std::get_if<Refusal>(&read);
    return refusal == nullptr ? 0 : refusal->status;
}

Head head_of(const std::string& bytes) { return std::get<Head>(read_head(bytes)); }

} // namespace

TEST_CASE("a proper head is read whole", "[http]")
{
    const Head head = head_of("GET /v1/contacts?limit=5 HTTP/1.1\r\nHost: localhost:1\r\nX-Empty:\r\ncookie: a=1; "
                              "blend_session=xyz; b=2\r\n\r\n");
    CHECK(head.method == "GET");
    CHECK(head.path() == "/v1/contacts");
    CHECK(head.query() == "limit=5");
    CHECK(head.header("host") == "localhost:1");
    CHECK(head.header("x-empty") == "");
    CHECK_FALSE(head.header("x-missing"));
    CHECK(head.cookie("blend_session") == "xyz");
    CHECK(head.cookie("session").empty());
    CHECK(head.length == 0);
}

TEST_CASE("a head that two readers could understand differently is refused", "[http]")
{
    struct Case {
        std::string what;
        std::string bytes;
        int status;
    };
    const auto with = [](const std::string& header) { return "POST / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n"; };
    const std::vector<Case> cases{
        {"nothing", "\r\n\r\n", 400},
        {"bare line feed", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
        {"bare carriage return", with("X: a\rContent-Length: 3"), 400},
        {"folded line", with("X: a\r\n b: c"), 400},
        {"space before the colon", with("Content-Length : 3"), 400},
        {"no name", with(": 3"), 400},
        {"no colon", with("nonsense"), 400},
        {"control character", with(std::string{"X: a\0b", 6}), 400},
        {"two lengths", with("Content-Length: 3\r\nContent-Length: 4"), 400},
        {"the same length twice", with("Content-Length: 3\r\ncontent-length: 3"), 400},
        {"length and chunks", with("Content-Length: 3\r\nTransfer-Encoding: chunked"), 411},
        {"chunks", with("Transfer-Encoding: chunked"), 411},
        {"odd chunks", with("Transfer-Encoding: xchunked"), 411},
        {"packed body", with("Content-Encoding: gzip"), 415},
        {"length in words", with("Content-Length: abc"), 400},
        {"signed length", with("Content-Length: +3"), 400},
        {"negative length", with("Content-Length: -3"), 400},
        {"list of lengths", with("Content-Length: 3, 3"), 400},
        {"one byte too long", with("Content-Length: 1048577"), 413},
        {"a terabyte", with("Content-Length: 1099511627776"), 413},
        {"longer than numbers go", with("Content-Length: 99999999999999999999999"), 413},
        {"two hosts", with("Host: b"), 400},
        {"ranges", with("Range: bytes=0-1"), 400},
        {"absolute form", "GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"authority form", "CONNECT evil:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"another version", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400},
        {"no version", "GET /\r\nHost: a\r\n\r\n", 400},
        {"a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a fragment", "GET /sign-in#code HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"bytes past ASCII", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a long address", "GET /" + std::string(most_target_bytes, 'a') + " HTTP/1.1\r\n\r\n", 414},
    };
    for (const auto& each : cases) {
        INFO(each.what);
        CHECK(refusal_of(each.bytes) == each.status);
    }
}

TEST_CASE("a hundred headers pass and one more does not", "[http]")
{
    std::string bytes = "GET / HTTP/1.1\r\n";
    for (std::size_t count = 0; count < most_headers; ++count) bytes += "X: 1\r\n";
    CHECK(refusal_of(bytes + "\r\n") == 0);
    CHECK(refusal_of(bytes + "X: 1\r\n\r\n") == 431);
}

TEST_CASE("escapes are decoded once, and only into text", "[http]")
{
    CHECK(decode_path("Am%C3%A9lie") == "Am\xc3\xa9lie");
    CHECK(decode_path("AC%2FDC") == "AC/DC");
    CHECK(decode_path("%2541") == "%41");
    CHECK(decode_path("a+b") == "a+b");
    CHECK(decode_query("a+b%2B") == "a b+");
    CHECK(decode_path("\xf0\x9f\x98\x80") == "\xf0\x9f\x98\x80");
    for (const char* broken : {"%", "%4", "%zz", "%00", "%ff", "%c3", "%c0%af", "%ed%a0%80", "%e0%80%af",
                               "%f0%80%80%80", "%f4%90%80%80", "%f5%80%80%80"}) {
        INFO(broken);
        CHECK_FALSE(decode_path(broken));
    }
}
