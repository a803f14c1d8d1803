// Every export of text messages and calls among the corpora beside the checkout, against figures counted independently.

#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/call_log.hpp"
#include "daemon/intake/calls/google_voice.hpp"
#include "daemon/intake/calls/imessage.hpp"
#include "daemon/intake/calls/meetings.hpp"
#include "daemon/intake/calls/sms_backup.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/formats.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <iostream>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

const fs::path corpora = fs::path{SOURCE_DIR} / ".." / "shared" / "corpora";

/// The figures of the corpora whose names begin so; empty, and said, when they are not there.
nlohmann::json figures_of(const std::string& family)
{
    auto chosen = nlohmann::json::object();
    std::ifstream file{corpora / "expected.json"};
    if (!file) {
        std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
        return chosen;
    }
    const auto figures = nlohmann::json::parse(file);
    for (const auto& [name, figure] : figures.items())
        if (name.starts_with(family + "/")) chosen[name] = figure;
    CHECK_FALSE(chosen.empty());
    return chosen;
}

Context today()
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    context.is_owner = [](const Party&) { return false; };
    context.owner_known_by = [](HandleKind) { return false; };
    return context;
}

std::vector<Instant> instants_of(const Recorder& recorder)
{
    std::vector<Instant> all = recorder.skipped_at;
    for (const Observation& each : recorder.observations) all.push_back(each.at);
    std::sort(all.begin(), all.end());
    return all;
}

long seconds_of(const Recorder& recorder)
{
    double minutes = 0;
    for (const Observation& each : recorder.observations)
        if (each.call) minutes += each.size.value_or(0);
    return std::lround(minutes * 60);
}

} // namespace

TEST_CASE("every message and call of a backup is a record or skipped with a reason", "[corpus]")
{
    const auto figures = figures_of("sms-backup-restore");
    for (const auto& [name, figure] : figures.items()) {
        CAPTURE(name);
        const Input input = inputs_at(corpora / name).front();
        CHECK(recognised(input) == &sms_backup);
        Recorder recorder;
        if (figure.contains("invalid_xml")) {
            CHECK_THROWS_AS(sms_backup.read(input, today(), recorder), Problem);
            continue;
        }
        sms_backup.read(input, today(), recorder);
        CHECK(recorder.read() ==
              figure["sms"].get<std::size_t>() + figure["mms"].get<std::size_t>() + figure["calls"].get<std::size_t>());
        CHECK(recorder.skipped(Skip::broken) == 0);
        CHECK(recorder.warnings.empty());
        CHECK(seconds_of(recorder) == figure.value("duration_total", 0));
        const std::vector<Instant> instants = instants_of(recorder);
        // A first instant of 1970 is a date in seconds that was taken for milliseconds: then the others lie before it.
        const auto first = figure["first"].get<std::string>();
        if (first.starts_with("1970")) {
            CHECK(rfc3339(instants.front()) > "2000");
        } else {
            CHECK(rfc3339(instants.front()) == first);
            CHECK(rfc3339(instants.back()) == figure["last"].get<std::string>());
        }
    }
}

TEST_CASE("every call and message of a Google Voice export is read", "[corpus]")
{
    const auto figures = figures_of("google-voice");
    for (const auto& [name, figure] : figures.items()) {
        CAPTURE(name);
        Recorder recorder;
        for (const Recognised& each : gathered(inputs_at(corpora / name / "in"))) {
            if (each.format == nullptr) continue; // the address book beside it
            CHECK(each.format == &google_voice);
            CHECK(each.input.members.size() == figure["html"].get<std::size_t>());
            google_voice.read(each.input, today(), recorder);
        }
        const auto of = [&](Channel channel, Direction direction) {
            return std::count_if(
                recorder.observations.begin(), recorder.observations.end(),
                [&](const Observation& each) { return each.channel == channel && each.direction == direction; });
        };
        CHECK(recorder.skips.empty());
        CHECK(of(Channel::phone, Direction::in) == figure["call_received"]);
        CHECK(of(Channel::phone, Direction::out) == figure["call_placed"]);
        CHECK(of(Channel::missed_call, Direction::in) == figure["call_missed"]);
        CHECK(of(Channel::voice_message, Direction::in) == figure["call_voicemail"]);
        CHECK(of(Channel::sms, Direction::in) + of(Channel::sms, Direction::out) == figure["text_messages"]);
        CHECK(seconds_of(recorder) == figure["duration_s"]);
        CHECK_FALSE(recorder.owners.empty());
    }
}

