// Real address books: as many cards, numbers, addresses, names and birthdays as other programs count.

#include "daemon/intake/files/content_lines.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/intake/people/vcard.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

const fs::path corpora = fs::path{SOURCE_DIR} / "../shared/corpora";
const Instant some_day = parse_rfc3339("2026-01-01T00:00:00Z").value();

/// Expected figures by address book, empty without corpora.
std::map<std::string, nlohmann::json> books()
{
    std::map<std::string, nlohmann::json> result;
    std::ifstream file{corpora / "expected.json"};
    if (!file) {
        std::cerr << "SKIPPED: no " << corpora << '\n';
        WARN("skipped: no corpora beside the checkout");
        return result;
    }
    const auto expected = nlohmann::json::parse(file);
    for (const auto& [name, figures] : expected.items())
        if (name.ends_with(".vcf")) result.emplace(name, figures);
    return result;
}

Recorder read(const fs::path& path)
{
    Recorder recorder;
    vcard.read(input_of_file(path), context_of({}, some_day), recorder);
    return recorder;
}

std::map<std::string, std::size_t> lines_by_name(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    ContentLines lines{file};
    std::map<std::string, std::size_t> result;
    while (const auto line = lines.next()) ++result[line->name];
    return result;
}

} // namespace

TEST_CASE("every address book has the cards and lines that others found in it", "[corpus][vcard]")
{
    for (const auto& [name, figures] : books()) {
        INFO(name);
        const Recorder recorder = read(corpora / name);
        CHECK(recorder.read() == figures.at("vcards").get<std::size_t>());
        CHECK(recorder.skips.empty());
        const auto lines = lines_by_name(corpora / name);
        const auto count = [&lines = lines](const std::string& line) {
            return lines.contains(line) ? lines.at(line) : 0;
        };
        CHECK(count("TEL") == figures.at("tel").get<std::size_t>());
        CHECK(count("EMAIL") == figures.at("email").get<std::size_t>());
        CHECK(count("FN") == figures.at("fn").get<std::size_t>());
        CHECK(count("BDAY") == figures.at("bday").get<std::size_t>());
    }
}

TEST_CASE("every card of every address book has a name, and its handles normalise", "[corpus][vcard]")
{
    for (const auto& [name, figures] : books()) {
        INFO(name);
        for (const Card& card : read(corpora / name).cards) {
            CHECK_FALSE(card.name.empty());
            for (const Party& each : card.handles) CHECK(normalised(each, "US"));
        }
    }
}

TEST_CASE("another vCard reader finds the same names in the same order", "[corpus][vcard]")
{
    const auto all = books();
    if (all.empty()) return;
    if (std::system("/usr/bin/python3 -c 'import vobject' 2>/dev/null") != 0) {
        std::cerr << "SKIPPED: the system's python3 has no vobject\n";
        WARN("skipped: no vobject");
        return;
    }
    std::size_t compared = 0;
    for (const auto& [name, figures] : all) {
        // vobject stops at what 4.0 and the bare types of 2.1 allow; what it reads, it reads well.
        const std::string script =
            "import sys, vobject\n"
            "for card in vobject.readComponents(open(sys.argv[1], encoding=\"utf-8\"), allowQP=True):\n"
            "    print(\" \".join(card.fn.value.split()) if hasattr(card, \"fn\") else \"\")\n";
        const std::string command =
            "/usr/bin/python3 -c '" + script + "' '" + (corpora / name).string() + "' 2>/dev/null";
        FILE* pipe = ::popen(command.c_str(), "r");
        REQUIRE(pipe != nullptr);
        std::string output;
        for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe))
            output += static_cast<char>(letter);
        if (::pclose(pipe) != 0) continue;

        INFO(name);
        std::istringstream names{output};
        const Recorder recorder = read(corpora / name);
        for (const Card& card : recorder.cards) {
            std::string theirs;
            REQUIRE(std::getline(names, theirs));
            // It ends a name at a comma that ought to have been escaped.
            if (!theirs.empty()) CHECK(card.name.substr(0, card.name.find(',')) == theirs.substr(0, theirs.find(',')));
        }
        ++compared;
    }
    CHECK(compared >= 10);
}
