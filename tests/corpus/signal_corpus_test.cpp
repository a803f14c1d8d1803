// The one public sample of signal-export's text. There are none of signal-cli, Signal Desktop and backups: their
// fixtures were written from the description of their formats.

#include "daemon/intake/chats/signal.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

TEST_CASE("the chat of signal-export has the messages that were counted in it", "[corpus]")
{
    const fs::path sample = fs::path{SOURCE_DIR} / ".." / "shared" / "corpora" / "signal" / "chat-miner";
    std::ifstream file{sample / "target.json"};
    if (!file) {
        std::cerr << "SKIPPED: no corpora beside the checkout at " << sample << '\n';
        return;
    }
    const auto target = nlohmann::json::parse(file);
    const auto inputs = inputs_at(sample / "test_export.txt");
    REQUIRE(recognised(inputs.front()) == &signal_chats);
    const Recorder talk =
        read_with(signal_chats, inputs.front(), context_of({"john doe"}, *parse_rfc3339("2026-11-23T00:00:00Z")));
    CHECK(talk.read() == target.size());
    REQUIRE(talk.records == target.size());
    for (const auto& each : target) {
        const auto found =
            std::find_if(talk.observations.begin(), talk.observations.end(), [&](const Observation& observation) {
                return iso_local(zone::Zone{}.local(observation.at)) == each.at("timestamp").get<std::string>();
            });
        REQUIRE(found != talk.observations.end());
        CHECK((found->direction == Direction::out) == (each.at("author") == "John Doe"));
        CHECK(found->size == 2.0);
    }
}
