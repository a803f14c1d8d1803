#include "daemon/http/pages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace blend::http;

TEST_CASE("the program carries an index page", "[http]")
{
    const Page* index = find_page("/index.html");
    REQUIRE(index != nullptr);
    CHECK(index->content_type == "text/html; charset=utf-8");
    CHECK_THAT(std::string{index->plain}, Catch::Contains("<title>") && Catch::Contains("</html>"));
    CHECK_THAT(std::string{index->etag}, Catch::StartsWith("\"") && Catch::EndsWith("\""));
    CHECK(std::ranges::is_sorted(pages(), {}, &Page::path));
}

TEST_CASE("the views of the dashboard are its index page", "[http]")
{
    const Page* index = find_page("/index.html");
    for (const char* view : {"/", "/contacts", "/contacts/3", "/sign-in"}) {
        INFO(view);
        CHECK(find_page(view) == index);
    }
    for (const char* other :
         {"", "/v1", "/v1/nothing", "/missing.js", "/../etc/passwd", "/..", "//evil", "/%2e%2e/etc/passwd",
          "/contacts/../../etc/passwd", "index.html", "/etc/passwd.", "/%00"}) {
        INFO(other);
        CHECK(find_page(other) == nullptr);
    }
}

TEST_CASE("a page comes in the shortest form that the client takes", "[http]")
{
    const Page page{"/a", "text/plain", "\"1\"", "plain", "gz", "b"};
    CHECK(form_for(page, "gzip, deflate, br").encoding == "br");
    CHECK(form_for(page, "gzip, deflate").encoding == "gzip");
    CHECK(form_for(page, "br;q=0.1").encoding == "br");
    CHECK(form_for(page, "br;q=0, gzip;q=0.0").bytes == "plain");
    CHECK(form_for(page, "").bytes == "plain");
    CHECK(form_for(page, "brotli").bytes == "plain");
    CHECK(form_for(Page{"/a", "text/plain", "\"1\"", "plain", {}, {}}, "br, gzip").bytes == "plain");
}
