#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/whatsapp.hpp"
#include "daemon/intake/files/archive.hpp"
#include "daemon/intake/files/input.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <fstream>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for each test, gone at its end.
class Folder {
public:
    Folder()
    {
        std::string pattern = (fs::temp_directory_path() / "blend-input-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    fs::path operator/(const fs::path& name) const { return path_ / name; }
    const fs::path& path() const { return path_; }

    fs::path file(const fs::path& name, const std::string& text) const
    {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream{path_ / name, std::ios::binary} << text;
        return path_ / name;
    }

private:
    fs::path path_;
};

struct Member {
    std::string name;
    std::string text;
    bool locked{};
};

fs::path make_zip(const fs::path& path, const std::vector<Member>& members)
{
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    REQUIRE(zip);
    for (const Member& each : members) {
        zip_source_t* source = zip_source_buffer(zip, each.text.data(), each.text.size(), 0);
        const zip_int64_t index = zip_file_add(zip, each.name.c_str(), source, ZIP_FL_ENC_UTF_8);
        REQUIRE(index >= 0);
        if (each.locked) zip_file_set_encryption(zip, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, "secret");
    }
    REQUIRE(zip_close(zip) == 0);
    return path;
}

std::string whole(const Input& input)
{
    const auto stream = input.open();
    return {std::istreambuf_iterator<char>{*stream}, {}};
}

Problem::Kind kind_of_problem(const fs::path& path)
{
    try {
        for (const Input& input : inputs_at(path)) head_of(input);
    } catch (const Problem& problem) {
        return problem.kind;
    }
    return Problem::Kind::internal;
}

} // namespace

TEST_CASE("a file is one input, and may be opened as often as needed", "[input]")
{
    const Folder folder;
    const auto inputs = inputs_at(folder.file("a.txt", "hello"));
    REQUIRE(inputs.size() == 1);
    CHECK(inputs[0].name == "a.txt");
    CHECK(inputs[0].size == 5);
    CHECK(whole(inputs[0]) == "hello");
    CHECK(whole(inputs[0]) == "hello");
    CHECK(head_of(inputs[0]) == "hello");
    CHECK(inputs_at(folder.file("empty.txt", ""))[0].size == 0);
}

TEST_CASE("only regular files are read", "[input]")
{
    const Folder folder;
    CHECK(kind_of_problem(folder / "nothing") == Problem::Kind::not_found);
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(kind_of_problem(folder / "pipe") == Problem::Kind::bad_input);
    CHECK(kind_of_problem("/dev/zero") == Problem::Kind::bad_input);
    fs::create_symlink(folder.file("a.txt", "hello"), folder / "link");
    CHECK(kind_of_problem(folder / "link") == Problem::Kind::bad_input);
}

TEST_CASE("a folder is walked in order, links and pipes left out", "[input]")
{
    const Folder folder;
    folder.file("b.txt", "b");
    folder.file("a/c.txt", "c");
    folder.file(".hidden", "h");
    fs::create_symlink("/etc/passwd", folder / "link");
    fs::create_directory_symlink("/etc", folder / "links");
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    const auto inputs = inputs_at(folder.path());
    REQUIRE(inputs.size() == 2);
    CHECK(inputs[0].name == "c.txt");
    CHECK(inputs[1].name == "b.txt");
}

TEST_CASE("a Maildir is one input, and files beside it are their own", "[input]")
{
    const Folder folder;
    folder.file("Mail/cur/1:2,S", "Subject: x\n\n");
    folder.file("Mail/dovecot-uidlist", "3");
    folder.file("Mail/.Sent/new/2", "Subject: y\n\n");
    folder.file("chat.txt", "x");
    const auto inputs = inputs_at(folder.path());
    REQUIRE(inputs.size() == 2);
    CHECK(inputs[0].folder);
    CHECK(inputs[0].path == folder.path());
    CHECK(inputs[1].name == "chat.txt");
}

TEST_CASE("a zip gives its members under their own names, media and what systems leave behind apart", "[input]")
{
    const Folder folder;
    const auto path = make_zip(folder / "pile.zip", {{"a/_chat.txt", "hello"},
                                                     {"photo.jpg", "jpeg"},
                                                     {"__MACOSX/._chat.txt", "x"},
                                                     {"Library/SMS/chat.db", "SQLite format 3"},
                                                     {"Maildir/cur/1700000000.M1P1.host:2,S", "Subject: x"}});
    const auto inputs = inputs_at(path);
    REQUIRE(inputs.size() == 3);
    CHECK(inputs[0].name == "_chat.txt");
    CHECK(inputs[0].inside == "a/_chat.txt");
    CHECK(inputs[0].path == path);
    CHECK(whole(inputs[0]) == "hello");
    CHECK(inputs[0].size == 5);
    CHECK(inputs[1].name == "chat.db");
    CHECK(inputs[2].name == "1700000000.M1P1.host:2,S");
}

TEST_CASE("a member that leads out of its zip, is locked or a bomb is refused, the others are read", "[input]")
{
    const Folder folder;
    const auto path = make_zip(folder / "odd.zip", {{"../../evil.txt", "climbs"},
                                                    {"/etc/absolute.txt", "roots"},
                                                    {"locked.txt", "secret", true},
                                                    {"bomb.txt", std::string(std::size_t{20} << 20, 'x')},
                                                    {"a..b/fine.txt", "hello"}});
    const auto inputs = inputs_at(path);
    REQUIRE(inputs.size() == 5);
    for (std::size_t each = 0; each < 4; ++each) {
        CHECK_THROWS_AS(inputs[each].open(), Problem);
        CHECK(inputs[each].inside.empty()); // belongs to no export
    }
    CHECK(whole(inputs[4]) == "hello");
    CHECK(std::distance(fs::directory_iterator{folder.path()}, {}) == 1);
}

TEST_CASE("a name that would leave its archive is told from one that only looks odd", "[input]")
{
    for (const char* out : {"../x", "a/../../x", "a/..", "/etc/x", "\\\\host\\x", "C:x", "c:\\x", "a\\..\\x"}) {
        CAPTURE(out);
        CHECK(leads_out(out));
    }
    for (const char* inside : {"x", "a..b/x", "...", "a/..x", "1:2,S", "cur/1:2,S", "a b"}) {
        CAPTURE(inside);
        CHECK_FALSE(leads_out(inside));
    }
}

TEST_CASE("zips that are cut off, locked, damaged or bombs are refused", "[input]")
{
    const Folder folder;
    const auto path = make_zip(folder / "good.zip", {{"_chat.txt", std::string(5000, 'x') + "end"}});
    SECTION("cut off")
    {
        fs::resize_file(path, fs::file_size(path) / 2);
        CHECK(kind_of_problem(path) == Problem::Kind::bad_input);
    }
    SECTION("locked")
    {
        CHECK(kind_of_problem(make_zip(folder / "locked.zip", {{"_chat.txt", "secret", true}})) ==
              Problem::Kind::bad_input);
    }
    SECTION("a byte changed in its data")
    {
        std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(42);
        file.put('\x7F');
        file.close();
        CHECK_THROWS_AS(whole(inputs_at(path).front()), Problem);
    }
    SECTION("two megabytes of one letter")
    {
        const auto bomb = make_zip(folder / "bomb.zip", {{"_chat.txt", std::string(std::size_t{20} << 20, 'x')}});
        CHECK(kind_of_problem(bomb) == Problem::Kind::bad_input);
    }
    SECTION("photos only")
    {
        CHECK(kind_of_problem(make_zip(folder / "photos.zip", {{"a.jpg", "x"}})) == Problem::Kind::bad_input);
    }
}

TEST_CASE("one bad zip does not lose the folder it lies in", "[input]")
{
    const Folder folder;
    folder.file("a.zip", "PK\x03\x04 and no more");
    folder.file("b.txt", "fine");
    const auto inputs = inputs_at(folder.path());
    REQUIRE(inputs.size() == 2);
    CHECK_THROWS_AS(inputs[0].open(), Problem);
    CHECK(whole(inputs[1]) == "fine");
}

TEST_CASE("a chat that only the owner writes in is with whom its file, zip or folder is called by", "[input]")
{
    const std::string chat = "31/12/23, 09:00 - Noor: hi\n31/12/23, 09:01 - Noor: hello\n";
    const Folder folder;
    folder.file("one/WhatsApp Chat with Ilse.txt", chat);
    folder.file("WhatsApp Chat - Ilse/_chat.txt", chat);
    make_zip(folder / "WhatsApp Chat - Ilse.zip", {{"_chat.txt", chat}});
    make_zip(folder / "pile.zip", {{"chats/WhatsApp Chat with Ilse.txt", chat}});
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    context.is_owner = [](const Party& party) { return party.name == "Noor"; };
    std::vector<std::vector<std::string>> keys;
    for (const char* name : {"one/WhatsApp Chat with Ilse.txt", "one", "pile.zip", "WhatsApp Chat - Ilse.zip",
                             "WhatsApp Chat - Ilse", "WhatsApp Chat - Ilse/_chat.txt"}) {
        CAPTURE(name);
        Recorder recorder;
        whatsapp.read(inputs_at(folder / name).front(), context, recorder);
        keys.emplace_back();
        for (const Observation& each : recorder.observations) {
            CHECK(each.parties.at(0).name == "Ilse");
            keys.back().push_back(each.source_key);
        }
        CHECK(keys.back().size() == 2);
        CHECK(keys.back() == keys.front());
    }
}
