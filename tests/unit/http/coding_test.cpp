#include "daemon/http/coding.hpp"
#include "tests/unit/http/house.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <zlib.h>

using namespace blend::http;
using namespace blend::http::test;

namespace {

/// What gzip's own reader makes of it; nothing when it does not end where it says.
std::string unpacked(std::string_view packed, std::size_t size)
{
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, MAX_WBITS + 16) == Z_OK);
    std::string text(size + 1, '\0');
    std::string input{packed};
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    const int end = inflate(&stream, Z_FINISH);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return end == Z_STREAM_END ? text : std::string{};
}

} // namespace

TEST_CASE("what is packed unpacks to itself", "[http]")
{
    std::string noise;
    for (unsigned i = 0, seed = 1; i < 100'000; ++i)
        noise += static_cast<char>((seed = seed * 1664525U + 1013904223U) >> 24U);
    for (const std::string& text : {std::string{}, std::string{"a"}, std::string(500'000, 'x'), noise})
        CHECK(unpacked(gzipped(text), text.size()) == text);
}

TEST_CASE("a long answer travels packed to whoever takes it, and only then", "[http]")
{
    const House house;
    const auto head =
        "GET /v1/big HTTP/1.1\r\nHost: " + house.host() + "\r\nAuthorization: Bearer " + house.token + "\r\n";
    const auto plain = house.ask(head + "\r\n");
    CHECK(plain.header("Content-Encoding").empty());
    CHECK(plain.header("Vary") == "Accept-Encoding");

    const auto packed = house.ask(head + "Accept-Encoding: gzip, deflate, br\r\n\r\n");
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK(packed.header("Content-Length") == std::to_string(packed.body().size()));
    CHECK(packed.body().size() < plain.body().size() / 50);
    CHECK(unpacked(packed.body(), plain.body().size()) == plain.body());

    const auto refused = house.ask(head + "Accept-Encoding: gzip;q=0\r\n\r\n");
    CHECK(refused.header("Content-Encoding").empty());
}

TEST_CASE("a short answer travels as it is", "[http]")
{
    const House house;
    const auto heard = house.ask("GET /v1/things/1 HTTP/1.1\r\nHost: " + house.host() + "\r\nAuthorization: Bearer " +
                                 house.token + "\r\nAccept-Encoding: gzip\r\n\r\n");
    CHECK(heard.header("Content-Encoding").empty());
    CHECK(nlohmann::json::accept(heard.body()));
}
