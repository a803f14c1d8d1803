#include "daemon/core/problem.hpp"
#include "daemon/outside/program.hpp"
#include "daemon/outside/secret.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <thread>

using namespace blend;
using namespace blend::outside;

namespace {

std::string refusal(const std::vector<std::string>& words, std::string_view input = "",
                    std::chrono::seconds deadline = std::chrono::seconds{30})
{
    try {
        run(words, input, deadline);
        return "";
    } catch (const Problem& problem) {
        return problem.what();
    }
}

} // namespace

TEST_CASE("a command line is words, and quotes hold words together", "[outside]")
{
    using Words = std::vector<std::string>;
    CHECK(words_of("pass show mail") == Words{"pass", "show", "mail"});
    CHECK(words_of("  a  'b c' \"d \\\" e\"f g\\ h '' ") == Words{"a", "b c", "d \" ef", "g h", ""});
    CHECK(words_of("echo $HOME; rm *") == Words{"echo", "$HOME;", "rm", "*"});
    CHECK_THROWS_AS(words_of("say 'no end"), Problem);
    CHECK_THROWS_AS(words_of("   "), Problem);
}

TEST_CASE("a program gets its words and its input, and no shell looks at them", "[outside]")
{
    CHECK(run({"cat"}, "two\nlines; $(id)") == "two\nlines; $(id)");
    CHECK(run({"printf", "%s", "$(id) `id` *"}, "") == "$(id) `id` *");
    CHECK(run({"true"}, std::string(300'000, 'x')) == ""); // it need not read what it is told
    CHECK(run({"cat"}, std::string(300'000, 'x')).size() == 300'000);
}

TEST_CASE("a program that fails says so with its own last line", "[outside]")
{
    CHECK(refusal({"sh", "-c", "echo one >&2; echo 'no key\x1b[31m' >&2; exit 7"}) == "sh failed (7): no key[31m");
    CHECK(refusal({"sh", "-c", "kill -9 $$"}) == "sh failed (137)");
    CHECK(refusal({"/no/such/program"}) == "/no/such/program cannot be run: No such file or directory");
}

TEST_CASE("a program that does not end is ended, with what it started", "[outside]")
{
    CHECK(refusal({"sh", "-c", "sleep 1000 & wait"}, "", std::chrono::seconds{1}) == "sh was not done after 1 seconds");
    CHECK(refusal({"sh", "-c", "exec >&- 2>&-; sleep 1000"}, "", std::chrono::seconds{1}) ==
          "sh was not done after 1 seconds");
    CHECK(refusal({"yes"}) == "yes prints without end");
}

TEST_CASE("a program ends when somebody wishes to stop, and so does one that prints a password", "[outside]")
{
    const std::atomic<bool> wished{true};
    CHECK_THROWS_WITH(run({"sleep", "1000"}, "", std::chrono::seconds{1000}, &wished), "sleep was asked to stop");
    CHECK_THROWS_WITH(secret_at("command: sleep 1000", "mail", &wished), "sleep was asked to stop");
}

TEST_CASE("what is started is left alone, and one that is not there is named", "[outside]")
{
    std::string folder = (std::filesystem::temp_directory_path() / "blend-outside-XXXXXX").native();
    REQUIRE(::mkdtemp(folder.data()) != nullptr);
    start({"mkdir", folder + "/begun"});
    while (!std::filesystem::exists(folder + "/begun")) std::this_thread::yield();
    std::filesystem::remove_all(folder);
    CHECK_THROWS_WITH(start({"/no/such/program"}), "/no/such/program cannot be run: No such file or directory");
}

TEST_CASE("a password is the first line that its command prints", "[outside]")
{
    CHECK(secret_at("command: printf 'open sesame\\nlogin: me\\n'", "mail") == "open sesame");
    CHECK_THROWS_AS(secret_at("command: true", "mail"), Problem);
    CHECK_THROWS_AS(secret_at("hunter2", "mail"), Problem);
    CHECK_THROWS_AS(refuse_unless_place("command:"), Problem);
    CHECK_NOTHROW(refuse_unless_place("keyring"));
}
