#include "daemon/intake/formats.hpp"
#include "daemon/intake/people/monica.hpp"
#include "tests/unit/intake/damage.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "monica";

Context vienna()
{
    Context context = context_of({}, *parse_rfc3339("2026-11-23T00:00:00Z"));
    context.zone = *zone::named("Europe/Vienna");
    return context;
}

Recorder read_input(const Input& input)
{
    Recorder recorder;
    monica.read(input, vienna(), recorder);
    return recorder;
}

} // namespace

TEST_CASE("contacts of Monica are cards with their own rhythm", "[monica]")
{
    const Recorder account = read_input(input_of_file(data / "account.json"));
    REQUIRE(account.cards.size() == 3);
    const Card& ilse = account.cards[0];
    CHECK(ilse.uid == "p-ilse");
    CHECK(ilse.name == "Ilse Berg");
    CHECK(ilse.cadence_days == 30.0);
    CHECK(ilse.birthday == YearlyDate{{}, 5, 12});
    REQUIRE(ilse.handles.size() == 2);
    CHECK(ilse.handles[0].handle == Handle{HandleKind::email, "ilse@example.org"});
    CHECK(ilse.handles[1].handle == Handle{HandleKind::telegram, "ilse.b"});
    CHECK_FALSE(account.cards[1].cadence_days); // the dead are not to be called
    CHECK_FALSE(account.cards[1].birthday);     // of an age the day is not known
    CHECK(account.skipped(Skip::empty_card) == 1);
    CHECK(account.skipped(Skip::system) == 2);
    REQUIRE(account.owners.size() == 2);
    CHECK(account.owners[0].handle == Handle{HandleKind::email, "noor@example.org"});
    CHECK(account.owners[1].handle == Handle{HandleKind::card, "p-me"});
}

TEST_CASE("calls, messages and activities of Monica are interactions", "[monica]")
{
    const Recorder account = read_input(input_of_file(data / "account.json"));
    REQUIRE(account.observations.size() == 5);
    const Observation& call = account.observations[0];
    CHECK(rfc3339(call.at) == "2020-03-04T11:00:00Z"); // a day: its noon in Vienna
    CHECK_FALSE(call.zoned);
    CHECK(call.channel == Channel::phone);
    CHECK(call.call);
    CHECK(call.direction == Direction::in);
    CHECK(call.parties.at(0).handle == Handle{HandleKind::card, "p-ilse"});
    CHECK(account.observations[1].direction == Direction::out);
    CHECK(account.observations[1].zoned);
    const Observation& message = account.observations[2];
    CHECK(message.channel == Channel::chat);
    CHECK(message.direction == Direction::out);
    CHECK(message.size == 3.0);
    CHECK(account.observations[3].direction == Direction::in);
    CHECK(account.observations[3].acknowledgement);
    const Observation& walk = account.observations[4];
    CHECK(walk.channel == Channel::in_person);
    CHECK(walk.direction == Direction::mutual);
    CHECK(walk.others == 2);
    REQUIRE(walk.parties.size() == 2);
    CHECK(walk.parties[1].name == "Ravi");
    CHECK(account.skipped(Skip::no_counterpart) == 1);
    for (const Observation& each : account.observations) CHECK(each.source_key.find("meet") == std::string::npos);
}

TEST_CASE("the older form of Monica's export is read as well", "[monica]")
{
    const Recorder account = read_input(input_of_file(data / "older.json"));
    CHECK(account.cards.at(0).uid == "p-ilse");
    REQUIRE(account.observations.size() == 2);
    CHECK(account.observations[0].direction == Direction::out);
    CHECK(account.observations[1].parties.at(0).handle == Handle{HandleKind::card, "p-ilse"});
}

TEST_CASE("blocks may be named in the plural", "[monica]")
{
    const Recorder singular = read_input(input_of_file(data / "account.json"));
    const Input plural = with_damage(input_of_file(data / "account.json"), [](std::string text) {
        for (const auto& [one, many] :
             {std::pair{"\"call\"", "\"calls\""}, std::pair{"\"contact\"", "\"contacts\""},
              std::pair{"\"activity\"", "\"activities\""}, std::pair{"\"contact_field\"", "\"contact_fields\""},
              std::pair{"\"conversation\"", "\"conversations\""}})
            for (auto at = text.find(one); at != std::string::npos; at = text.find(one, at + 1))
                text.replace(at, std::string_view{one}.size(), many);
        return text;
    });
    CHECK(read_input(plural).observations.size() == singular.observations.size());
    CHECK(read_input(plural).cards.at(0).handles.size() == 2);
}

TEST_CASE("Monica's exports are recognised, its table of contacts too", "[monica]")
{
    CHECK(recognised(input_of_file(data / "account.json")) == &monica);
    CHECK(recognised(input_of_file(data / "older.json")) == &monica);
    CHECK(monica.sniff(input_of_text("", "x.json"), "{\"account\": {\"name\": 1}}") == 0);
    CHECK(read_input(input_of_text("id,first_name,middle_name,last_name\n0,Vera,,Lind,,,,,,,,,,,1960-05-10\n", "c.csv"))
              .cards.at(0)
              .birthday == YearlyDate{1960, 5, 10});
}
