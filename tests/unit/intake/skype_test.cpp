// There is no public sample of a Skype export: its fixture was written from the description of the format.

#include "daemon/intake/chats/skype.hpp"
#include "daemon/intake/chats/skype_markup.hpp"
#include "daemon/intake/files/tar.hpp"
#include "tests/unit/intake/damage.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

const fs::path data = fs::path{SOURCE_DIR} / "tests" / "data" / "skype";

Context today() { return context_of({}, *parse_rfc3339("2026-11-23T00:00:00Z")); }

const Observation& at(const Recorder& talk, std::string_view when)
{
    for (const Observation& each : talk.observations)
        if (rfc3339(each.at) == when) return each;
    throw std::runtime_error{"nothing at " + std::string{when}};
}

Recorder read_all() { return read_with(skype, export_at(data), today()); }

std::string text_in(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string tar_member(const std::string& name, const std::string& text, char type = '0')
{
    std::string header(512, '\0');
    const auto put = [&](std::size_t place, const std::string& value) { header.replace(place, value.size(), value); };
    char size[16];
    std::snprintf(size, sizeof size, "%011zo", text.size());
    put(0, name);
    put(124, size);
    put(156, std::string(1, type));
    put(257, std::string{"ustar\0"
                         "00",
                         8});
    put(148, "        ");
    unsigned sum = 0;
    for (const char each : header) sum += static_cast<unsigned char>(each);
    char stated[16];
    std::snprintf(stated, sizeof stated, "%06o", sum);
    put(148, std::string{stated, 6} + std::string{"\0 ", 2});
    return header + text + std::string((512 - text.size() % 512) % 512, '\0');
}

struct Folder {
    Folder()
    {
        std::string name = (fs::temp_directory_path() / "blend-skype-XXXXXX").native();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        path = name;
    }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    fs::path file(const std::string& name, const std::string& text) const
    {
        std::ofstream{path / name, std::ios::binary} << text;
        return path / name;
    }
    fs::path path;
};

} // namespace

TEST_CASE("a Skype export tells each entry once, and whose it is", "[skype]")
{
    const Recorder talk = read_all();
    CHECK(talk.read() == 19);
    CHECK(talk.records == 11);
    CHECK(talk.skipped(Skip::system) == 3); // one is the beginning of a call, one an edit
    CHECK(talk.skipped(Skip::unsent) == 1);
    CHECK(talk.skipped(Skip::bot) == 1);
    CHECK(talk.skipped(Skip::note_to_self) == 1);
    CHECK(talk.skipped(Skip::no_counterpart) == 1);
    CHECK(talk.skipped(Skip::no_date) == 1);
    REQUIRE(talk.owners.size() == 1);
    CHECK(talk.owners[0].handle == Handle{HandleKind::skype, "live:noor"});
}

TEST_CASE("a Skype message has the words that its author wrote", "[skype]")
{
    const Recorder talk = read_all();
    const Observation& answer = at(talk, "2025-03-03T10:00:00Z");
    CHECK(answer.direction == Direction::out);
    CHECK(answer.parties.front().handle == Handle{HandleKind::skype, "live:ilse"});
    CHECK(answer.parties.front().name == "Ilse Berg");
    CHECK(answer.size == 4.0);
    CHECK(answer.source_key == "skype:8:live:ilse:1740996000000");
    const Observation& photo = at(talk, "2025-03-03T09:10:00Z");
    CHECK(photo.size == 0.0);
    CHECK(photo.direction == Direction::in);
    CHECK(at(talk, "2025-03-03T09:08:20Z").channel == Channel::voice_message);
}

TEST_CASE("markup is read whatever stands in it", "[skype]")
{
    CHECK(skype_text("a &lt;b&gt; &#65;&#x42; &bogus; 1 < 2") == "a <b> AB &bogus; 1 < 2");
    CHECK(skype_text("<quote>x<quote>y</quote></quote>z") == "z");
    CHECK(skype_text("unclosed <b") == "unclosed <b");
    CHECK(skype_text("&#x110000;") == "&#x110000;");
    CHECK(skype_text("").empty());
    CHECK_FALSE(skype_call("no call"));
    CHECK(skype_call("<partlist type=\"ended\"><part identity=\"a\"><duration>nan</duration>")->parts.size() == 1);
}

