#include "daemon/core/problem.hpp"
#include "daemon/http/pages.hpp"
#include "tests/unit/http/house.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>

using namespace blend;
using namespace blend::http;
using namespace blend::http::test;
using nlohmann::json;

TEST_CASE("a handler gets its part of the path and its query, and its JSON goes back", "[http]")
{
    const House house;
    const auto heard = house.ask(house.request("GET", "/v1/things/Amma%20M?limit=5", house.token));
    CHECK(heard.status() == 200);
    CHECK(heard.header("Content-Type") == "application/json");
    CHECK(heard.header("Cache-Control") == "no-store");
    CHECK(json::parse(heard.body()) == json{{"thing", "Amma M"}, {"limit", 5}});
}

TEST_CASE("a body reaches its handler, in one piece or byte by byte", "[http]")
{
    const House house;
    const std::string body = R"({"length":"3d"})";
    const auto bytes = house.request("PATCH", "/v1/things/1", house.token, body);
    CHECK(json::parse(house.ask(bytes).body())["length"] == "3d");

    Caller caller{house.server.port()};
    for (const char byte : bytes) caller.say({&byte, 1});
    CHECK(json::parse(caller.hear().body())["changes"] == 2);
}

TEST_CASE("a client that waits for leave to send its body gets it", "[http]")
{
    const House house;
    Caller caller{house.server.port()};
    const std::string body = R"({"length":"3d"})";
    caller.say("PATCH /v1/things/1 HTTP/1.1\r\nHost: " + house.host() + "\r\nAuthorization: Bearer " + house.token +
               "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n");
    CHECK_THAT(caller.hear_until("\r\n\r\n"), Catch::StartsWith("HTTP/1.1 100 "));
    caller.say(body);
    CHECK_THAT(caller.hear().bytes, Catch::Contains("HTTP/1.1 200 ") && Catch::EndsWith(R"("length":"3d"})"));
}

TEST_CASE("the socket needs no token and no host", "[http]")
{
    const House house;
    CHECK(house.ask_socket("GET /v1/things/1 HTTP/1.1\r\n\r\n").status() == 200);
    CHECK(house.ask_socket("GET /v1/things/1 HTTP/1.1\r\nHost: /run/api.sock\r\n\r\n").status() == 200);
    CHECK(house.ask_socket("POST /v1/private HTTP/1.1\r\nContent-Type: application/json\r\n\r\n").status() == 200);
    CHECK(house.ask(house.request("POST", "/v1/private", house.token)).status() == 403);
    CHECK(house.app.changes == 1);
}

TEST_CASE("a problem goes back as its kind, what and hint", "[http]")
{
    const House house;
    const auto heard = house.ask(house.request("GET", "/v1/refused", house.token));
    CHECK(heard.status() == 300);
    CHECK(json::parse(heard.body()) == json{{"kind", "ambiguous"}, {"what", "several fit"}, {"hint", "Amma, Anna"}});
}

TEST_CASE("an unknown failure tells the client nothing", "[http]")
{
    const House house;
    const auto heard = house.ask(house.request("GET", "/v1/broken", house.token));
    CHECK(heard.status() == 500);
    CHECK_THAT(heard.bytes, !Catch::Contains("secret") && !Catch::Contains("EXCEPTION"));
    CHECK(json::parse(heard.body())["kind"] == "internal");
}

TEST_CASE("every refusal is a problem in JSON with the safety headers", "[http]")
{
    const House house;
    const std::vector<std::string> refused{
        house.request("GET", "/v1/nothing", house.token),
        house.request("DELETE", "/v1/refused", house.token),
        house.request("GET", "/v1/things/1", ""),
        house.request("GET", "/missing.js", ""),
        house.request("PATCH", "/v1/things/1", house.token, "{"),
        "GET / HTTP/1.1\r\nHost: evil\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n",
    };
    for (const auto& request : refused) {
        const auto heard = house.ask(request);
        INFO(request.substr(0, 100) << "\n" << heard.bytes);
        CHECK(heard.status() >= 400);
        const auto problem = json::parse(heard.body());
        CHECK(problem.size() == 3);
        CHECK(problem.contains("kind"));
        CHECK_FALSE(problem.at("what").get<std::string>().empty());
        CHECK(problem.contains("hint"));
        CHECK_THAT(heard.header("Content-Security-Policy"), Catch::StartsWith("default-src 'none'"));
        CHECK(heard.header("X-Content-Type-Options") == "nosniff");
        CHECK(heard.header("Referrer-Policy") == "no-referrer");
        CHECK(heard.header("Cross-Origin-Opener-Policy") == "same-origin");
        CHECK(heard.header("Cross-Origin-Resource-Policy") == "same-origin");
        CHECK(heard.header("Connection") == "close");
    }
}

TEST_CASE("a file to save travels bare, as its own type", "[http]")
{
    const House house;
    const auto heard = house.ask(house.request("GET", "/v1/file", house.token));
    CHECK(heard.header("Content-Type") == "text/calendar");
    CHECK(heard.body() == "BEGIN:VCALENDAR\r\n");
}

