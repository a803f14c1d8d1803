// Every file of the corpora beside the checkout: read a second time it adds nothing, and damaged it gives what is
// complete in it.

#include "daemon/intake/files/input.hpp"
#include "daemon/intake/formats.hpp"
#include "tests/unit/intake/damage.hpp"
#include "tests/unit/intake/desk.hpp"

#include <catch2/catch.hpp>

#include <iostream>
#include <map>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

const fs::path corpora = fs::path{SOURCE_DIR} / ".." / "shared" / "corpora";

std::vector<fs::path> folders_of_formats()
{
    std::vector<fs::path> folders;
    if (!fs::exists(corpora)) std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
    if (!fs::exists(corpora)) return folders;
    for (const auto& each : fs::directory_iterator{corpora})
        if (each.is_directory()) folders.push_back(each.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

/// Whoever the export says is its owner, else the one it would propose.
std::set<std::string> owners_in(const Format& format, const Input& input, Context context)
{
    context.is_owner = [](const Party&) { return false; };
    context.owner_known_by = [](HandleKind) { return false; };
    Recorder recorder;
    std::set<std::string> names;
    try {
        format.read(input, context, recorder);
    } catch (const UnknownOwner& asked) {
        if (!asked.candidates.empty()) names.insert(asked.candidates.front());
    } catch (const Problem&) {
        return {};
    }
    for (const Party& each : recorder.owners) names.insert(each.handle.value);
    return names;
}

struct Counts {
    std::size_t whole{};
    std::size_t of_half{};
    std::size_t lost{};
    std::size_t wrong{}; ///< bytes
};

void damage(const Format& format, const Input& input, std::map<std::string_view, Counts>& counts)
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    context.date_order = DateOrder::dmy;
    const auto owners = owners_in(format, input, context);
    context.owner_known_by = [&](HandleKind) { return !owners.empty(); };
    context.is_owner = [&](const Party& party) {
        return owners.contains(party.handle.value) || owners.contains(party.name);
    };
    const Told whole = told_of(format, input, context);
    if (whole.refused) return;
    Counts& sum = counts[format.name];
    sum.whole += whole.records.size();
    const auto kept = [&](const std::function<std::string(std::string)>& change) {
        const Told rest = told_of(format, with_damage(input, change), context);
        return whole.records.size() - strangers_among(whole.records, rest.records);
    };
    sum.of_half += kept([](const std::string& text) { return text.substr(0, text.size() / 2); });
    const auto lose = [&](std::size_t apart, const std::function<char(char)>& wrong) {
        sum.lost += whole.records.size() - kept([&](std::string text) {
                        for (std::size_t at = apart - 1; at < text.size(); at += apart, ++sum.wrong)
                            text[at] = wrong(text[at]);
                        return text;
                    });
    };
    lose(997, [](char byte) { return static_cast<char>(byte ^ 0x55); });
    lose(4096, [](char) { return '\0'; });
}

/// What is promised of damaged files. Where little of an export is in the first half of its files, because they are
/// small and begin with a heading, no promise is made of halves.
struct Promise {
    std::string_view format;
    double of_half;      ///< of the records, at least
    double a_byte_costs; ///< records, at most, on average
};
constexpr Promise promises[] = {
    {"vcard", 0.5, 0.1},     {"icalendar", 0.4, 0.1}, {"whatsapp", 0.4, 1.6}, {"telegram", 0.49, 0.6},
    {"discord", 0, 0.3},     {"facebook", 0, 0.6},    {"slack", 0, 0.4},      {"signal", 0.4, 1},
    {"mbox", 0.2, 0.1},      {"eml", 0.9, 0.1},       {"sms", 0.4, 0.6},      {"google_voice", 0, 0.2},
    {"call_log", 0.45, 1.2}, {"meetings", 0.45, 0.5}, {"linkedin", 0.4, 1},   {"contacts_csv", 0.2, 1},
    {"friends", 0.4, 2},
};

} // namespace

/// Reads a folder or file into a ledger, as whoever it proposes when it does not tell; empty when nothing can be read.
std::optional<Report> read_into(Desk& desk, const fs::path& path, Order& order)
{
    order.date_order = DateOrder::dmy;
    order.region = "US";
    for (int tries = 0; tries < 2; ++tries) try {
            Report report = desk.import({path}, order);
            if (!report.owner || order.me) return report;
            order.me = report.owner->name;
        } catch (const Problem& problem) {
            const auto quote = problem.hint.find("--me \"");
            if (quote == std::string::npos) break;
            order.me = problem.hint.substr(quote + 6, problem.hint.find('"', quote + 6) - quote - 6);
        }
    return std::nullopt;
}

/// How many records are stored, the first time; the second time none.
std::int64_t check_twice(const fs::path& path)
{
    CAPTURE(path);
    Desk desk;
    Order order;
    const auto first = read_into(desk, path, order);
    if (!first) return 0;
    const std::int64_t rows = desk.interactions();
    const Report second = desk.import({path}, order);
    REQUIRE(second.files.size() == first->files.size());
    std::int64_t stored = 0;
    for (std::size_t each = 0; each < second.files.size(); ++each) {
        CAPTURE(second.files[each].path, second.files[each].warnings);
        CHECK(second.files[each].counts.read == first->files[each].counts.read);
        CHECK(second.files[each].counts.stored == 0);
        stored += first->files[each].counts.stored;
    }
    CHECK(desk.interactions() == rows);
    return stored;
}

TEST_CASE("every file of the corpora read a second time adds nothing", "[corpus]")
{
    std::int64_t stored = 0;
    const auto folders = folders_of_formats();
    for (const fs::path& folder : folders)
        // Chats that do not tell whose they are belong to others each.
        if (folder.filename() != "whatsapp" && folder.filename() != "telegram")
            stored += check_twice(folder);
        else
            for (const auto& each : fs::recursive_directory_iterator{folder})
                if (each.is_regular_file()) stored += check_twice(each.path());
    if (!folders.empty()) CHECK(stored > 5'000);
}

TEST_CASE("every file of the corpora that is damaged gives what is complete in it", "[corpus]")
{
    std::map<std::string_view, Counts> counts;
    const auto folders = folders_of_formats();
    for (const fs::path& folder : folders)
        for (const Recognised& each : gathered(inputs_at(folder))) {
            const Format* format = each.format != nullptr ? each.format : recognised(each.input);
            if (format != nullptr && !each.input.folder) damage(*format, each.input, counts);
        }
    if (folders.empty()) return;
    for (const Promise& promise : promises) {
        const Counts& sum = counts[promise.format];
        CAPTURE(promise.format, sum.whole, sum.of_half, sum.lost, sum.wrong);
        CHECK(static_cast<double>(sum.of_half) >= promise.of_half * static_cast<double>(sum.whole));
        CHECK(static_cast<double>(sum.lost) <= promise.a_byte_costs * static_cast<double>(sum.wrong));
    }
}
