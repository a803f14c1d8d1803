#include "daemon/core/problem.hpp"
#include "daemon/intake/formats.hpp"
#include "daemon/intake/people/friends.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "friends";

Context vienna()
{
    Context context = context_of({}, *parse_rfc3339("2026-11-23T00:00:00Z"));
    context.zone = *zone::named("Europe/Vienna");
    return context;
}

Recorder read_text(const std::string& text)
{
    Recorder recorder;
    friends.read(input_of_text(text, "friends.md"), vienna(), recorder);
    return recorder;
}

Observation activity(const std::string& words)
{
    return read_text("### Activities:\n- 2019-01-01: " + words + "\n").only();
}

} // namespace

TEST_CASE("a notebook in any order gives its activities, friends and notes", "[friends]")
{
    Recorder book;
    friends.read(input_of_file(data / "scrambled.md"), vienna(), book);
    CHECK(book.read() == 11);
    REQUIRE(book.cards.size() == 3);
    CHECK(book.cards[0].name == "Ilse Berg");
    CHECK(book.cards[0].handles.empty());
    CHECK(book.cards[1].name == "Ravi Iyer");
    CHECK(book.cards[2].name == "Noor Haddad");
    REQUIRE(book.observations.size() == 4);

    const Observation& call = book.observations[0];
    CHECK(rfc3339(call.at) == "2019-03-02T11:00:00Z");
    CHECK_FALSE(call.zoned);
    CHECK(call.channel == Channel::phone);
    CHECK(call.call);
    CHECK(call.size == 40.0);
    CHECK(call.direction == Direction::mutual);
    REQUIRE(call.parties.size() == 1);
    CHECK(call.parties[0].handle == Handle{HandleKind::name, "Ilse Berg"});

    const Observation& song = book.observations[1];
    CHECK(song.channel == Channel::in_person);
    CHECK(song.others == 2);
    CHECK(song.parties.at(0).handle.value == "Noor Haddad");
    CHECK(song.parties.at(1).handle.value == "Ravi Iyer");
    CHECK(book.observations[1].source_key != book.observations[2].source_key);
    CHECK(book.observations[3].channel == Channel::letter);
    CHECK(book.observations[3].parties.at(0).handle.value == "Tom");

    CHECK(book.skipped(Skip::system) == 1);
    CHECK(book.skipped(Skip::no_counterpart) == 1);
    CHECK(book.skipped(Skip::future) == 1);
    CHECK(book.skipped(Skip::broken) == 1);
}

TEST_CASE("the words of an activity hint at how it was", "[friends]")
{
    CHECK(activity("Got lunch with **Ilse**. @food").channel == Channel::in_person);
    CHECK(activity("Called **Ilse**.").channel == Channel::phone);
    CHECK(activity("Coffee with **Ilse** after her call.").channel == Channel::in_person);
    CHECK(activity("Skyped with **Ilse** for half an hour.").size == 30.0);
    CHECK(activity("Went to _Call of the Wild_ with **Ilse**.").channel == Channel::in_person);
    CHECK(activity("**Ilse** and **Ilse** again").parties.size() == 1);
}

TEST_CASE("a tag hints at how it was, the address of a mail does not", "[friends]")
{
    CHECK(activity("@phone: talked to **Ilse** about the boat").channel == Channel::phone);
    CHECK(activity("talked to **Ilse** @phone").channel == Channel::phone);
    CHECK(activity("**Ilse** is now ilse@phone.example").channel == Channel::in_person);
}

TEST_CASE("two equal entries of a day are two, and keep their keys in a longer notebook", "[friends]")
{
    const std::string older = "- 2019-01-01: Met **Ilse**.\n- 2019-01-01: Met **Ilse**.\n";
    const Recorder before = read_text("### Activities:\n" + older);
    const Recorder after = read_text("### Activities:\n- 2019-02-01: Met **Ilse**.\n" + older);
    REQUIRE(before.observations.size() == 2);
    CHECK(before.observations[0].source_key == after.observations[1].source_key);
    CHECK(before.observations[1].source_key == after.observations[2].source_key);
    CHECK(before.observations[0].source_key != before.observations[1].source_key);
}

TEST_CASE("a notebook is known by its headings", "[friends]")
{
    CHECK(recognised(input_of_file(data / "scrambled.md")) == &friends);
    CHECK(friends.sniff(input_of_text("", "README.md"), "# Notes\n- 2019-01-01: begun\n") == 0);
    CHECK_THROWS_AS(read_text("nothing here\n"), Problem);
}
