// Every Telegram export of the corpora beside the checkout, against figures counted independently.

#include "daemon/intake/chats/telegram.hpp"
#include "daemon/intake/files/input.hpp"
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

TEST_CASE("every entry of every Telegram export is stored or skipped with a reason", "[corpus]")
{
    std::ifstream file{corpora / "expected.json"};
    if (!file) {
        std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
        return;
    }
    const auto figures = nlohmann::json::parse(file);
    int exports = 0;
    for (const auto& [name, figure] : figures.items()) {
        if (!name.starts_with("telegram/")) continue;
        CAPTURE(name);
        ++exports;
        const Input input = inputs_at(corpora / name).front();
        CHECK(telegram.sniff(input, head_of(input)) >= 90 - 10 * (figure.at("with_unixtime") == 0));
        Context context;
        context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
        std::string owner;
        context.is_owner = [&owner](const Party& party) { return party.name == owner; };
        Recorder recorder;
        try {
            telegram.read(input, context, recorder);
        } catch (const UnknownOwner& asked) {
            CHECK(asked.candidates.size() >= 2);
            owner = asked.candidates.front();
            recorder = {};
            telegram.read(input, context, recorder);
        }
        CHECK(recorder.read() == figure.at("entries").get<std::size_t>());
        CHECK(recorder.skipped(Skip::broken) == 0);
        CHECK(recorder.warnings.empty());
        double minutes = 0;
        int calls = 0;
        std::set<std::string> keys;
        for (const Observation& each : recorder.observations) {
            calls += each.call ? 1 : 0;
            if (each.call) minutes += each.size.value_or(0);
            keys.insert(each.source_key);
        }
        CHECK(calls == figure.at("phone_calls").get<int>());
        CHECK(minutes * 60 == Approx(figure.at("call_seconds").get<double>()));
        CHECK(keys.size() == recorder.observations.size());
    }
    CHECK(exports >= 4);
}
