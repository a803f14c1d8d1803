#include "daemon/core/problem.hpp"
#include "daemon/intake/formats.hpp"
#include "daemon/intake/people/linkedin.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "linkedin";
const Context today = context_of({}, *parse_rfc3339("2026-11-23T00:00:00Z"));

Recorder read_input(const Input& input, const Context& context = today)
{
    Recorder recorder;
    linkedin.read(input, context, recorder);
    return recorder;
}

Recorder read_text(const std::string& text, const Context& context = today)
{
    return read_input(input_of_text(text, "messages.csv"), context);
}

/// Both files of the folder, as one export.
Input whole_export(const std::vector<std::pair<std::string, std::string>>& files)
{
    std::vector<Input> inputs;
    for (const auto& [name, text] : files) {
        inputs.push_back(input_of_text(text, name));
        inputs.back().inside = name;
    }
    auto found = gathered(std::move(inputs));
    REQUIRE(found.size() == 1);
    REQUIRE(found[0].format == &linkedin);
    return found[0].input;
}

const std::string old_heading = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT\n";

std::string old_row(const std::string& chat, const std::string& from, const std::string& to, const std::string& date,
                    const std::string& text = "hello")
{
    const std::string url = from == "Noor" ? "" : "https://linkedin.com/in/" + from;
    return chat + ",," + from + "," + url + "," + to + "," + date + ",," + text + "\n";
}

Problem problem_of(const std::string& text)
{
    try {
        read_text(text);
    } catch (const Problem& problem) {
        return problem;
    }
    FAIL("it was read");
    return {Problem::Kind::internal, ""};
}

} // namespace

TEST_CASE("connections are cards, below any preamble and without those who hide", "[linkedin]")
{
    const Recorder book = read_input(input_of_file(data / "Connections.csv"));
    REQUIRE(book.cards.size() == 3);
    CHECK(book.cards[0].name == "Ilse Berg");
    REQUIRE(book.cards[0].handles.size() == 2);
    CHECK(book.cards[0].handles[0].handle == Handle{HandleKind::linkedin, "ilse-berg"});
    CHECK(book.cards[0].handles[1].handle == Handle{HandleKind::email, "ilse@example.org"});
    CHECK(book.cards[1].handles.at(0).handle == Handle{HandleKind::linkedin, "ravi-iyer"});
    CHECK(book.cards[2].handles.empty());
    CHECK(book.skipped(Skip::empty_card) == 1);
}

TEST_CASE("connections of any year are understood", "[linkedin]")
{
    const std::string heading = GENERATE("First Name,Last Name,Email Address,Company,Position,Connected On\n",
                                         "First Name,Last Name,Email Address,Company,Position,Connected On,URL\n",
                                         "\"First Name\",\"Last Name\",\"Email Address\",\"Company\",\"Position\","
                                         "\"Connected On\"\n");
    const Recorder book =
        read_text(heading + "Ana,Luz,ana@example.org,,,03 Nov 2019,https://www.linkedin.com/in/ana\n");
    REQUIRE(book.cards.size() == 1);
    CHECK(book.cards[0].name == "Ana Luz");
    CHECK(book.cards[0].handles.front().name == "Ana Luz");
    CHECK(book.skips.empty());
}

TEST_CASE("messages tell who wrote to whom, and when", "[linkedin]")
{
    const Recorder chat = read_input(input_of_file(data / "messages.csv"));
    CHECK(chat.read() == 9);
    REQUIRE(chat.observations.size() == 4);
    const Observation& letter = chat.observations[0];
    CHECK(rfc3339(letter.at) == "2026-02-01T08:00:00Z");
    CHECK(letter.zoned);
    CHECK(letter.channel == Channel::chat);
    CHECK(letter.direction == Direction::in);
    CHECK(letter.parties.at(0).handle == Handle{HandleKind::linkedin, "ilse-berg"});
    CHECK(letter.parties.at(0).name == "Ilse Berg");
    CHECK(letter.size == 11.0);
    CHECK(letter.others == 1);
    const Observation& thanks = chat.observations[1];
    CHECK(thanks.direction == Direction::out);
    CHECK(thanks.parties.at(0).handle.value == "ilse-berg");
    CHECK(thanks.acknowledgement);
    CHECK(chat.observations[2].size == 3.0); // markup is no word
    CHECK(chat.observations[2].others == 2);
    CHECK(chat.observations[3].parties.size() == 2);
    CHECK(chat.skipped(Skip::draft) == 1);
    CHECK(chat.skipped(Skip::bot) == 2);
    CHECK(chat.skipped(Skip::no_counterpart) == 1);
    CHECK(chat.skipped(Skip::no_date) == 1);
}

TEST_CASE("the owner is whoever writes and is written to in most conversations", "[linkedin]")
{
    const std::string two = old_heading + old_row("c1", "ana", "Noor", "2024-05-15 10:30:00") +
                            old_row("c1", "Noor", "ana", "2024-05-15 14:00:00") +
                            old_row("c2", "Noor", "ben", "2024-06-15 14:00:00") +
                            old_row("c2", "ben", "Noor", "2024-06-15 15:00:00");
    const Recorder chat = read_text(two);
    REQUIRE(chat.observations.size() == 4);
    CHECK(chat.observations[0].direction == Direction::in);
    CHECK_FALSE(chat.observations[0].zoned);
    CHECK(chat.observations[1].direction == Direction::out);
    // A recipient without an address is the sender of that name.
    CHECK(chat.observations[1].parties.at(0).handle == Handle{HandleKind::linkedin, "ana"});
}

