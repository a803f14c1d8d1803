#include "daemon/core/problem.hpp"
#include "daemon/http/doors.hpp"
#include "tests/unit/http/house.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <fstream>

using namespace blend;
using namespace blend::http;
using blend::http::test::Caller;
using blend::http::test::Folder;

namespace {

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat found {};
    REQUIRE(::lstat(path.c_str(), &found) == 0);
    return found.st_mode & 07777;
}

std::string complaint(const std::filesystem::path& path)
{
    try {
        open_socket(path);
    } catch (const Problem& problem) {
        return std::string{problem.what()} + " / " + problem.hint;
    }
    return {};
}

} // namespace

TEST_CASE("the socket is the owner's alone, whatever the umask", "[http]")
{
    const Folder folder;
    const auto path = folder.path() / "run" / "api.sock";
    const auto before = ::umask(0);
    const auto door = open_socket(path);
    ::umask(before);
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(path.parent_path()) == 0700);
}

TEST_CASE("the socket of a daemon that died is replaced, that of a living one is not", "[http]")
{
    const Folder folder;
    const auto path = folder.path() / "run" / "api.sock";
    auto first = open_socket(path);
    CHECK_THAT(complaint(path), Catch::Contains("another blendd is running"));
    CHECK_NOTHROW(Caller{path});
    first = Descriptor{};
    CHECK(std::filesystem::exists(path));
    CHECK(complaint(path).empty());
}

TEST_CASE("what is not our dead socket is left alone", "[http]")
{
    const Folder folder;
    const auto run = folder.path() / "run";
    std::filesystem::create_directory(run);
    ::chmod(run.c_str(), 0700);
    const auto file = run / "file";
    std::ofstream{file} << "precious";
    CHECK_THAT(complaint(file), Catch::Contains("something else"));
    CHECK(std::filesystem::file_size(file) == 8);

    const auto target = folder.path() / "target";
    const auto link = run / "link";
    std::filesystem::create_symlink(target, link);
    CHECK_THAT(complaint(link), Catch::Contains("something else"));
    CHECK_FALSE(std::filesystem::exists(target));
}

TEST_CASE("a folder that others can enter, or a link to one, is refused", "[http]")
{
    const Folder folder;
    const auto loose = folder.path() / "loose";
    std::filesystem::create_directory(loose);
    ::chmod(loose.c_str(), 0755);
    CHECK_THAT(complaint(loose / "api.sock"), Catch::Contains("chmod 700"));

    const auto link = folder.path() / "link";
    ::chmod(loose.c_str(), 0700);
    std::filesystem::create_directory_symlink(loose, link);
    CHECK_THAT(complaint(link / "api.sock"), Catch::Contains("not a folder"));
    CHECK(std::filesystem::is_empty(loose));
}

TEST_CASE("a path that is too long for a socket is refused with its limit", "[http]")
{
    const Folder folder;
    CHECK_THAT(complaint(folder.path() / std::string(120, 'a') / "api.sock"), Catch::Contains("107"));
}

TEST_CASE("a port in use is a problem that names --port", "[http]")
{
    const auto door = open_port(0);
    REQUIRE(port_of(door) != 0);
    try {
        open_port(port_of(door));
        FAIL("two servers on one port");
    } catch (const Problem& problem) {
        CHECK(problem.kind == Problem::Kind::cannot);
        CHECK_THAT(problem.hint, Catch::Contains("--port"));
    }
}
