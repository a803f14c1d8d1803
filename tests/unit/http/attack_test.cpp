// What a hostile page, or a hostile program on this machine, sends: over real sockets.

#include "tests/unit/http/house.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>

using namespace blend::http;
using namespace blend::http::test;

namespace {

std::string with_headers(const std::string& method, const std::string& target, const std::string& headers)
{
    return method + " " + target + " HTTP/1.1\r\n" + headers + "\r\n";
}

std::size_t resident_kilobytes()
{
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;)
        if (word == "VmRSS:") {
            std::size_t size = 0;
            status >> size;
            return size;
        }
    return 0;
}

} // namespace

TEST_CASE("a body that pretends to be a second request is not heard", "[http][attack]")
{
    const House house;
    const std::string inner = with_headers(
        "DELETE", "/v1/things/1", "Host: " + house.host() + "\r\nAuthorization: Bearer " + house.token + "\r\n");
    const std::string length = "Content-Length: " + std::to_string(inner.size()) + "\r\n";
    const std::vector<std::string> outers{
        with_headers("POST", "/v1/things", "Host: evil\r\n" + length),
        with_headers("POST", "/v1/things", "Host: " + house.host() + "\r\n" + length),
        with_headers("GET", "/", "Host: " + house.host() + "\r\n" + length),
        with_headers("GET", "/", "Host: " + house.host() + "\r\n"),
        with_headers("POST", "/v1/things",
                     "Host: " + house.host() + "\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n"),
        with_headers("GET", "/", "Host: " + house.host() + "\r\nConnection: keep-alive\r\n"),
    };
    for (const auto& outer : outers) {
        INFO(outer);
        Caller in_two_pieces{house.server.port()};
        in_two_pieces.say(outer);
        in_two_pieces.hear_until("\r\n\r\n");
        in_two_pieces.say(inner);
        CHECK(in_two_pieces.hear().answers() == 1);
        CHECK(house.ask(outer + inner).answers() == 1);
    }
    CHECK(house.app.changes == 0);
}

