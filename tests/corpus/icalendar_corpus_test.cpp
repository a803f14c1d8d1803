// Every calendar file of the corpora beside the checkout, against the figures of independent engines.

#include "daemon/calendar/reading.hpp"
#include "daemon/intake/icalendar.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

using namespace blend;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const fs::path corpora = fs::path{SOURCE_DIR} / ".." / "shared" / "corpora";

/// Where the figures count what Blend deliberately does not.
const std::map<std::string, std::string> others_count_differently{
    {"ics/node-ical/duplicate-uid-sequence.ics", "both versions of two events"},
    {"ics/node-ical/tv-show-episode.ics", "an event that is in the file twice"},
    {"ics/node-ical/large-file-with-late-error.ics", "six events on 30 and 31 February"},
    {"ics/node-ical/duplicate-rrule-sequence.ics", "both versions of one event; here the newer replaces the older"},
    {"ics/node-ical/recurrence-sequence.ics", "every version of an exception; here only the newest"},
};

std::optional<json> figures()
{
    std::ifstream file{corpora / "expected_ics.json"};
    if (!file) {
        std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
        return std::nullopt;
    }
    return json::parse(file);
}

std::vector<calendar::Event> events(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    REQUIRE(file);
    std::vector<calendar::Event> result;
    calendar::each_event(file, zone::Zone{}, [&](calendar::Event event) { result.push_back(std::move(event)); });
    return result;
}

/// BEGIN:VEVENT lines, where the engine behind the figures gave the whole file up.
int records(const json& figure) { return figure.value("vevent", figure.value("vevent_raw", 0)); }

/// Events of one UID together; those without one alone.
std::vector<std::vector<calendar::Event>> series(std::vector<calendar::Event> all)
{
    std::map<std::string, std::vector<calendar::Event>> by_uid;
    std::vector<std::vector<calendar::Event>> result;
    for (calendar::Event& each : all) {
        if (each.uid.empty())
            result.push_back({std::move(each)});
        else
            by_uid[each.uid].push_back(std::move(each));
    }
    for (auto& [uid, each] : by_uid) result.push_back(std::move(each));
    return result;
}

int instances(const fs::path& path)
{
    auto all = events(path);
    std::optional<Instant> first;
    for (calendar::Event& each : all) {
        each.cancelled = false; // the figures count what was called off, too
        if (each.start && (!first || each.start->instant() < *first)) first = each.start->instant();
    }
    if (!first) return 0;
    int count = 0;
    const Day day = zone::Zone{}.day(*first);
    const Instant from{(day - std::chrono::days{1}).time_since_epoch()};
    for (const auto& each : series(std::move(all)))
        count += static_cast<int>(calendar::occurrences(each, from, from + std::chrono::days{367}).size());
    return count;
}

class Counter : public intake::Sink {
public:
    using Sink::record;
    void record(std::span<const intake::Observation> observations) override
    {
        ++records;
        REQUIRE_FALSE(observations.empty());
        for (const auto& each : observations) keys.insert(each.source_key), ++stored;
    }
    void card(const intake::Card&) override { FAIL("a calendar has no cards"); }
    void skip(intake::Skip, std::optional<Instant>) override { ++records; }
    void warn(const std::string&) override {}
    void owner(const intake::Party&) override {}
    void progress(std::uint64_t) override {}

    int records{};
    std::size_t stored{};
    std::set<std::string> keys;
};

} // namespace

TEST_CASE("every event of every file is one record", "[corpus][icalendar]")
{
    const auto expected = figures();
    if (!expected) return;
    for (const auto& [name, figure] : expected->items()) {
        INFO(name);
        CHECK(static_cast<int>(events(corpora / name).size()) == records(figure));

        intake::Input input;
        input.path = corpora / name;
        input.name = input.path.filename();
        input.open = [&] { return std::make_unique<std::ifstream>(corpora / name, std::ios::binary); };
        intake::Context context;
        context.now = parse_rfc3339("2030-01-01T00:00:00Z").value();
        context.is_owner = [](const intake::Party& party) { return party.handle.value == "me@example.org"; };
        context.owner_known_by = [](HandleKind) { return true; };
        Counter counter;
        intake::icalendar.read(input, context, counter);
        CHECK(counter.records == records(figure));
        CHECK(counter.keys.size() == counter.stored);
    }
}

TEST_CASE("the instances of a year are those that other engines find", "[corpus][icalendar]")
{
    const auto expected = figures();
    if (!expected) return;
    for (const auto& [name, figure] : expected->items()) {
        if (!figure.contains("instances_366d") || !figure.value("engines_agree", true)) continue;
        if (others_count_differently.contains(name)) continue;
        INFO(name);
        CHECK(instances(corpora / name) == figure.at("instances_366d").get<int>());
    }
}
