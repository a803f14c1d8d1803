#include "daemon/core/problem.hpp"
#include "daemon/http/access.hpp"
#include "daemon/http/request.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::http;

namespace {

struct Given {
    KeysInMemory keys;
    Keyring keyring{keys, [] { return Instant{}; }};
    Reply reply;

    Request request(Request::Parts parts) { return Request{std::move(parts), keyring, reply}; }

    Request with_query(const char* name, const char* value)
    {
        Request::Parts parts;
        parts.queries.emplace(name, value);
        return request(std::move(parts));
    }

    Request with_body(const char* body)
    {
        Request::Parts parts;
        parts.body = body;
        return request(std::move(parts));
    }

    std::string complaint(const char* body)
    {
        try {
            with_body(body).body<wire::SnoozeRequest>();
        } catch (const Problem& problem) {
            return std::string{face(problem.kind).word} + ": " + problem.what();
        }
        return {};
    }
};

} // namespace

TEST_CASE("a number in a query stays between its limits", "[http]")
{
    Given given;
    CHECK(given.with_query("limit", "5").number("limit", 1, 100) == 5);
    CHECK_FALSE(given.with_query("limit", "5").number("offset", 0, 100));
    for (const char* wrong : {"0", "101", "-1", "5x", "", " 5", "1e3", "99999999999999999999"}) {
        INFO(wrong);
        CHECK_THROWS_AS(given.with_query("limit", wrong).number("limit", 1, 100), Problem);
    }
}

TEST_CASE("a flag in a query is true, false, or a bare name", "[http]")
{
    Given given;
    CHECK(given.with_query("due", "true").flag("due") == true);
    CHECK(given.with_query("due", "").flag("due") == true);
    CHECK(given.with_query("due", "false").flag("due") == false);
    CHECK_FALSE(given.with_query("due", "true").flag("all").has_value());
    CHECK_THROWS_AS(given.with_query("due", "maybe").flag("due"), Problem);
}

TEST_CASE("a numbered part of a path counts from one", "[http]")
{
    Given given;
    const auto numbered = [&](const char* text) {
        Request::Parts parts;
        parts.parameters.emplace("plan", text);
        return given.request(std::move(parts)).number_parameter("plan");
    };
    CHECK(numbered("12") == 12);
    CHECK_THROWS_AS(numbered("0"), Problem);
    CHECK_THROWS_AS(numbered("x"), Problem);
}

TEST_CASE("a body that does not fit is refused by the name of its field", "[http]")
{
    Given given;
    CHECK(given.with_body(R"({"length":"3d"})").body<wire::SnoozeRequest>().length == "3d");
    CHECK_FALSE(given.with_body("").body<wire::DoneRequest>().size);

    CHECK_THAT(given.complaint(R"({"length":3})"), Catch::StartsWith("bad_request") && Catch::Contains("length"));
    CHECK_THAT(given.complaint("{}"), Catch::StartsWith("bad_request") && Catch::Contains("length"));
    CHECK_THAT(given.complaint(R"({"length":"3d","lenght":"4d"})"),
               Catch::StartsWith("bad_request") && Catch::Contains("lenght"));
    CHECK_THAT(given.complaint("[1]"), Catch::StartsWith("bad_request"));
    CHECK_THAT(given.complaint("{"), Catch::StartsWith("bad_request"));
}
