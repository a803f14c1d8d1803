#include "daemon/intake/calls/foreign_database.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/input.hpp"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <limits>

namespace blend::intake {
namespace {

constexpr std::string_view magic{"SQLite format 3\0", 16};

class Progress {
public:
    explicit Progress(Sink& sink) : sink_{sink} {}
    void add(std::uint64_t bytes) { sink_.progress(done_ += bytes); }

private:
    Sink& sink_;
    std::uint64_t done_{};
};

void copy(std::istream& from, const std::filesystem::path& to, Progress& progress)
{
    std::ofstream file{to, std::ios::binary};
    std::string chunk(std::size_t{1} << 20, '\0');
    while (from) {
        from.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        file.write(chunk.data(), from.gcount());
        progress.add(static_cast<std::uint64_t>(from.gcount()));
    }
    if (!file.flush())
        throw Problem{Problem::Kind::bad_input, "there is no room to read the database from",
                      "free some space in " + to.parent_path().parent_path().string()};
}

const Input& database_of(const Input& input)
{
    for (const Input& file : files_of(input))
        if (file.open && !file.inside.ends_with("-wal") && !file.inside.ends_with("-shm")) return file;
    throw Problem{Problem::Kind::bad_input, input.path.string() + " holds a log without its database",
                  "copy the database as well"};
}

/// The log beside a database: a member of the same export, or a file of the same folder.
std::unique_ptr<std::istream> log_of(const Input& input)
{
    for (const Input& member : input.members)
        if (member.inside.ends_with("-wal")) return member.open();
    std::filesystem::path beside = database_of(input).path;
    beside += "-wal";
    std::error_code ignored;
    return std::filesystem::is_regular_file(beside, ignored) ? open_regular(beside) : nullptr;
}

/// Into which nobody else can look; gone with all that is in it when this is.
class PrivateFolder {
public:
    explicit PrivateFolder(const std::filesystem::path& parent)
    {
        std::error_code error;
        std::filesystem::create_directories(parent, error);
        std::string name = (parent / "blend-database-XXXXXX").native();
        if (::mkdtemp(name.data()) == nullptr)
            throw Problem{Problem::Kind::bad_input, "there is no room to read the database from",
                          "make " + parent.string() + " writable"};
        path_ = name;
    }
    ~PrivateFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    PrivateFolder(const PrivateFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

store::Connection opened_copy(const Input& input, const Context& context, Sink& sink)
{
    const Input& database = database_of(input);
    const auto log = log_of(input);
    const PrivateFolder folder{context.copies.empty() ? std::filesystem::temp_directory_path() : context.copies};
    const auto file = folder.path() / "foreign.db";
    Progress progress{sink};
    copy(*database.open(), file, progress);
    if (log) copy(*log, folder.path() / "foreign.db-wal", progress);
    store::Connection opened{file, store::Connection::Access::foreign};
    opened.one<std::int64_t>("SELECT count(*) FROM sqlite_schema"); // opens the log as well, while it has a name
    return opened;
}

} // namespace

ForeignDatabase::ForeignDatabase(const Input& input, const Context& context, Sink& sink)
    : database_{opened_copy(input, context, sink)}
{
}

bool ForeignDatabase::has(const std::string& table) const
{
    return database_
        .one<std::int64_t>("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? AND sql LIKE 'CREATE TABLE%'",
                           table)
        .has_value();
}

std::string ForeignDatabase::column(const std::string& table, const std::string& name,
                                    const std::string& otherwise) const
{
    const auto found =
        database_.one<std::int64_t>("SELECT 1 FROM pragma_table_info(?) WHERE name = ? COLLATE NOCASE", table, name);
    return found ? name : otherwise;
}

bool ForeignDatabase::each_row(const std::string& select, const std::string& rowid,
                               const std::function<void(const store::Row&)>& take) const
{
    std::optional<std::int64_t> last;
    std::exception_ptr thrown;
    const auto visit = [&](const store::Row& row) {
        try {
            take(row);
        } catch (...) { // what the sink throws is no damage of the file
            thrown = std::current_exception();
            throw;
        }
        last = row.get<std::int64_t>(0);
    };
    try {
        database_.each(select + " ORDER BY " + rowid, visit);
        return true;
    } catch (const store::Damage&) {
        if (thrown) throw;
    }
    try {
        database_.each(select + " WHERE " + rowid + " > ? ORDER BY " + rowid + " DESC", take,
                       last.value_or(std::numeric_limits<std::int64_t>::min()));
    } catch (const store::Damage&) { // read in part
    }
    return false;
}

void ForeignDatabase::each(const std::string& select, const std::function<void(const store::Row&)>& take) const
{
    try {
        database_.each(select, take);
    } catch (const Problem& problem) {
        if (problem.kind != Problem::Kind::bad_input) throw;
    }
}

bool is_database_with(std::string_view head, std::initializer_list<std::string_view> words)
{
    return head.starts_with(magic) && std::all_of(words.begin(), words.end(), [head](std::string_view word) {
               return head.find(word) != std::string_view::npos;
           });
}

std::optional<std::string> database_home(std::string_view name, std::initializer_list<std::string_view> files)
{
    const auto slash = name.rfind('/');
    const std::string_view folder = slash == std::string_view::npos ? std::string_view{} : name.substr(0, slash + 1);
    const std::string_view file = name.substr(folder.size());
    for (const std::string_view each : files)
        for (const std::string_view end : {"", "-wal", "-shm"})
            if (same(file, std::string{each}.append(end)))
                return std::string{name.substr(0, folder.size() + each.size())};
    return std::nullopt;
}

void tell_damage(Sink& sink)
{
    sink.skip(Skip::broken);
    sink.warn("parts of the database are damaged; everything else in it was read");
}

} // namespace blend::intake
