#include "daemon/core/problem.hpp"
#include "daemon/http/access.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace blend;
using namespace blend::http;

namespace {

struct Given {
    Instant now{std::chrono::seconds{1'795'000'000}};
    KeysInMemory keys;
    Keyring keyring{keys, [this] { return now; }};

    std::string session()
    {
        const auto cookie = keyring.finish_sign_in(keyring.start_sign_in());
        const auto begin = Keyring::cookie_name.size() + 1;
        return cookie.substr(begin, cookie.find(';') - begin);
    }
};

} // namespace

TEST_CASE("a hash is the one everybody knows", "[http]")
{
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a sign-in code works once", "[http]")
{
    Given given;
    const auto code = given.keyring.start_sign_in();
    CHECK(code.size() == 32);
    CHECK_NOTHROW(given.keyring.finish_sign_in(code));
    CHECK_THROWS_AS(given.keyring.finish_sign_in(code), Problem);
    CHECK(given.keys.list(KeyKind::session).size() == 1);
}

TEST_CASE("a sign-in code dies after five minutes", "[http]")
{
    Given given;
    const auto early = given.keyring.start_sign_in();
    const auto late = given.keyring.start_sign_in();
    given.now += std::chrono::minutes{5} - std::chrono::seconds{1};
    CHECK_NOTHROW(given.keyring.finish_sign_in(early));
    given.now += std::chrono::seconds{1};
    CHECK_THROWS_AS(given.keyring.finish_sign_in(late), Problem);
}

TEST_CASE("a guessed code opens nothing", "[http]")
{
    Given given;
    const auto code = given.keyring.start_sign_in();
    for (const std::string& guess : {std::string{}, std::string{"0"}, sha256(code), code.substr(1), code + "0"}) {
        INFO(guess);
        CHECK_THROWS_AS(given.keyring.finish_sign_in(guess), Problem);
    }
    CHECK(given.keys.list(KeyKind::session).empty());
    CHECK_NOTHROW(given.keyring.finish_sign_in(code));
}

TEST_CASE("a session cookie is out of reach of scripts and other sites", "[http]")
{
    Given given;
    const auto cookie = given.keyring.finish_sign_in(given.keyring.start_sign_in());
    CHECK_THAT(cookie, Catch::StartsWith("blend_session=") && Catch::Contains("; HttpOnly") &&
                           Catch::Contains("; SameSite=Strict") && Catch::Contains("; Path=/;"));
}

TEST_CASE("a session ends when it is signed out, and by itself after its life", "[http]")
{
    Given given;
    const auto first = given.session();
    const auto second = given.session();
    CHECK(given.keyring.admits(first));

    CHECK_THAT(given.keyring.sign_out(first), Catch::StartsWith("blend_session=;") && Catch::Contains("Max-Age=0"));
    CHECK_FALSE(given.keyring.admits(first));
    CHECK(given.keyring.admits(second));

    given.now += Keyring::session_life;
    CHECK_FALSE(given.keyring.admits(second));
    given.session();
    CHECK(given.keys.list(KeyKind::session).size() == 1);
}

TEST_CASE("a token is shown once and kept as a hash", "[http]")
{
    Given given;
    const auto secret = given.keyring.add_token("phone");
    CHECK(given.keyring.admits(secret));
    const auto kept = given.keyring.tokens();
    REQUIRE(kept.size() == 1);
    CHECK(kept.front().name == "phone");
    CHECK(kept.front().hash == sha256(secret));
    CHECK_FALSE(given.keyring.admits(kept.front().hash));
}

TEST_CASE("a token's name is given once, and revoking it ends the token", "[http]")
{
    Given given;
    const auto secret = given.keyring.add_token("phone");
    CHECK_THROWS_AS(given.keyring.add_token("phone"), Problem);
    CHECK_THROWS_AS(given.keyring.add_token(""), Problem);
    CHECK(given.keyring.tokens().size() == 1);

    given.keyring.revoke_token("phone");
    CHECK_FALSE(given.keyring.admits(secret));
    CHECK_THROWS_AS(given.keyring.revoke_token("phone"), Problem);
}

TEST_CASE("a sign-out does not revoke a token", "[http]")
{
    Given given;
    const auto token = given.keyring.add_token("phone");
    given.keyring.sign_out(token);
    CHECK(given.keyring.admits(token));
}

TEST_CASE("the use of a key is noted at most once an hour", "[http]")
{
    Given given;
    const auto secret = given.keyring.add_token("phone");
    const auto first = given.now;
    given.keyring.admits(secret);
    given.now += std::chrono::minutes{59};
    given.keyring.admits(secret);
    CHECK(given.keyring.tokens().front().last_used == first);
    given.now += std::chrono::minutes{1};
    given.keyring.admits(secret);
    CHECK(given.keyring.tokens().front().last_used == given.now);
}

TEST_CASE("no two secrets are alike", "[http]")
{
    Given given;
    std::set<std::string> codes;
    for (int count = 0; count < 100; ++count) codes.insert(given.keyring.start_sign_in());
    CHECK(codes.size() == 100);
}

TEST_CASE("comparing secrets looks at all of them", "[http]")
{
    CHECK(same_secret("abc", "abc"));
    CHECK_FALSE(same_secret("abc", "abd"));
    CHECK_FALSE(same_secret("abc", "bbc"));
    CHECK_FALSE(same_secret("abc", "ab"));
    CHECK(same_secret("", ""));
}

TEST_CASE("a cookie given through TLS never leaves in the clear", "[http]")
{
    Given given;
    CHECK_THAT(given.keyring.finish_sign_in(given.keyring.start_sign_in(), Passage::tls), Catch::EndsWith("; Secure"));
    CHECK_THAT(given.keyring.sign_out("", Passage::tls), Catch::EndsWith("; Secure"));
    CHECK_THAT(given.keyring.finish_sign_in(given.keyring.start_sign_in()), !Catch::Contains("Secure"));
}
