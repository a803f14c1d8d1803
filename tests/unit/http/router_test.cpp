#include "daemon/http/router.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::http;

namespace {

constexpr Route table[] = {
    {"GET", "/v1/contacts", "list_contacts", Access::signed_in, nullptr},
    {"GET", "/v1/contacts/{contact}", "get_contact", Access::signed_in, nullptr},
    {"DELETE", "/v1/contacts/{contact}", "forget_contact", Access::signed_in, nullptr},
    {"POST", "/v1/contacts/{contact}/merge", "merge_contact", Access::signed_in, nullptr},
};

std::string operation(std::string_view method, std::string_view path)
{
    const auto found = find_route(table, method, path);
    if (const auto* match = std::get_if<Match>(&found)) return std::string{match->route->operation};
    return std::get<Mismatch>(found) == Mismatch::no_path ? "no path" : "no method";
}

} // namespace

TEST_CASE("a request finds its row by method and path", "[http]")
{
    CHECK(operation("GET", "/v1/contacts") == "list_contacts");
    CHECK(operation("HEAD", "/v1/contacts") == "list_contacts");
    CHECK(operation("GET", "/v1/contacts/Amma") == "get_contact");
    CHECK(operation("DELETE", "/v1/contacts/Amma") == "forget_contact");
    CHECK(operation("POST", "/v1/contacts/Amma/merge") == "merge_contact");
    CHECK(operation("PATCH", "/v1/contacts/Amma") == "no method");
    CHECK(operation("GET", "/v1/contacts/") == "no path");
    CHECK(operation("GET", "/v1/contacts//") == "no path");
    CHECK(operation("GET", "/v1/contacts/Amma/") == "no path");
    CHECK(operation("GET", "/v1/Contacts") == "no path");
    CHECK(operation("GET", "//v1/contacts") == "no path");
}

TEST_CASE("a part of a path is decoded after the path was cut", "[http]")
{
    const auto found = find_route(table, "POST", "/v1/contacts/AC%2FDC%20%C3%A9/merge");
    CHECK(std::get<Match>(found).parameters.at("contact") == "AC/DC \xc3\xa9");
    CHECK(operation("GET", "/v1/contacts/%ff") == "no path");
    CHECK(operation("GET", "/v1%2Fcontacts") == "no path");
}

TEST_CASE("a query is read once, the first of a name counts", "[http]")
{
    const auto texts = read_query("a=1&b=x+y%26&a=2&c&&=lost");
    CHECK(texts == Request::Texts{{"a", "1"}, {"b", "x y&"}, {"c", ""}});
    CHECK_THROWS_AS(read_query("a=%ff"), Problem);
    CHECK_THROWS_AS(read_query("%"), Problem);
}
