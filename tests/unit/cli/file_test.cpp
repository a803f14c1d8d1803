#include "cli/file.hpp"
#include "daemon/core/problem.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

using namespace blend;
using namespace blend::cli;
namespace fs = std::filesystem;

namespace {

class Folder {
public:
    Folder() : path_{fs::temp_directory_path() / "blend-cli-file-XXXXXX"}
    {
        std::string name = path_.string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    fs::path operator/(const char* name) const { return path_ / name; }
    auto size() const { return std::distance(fs::directory_iterator{path_}, fs::directory_iterator{}); }

private:
    fs::path path_;
};

std::string content(const fs::path& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

TEST_CASE("a written file is there whole and only its owner may read it", "[file]")
{
    const Folder folder;
    write_file(folder / "plans.ics", "BEGIN:VCALENDAR", Existing::refuse);
    CHECK(content(folder / "plans.ics") == "BEGIN:VCALENDAR");
    struct stat status {};
    REQUIRE(stat((folder / "plans.ics").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(folder.size() == 1);
}

TEST_CASE("a file that is there already stays as it is unless it may be replaced", "[file]")
{
    const Folder folder;
    write_file(folder / "plans.ics", "old", Existing::refuse);
    CHECK_THROWS_AS(write_file(folder / "plans.ics", "new", Existing::refuse), Problem);
    CHECK(content(folder / "plans.ics") == "old");
    CHECK(folder.size() == 1);
    write_file(folder / "plans.ics", "new", Existing::replace);
    CHECK(content(folder / "plans.ics") == "new");
    CHECK(folder.size() == 1);
}

TEST_CASE("a file that cannot be written says why, and what to do", "[file]")
{
    const Folder folder;
    try {
        write_file(folder / "no/such/folder.ics", "x", Existing::refuse);
        FAIL("it was written");
    } catch (const Problem& problem) {
        CHECK(problem.kind == Problem::Kind::cannot);
        CHECK_FALSE(problem.hint.empty());
    }
}