TEST_CASE("HEAD gets the head of what GET gets", "[http]")
{
    const House house;
    const auto heard = house.ask(house.request("HEAD", "/", ""));
    CHECK(heard.status() == 200);
    CHECK(heard.header("Content-Length") != "0");
    CHECK(heard.body().empty());
}

TEST_CASE("the dashboard is served without a token, packed, and only once while it is the same", "[http]")
{
    const House house;
    const auto plain = house.ask(house.request("GET", "/contacts", ""));
    CHECK(plain.status() == 200);
    CHECK(plain.header("Content-Type") == "text/html; charset=utf-8");
    CHECK(plain.header("Content-Encoding").empty());
    CHECK(plain.header("Content-Length") == std::to_string(plain.body().size()));
    CHECK_THAT(plain.body(), Catch::Contains("</html>"));

    const std::string head = "GET / HTTP/1.1\r\nHost: " + house.host() + "\r\n";
    const auto packed = house.ask(head + "Accept-Encoding: gzip\r\n\r\n");
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK_THAT(packed.body(), Catch::StartsWith("\x1f\x8b"));
    CHECK(packed.body().size() < plain.body().size());

    const auto same = house.ask(head + "If-None-Match: " + plain.header("ETag") + "\r\n\r\n");
    CHECK(same.status() == 304);
    CHECK(same.body().empty());
}

TEST_CASE("a view besides Today comes with word of the file that it needs", "[http]")
{
    const House house;
    const std::string link = find_page(other_pages) == nullptr ? "" : "</pages.js>; rel=modulepreload";
    CHECK(house.ask(house.request("GET", "/contacts/3", "")).header("Link") == link);
    for (const char* other : {"/", "/today", "/app.js"})
        CHECK(house.ask(house.request("GET", other, "")).header("Link").empty());
}

TEST_CASE("a page is only read", "[http]")
{
    const House house;
    CHECK(house.ask(house.request("POST", "/", house.token)).status() == 405);
}

TEST_CASE("signing in with a code gives a cookie that works, once", "[http]")
{
    House house;
    const std::string body = json{{"code", house.keyring.start_sign_in()}}.dump();
    const auto first = house.ask(house.request("POST", "/v1/session", "", body));
    CHECK(first.status() == 200);
    const auto cookie = first.header("Set-Cookie");
    CHECK_THAT(cookie, Catch::Contains("HttpOnly"));

    CHECK(house
              .ask("GET /v1/things/1 HTTP/1.1\r\nHost: " + house.host() +
                   "\r\nCookie: " + cookie.substr(0, cookie.find(';')) + "\r\n\r\n")
              .status() == 200);
    CHECK(house.ask(house.request("POST", "/v1/session", "", body)).status() == 403);
}

TEST_CASE("an open page hears what happens", "[http]")
{
    House house;
    Caller page{house.server.port()};
    page.say(house.request("GET", "/v1/events", house.token));
    CHECK_THAT(page.hear_until("\r\n\r\n"), Catch::Contains("text/event-stream") && Catch::Contains("no-store"));
    house.events.publish("changed", R"({"what":"contacts"})");
    CHECK_THAT(page.hear_until("}\n\n"), Catch::EndsWith("event: changed\ndata: {\"what\":\"contacts\"}\n\n"));
}

TEST_CASE("a page that closes leaves its place to the next", "[http]")
{
    House house;
    for (std::size_t count = 0; count < 3 * Events::most_listeners; ++count) {
        Caller page{house.server.port()};
        page.say(house.request("GET", "/v1/events", house.token));
        while (page.hear_until("\r\n\r\n").find("503") != std::string::npos) { // until those before have been noticed
            page = Caller{house.server.port()};
            page.say(house.request("GET", "/v1/events", house.token));
        }
    }
    SUCCEED();
}

TEST_CASE("it stops within a second with pages open and requests half said", "[http]")
{
    House house;
    std::vector<Caller> callers;
    for (int count = 0; count < 20; ++count) {
        auto& page = callers.emplace_back(house.server.port());
        page.say(house.request("GET", "/v1/events", house.token));
        page.hear_until("\r\n\r\n");
        callers.emplace_back(house.server.port()).say("GET / HTTP/1.1\r\nHost: ");
        callers.emplace_back(house.socket).say("GET ");
    }
    auto& slow_reader = callers.emplace_back(house.server.port());
    slow_reader.say(house.request("GET", "/v1/big", house.token));
    slow_reader.hear_until("HTTP/1.1 200");

    const auto begin = std::chrono::steady_clock::now();
    house.server.stop();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{5});
    CHECK_FALSE(std::filesystem::exists(house.socket));
    CHECK_THROWS(Caller{house.server.port()});
    CHECK_NOTHROW(house.server.stop());
}

TEST_CASE("two servers do not share a socket, and the second leaves the first in peace", "[http]")
{
    House house;
    const auto second = [&] {
        const Server server{house.app, {}, house.keyring, house.events, Doors{house.socket, {}}};
    };
    CHECK_THROWS_AS(second(), blend::Problem);
    CHECK(house.ask_socket("GET /v1/things/1 HTTP/1.1\r\n\r\n").status() == 200);
}
