#include "cli/clock.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"
#include "daemon/core/columns.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace blend;
using namespace blend::cli;

namespace {

const Instant now = *parse_rfc3339("2026-11-23T09:00:00Z");

wire::Environment variables(std::map<std::string, std::string> values)
{
    return [values = std::move(values)](const char* name) -> std::optional<std::string> {
        const auto found = values.find(name);
        if (found == values.end()) return std::nullopt;
        return found->second;
    };
}

} // namespace

TEST_CASE("moments are shown on the owner's clock", "[clock]")
{
    CHECK(Clock("Asia/Kolkata", now).moment("2026-11-22T19:00:00Z") == "Mon 23 Nov 00:30");
    CHECK(Clock("Europe/Berlin", now).column("2026-07-01T10:00:00Z") == "2026-07-01 12:00");
    CHECK(Clock("Europe/Berlin", now).column("2026-12-01T10:00:00Z") == "2026-12-01 11:00");
    CHECK(Clock("UTC", now).day("2025-01-02T00:00:00Z") == "2 Jan 2025");
}

TEST_CASE("another year is named", "[clock]")
{
    CHECK(Clock("UTC", now).moment("2025-11-22T19:00:00Z") == "Sat 22 Nov 2025 19:00");
    CHECK(Clock("UTC", now).local_moment("2027-02-28T08:05:00") == "Sun 28 Feb 2027 08:05");
}

TEST_CASE("what is no moment is shown as it is, and an odd zone is UTC", "[clock]")
{
    CHECK(Clock("UTC", now).moment("soon") == "soon");
    CHECK(Clock("UTC", now).ago("soon").empty());
    for (const char* zone : {"Nowhere/City", "../../etc/passwd", "/etc/passwd", "", "UTC;rm"})
        CHECK(Clock(zone, now).column("2026-07-01T10:00:00Z") == "2026-07-01 10:00");
}

TEST_CASE("the page is as wide as COLUMNS says, else the window, else 80, and never under 40", "[terminal]")
{
    CHECK(terminal_of({.in = true, .out = true, .err = true, .width = 120}, variables({{"COLUMNS", "60"}})).width ==
          60);
    CHECK(terminal_of({.in = true, .out = true, .err = true, .width = 120}, variables({})).width == 120);
    CHECK(terminal_of({}, variables({})).width == 80);
    CHECK(terminal_of({}, variables({{"COLUMNS", "7"}})).width == 40);
    CHECK(terminal_of({}, variables({{"COLUMNS", "wide"}})).width == 80);
}

TEST_CASE("colours are for terminals that want them", "[terminal]")
{
    const Descriptors terminal{.in = true, .out = true, .err = true, .width = 80};
    CHECK(terminal_of(terminal, variables({{"TERM", "xterm"}})).colours == Colours::on);
    CHECK(terminal_of(terminal, variables({{"TERM", "dumb"}})).colours == Colours::off);
    CHECK(terminal_of(terminal, variables({{"TERM", "xterm"}, {"NO_COLOR", "1"}})).colours == Colours::off);
    CHECK(terminal_of({.in = true, .out = false, .err = true, .width = 0}, variables({{"TERM", "xterm"}})).colours ==
          Colours::off);
}

TEST_CASE("progress names the file, the part, the records, the rate and the time left", "[progress]")
{
    const ImportProgress progress{"/home/a/chat.txt", 25'000'000, 100'000'000, 48'000};
    const std::string line = progress_line(progress, std::chrono::seconds{5}, 80);
    for (const char* part : {"chat.txt", "25%", "48,000 records", "5.0 MB/s", "15 s left"})
        CHECK_THAT(line, Catch::Contains(part));
}

TEST_CASE("progress fits its line, whatever the name and the figures", "[progress]")
{
    for (const char* path : {"/x/WhatsApp Chat with 山田花子さんとその家族.txt", "", "/x/a.mbox"})
        for (const std::int64_t total : {std::int64_t{0}, std::int64_t{900'000'000'000}})
            for (int width = 40; width < 120; width += 13) {
                const ImportProgress progress{path, 123'456, total, 1'234'567'890};
                CHECK(columns(progress_line(progress, std::chrono::seconds{1}, width)) <= width);
            }
}

TEST_CASE("progress without a total, without time and without sense still is a line", "[progress]")
{
    CHECK_THAT(progress_line({"a", 10, 0, 1}, std::chrono::seconds{0}, 80), Catch::Contains("1 record"));
    CHECK(import_progress("not json").path.empty());
    CHECK(import_progress("[1]").path.empty());
    CHECK(import_progress(R"({"path": 3})").path.empty());
    CHECK(import_progress(R"({"path": "a", "done": 1, "total": 2, "records": 3})").records == 3);
}
