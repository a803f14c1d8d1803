// Every Messenger and Discord export of the corpora beside the checkout, against figures counted independently.

#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/formats.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <set>

using namespace blend;
using namespace blend::intake;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

const fs::path corpora = fs::path{SOURCE_DIR} / ".." / "shared" / "corpora";

/// What one file says; whoever writes first is taken for the owner when it does not tell.
Recorder read_alone(const fs::path& path)
{
    const auto found = gathered(inputs_at(path));
    const Format* format = found.front().format != nullptr ? found.front().format : recognised(found.front().input);
    REQUIRE(format != nullptr);
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    std::string owner;
    context.is_owner = [&owner](const Party& party) { return party.name == owner; };
    Recorder recorder;
    try {
        format->read(found.front().input, context, recorder);
    } catch (const UnknownOwner& asked) {
        owner = asked.candidates.front();
        recorder = {};
        format->read(found.front().input, context, recorder);
    }
    return recorder;
}

std::pair<int, double> calls_and_seconds(const Recorder& recorder)
{
    int calls = 0;
    double minutes = 0;
    for (const Observation& each : recorder.observations) {
        calls += each.call ? 1 : 0;
        if (each.call) minutes += each.size.value_or(0);
    }
    return {calls, minutes * 60};
}

std::set<Instant> instants(const Recorder& recorder)
{
    std::set<Instant> all{recorder.skipped_at.begin(), recorder.skipped_at.end()};
    for (const Observation& each : recorder.observations) all.insert(each.at);
    return all;
}

template <class Check> int each_figure(const std::string& prefix, Check check)
{
    std::ifstream file{corpora / "expected.json"};
    if (!file) {
        std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
        return -1;
    }
    const json figures = json::parse(file);
    int count = 0;
    for (const auto& [name, figure] : figures.items()) {
        if (!name.starts_with(prefix)) continue;
        CAPTURE(name);
        check(corpora / name, figure);
        ++count;
    }
    return count;
}

} // namespace

TEST_CASE("every message of every Messenger thread is stored or skipped with a reason", "[corpus]")
{
    const int threads = each_figure("facebook-instagram/", [](const fs::path& path, const json& figure) {
        if (figure.contains("invalid_json")) {
            const Input input = inputs_at(path).front();
            CHECK(recognised(input) == nullptr);
            return;
        }
        const Recorder recorder = read_alone(path);
        CHECK(recorder.read() == figure.at("messages").get<std::size_t>());
        CHECK(recorder.skipped(Skip::broken) == 0);
        const auto [calls, seconds] = calls_and_seconds(recorder);
        CHECK(calls == figure.at("calls").get<int>());
        CHECK(seconds == Approx(figure.at("call_seconds").get<double>()));
        REQUIRE_FALSE(instants(recorder).empty());
        CHECK(rfc3339(*instants(recorder).begin()) == figure.at("first").get<std::string>());
        CHECK(rfc3339(*instants(recorder).rbegin()) == figure.at("last").get<std::string>());
    });
    CHECK((threads == -1 || threads == 15));
}

TEST_CASE("every message of every saved Discord chat is stored or skipped with a reason", "[corpus]")
{
    const int chats = each_figure("discord/", [](const fs::path& path, const json& figure) {
        const Recorder recorder = read_alone(path);
        CHECK(recorder.read() == figure.at("messages").get<std::size_t>());
        CHECK(recorder.skipped(Skip::broken) == 0);
        Seconds on_the_phone{};
        for (const json& call : figure.at("calls"))
            on_the_phone += *parse_rfc3339(call[1].get<std::string>()) - *parse_rfc3339(call[0].get<std::string>());
        const auto [calls, seconds] = calls_and_seconds(recorder);
        CHECK(calls == static_cast<int>(figure.at("calls").size()));
        CHECK(seconds == Approx(static_cast<double>(on_the_phone.count())).margin(1.0 * calls));
        CHECK(*instants(recorder).begin() == *parse_rfc3339(figure.at("first").get<std::string>()));
        CHECK(*instants(recorder).rbegin() == *parse_rfc3339(figure.at("last").get<std::string>()));
    });
    CHECK((chats == -1 || chats == 3));
}
