// Every Slack export of the corpora beside the checkout, as folder and as zip, against figures counted independently.

#include "daemon/intake/chats/slack.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

TEST_CASE("every entry of every workspace is stored or skipped with a reason", "[corpus]")
{
    const fs::path corpora = fs::path{SOURCE_DIR} / ".." / "shared" / "corpora";
    std::ifstream file{corpora / "expected.json"};
    if (!file) {
        std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
        return;
    }
    const auto figures = nlohmann::json::parse(file);
    const Context context = context_of({"uof82f39ae"}, *parse_rfc3339("2026-11-23T00:00:00Z"));
    int workspaces = 0;
    std::set<std::vector<std::string>> keys;
    for (const auto& [name, figure] : figures.items()) {
        if (!name.starts_with("slack/")) continue;
        CAPTURE(name);
        ++workspaces;
        const Recorder talk = read_with(slack, export_at(corpora / name), context);
        CHECK(talk.read() - talk.cards.size() == figure.at("entries").get<std::size_t>());
        std::size_t services = 0;
        for (const auto& [subtype, count] : figure.at("subtypes").items())
            if (subtype == "channel_join" || subtype == "tombstone") services += count.get<std::size_t>();
        CHECK(talk.skipped(Skip::system) == static_cast<std::ptrdiff_t>(services));
        const auto written = talk.records + static_cast<std::size_t>(talk.skipped(Skip::bot));
        CHECK(written == figure.at("user_messages").get<std::size_t>());
        const auto [first, last] = std::minmax_element(talk.observations.begin(), talk.observations.end(),
                                                       [](const auto& a, const auto& b) { return a.at < b.at; });
        CHECK(rfc3339(first->at) == figure.at("first").get<std::string>());
        CHECK(rfc3339(last->at) == figure.at("last").get<std::string>());
        std::vector<std::string> found;
        for (const Observation& each : talk.observations) found.push_back(each.source_key);
        keys.insert(found);
    }
    CHECK(workspaces >= 2);
    CHECK(keys.size() == 1); // the folder and the zip of it are the same
}
