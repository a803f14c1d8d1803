#include "daemon/core/problem.hpp"
#include "daemon/wire/places.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace blend;
using namespace blend::wire;

namespace {

Environment with(std::map<std::string, std::string> variables)
{
    return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
}

} // namespace

TEST_CASE("a home holds everything", "[wire]")
{
    const auto places = find_places("/tmp/demo", with({{"BLEND_HOME", "/other"}, {"HOME", "/home/ana"}}));
    CHECK(places.data == "/tmp/demo/data");
    CHECK(places.config == "/tmp/demo/config/config.toml");
    CHECK(places.socket == "/tmp/demo/run/api.sock");
    CHECK(find_places({}, with({{"BLEND_HOME", "/other"}})).socket == "/other/run/api.sock");
}

TEST_CASE("without a home everything is where XDG says", "[wire]")
{
    const auto places =
        find_places({}, with({{"XDG_DATA_HOME", "/d"}, {"XDG_CONFIG_HOME", "/c"}, {"XDG_RUNTIME_DIR", "/r"}}));
    CHECK(places.data == "/d/blend");
    CHECK(places.config == "/c/blend/config.toml");
    CHECK(places.socket == "/r/blend/api.sock");
}

TEST_CASE("what XDG does not say is under the user's home", "[wire]")
{
    const auto places = find_places({}, with({{"HOME", "/home/ana"}, {"XDG_DATA_HOME", "relative"}}));
    CHECK(places.data == "/home/ana/.local/share/blend");
    CHECK(places.config == "/home/ana/.config/blend/config.toml");
    CHECK(places.socket == "/home/ana/.local/share/blend/run/api.sock");
    CHECK_THROWS_AS(find_places({}, with({})), Problem);
}