TEST_CASE("the beginning and the end of a Skype call are one call", "[skype]")
{
    const Recorder talk = read_all();
    const Observation& call = at(talk, "2025-03-04T10:00:00Z");
    CHECK(call.channel == Channel::phone);
    CHECK(call.call);
    CHECK(call.size == 25.0);
    CHECK(call.direction == Direction::out);
    CHECK(call.parties.front().handle.value == "live:ilse");
    const Observation& missed = at(talk, "2025-03-04T09:00:00Z");
    CHECK(missed.channel == Channel::missed_call);
    CHECK(missed.direction == Direction::in);
    const Observation& dialled = at(talk, "2025-03-03T05:33:20Z"); // nothing says how it ended
    CHECK(dialled.parties.front().handle == Handle{HandleKind::phone, "+4915700000001"});
    CHECK_FALSE(dialled.size);
}

TEST_CASE("a group of Skype has members, and a call in it those who came", "[skype]")
{
    const Recorder talk = read_all();
    const Observation& asked = at(talk, "2025-03-03T08:20:00Z");
    CHECK(asked.parties.size() == 2);
    const Observation& agreed = at(talk, "2025-03-03T08:21:00Z");
    CHECK(agreed.parties.front().handle.value == "ben.old");
    CHECK(agreed.others == 2);
    CHECK(agreed.acknowledgement);
    const Observation& call = at(talk, "2025-03-03T08:33:00Z");
    CHECK(call.size == 10.0);
    CHECK(call.parties.size() == 1);
}

TEST_CASE("a Skype export is the same as file, folder and tar", "[skype]")
{
    const Folder folder;
    const std::string messages = text_in(data / "messages.json");
    const auto tar =
        folder.file("export.tar", tar_member("endpoints.json", "{}") + tar_member("media/0-weu-d1.jpg", "jpeg") +
                                      tar_member("media/i.json", "{}") + tar_member("messages.json", messages) +
                                      std::string(1024, '\0'));
    const Told whole = told_of(skype, export_at(data), today());
    CHECK(whole.records.size() == 11);
    CHECK(told_of(skype, export_at(tar), today()).records == whole.records);
    const Input alone = input_of_file(data / "messages.json");
    CHECK(skype.sniff(alone, head_of(alone)) >= 90);
    CHECK(told_of(skype, alone, today()).records == whole.records);
}

TEST_CASE("a tar gives its texts, whatever it claims", "[skype]")
{
    const Folder folder;
    const std::string good = tar_member("messages.json", "{}");
    CHECK(is_tar(good));
    CHECK_FALSE(is_tar(good.substr(0, 511)));
    std::string wrong = good;
    wrong[0] = 'x'; // the sum says otherwise
    CHECK_FALSE(is_tar(wrong));
    const auto path = folder.file("some.tar", tar_member("../../etc/x.json", "climbs") +
                                                  tar_member("link.json", "", '2') + tar_member("a.json", "cut"));
    const auto members = inputs_at(path);
    REQUIRE(members.size() == 2);
    CHECK_THROWS_AS(members[0].open(), Problem);
    CHECK(members[1].name == "a.json");
    const auto stream = members[1].open();
    CHECK(std::string{std::istreambuf_iterator<char>{*stream}, {}} == "cut");
    const auto cut = folder.file("cut.tar", tar_member("a.json", std::string(3000, 'x')).substr(0, 700));
    const auto rest = inputs_at(cut).at(0).open();
    CHECK(std::string{std::istreambuf_iterator<char>{*rest}, {}}.size() == 188);
    CHECK_THROWS_AS(inputs_at(folder.file("photos.tar", tar_member("a.jpg", "x"))), Problem);
}

TEST_CASE("names that are too long for a tar's header are told before it, in two ways", "[skype]")
{
    const Folder folder;
    const std::string deep = "export/" + std::string(150, 'd') + "/messages.json";
    const std::string path = " path=" + deep + "\n";
    const std::string record = std::to_string(path.size() + 3) + path;
    const auto tar = folder.file("long.tar", tar_member("././@LongLink", deep + std::string(1, '\0'), 'L') +
                                                 tar_member("export/ddd", "gnu") +
                                                 tar_member("PaxHeaders/x", "11 mtime=1\n" + record, 'x') +
                                                 tar_member("export/ddd", "posix") + tar_member("short.json", "own"));
    const auto members = inputs_at(tar);
    REQUIRE(members.size() == 3);
    CHECK(members[0].inside == deep);
    CHECK(members[1].inside == deep);
    CHECK(members[1].name == "messages.json");
    CHECK(members[2].inside == "short.json");
}

TEST_CASE("a file that names no owner is no Skype export", "[skype]")
{
    CHECK_THROWS_AS(read_with(skype, input_of_text(R"({"conversations":[]})", "messages.json"), today()), Problem);
}
