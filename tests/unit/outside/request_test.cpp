#include "daemon/core/problem.hpp"
#include "daemon/outside/request.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>

#include <atomic>
#include <thread>

using namespace blend;
using namespace blend::outside;

namespace {

/// A server of the test's own; it listens once its handlers are there.
class There {
public:
    There() : port_{server_.bind_to_any_port("127.0.0.1")} { server_.set_keep_alive_timeout(1); }
    ~There()
    {
        if (!thread_.joinable()) return;
        while (!server_.is_running()) std::this_thread::yield();
        server_.stop();
        thread_.join();
    }

    void listen()
    {
        thread_ = std::thread{[this] { server_.listen_after_bind(); }};
    }

    httplib::Server& server() { return server_; }
    std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
    std::string host() const { return "127.0.0.1:" + std::to_string(port_); }

private:
    httplib::Server server_;
    int port_;
    std::thread thread_;
};

std::string refusal(Caller& caller, const Request& request)
{
    try {
        caller.ask(request);
        return "";
    } catch (const Problem& problem) {
        return problem.what();
    }
}

} // namespace

TEST_CASE("a reply comes with its status, headers and body, whatever they are", "[outside]")
{
    There there;
    there.server().Put("/thing", [](const httplib::Request& request, httplib::Response& response) {
        response.status = 412;
        response.set_header("ETag", "\"7\"");
        response.set_content(request.body + " " + request.get_header_value("If-Match"), "text/plain");
    });
    there.listen();
    Caller caller;
    const Reply reply =
        caller.ask({.method = "PUT", .url = there.url("/thing"), .headers = {{"If-Match", "\"6\""}}, .body = "hello"});
    CHECK(reply.status == 412);
    CHECK_FALSE(reply.fine());
    CHECK(reply.header("etag") == "\"7\"");
    CHECK(reply.header("no-such") == "");
    CHECK(reply.body == "hello \"6\"");
    CHECK(said(reply) == there.host() + " says 412: it was changed meanwhile");
}

TEST_CASE("a redirect is followed on its own host and no further", "[outside]")
{
    There there, elsewhere;
    std::atomic<bool> asked{false};
    elsewhere.server().Get("/secret", [&](const httplib::Request&, httplib::Response&) { asked = true; });
    there.server().Get("/from",
                       [](const httplib::Request&, httplib::Response& response) { response.set_redirect("/to", 301); });
    there.server().Get("/to", [](const httplib::Request& request, httplib::Response& response) {
        response.set_content(request.get_header_value("Authorization"), "text/plain");
    });
    there.server().Get("/away", [&](const httplib::Request&, httplib::Response& response) {
        response.set_redirect(elsewhere.url("/secret"), 302);
    });
    there.server().Get(
        "/round", [](const httplib::Request&, httplib::Response& response) { response.set_redirect("/round", 307); });
    there.listen();
    elsewhere.listen();
    Caller caller;
    CHECK(caller.ask({.url = there.url("/from")}).url == there.url("/to"));
    CHECK(refusal(caller, {.url = there.url("/away")}) ==
          there.host() + " sends us to another address: " + elsewhere.host());
    CHECK_FALSE(asked);
    CHECK(refusal(caller, {.url = there.url("/round")}) == there.host() + " sends us in circles");
}

TEST_CASE("only safe addresses are asked", "[outside]")
{
    for (const char* url : {"http://example.org/", "http://192.168.1.5/", "ftp://example.org/", "file:///etc/passwd",
                            "example.org", "", "http://127.0.0.1.example.org/", "gopher://localhost/"}) {
        INFO(url);
        CHECK_THROWS_AS(refuse_unless_allowed(url), Problem);
    }
    for (const char* url : {"https://example.org/", "https://192.168.1.5:8443/dav", "http://localhost:5232/",
                            "http://127.0.0.1:1/", "http://[::1]:5232/"}) {
        INFO(url);
        CHECK_NOTHROW(refuse_unless_allowed(url));
    }
}

TEST_CASE("a link leads on within its host only", "[outside]")
{
    CHECK(resolved("https://a.org/x/y", "z?q") == "https://a.org/x/z?q");
    CHECK(resolved("https://a.org/x/y", "/z") == "https://a.org/z");
    CHECK(resolved("https://a.org/x", "https://A.org:443/z").has_value());
    CHECK_FALSE(resolved("https://a.org/x", "https://b.org/z"));
    CHECK_FALSE(resolved("https://a.org/x", "https://a.org:8443/z"));
    CHECK_FALSE(resolved("https://a.org/x", "http://a.org/z"));
    CHECK_FALSE(resolved("https://a.org/x", "//b.org/z"));
    CHECK(resolved("http://127.0.0.1:80/x", "https://127.0.0.1/z").has_value());
}

TEST_CASE("what a server sends is bounded, and a wish to stop is heard", "[outside]")
{
    There there;
    there.server().Get("/long", [](const httplib::Request&, httplib::Response& response) {
        response.set_content(std::string(100'000, 'x'), "text/plain");
    });
    there.listen();
    Caller caller;
    CHECK(refusal(caller, {.url = there.url("/long"), .most_bytes = 99'999}) ==
          there.host() + ": it sends more than it should");
    CHECK(refusal(caller, {.url = there.url("/long"), .most_bytes = 100'000}) == "");
    const std::atomic<bool> stop{true};
    Caller stopped{{}, &stop};
    CHECK(refusal(stopped, {.url = there.url("/long")}) == there.host() + ": asked to stop");
}

TEST_CASE("nobody there is one clear line", "[outside]")
{
    std::string url;
    std::string host;
    {
        There gone;
        gone.listen();
        url = gone.url("/");
        host = gone.host();
    }
    Caller caller;
    CHECK(refusal(caller, {.url = url}) == host + ": nobody answers there");
    CHECK(refusal(caller, {.url = url, .headers = {{"X", "a\r\nY: b"}}}) == "a header of a request has one line only");
}

TEST_CASE("a name and password are given when they are asked for", "[outside]")
{
    There there;
    there.server().Get("/", [](const httplib::Request& request, httplib::Response& response) {
        if (request.get_header_value("Authorization") == "Basic bWU6b3Blbg==") return;
        response.status = 401;
        response.set_header("WWW-Authenticate", "Basic realm=\"there\"");
    });
    there.listen();
    CHECK(Caller{Login{"me", "open"}}.ask({.url = there.url("/")}).status == 200);
    CHECK(Caller{Login{"me", "shut"}}.ask({.url = there.url("/")}).status == 401);
    CHECK(Caller{}.ask({.url = there.url("/")}).status == 401);
}
