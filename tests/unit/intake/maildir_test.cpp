#include "daemon/core/problem.hpp"
#include "daemon/intake/mail/maildir.hpp"
#include "tests/unit/intake/mail_samples.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

TEST_CASE("a Maildir is read from cur and new of every folder, and from nothing else", "[intake][mail]")
{
    const Place place;
    for (const char* name : {"cur/1.a:2,S", "new/2.a", ".Sent/cur/3.a;2,S", "Archive/2024/cur/4.a!2,RS"})
        place.write(name, mail("X-Name: x\n"));
    for (const char* name :
         {"tmp/5.a", "6.a", "cur/.noindex", "cur/dovecot.index", "dovecot-uidlist", "Archive/note.txt", "cur/sub/7.a"})
        place.write(name, mail(""));
    const Recorder recorder = read(maildir, input_of_folder(place.path()), {});
    CHECK(recorder.read() == 4);
    CHECK(maildir.sniff(input_of_folder(place.path()), {}) > 50);
    CHECK(maildir.sniff(input_of_folder(place.path() / "Archive/2024/cur"), {}) > 50);
    CHECK(read(maildir, input_of_folder(place.path() / "cur")).read() == 1);
    const auto sent = std::count_if(recorder.observations.begin(), recorder.observations.end(),
                                    [](const Observation& each) { return each.direction == Direction::out; });
    CHECK(sent == 1);
}

TEST_CASE("drafts of a Maildir are known by flag and by folder", "[intake][mail]")
{
    const Place place;
    for (const char* name : {"cur/1.a:2,DS", "cur/2.a!2,D", ".Entw&APw-rfe/cur/3.a:2,S", "cur/4.D:2,S"})
        place.write(name, mail(""));
    const Recorder recorder = read(maildir, input_of_folder(place.path()));
    CHECK(recorder.skipped(Skip::draft) == 3);
    CHECK(recorder.records == 1);
}

TEST_CASE("a file's name dates a mail without a date better than the file does", "[intake][mail]")
{
    const Place place;
    place.write("cur/1220863042.12663_1.host:2,S", "From: jonas@example.net\n\nhi\n");
    CHECK(rfc3339(read(maildir, input_of_folder(place.path())).only().at) == "2008-09-08T08:37:22Z");
}

TEST_CASE("a folder without mail folders is refused", "[intake][mail]")
{
    const Place place;
    place.write("letter.txt", "hello");
    CHECK(maildir.sniff(input_of_folder(place.path()), {}) == 0);
    CHECK_THROWS_AS(read(maildir, input_of_folder(place.path())), Problem);
    CHECK_THROWS_AS(read(maildir, input_of_folder(place.path() / "missing")), Problem);
}

TEST_CASE("pipes, links, sparse giants and odd names in a Maildir do no harm", "[intake][mail][hostile]")
{
    const Place place;
    place.write("cur/1.a\nb\x1b[31m:2,S", mail(""));
    place.write("secret", mail("X-Other: y\n"));
    REQUIRE(::mkfifo((place.path() / "cur/pipe").c_str(), 0600) == 0);
    fs::create_symlink("/dev/zero", place.path() / "cur/zero");
    fs::create_symlink(place.path() / "secret", place.path() / "cur/link");
    fs::create_directory_symlink("/", place.path() / "root");
    place.write("cur/giant", "");
    fs::resize_file(place.path() / "cur/giant", 1ULL << 34U);
    const Recorder recorder = read(maildir, input_of_folder(place.path()));
    CHECK(recorder.records == 1);
    CHECK(recorder.skips == std::vector{Skip::broken}); // the giant: nothing but zeros
    CHECK(recorder.consumed < 1'000'000);
}