TEST_CASE("a foreign, missing or doubled host gets nothing, not even a page", "[http][attack]")
{
    const House house;
    const std::string port = std::to_string(house.server.port());
    const std::string bearer = "Authorization: Bearer " + house.token + "\r\n";
    for (const std::string& hosts :
         {std::string{}, std::string{"Host: evil.example\r\n"}, "Host: evil.example:" + port + "\r\n",
          std::string{"Host: 127.0.0.1\r\n"}, "Host: 127.0.0.1:" + port + ".evil.example\r\n",
          "Host: 0.0.0.0:" + port + "\r\n", "Host: [::ffff:7f00:1]:" + port + "\r\n",
          "Host: localhost:" + port + "\r\nHost: evil.example\r\n"})
        for (const char* target : {"/", "/index.html", "/v1/things/1"}) {
            INFO(hosts << target);
            const auto heard = house.ask(with_headers("GET", target, hosts + bearer));
            CHECK((heard.status() == 421 || heard.status() == 400));
            CHECK_THAT(heard.body(), !Catch::Contains("<html") && !Catch::Contains("thing\":"));
        }
    for (const std::string& target :
         {std::string{"http://evil.example/"}, "http://" + house.host() + "/", std::string{"//"}})
        CHECK(house.ask(with_headers("GET", target, "Host: " + house.host() + "\r\n")).status() >= 400);

    for (const std::string& own : {"127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port})
        CHECK(house.ask(with_headers("GET", "/v1/things/1", "Host: " + own + "\r\n" + bearer)).status() == 200);
}

TEST_CASE("a page from elsewhere can neither read nor change", "[http][attack]")
{
    const House house;
    const std::string common =
        "Host: " + house.host() + "\r\nAuthorization: Bearer " + house.token + "\r\nContent-Type: application/json\r\n";
    for (const char* whence :
         {"Origin: http://evil.example\r\n", "Origin: null\r\n", "Origin: http://127.0.0.1:1\r\n",
          "Origin: http://localhost\r\n", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n"})
        for (const char* request :
             {"GET /v1/things/1", "POST /v1/things", "DELETE /v1/things/1", "GET /v1/events", "GET /"}) {
            INFO(whence << request);
            const auto heard = house.ask(std::string{request} + " HTTP/1.1\r\n" + common + whence + "\r\n");
            CHECK(heard.status() == 403);
            CHECK_THAT(heard.bytes, !Catch::Contains("Access-Control"));
        }
    CHECK(house.app.changes == 0);
    CHECK(house
              .ask("POST /v1/things HTTP/1.1\r\n" + common + "Origin: http://" + house.host() +
                   "\r\nSec-Fetch-Site: same-origin\r\n\r\n")
              .status() == 200);
}

TEST_CASE("a preflight is never answered with a yes", "[http][attack]")
{
    const House house;
    const auto heard =
        house.ask(with_headers("OPTIONS", "/v1/things",
                               "Host: " + house.host() +
                                   "\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n"
                                   "Access-Control-Request-Private-Network: true\r\n"));
    CHECK(heard.status() >= 400);
    CHECK_THAT(heard.bytes, !Catch::Contains("Access-Control"));
}

TEST_CASE("a form cannot change anything", "[http][attack]")
{
    const House house;
    for (const char* type : {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"}) {
        const auto heard = house.ask(with_headers("POST", "/v1/things",
                                                  "Host: " + house.host() + "\r\nAuthorization: Bearer " + house.token +
                                                      "\r\nContent-Length: 2\r\nContent-Type: " + type + "\r\n") +
                                     "{}");
        CHECK(heard.status() == 415);
    }
    CHECK(house.app.changes == 0);
}

TEST_CASE("without the right token nothing is read or changed", "[http][attack]")
{
    const House house;
    for (const std::string& token :
         {std::string{}, std::string{"wrong"}, sha256(house.token), house.token.substr(1), house.token + "0"})
        for (const char* method : {"GET", "DELETE"}) {
            INFO(method << " " << token);
            CHECK(house.ask(house.request(method, "/v1/things/1", token)).status() == 401);
        }
    CHECK(house.ask(house.request("GET", "/v1/things/1?token=" + house.token, "")).status() == 401);
    CHECK(house.ask(house.request("GET", "/v1/no/such/thing", "")).status() == 401);
    CHECK(house.app.changes == 0);
}

TEST_CASE("no spelling of a path leads out of the program", "[http][attack]")
{
    const House house;
    for (const char* target :
         {"/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
          "/%252e%252e/etc/passwd", "/..%c0%af..%c0%afetc/passwd", "/....//etc/passwd", "/..\\..\\etc\\passwd",
          "/assets/..%00/index.html", "//etc/passwd", "/index.html%00.js"}) {
        INFO(target);
        const auto heard = house.ask(house.request("GET", target, ""));
        CHECK(heard.status() == 404);
        CHECK_THAT(heard.body(), !Catch::Contains("root:"));
    }
}

TEST_CASE("a body without end is refused before it begins", "[http][attack]")
{
    const House house;
    const auto before = resident_kilobytes();
    for (const char* framing :
         {"Transfer-Encoding: chunked\r\n", "Content-Length: 1099511627776\r\n", "Content-Length: 1048577\r\n"}) {
        INFO(framing);
        Caller caller{house.server.port()};
        caller.say(with_headers("POST", "/v1/things",
                                "Host: " + house.host() + "\r\nContent-Type: application/json\r\n" + framing));
        CHECK_THAT(caller.hear_until("\r\n\r\n"), Catch::StartsWith("HTTP/1.1 41"));
        const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
        int chunks = 0;
        while (chunks < 1000 && caller.say(chunk)) ++chunks;
        CHECK(chunks < 1000);
    }
    CHECK(resident_kilobytes() < before + 16 * 1024);
}

TEST_CASE("a long line and a hundred thousand headers are cut off early", "[http][attack]")
{
    const House house;
    const auto before = resident_kilobytes();
    {
        Caller caller{house.server.port()};
        caller.say("GET /" + std::string(1024 * 1024, 'a'));
        CHECK(caller.hear().status() / 100 != 2);
    }
    Caller caller{house.server.port()};
    caller.say("GET / HTTP/1.1\r\n");
    int headers = 0;
    while (headers < 100'000 && caller.say("X-Many: 1\r\n")) ++headers;
    CHECK(headers < 100'000);
    CHECK(resident_kilobytes() < before + 8 * 1024);
}

TEST_CASE("a body of nothing but brackets is only bad JSON", "[http][attack]")
{
    const House house;
    CHECK(house.ask(house.request("PATCH", "/v1/things/1", house.token, std::string(1024 * 1024, '['))).status() ==
          400);
    std::string nested;
    for (int count = 0; count < 100'000; ++count) nested += R"({"length":)";
    CHECK(house.ask(house.request("PATCH", "/v1/things/1", house.token, nested)).status() == 400);
    nested += "1" + std::string(100'000, '}');
    CHECK(house.ask(house.request("PATCH", "/v1/things/1", house.token, nested)).status() >= 400);
    CHECK(house.app.changes == 0);
}

TEST_CASE("three hundred half-said requests do not keep a whole one waiting", "[http][attack]")
{
    const House house;
    std::vector<Caller> slow;
    for (int count = 0; count < 300; ++count) {
        slow.emplace_back(house.server.port()).say("GET / HTTP/1.1\r\nHost: ");
        if (count % 50 == 49) {
            const auto begin = std::chrono::steady_clock::now();
            CHECK(house.ask(house.request("GET", "/v1/things/1", house.token)).status() == 200);
            CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{5});
        }
    }
    CHECK(slow.front().is_closed_by_peer());
    CHECK(house.ask_socket("GET /v1/things/1 HTTP/1.1\r\n\r\n").status() == 200);
}

TEST_CASE("a request said drop by drop is over when its time is", "[http][attack]")
{
    const House house{std::chrono::milliseconds{200}};
    Caller head{house.server.port()};
    head.say("GET / HTTP/1.1\r\nX: ");
    Caller body{house.server.port()};
    body.say("PATCH /v1/things/1 HTTP/1.1\r\nHost: " + house.host() + "\r\nAuthorization: Bearer " + house.token +
             "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
    const auto begin = std::chrono::steady_clock::now();
    while (head.say("x") && body.say(" ") && std::chrono::steady_clock::now() - begin < std::chrono::seconds{10})
        continue;
    CHECK(head.is_closed_by_peer());
    CHECK(body.is_closed_by_peer());
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{5});
    CHECK(house.app.changes == 0);
}

TEST_CASE("who does not take a large answer is let go", "[http][attack]")
{
    const House house{std::chrono::milliseconds{200}};
    Caller caller{house.server.port()};
    caller.say(house.request("GET", "/v1/big", house.token));
    CHECK(caller.is_closed_by_peer());
}

TEST_CASE("bytes of any kind never bring the server down", "[http][attack]")
{
    const House house;
    std::uint32_t state = 1; // any sequence will do, but always the same
    for (int round = 0; round < 200; ++round) {
        std::string bytes = round % 2 == 0 ? house.request("GET", "/v1/things/1", house.token) : std::string(300, ' ');
        for (int change = 0; change < 1 + round % 7; ++change) {
            state = state * 1664525 + 1013904223;
            bytes[(state >> 8) % bytes.size()] = static_cast<char>(state >> 24);
        }
        Caller caller{house.server.port()};
        caller.say(bytes + "\r\n\r\n");
        caller.hear();
    }
    CHECK(house.ask(house.request("GET", "/v1/things/1", house.token)).status() == 200);
}
