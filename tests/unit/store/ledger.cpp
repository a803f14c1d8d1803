#include "tests/unit/store/ledger.hpp"

#include "daemon/store/sqlite.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

namespace blend::store::test {

namespace {

std::filesystem::path made_folder()
{
    ::umask(077);
    std::string pattern = (std::filesystem::temp_directory_path() / "blend-store-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw Problem{Problem::Kind::cannot, "no temporary folder"};
    return pattern;
}

Dump dumped(const std::filesystem::path& file, const std::set<std::string>& without)
{
    const Connection database{file, Connection::Access::read_only};
    const auto text = [](const Row& row) { return row.get<std::string>(0); };
    Dump dump;
    for (const std::string& table : database.all("SELECT name FROM sqlite_schema WHERE type = 'table'", text)) {
        if (without.contains(table)) continue;
        std::string columns;
        for (const std::string& column : database.all("SELECT name FROM pragma_table_info(?)", text, table))
            columns += (columns.empty() ? "quote(" : " || '|' || quote(") + column + ")";
        dump[table] = database.all("SELECT " + columns + " FROM " + table + " ORDER BY 1", text);
    }
    return dump;
}

} // namespace

Folder::Folder() : path_{made_folder()} {}

Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

void write_bytes(const std::filesystem::path& file, std::string_view bytes)
{
    std::ofstream{file, std::ios::binary} << bytes;
}

Dump content_of(const std::filesystem::path& file)
{
    return dumped(file, {"journal", "journal_contact", "batch", "batch_change", "import", "import_skip", "source",
                         "sqlite_sequence"});
}

Dump everything_in(const std::filesystem::path& file) { return dumped(file, {}); }

std::vector<std::string> differing(const Dump& before, const Dump& after)
{
    std::vector<std::string> tables;
    for (const auto& [table, rows] : before)
        if (!after.contains(table) || after.at(table) != rows) tables.push_back(table);
    for (const auto& [table, rows] : after)
        if (!before.contains(table)) tables.push_back(table);
    return tables;
}

Interaction call(Instant at, double minutes, std::uint64_t key)
{
    return {.at = at,
            .channel = Channel::phone,
            .direction = Direction::mutual,
            .size = minutes,
            .utc_offset = std::chrono::hours{1},
            .key = key != 0 ? key : static_cast<std::uint64_t>(at.time_since_epoch().count()) * 31 + 7};
}

Interaction chat(Instant at, Direction direction, std::uint64_t key)
{
    Interaction interaction = call(at, 12, key);
    interaction.channel = Channel::chat;
    interaction.direction = direction;
    return interaction;
}

ContactId add(Store& store, const std::string& name, std::optional<std::string> circle)
{
    ContactId id;
    store.change(now, [&](Writer& writer) {
        id = writer.add_contact({.name = name, .circle = std::move(circle), .added = days_ago(800)});
        return "added " + name;
    });
    return id;
}

void log(Store& store, ContactId contact, const Interaction& interaction, const std::optional<std::string>& note)
{
    store.change(now, [&](Writer& writer) {
        const HandleId handle = writer.add_handle({HandleKind::log, std::to_string(contact.value)}, "");
        writer.own(handle, contact);
        writer.add_interaction(handle, interaction, note);
        return std::string{"logged a call"};
    });
}

void import(Store& store, const std::string& path, const std::vector<Rows>& rows, Instant when)
{
    const auto run = store.import(when, Trial::no);
    run->open_source("whatsapp", path);
    std::vector<ImportRow> all;
    ImportCounts counts;
    for (const Rows& each : rows) {
        const HandleId handle = run->handle(each.handle, each.handle.value).id;
        for (const Interaction& interaction : each.interactions)
            all.push_back({handle, interaction, static_cast<std::int64_t>(all.size())});
    }
    counts.read = static_cast<std::int64_t>(all.size());
    counts.stored = static_cast<std::int64_t>(run->add(all).size());
    counts.duplicate = counts.read - counts.stored;
    run->close_source(counts);
    run->finish("imported " + path);
}

std::vector<Interaction> random_log(std::mt19937& chance, int count)
{
    std::vector<Interaction> log;
    for (int index = 0; index < count; ++index) {
        Interaction each{.at = now - Seconds{static_cast<std::int64_t>(chance() % (730U * 86'400U))},
                         .channel = static_cast<Channel>(chance() % 10),
                         .direction = static_cast<Direction>(chance() % 3),
                         .others = 1 + static_cast<int>(chance() % 3),
                         .acknowledgement = chance() % 7 == 0,
                         .automated = chance() % 6 == 0,
                         .utc_offset = std::chrono::hours{chance() % 3},
                         .key = (std::uint64_t{chance()} << 32) | chance()};
        if (chance() % 4 != 0) each.size = static_cast<double>(chance() % 900) / 7.0;
        if (chance() % 9 == 0) each.forward = Forward::bare;
        log.push_back(each);
    }
    return log;
}

} // namespace blend::store::test
