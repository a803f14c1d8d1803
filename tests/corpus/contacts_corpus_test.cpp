// The address books of the corpora beside the checkout that are tables, against figures counted independently.

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
}

TEST_CASE("every row of every address table is a card", "[corpus]")
{
    std::ifstream file{corpora / "expected.json"};
    if (!file) {
        std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
        return;
    }
    const auto figures = nlohmann::json::parse(file);
    int tables = 0;
    for (const auto& [name, figure] : figures.items()) {
        if (!name.starts_with("contacts-csv/")) continue;
        CAPTURE(name);
        ++tables;
        const Input input = inputs_at(corpora / name).front();
        const Format* format = recognised(input);
        REQUIRE(format != nullptr);
        CHECK(format->name == "contacts-csv");
        Context context;
        context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
        Recorder recorder;
        format->read(input, context, recorder);
        CHECK(recorder.cards.size() == figure.at("nonblank_rows").get<std::size_t>() - 1);
        CHECK(recorder.skips.empty());
        for (const Card& card : recorder.cards) CHECK_FALSE(card.handles.empty());
    }
    CHECK(tables >= 2);
}
