#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "daemon/core/problem.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::cli;

namespace {

constexpr Option options[] = {{"--circle", "C", ""}, {"--phone", "P", ""}, {"--in", "", ""}, {"--cannot", "MODES", ""}};

Arguments sorted(std::vector<std::string> words) { return sort_arguments(words, options); }

} // namespace

TEST_CASE("options may stand before, between and behind the words", "[arguments]")
{
    const Arguments arguments = sorted({"--circle", "inner", "Amma", "--in", "25m", "--phone=+49 30 1"});
    CHECK(arguments.words == std::vector<std::string>{"Amma", "25m"});
    CHECK(arguments.value("--circle") == "inner");
    CHECK(arguments.value("--phone") == "+49 30 1");
    CHECK(arguments.has("--in"));
    CHECK_FALSE(arguments.has("--cannot"));
    CHECK(arguments.joined() == "Amma 25m");
}

TEST_CASE("an option may come several times, and takes one word each time", "[arguments]")
{
    const Arguments arguments = sorted({"--phone", "1", "Amma", "--phone", "2"});
    CHECK(arguments.values("--phone") == std::vector<std::string>{"1", "2"});
    CHECK(arguments.words == std::vector<std::string>{"Amma"});
}

TEST_CASE("a list is taken apart at commas, and an empty one is a list too", "[arguments]")
{
    CHECK(sorted({"--cannot", "call, video,"}).list("--cannot") == std::vector<std::string>{"call", "video"});
    CHECK(sorted({"--cannot", ""}).list("--cannot") == std::vector<std::string>{});
    CHECK_FALSE(sorted({}).list("--cannot").has_value());
}

TEST_CASE("an option keeps a value that looks like an option, and words behind -- are words", "[arguments]")
{
    CHECK(sorted({"--circle", "-odd"}).value("--circle") == "-odd");
    CHECK(sorted({"--", "--in"}).words == std::vector<std::string>{"--in"});
}

TEST_CASE("an option that is not there is refused with the nearest one", "[arguments]")
{
    try {
        sorted({"Amma", "--circel", "inner"});
        FAIL("it was taken");
    } catch (const Problem& problem) {
        CHECK(problem.kind == Problem::Kind::bad_request);
        CHECK(problem.what() == std::string{"there is no option --circel"});
        CHECK(problem.hint == "did you mean --circle?");
    }
}

TEST_CASE("an option without its value is refused", "[arguments]")
{
    CHECK_THROWS_AS(sorted({"Amma", "--circle"}), Problem);
}

TEST_CASE("nearest finds slips of the fingers and does not guess wildly", "[arguments]")
{
    std::vector<std::string_view> names;
    for (const Command* each : commands()) names.push_back(each->name);
    CHECK(nearest("shwo", names) == "show");
    CHECK(nearest("contcts", names) == "contacts");
    CHECK(nearest("inport", names) == "import");
    CHECK_FALSE(nearest("telephone", names).has_value());
    CHECK_FALSE(nearest("x", {}).has_value());
}

TEST_CASE("every command has a row, and no name comes twice", "[arguments]")
{
    for (const char* name :
         {"add",     "log",      "import", "contacts", "show",   "explain", "edit",    "forget",  "unmatched",
          "link",    "ignore",   "merge",  "nudges",   "done",   "snooze",  "dismiss", "why",     "plan",
          "plans",   "happened", "move",   "cancel",   "export", "report",  "undo",    "history", "backup",
          "restore", "rebuild",  "doctor", "open",     "token",  "config",  "help",    "version"})
        CHECK(command(name) != nullptr);
    for (const Command* each : commands()) {
        CHECK(command(each->name) == each);
        CHECK_FALSE(each->summary.empty());
        for (const Option& option : each->options) CHECK_FALSE(option.summary.empty());
    }
}