TEST_CASE("every message of Apple's database is read once", "[corpus]")
{
    const auto figures = figures_of("imessage");
    for (const auto& [name, figure] : figures.items()) {
        CAPTURE(name);
        const Input input = inputs_at(corpora / name).front();
        CHECK(recognised(input) == &imessage);
        Recorder recorder;
        imessage.read(input, today(), recorder);
        CHECK(recorder.read() == figure["messages"].get<std::size_t>());
        CHECK(recorder.records == figure["messages"].get<std::size_t>());
        CHECK(std::count_if(recorder.observations.begin(), recorder.observations.end(), [](const Observation& each) {
                  return each.direction == Direction::out;
              }) == figure["from_me"]);
        const std::vector<Instant> instants = instants_of(recorder);
        CHECK(rfc3339(instants.front()) == figure["first"].get<std::string>());
        CHECK(rfc3339(instants.back()) == figure["last"].get<std::string>());
    }
}

TEST_CASE("the text of an archived message is found", "[corpus]")
{
    const fs::path folder = corpora / "imessage" / "imessage-exporter" / "streamtyped";
    if (!fs::exists(folder)) return;
    const auto text = [&](const char* name) {
        std::ifstream file{folder / name, std::ios::binary};
        return archived_text(std::string{std::istreambuf_iterator<char>{file}, {}});
    };
    CHECK(text("AttributedBodyTextOnly") == "Noter test");
    CHECK(text("Blank") == "");
    CHECK(text("MultiPart")->ends_with("test 3"));
    for (const auto& each : fs::directory_iterator{folder}) CHECK(text(each.path().filename().c_str()));
}

TEST_CASE("every row of a table of calls is a record, or the table is refused with its first row", "[corpus]")
{
    const auto figures = figures_of("call-log-csv");
    for (const auto& [name, figure] : figures.items()) {
        CAPTURE(name);
        const Input input = inputs_at(corpora / name).front();
        if (name.ends_with("antennas.csv")) {
            CHECK(recognised(input) != &call_log);
            continue;
        }
        CHECK(recognised(input) == &call_log);
        Recorder recorder;
        if (name.ends_with("u_test.csv")) {
            CHECK_THROWS_AS(call_log.read(input, today(), recorder), Problem);
            Context mapped = today();
            mapped.columns = "direction=1,me=3,number=4,date=5,duration=6";
            call_log.read(input, mapped, recorder);
            CHECK(recorder.read() == figure["nonblank_rows"].get<std::size_t>());
            CHECK(recorder.records == recorder.read());
            continue;
        }
        call_log.read(input, today(), recorder);
        CHECK(recorder.records == figure["nonblank_rows"].get<std::size_t>() - 1);
    }
}

TEST_CASE("a list of participants is one meeting, with or without the block above it", "[corpus]")
{
    const auto figures = figures_of("meetings");
    std::set<std::string> keys;
    for (const auto& [name, figure] : figures.items()) {
        CAPTURE(name);
        const Input input = inputs_at(corpora / name).front();
        CHECK(recognised(input) == &meetings);
        Recorder recorder;
        meetings.read(input, today(), recorder);
        CHECK(recorder.records == 1);
        CHECK(recorder.observations.size() == figure["people"].get<std::size_t>());
        double minutes = 0;
        for (const Observation& each : recorder.observations) minutes += each.size.value_or(0);
        // Zoom rounds each stay up, and stays on two devices overlap.
        CHECK(minutes <= figure["minutes"].get<double>());
        CHECK(minutes > 0.9 * figure["minutes"].get<double>());
        for (const Observation& each : recorder.observations) keys.insert(each.source_key);
    }
    CHECK(keys.size() <= 1);
}
