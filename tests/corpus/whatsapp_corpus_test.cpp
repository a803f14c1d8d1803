// Every WhatsApp export of the corpora beside the checkout, against figures counted independently.

#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/whatsapp.hpp"
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

TEST_CASE("every record of every chat is stored or skipped with a reason", "[corpus]")
{
    std::ifstream file{corpora / "expected.json"};
    if (!file) {
        std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
        return;
    }
    const auto figures = nlohmann::json::parse(file);
    int chats = 0;
    for (const auto& [name, figure] : figures.items()) {
        if (!name.starts_with("whatsapp/")) continue;
        CAPTURE(name);
        ++chats;
        const Input input = inputs_at(corpora / name).front();
        CHECK(whatsapp.sniff(input, head_of(input)) >= 90);
        Context context;
        context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
        std::string owner;
        context.is_owner = [&owner](const Party& party) { return party.name == owner; };
        Recorder recorder;
        for (bool settled = false; !settled;) { // each refusal says what to add
            try {
                recorder = {};
                whatsapp.read(input, context, recorder);
                settled = true;
            } catch (const Problem& problem) {
                const std::string proposed = problem.hint.substr(0, problem.hint.rfind('"'));
                const bool asks_who = problem.hint.find("--me") != std::string::npos;
                REQUIRE((asks_who ? owner.empty() : !context.date_order && figure.at("date_order") == "ambiguous"));
                if (asks_who)
                    owner = proposed.substr(proposed.find('"') + 1);
                else
                    context.date_order = DateOrder::dmy;
            }
        }
        CHECK(recorder.read() == figure.at("records").get<std::size_t>());
        CHECK(recorder.skipped(Skip::broken) == 0);
    }
    CHECK(chats >= 28);
}
