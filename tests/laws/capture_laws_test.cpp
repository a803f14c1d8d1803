// One small export of every format, each message of which says one word that must never be found again.

#include "tests/laws/played.hpp"

#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

using namespace blend;
using namespace blend::laws;
namespace fs = std::filesystem;

namespace {

const fs::path everything = fs::path{SOURCE_DIR} / "tests" / "data" / "everything";
const std::string marker = "Quetzalcoatlus";

std::string bytes_below(const fs::path& folder)
{
    std::string bytes;
    for (const auto& each : fs::recursive_directory_iterator{folder}) {
        if (!each.is_regular_file()) continue;
        std::ifstream file{each.path(), std::ios::binary};
        bytes.append(std::istreambuf_iterator<char>{file}, {});
    }
    return bytes;
}

/// Everything of every format; the owner is Noor under each of her addresses.
json import_everything(Played& life, const json& more = json::object())
{
    json report;
    for (const char* me : {"noor@example.org", "+4915700000009", "Noor"}) {
        json request{{"paths", {everything.native()}}, {"me", me}};
        request.update(more);
        report = life.get("import_files", {}, request);
    }
    return report;
}

struct Record {
    std::string source;
    std::string channel;
    std::string at;

    auto operator<=>(const Record&) const = default;
};

/// What the ledger holds of everybody who was linked or is known by a card.
std::multiset<Record> records(Played& life)
{
    const json whole = json::parse(life.get("get_export", {{"format", "json"}})["text"].get<std::string>());
    std::multiset<Record> all;
    for (const json& contact : whole.at("contacts"))
        for (const json& each : contact.at("timeline").at("interactions"))
            all.insert({each.at("source"), each.at("channel"), each.at("at")});
    return all;
}

/// Of files whose times name no zone, those that said so.
std::set<std::string> told_of_zone(const json& report, const std::string& zone)
{
    std::set<std::string> formats;
    for (const json& file : report["files"])
        for (const json& warning : file["warnings"])
            if (warning.get<std::string>().find("without a zone were read as " + zone) != std::string::npos)
                formats.insert(file["format"].get<std::string>());
    return formats;
}

const std::set<std::string> zoneless{"whatsapp", "friends", "meetings", "call_log"};

} // namespace

TEST_CASE("No content: of no format a word of a message is in the folder", "[laws]")
{
    Played life;
    const json report = import_everything(life);
    std::set<std::string> formats;
    for (const json& file : report["files"]) {
        INFO(file.dump());
        REQUIRE(file.contains("format"));
        CHECK(file["read"].get<int>() > 0);
        CHECK(file["stored"].get<int>() + file["duplicate"].get<int>() > 0);
        formats.insert(file["format"].get<std::string>());
    }
    CHECK(formats.size() == 21);
    const std::string bytes = bytes_below(life.folder());
    CHECK(bytes.find("ilse@example.org") != std::string::npos); // the ledger was indeed read here
    CHECK(bytes.find(marker) == std::string::npos);
    CHECK(life.everything().dump().find(marker) == std::string::npos);
}

TEST_CASE("Time is civil: a source with a zone says the same instant wherever the owner lives", "[laws]")
{
    std::optional<std::multiset<Record>> zoned_before;
    std::set<std::multiset<Record>> without_zone;
    for (const char* zone : {"America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"}) {
        INFO(zone);
        // What the machine itself believes must not matter either.
        ::setenv("TZ", zone, 1);
        ::tzset();
        Played life{"2026-11-23T12:00:00Z", zone};
        const json report = import_everything(life, {{"create_contacts", true}});
        CHECK(told_of_zone(report, zone) == zoneless);
        std::multiset<Record> zoned;
        std::multiset<Record> local;
        for (const Record& each : records(life)) (zoneless.contains(each.source) ? local : zoned).insert(each);
        CHECK(zoned.size() >= 25);
        if (zoned_before) CHECK(zoned == *zoned_before);
        zoned_before = zoned;
        without_zone.insert(local);
    }
    ::unsetenv("TZ");
    ::tzset();
    CHECK(without_zone.size() == 3); // each read in the owner's own zone
}

TEST_CASE("Time is civil: --tz says what the clocks of a source without a zone showed", "[laws]")
{
    Played at_home{"2026-11-23T12:00:00Z", "Asia/Kolkata"};
    import_everything(at_home, {{"create_contacts", true}});
    Played abroad{"2026-11-23T12:00:00Z", "America/Los_Angeles"};
    const json report = import_everything(abroad, {{"create_contacts", true}, {"zone", "Asia/Kolkata"}});
    CHECK(told_of_zone(report, "Asia/Kolkata") == zoneless);
    CHECK(records(at_home) == records(abroad));
}
