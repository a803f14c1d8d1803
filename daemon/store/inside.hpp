#pragma once

// The parts of the store that its sources share. Private to this room.

#include "daemon/store/derived.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/sqlite.hpp"
#include "daemon/store/store.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>

struct sqlite3_session;

namespace blend::store {

inline constexpr int application_id = 0x626C6E64; ///< "blnd": marks the file as ours

/// Records what a stretch of changes did, so that it can be taken back.
class Recording {
public:
    enum class Tables { all, people };
    Recording(Connection& database, Tables tables);
    ~Recording();
    Recording(const Recording&) = delete;

    Blob changeset() const;

private:
    sqlite3_session* session_{};
};

/// Applies the inverse; what has been changed since stays as it is.
void take_back(Connection& database, const Blob& changeset);

/// Holds the data folder: only one process at a time.
class FolderLock {
public:
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;

private:
    int file_{-1};
};

/// Makes or checks the folder and the file, and brings the file to this program's version.
void prepare_folder(const std::filesystem::path& folder);
void refuse_foreign_file(const std::filesystem::path& file);
/// The version of a ledger is the number of `steps` it has seen; a step that fails leaves it at the one before.
void migrate(Connection& database, const std::filesystem::path& file, std::span<const Migration> steps);

struct Writer::Inside {
    Connection& database;
    std::optional<std::int64_t> batch;                   ///< the import that is changing people
    std::map<ContactId, std::vector<Interaction>> added; ///< logged by the owner
    std::set<ContactId> touched;                         ///< to be replayed
    std::set<ContactId> concerned;                       ///< whom the journal entry is about
    std::int64_t interactions{};                         ///< how many were added
    void refresh();
};

struct Store::Inside {
    explicit Inside(const std::filesystem::path& folder);

    std::filesystem::path folder;
    FolderLock lock;
    Connection writing;
    std::mutex writing_mutex;
    Connection reading;
    mutable std::mutex reading_mutex;
    bool importing{};                         ///< a run is on; guarded by writing_mutex
    std::optional<std::int64_t> interactions; ///< counted once, then kept; guarded by reading_mutex

    /// Runs `read` on the connection that cannot write.
    template <class Read> auto read(Read read) const
    {
        const std::lock_guard guard{reading_mutex};
        return read(reading);
    }

    void count(std::optional<std::int64_t> more);
    void rebuild(const std::set<ContactId>& contacts);
    /// Whose numbers are not what their rows say any more.
    std::set<ContactId> take_back_batch(std::int64_t batch);
    /// What a crash cut off, or a full disk kept from being taken back when it ended.
    void take_back_unfinished();
    void refuse_while_importing() const;
    std::int64_t journal(Instant now, const std::string& what, const std::optional<Blob>& changeset,
                         std::optional<std::int64_t> batch, const std::set<ContactId>& concerned);
};

std::filesystem::path database_file(const std::filesystem::path& folder);

} // namespace blend::store
