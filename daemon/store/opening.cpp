// Opening a ledger: the folder, the lock, the version of the file.

#include "daemon/store/inside.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace blend::store {

namespace {

using Kind = Problem::Kind;

constexpr mode_t others_may = S_IRWXG | S_IRWXO;

std::uint32_t big_endian(const unsigned char* bytes)
{
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

} // namespace

std::filesystem::path database_file(const std::filesystem::path& folder) { return folder / "blend.db"; }

void make_private(const std::filesystem::path& file)
{
    if (const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600); made >= 0)
        ::close(made);
}

void prepare_folder(const std::filesystem::path& folder)
{
    struct stat found {};
    if (::lstat(folder.c_str(), &found) != 0) {
        std::error_code error;
        std::filesystem::create_directories(folder.parent_path(), error);
        if (::mkdir(folder.c_str(), 0700) != 0)
            throw Problem{Kind::cannot, "cannot make the data folder " + folder.string() + ": " + std::strerror(errno),
                          "choose another with --home"};
        return;
    }
    if (!S_ISDIR(found.st_mode))
        throw Problem{Kind::cannot, folder.string() + " is not a folder", "choose another with --home"};
    if (found.st_uid != ::geteuid())
        throw Problem{Kind::cannot, "the data folder " + folder.string() + " belongs to somebody else",
                      "choose another with --home"};
    if ((found.st_mode & others_may) != 0)
        throw Problem{Kind::cannot, "the data folder " + folder.string() + " is open to other users",
                      "close it: chmod 700 " + folder.string()};
}

void refuse_foreign_file(const std::filesystem::path& file)
{
    struct stat found {};
    if (::lstat(file.c_str(), &found) != 0 || found.st_size == 0) return;
    if (!S_ISREG(found.st_mode)) throw Problem{Kind::cannot, file.string() + " is not a regular file"};
    if ((found.st_mode & others_may) != 0)
        throw Problem{Kind::cannot, "the database " + file.string() + " is open to other users",
                      "close it: chmod 600 " + file.string()};

    // The header is read as bytes: opening a file with SQLite may already write beside it.
    std::array<unsigned char, 100> header{};
    std::ifstream stream{file, std::ios::binary};
    stream.read(reinterpret_cast<char*>(header.data()), header.size());
    if (stream.gcount() < 100 || std::memcmp(header.data(), "SQLite format 3", 16) != 0)
        throw Problem{Kind::cannot, file.string() + " is no database", "move it away, or restore a backup"};
    if (big_endian(&header[68]) != std::uint32_t{application_id})
        throw Problem{Kind::cannot, file.string() + " was not made by Blend", "move it away, or choose another --home"};
    const auto version = big_endian(&header[60]);
    if (version > migrations().size())
        throw Problem{Kind::cannot,
                      "the ledger was made by a newer Blend (version " + std::to_string(version) + ", this one knows " +
                          std::to_string(migrations().size()) + "); it was left untouched",
                      "update Blend"};
}

FolderLock::FolderLock(const std::filesystem::path& folder)
{
    prepare_folder(folder);
    file_ = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file_ < 0)
        throw Problem{Kind::cannot, "cannot lock the data folder " + folder.string() + ": " + std::strerror(errno)};
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        ::close(file_);
        throw Problem{Kind::cannot, "another blendd is using the data folder " + folder.string(),
                      "it answers `blend`; stop it first, or choose another --home"};
    }
}

FolderLock::~FolderLock() { ::close(file_); }

void migrate(Connection& database, const std::filesystem::path& file, std::span<const Migration> steps)
{
    const auto version = database.one<std::size_t>("PRAGMA user_version").value_or(0);
    if (version == steps.size()) return;
    if (version > 0) {
        const auto copy = file.parent_path() / ("blend-before-" + std::to_string(steps.size()) + ".db");
        std::filesystem::remove(copy);
        database.exec("VACUUM INTO ?", copy.string());
        spdlog::info("the ledger as it was is kept as {}", copy.filename().string());
    }
    for (std::size_t next = version; next < steps.size(); ++next) {
        // SQLite ignores this pragma inside a transaction.
        database.script("PRAGMA foreign_keys = OFF");
        Transaction transaction{database, Transaction::Durability::full};
        database.script(steps[next].sql);
        // Broken references come back as rows, not as an error.
        const auto broken =
            database.all("PRAGMA foreign_key_check", [](const Row& row) { return row.get<std::string>(0); });
        if (!broken.empty())
            throw Problem{Kind::internal,
                          "migration " + std::string{steps[next].name} + " breaks references of " + broken.front()};
        database.script("PRAGMA application_id = " + std::to_string(application_id) +
                        "; PRAGMA user_version = " + std::to_string(next + 1));
        transaction.commit();
        database.script("PRAGMA foreign_keys = ON");
    }
    database.script("PRAGMA wal_checkpoint(TRUNCATE)");
}

namespace {

Connection opened(const std::filesystem::path& folder)
{
    const auto file = database_file(folder);
    refuse_foreign_file(file);
    make_private(file);
    Connection database{file, Connection::Access::read_write};
    database.script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
                    "PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -20000");
    migrate(database, file, migrations());
    return database;
}

} // namespace

Store::Inside::Inside(const std::filesystem::path& where)
    : folder{where}, lock{where}, writing{opened(where)}, reading{database_file(where), Connection::Access::read_only}
{
    clear_copy(folder);
    take_back_unfinished();
}

Store::Store(const std::filesystem::path& folder) : inside_{std::make_unique<Inside>(folder)} {}

Store::~Store()
{
    // Leaves a file that needs no recovery; if the disk refuses, the next opening does it.
    try {
        inside_->writing.script("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const Problem& problem) {
        spdlog::warn("checkpoint: {}", problem.what());
    }
}

std::filesystem::path Store::file() const { return database_file(inside_->folder); }

} // namespace blend::store
