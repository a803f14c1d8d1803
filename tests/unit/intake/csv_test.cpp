#include "daemon/core/problem.hpp"
#include "daemon/intake/csv_log.hpp"
#include "daemon/intake/files/csv.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace blend;
using namespace blend::intake;

namespace {

const std::filesystem::path data = std::filesystem::path{SOURCE_DIR} / "tests" / "data" / "csv";

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const std::string& text)
{
    std::istringstream stream{text};
    Rows rows;
    read_csv(stream, [&rows](std::span<const std::string> row) { rows.emplace_back(row.begin(), row.end()); });
    return rows;
}

Context today()
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    context.is_owner = [](const Party& party) { return party.name == "Me"; };
    return context;
}

Recorder read_log(const Input& input)
{
    Recorder recorder;
    csv_log.read(input, today(), recorder);
    return recorder;
}

} // namespace

TEST_CASE("rows come whole whatever the separator, quotes and encoding", "[csv]")
{
    CHECK(rows_of("a,b\n1,\"x, \"\"y\"\"\nz\"\n") == Rows{{"a", "b"}, {"1", "x, \"y\"\nz"}});
    CHECK(rows_of("a;b\r\n1;2,5\r\n") == Rows{{"a", "b"}, {"1", "2,5"}});
    CHECK(rows_of("a\tb\n1\t2") == Rows{{"a", "b"}, {"1", "2"}});
    CHECK(rows_of("\xEF\xBB\xBFsep=;\r\na;b\r\n") == Rows{{"a", "b"}});
    CHECK(rows_of(std::string{"\xFF\xFE"
                              "a\0,\0b\0\n\0",
                              10}) == Rows{{"a", "b"}});
    CHECK(rows_of("").empty());
}

TEST_CASE("a quote that never closes ends with the file", "[csv]")
{
    CHECK(rows_of("a,b\n1,\"2\n3") == Rows{{"a", "b"}, {"1", "2\n3"}});
    CHECK_THROWS_AS(rows_of("a,b\n1,\"" + std::string(std::size_t{17} << 20, 'x')), Problem);
}

TEST_CASE("a quote that damage opened ends where a row of the table begins", "[csv]")
{
    const auto rows = [](const std::string& text) {
        std::istringstream stream{text};
        Rows all;
        read_csv(
            stream, [&all](Cells row) { all.emplace_back(row.begin(), row.end()); }, {},
            [](Cells line) { return line.size() == 3 && line[0].starts_with("20"); });
        return all;
    };
    const Rows sound{{"2020", "a", "long\ntext, 2021\n"}, {"2022", "b", "c"}};
    CHECK(rows("2020,a,\"long\ntext, 2021\n\"\n2022,b,c\n") == sound);
    CHECK(rows("2020,\"a,x\n2021,b,y\n2022,c,z") == Rows{{"2020", "a,x\n"}, {"2021", "b", "y"}, {"2022", "c", "z"}});
    CHECK(rows("2020,a,\"never\nclosed\n2021,b,\"two\nlines\"\n2022,c,z\n").size() == 3);
}

TEST_CASE("a line without separators before the heading does not decide about them", "[csv]")
{
    CHECK(rows_of("Notes:\na;b,c;d\n") == Rows{{"Notes:"}, {"a", "b,c", "d"}});
}

TEST_CASE("no cell leaves as a formula, and each comes back as it was", "[csv]")
{
    const std::vector<std::string> cells{"=1+1", "+34", "-5", "@x", "\tt", "say \"hi\"", "", "plain", "two\nlines"};
    const std::string line = csv_row(cells);
    CHECK(line.starts_with("\"'=1+1\",\"'+34\""));
    CHECK(line.ends_with("\r\n"));
    const Rows back = rows_of(line);
    REQUIRE(back.size() == 1);
    REQUIRE(back[0].size() == cells.size());
    for (std::size_t index = 0; index < cells.size(); ++index) CHECK(without_guard(back[0][index]) == cells[index]);
}

TEST_CASE("a row of empty cells keeps its width", "[csv]")
{
    CHECK(csv_row(std::vector<std::string>{"", ""}) == "\"\",\"\"\r\n");
}

TEST_CASE("the log that was exported is read as it was", "[csv]")
{
    const Recorder log = read_log(input_of_file(data / "export.csv"));
    REQUIRE(log.observations.size() == 2);
    const Observation& call = log.observations[0];
    CHECK(rfc3339(call.at) == "2026-11-22T18:00:00Z");
    CHECK(call.zoned);
    CHECK(call.channel == Channel::phone);
    CHECK(call.call);
    CHECK(call.size == 25.0);
    CHECK(call.parties.front().handle == Handle{HandleKind::phone, "+34600111222"});
    CHECK(call.source_key == "csv:k1");
    const Observation& mail = log.observations[1];
    CHECK(mail.parties.front().name == "=Bob");
    CHECK(mail.direction == Direction::in);
    CHECK(mail.size == 120.0);
    CHECK(mail.others == 3);
    CHECK(mail.forward == Forward::commented);
    CHECK(mail.acknowledgement);
}

TEST_CASE("a log kept by hand needs a date, a channel and a name", "[csv]")
{
    const Recorder log = read_log(input_of_file(data / "by-hand.csv"));
    CHECK(log.read() == 4);
    REQUIRE(log.observations.size() == 2);
    CHECK(log.observations[0].channel == Channel::in_person);
    CHECK(log.observations[0].direction == Direction::mutual);
    CHECK(log.observations[0].parties.front().handle == Handle{HandleKind::name, "Oma"});
    CHECK(rfc3339(log.observations[1].at) == "2026-11-21T18:05:00Z");
    CHECK_FALSE(log.observations[1].zoned);
    CHECK(log.observations[0].source_key != log.observations[1].source_key);
    CHECK(log.skipped(Skip::no_date) == 1);
    CHECK(log.skipped(Skip::broken) == 1);
}

TEST_CASE("rows that make no sense are counted by reason", "[csv]")
{
    const Recorder log =
        read_log(input_of_text("at,channel,contact,minutes\n2027-01-01,phone,Oma,5\n2026-01-01,phone,,5\n"
                               "2026-01-01,phone,Me,5\n2026-01-01,phone,Oma,long\n2026-02-31,phone,Oma,5\n"
                               "2026-01-01\n",
                               "log.csv"));
    CHECK(log.observations.empty());
    CHECK(log.skipped(Skip::future) == 1);
    CHECK(log.skipped(Skip::no_counterpart) == 1);
    CHECK(log.skipped(Skip::note_to_self) == 1);
    CHECK(log.skipped(Skip::broken) == 3);
}

TEST_CASE("a table is taken for a log only by its columns", "[csv]")
{
    const auto sureness = [](const char* text) { return csv_log.sniff(input_of_text(text, "x.csv"), text); };
    CHECK(sureness("at,channel,contact\n") > 80);
    CHECK(sureness("sep=;\r\nDate;Channel;Contact\r\n") > 80);
    CHECK(sureness("Name,E-mail,Phone\n") == 0);
    CHECK(sureness("") == 0);
    CHECK_THROWS_AS(read_log(input_of_text("Name,E-mail\nAna,a@example.org\n", "x.csv")), Problem);
}
