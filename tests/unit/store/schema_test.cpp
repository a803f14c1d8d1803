// schema/current.sql shows what the migrations add up to. BLEND_APPROVE=1 writes it down anew.

#include "daemon/store/inside.hpp"
#include "daemon/store/migrations.hpp"
#include "tests/unit/store/ledger.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <map>

using namespace blend;
using namespace blend::store;
using namespace blend::store::test;

namespace {

/// The comment lines directly above each CREATE of the migrations, by the name of what is created.
std::map<std::string, std::string> comments()
{
    std::map<std::string, std::string> found;
    for (const Migration& migration : migrations()) {
        std::string above;
        std::string_view rest = migration.sql;
        while (!rest.empty()) {
            const auto line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            if (line.starts_with("--")) {
                above.append(line).append("\n");
                continue;
            }
            if (line.starts_with("CREATE ")) {
                auto name = line.substr(line.find(line.starts_with("CREATE TABLE") ? "TABLE " : "INDEX ") + 6);
                name = name.substr(0, name.find_first_of(" ("));
                found[std::string{name}] = above;
            }
            // A table that was made anew under another name.
            if (const auto renamed = line.find(" RENAME TO "); renamed != line.npos && line.starts_with("ALTER TABLE "))
                found[std::string{line.substr(renamed + 11, line.size() - renamed - 12)}] =
                    found[std::string{line.substr(12, renamed - 12)}];
            above.clear();
        }
    }
    return found;
}

std::string current_schema()
{
    const Folder folder;
    const Store store{folder.home()};
    const Connection database{store.file(), Connection::Access::read_only};
    const auto said = comments();
    std::string text =
        "-- What the migrations add up to. Generated; BLEND_APPROVE=1 of the store's tests writes it anew.\n";
    // Tables by name, each followed by its indexes.
    database.each(R"(SELECT name, sql FROM sqlite_schema
                      WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
                      ORDER BY tbl_name, type DESC, name)",
                  [&](const Row& row) {
                      const auto comment = said.find(row.get<std::string>(0));
                      text += "\n" + (comment == said.end() ? "" : comment->second) + row.get<std::string>(1) + ";\n";
                  });
    return text;
}

} // namespace

TEST_CASE("schema/current.sql is what the migrations add up to", "[store]")
{
    const std::filesystem::path file{SOURCE_DIR "/schema/current.sql"};
    const std::string current = current_schema();
    if (std::getenv("BLEND_APPROVE") != nullptr) write_bytes(file, current);
    CHECK(bytes_of(file) == current);
}

TEST_CASE("every table says what a row means, and refuses values of another type", "[store]")
{
    const Folder folder;
    const Store store{folder.home()};
    const Connection database{store.file(), Connection::Access::read_only};
    const auto said = comments();
    database.each("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
                  [&](const Row& row) {
                      INFO(row.get<std::string>(0));
                      CHECK(row.get<bool>(1));
                      CHECK(said.contains(row.get<std::string>(0)));
                  });
}

TEST_CASE("the words of the schema are the words of the program", "[store]")
{
    const std::string sql = current_schema();
    const auto spelled = [&](auto words) {
        for (const auto each : words) {
            INFO(each);
            CHECK(sql.find("'" + std::string{each} + "'") != std::string::npos);
        }
    };
    spelled(Words<Channel>::all);
    spelled(Words<Direction>::all);
    spelled(Words<Mode>::all);
    spelled(Words<HandleKind>::all);
    spelled(Words<NudgeKind>::all);
    spelled(Words<PlanState>::all);
}
