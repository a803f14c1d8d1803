// The address tables, LinkedIn exports and notebooks of the corpora beside the checkout, against figures counted
// independently.

#include "daemon/intake/files/input.hpp"
#include "daemon/intake/formats.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {
const fs::path corpora = fs::path{SOURCE_DIR} / ".." / "shared" / "corpora";

/// Nothing when there are none.
nlohmann::json all_figures()
{
    std::ifstream file{corpora / "expected.json"};
    if (file) return nlohmann::json::parse(file);
    std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
    return {};
}

Recorder read_as(std::string_view wanted, const fs::path& path)
{
    const Input input = inputs_at(path).front();
    const Format* format = recognised(input);
    REQUIRE(format != nullptr);
    CHECK(format->name == wanted);
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    Recorder recorder;
    format->read(input, context, recorder);
    return recorder;
}

} // namespace

TEST_CASE("every row of every address table is a card", "[corpus]")
{
    const auto figures = all_figures();
    for (const auto& [name, figure] : figures.items()) {
        if (!name.starts_with("contacts-csv/")) continue;
        CAPTURE(name);
        const Recorder recorder = read_as("contacts_csv", corpora / name);
        CHECK(recorder.cards.size() == figure.at("nonblank_rows").get<std::size_t>() - 1);
        CHECK(recorder.skips.empty());
        for (const Card& card : recorder.cards) CHECK_FALSE(card.handles.empty());
    }
}

TEST_CASE("every entry of the notebook is an activity, a friend or a note", "[corpus]")
{
    const auto figures = all_figures();
    for (const auto& [name, figure] : figures.items()) {
        if (!name.starts_with("friends/")) continue;
        CAPTURE(name);
        const Recorder recorder = read_as("friends", corpora / name);
        CHECK(recorder.records == figure.at("Activities").get<std::size_t>());
        CHECK(recorder.cards.size() == figure.at("Friends").get<std::size_t>());
        CHECK(recorder.skipped(Skip::system) == figure.at("Notes").get<int>());
        std::map<std::string, int> each_friend;
        for (const Observation& each : recorder.observations)
            for (const Party& party : each.parties) ++each_friend[party.name];
        CHECK(nlohmann::json(each_friend) == figure.at("activities_per_friend"));
    }
}

TEST_CASE("every connection is a card and every message is somebody's", "[corpus]")
{
    const auto figures = all_figures();
    for (const auto& [name, figure] : figures.items()) {
        if (!name.starts_with("linkedin/")) continue;
        CAPTURE(name);
        const Recorder recorder = read_as("linkedin", corpora / name);
        CHECK(recorder.read() == figure.at("records").get<std::size_t>());
        CHECK(recorder.skipped(Skip::empty_card) == figure.value("anonymous_rows", 0));
        if (!figure.contains("senders")) continue;
        CHECK(recorder.observations.size() == recorder.records);
        std::set<Handle> others;
        Instant first = Instant::max();
        Instant last = Instant::min();
        for (const Observation& each : recorder.observations) {
            others.insert(each.parties.at(0).handle);
            first = std::min(first, each.at);
            last = std::max(last, each.at);
        }
        CHECK(others.size() + 1 == figure.at("senders").get<std::size_t>());
        CHECK(iso_local(LocalTime{first.time_since_epoch()}).replace(10, 1, " ") ==
              figure.at("first").get<std::string>());
        CHECK(iso_local(LocalTime{last.time_since_epoch()}).replace(10, 1, " ") ==
              figure.at("last").get<std::string>());
    }
}