TEST_CASE("when nobody stands out the owner is asked for", "[linkedin]")
{
    const std::string one = old_heading + old_row("c1", "ana", "Noor", "2024-05-15 10:30:00") +
                            old_row("c1", "Noor", "ana", "2024-05-15 14:00:00");
    const Problem problem = problem_of(one);
    CHECK(problem.kind == Problem::Kind::bad_input);
    CHECK(std::string{problem.what()}.find("cannot tell which of the 2 people is you") == 0);
    CHECK(problem.hint == "say so once: --me \"Noor\"");
    CHECK(read_text(one, context_of({"noor"}, today.now)).observations.size() == 2);
    CHECK(read_text(one, context_of({"ana"}, today.now)).observations.at(0).direction == Direction::out);
}

TEST_CASE("the whole export knows its owner, and recipients by its connections", "[linkedin]")
{
    const std::string messages = old_heading + old_row("c1", "Noor", "Ana Luz", "2024-05-15 14:00:00");
    const std::string connections = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                                    "Ana,Luz,https://www.linkedin.com/in/ana,,,,03 Nov 2019\n";
    const Input input = whole_export(
        {{"Basic/Connections.csv", connections},
         {"Basic/guide_messages.csv", messages},
         {"Basic/messages.csv", messages},
         {"Basic/Profile.csv", "First Name,Last Name,Maiden Name,Address,Headline,Summary,Industry\nNoor,,,,,,\n"}});
    Context context = today;
    Recorder recorder;
    context.is_owner = [&recorder](const Party& party) {
        return !recorder.owners.empty() && recorder.owners[0].handle == party.handle;
    };
    linkedin.read(input, context, recorder);
    CHECK(recorder.owners.at(0).handle == Handle{HandleKind::name, "Noor"});
    CHECK(recorder.cards.size() == 1);
    CHECK(recorder.only().parties.at(0).handle == Handle{HandleKind::linkedin, "ana"});
    CHECK(recorder.only().direction == Direction::out);
}

TEST_CASE("an export is found among any number of other files", "[linkedin]")
{
    std::vector<std::string> names{"x/Connections.csv", "x/messages.csv"};
    for (int other = 0; other < 1000; ++other) names.push_back("y/" + std::to_string(other) + ".csv");
    std::sort(names.begin(), names.end());
    CHECK(linkedin.home("x/Invitations.csv", names) == "x/");
    CHECK(linkedin.home("x/Connections.csv", names) == "x/");
    CHECK_FALSE(linkedin.home("y/Connections.csv", names));
}

TEST_CASE("a folder that only happens to have such a file is left alone", "[linkedin]")
{
    const std::vector<std::string> names{"c1/messages.csv", "c2/messages.csv", "connections.csv"};
    CHECK_FALSE(linkedin.home("c1/messages.csv", names));
    CHECK_FALSE(linkedin.home("connections.csv", names));
    const std::vector<std::string> whole{"a/Connections.csv", "a/Profile.csv"};
    CHECK(linkedin.home("a/Profile.csv", whole) == "a/");
}

TEST_CASE("times are read in every way LinkedIn wrote them", "[linkedin]")
{
    const auto at = [](const std::string& date) {
        return rfc3339(read_text(old_heading + old_row("c1", "ana", "Noor", date) +
                                 old_row("c2", "ben", "Noor", "2024-01-01 00:00:00 UTC"))
                           .observations.at(0)
                           .at);
    };
    CHECK(at("2024-05-15 10:30:00 UTC") == "2024-05-15T10:30:00Z");
    CHECK(at("2024-05-15T10:30:00.000Z") == "2024-05-15T10:30:00Z");
    CHECK(at("2024-05-15 10:30:00") == "2024-05-15T10:30:00Z");
    CHECK(at("\"1/31/18, 4:12 PM\"") == "2018-01-31T16:12:00Z");
    CHECK(at("\"1/31/18, 12:12 AM\"") == "2018-01-31T00:12:00Z");
}

TEST_CASE("equal messages of a second stay two, and keep their keys in a longer export", "[linkedin]")
{
    const std::string newer = old_row("c2", "ben", "Noor", "2024-06-01 10:00:00 UTC");
    const std::string older = old_row("c1", "ana", "Noor", "2024-05-15 10:30:00 UTC") +
                              old_row("c1", "ana", "Noor", "2024-05-15 10:30:00 UTC") +
                              old_row("c3", "ben", "Noor", "2024-04-15 10:30:00 UTC");
    const Recorder first = read_text(old_heading + older);
    const Recorder second = read_text(old_heading + newer + older);
    REQUIRE(first.observations.size() == 3);
    CHECK(first.observations[0].source_key != first.observations[1].source_key);
    for (std::size_t at = 0; at < 3; ++at)
        CHECK(first.observations[at].source_key == second.observations[at + 1].source_key);
    CHECK(first.observations[0].source_key.find("hello") == std::string::npos);
}

TEST_CASE("LinkedIn's tables are known by their headings", "[linkedin]")
{
    CHECK(recognised(input_of_file(data / "Connections.csv")) == &linkedin);
    CHECK(recognised(input_of_file(data / "messages.csv")) == &linkedin);
    CHECK(linkedin.sniff(input_of_text("", "x.csv"), "First Name,Last Name,Company,E-mail Address,Birthday\n") == 0);
    CHECK(linkedin.sniff(input_of_text("", "x.csv"), "ID,Timestamp,Contents,Attachments\n") == 0);
    CHECK_THROWS_AS(read_text("a,b\n1,2\n"), Problem);
}
