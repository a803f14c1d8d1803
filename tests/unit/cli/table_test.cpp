#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/columns.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace blend;
using namespace blend::cli;

namespace {

Table people()
{
    Table table{{{"Name", Align::left, Fit::shrink}, {"Circle", Align::left, Fit::leave}, {"Times", Align::right}}};
    table.row({"Amma", "inner", "41"});
    table.row({"山田花子", "friends", "7"});
    table.row({"Z\xCC\x8Cofie Nova\xCC\x81 with a name that goes on and on and on", "close", "12345"});
    return table;
}

std::vector<std::string> printed(const Table& table, int width)
{
    Page page{width, Colours::off};
    table.print(page);
    std::vector<std::string> all;
    std::istringstream stream{page.text()};
    for (std::string line; std::getline(stream, line);) all.push_back(line);
    return all;
}

} // namespace

TEST_CASE("columns stand under each other for every script", "[table]")
{
    const auto lines = printed(people(), 80);
    REQUIRE(lines.size() == 4);
    for (const std::string& line : lines) CHECK(columns(line) == columns(lines[0]));
    CHECK_THAT(lines[2], Catch::EndsWith("    7"));
}

TEST_CASE("a table fits its page: text shrinks, then columns that may go leave", "[table]")
{
    for (int width = 40; width < 90; ++width)
        for (const std::string& line : printed(people(), width)) CHECK(columns(line) <= width);
    CHECK_THAT(printed(people(), 40)[3], Catch::Contains("…"));
}

TEST_CASE("what stands beneath a row wraps within the page", "[table]")
{
    Table table{{{"Name"}}};
    table.row({"Amma"});
    table.beneath("skipped: 3 system messages, 2 notes to self, 12 automated mails, 1 call that was missed");
    for (const std::string& line : printed(table, 40)) CHECK(columns(line) <= 40);
    CHECK_THAT(printed(table, 40)[2], Catch::StartsWith("  skipped"));
}

TEST_CASE("a cell cannot steer the terminal", "[table]")
{
    Table table{{{"Name"}}};
    table.row({"\x1b]0;owned\x07"});
    CHECK_THAT(printed(table, 80)[1], !Catch::Contains("\x1b") && !Catch::Contains("\x07"));
}

TEST_CASE("numbers and lists read well", "[words]")
{
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1234567) == "1,234,567");
    CHECK(grouped(-1234) == "-1,234");
    CHECK(many(1, "day", "days") == "1 day");
    CHECK(listed({"a"}) == "a");
    CHECK(listed({"a", "b", "c"}) == "a, b and c");
    CHECK(short_number(14.0) == "14");
    CHECK(short_number(2.5) == "2.5");
    CHECK(short_number(-0.0) == "0");
    CHECK(every_phrase(1) == "every day");
}

TEST_CASE("no line ends in blanks, and a column with nothing in it takes no room", "[table]")
{
    Table table{{{"Name"}, {"Note"}, {""}}};
    table.row({"Amma", "", ""});
    CHECK(printed(table, 80) == std::vector<std::string>{"Name  Note", "Amma"});
}
