#pragma once

// The parts of the store that its sources share. Private to this room.

#include "daemon/store/derived.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/sqlite.hpp"
#include "daemon/store/store.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
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
    std::int64_t change(Instant now, std::optional<std::string_view> key,
                        const std::function<std::string(Writer&)>& work);
    void rebuild(const std::set<ContactId>& contacts);
    /// Whose numbers are not what their rows say any more.
    std::set<ContactId> take_back_batch(std::int64_t batch);
    /// Rows that the batch took out when it read their sources again.
    void bring_back_replaced(std::int64_t batch, std::set<ContactId>& touched);
    /// What a crash cut off, or a full disk kept from being taken back when it ended.
    void take_back_unfinished();
    void refuse_while_importing() const;
    std::int64_t journal(Instant now, const std::string& what, const std::optional<Blob>& changeset,
                         std::optional<std::int64_t> batch, const std::set<ContactId>& concerned);
};

struct ImportRun::Inside {
    Inside(Store::Inside& all, Trial trial, Instant when)
        : copy{trial == Trial::dry_run ? std::make_unique<Copy>(all) : nullptr}, store{copy ? *copy->ledger : all},
          now{when}
    {
    }

    /// The ledger as it is, in a file of its own that is gone when this is: the owner's is free meanwhile.
    struct Copy {
        explicit Copy(const Store::Inside& original);
        ~Copy();
        Copy(const Copy&) = delete;

        std::filesystem::path beside; ///< the folder of the original
        std::unique_ptr<Store::Inside> ledger;
    };

    std::unique_ptr<Copy> copy; ///< in which a dry run works
    Store::Inside& store;
    Instant now;
    std::int64_t batch{};
    std::int64_t import{};
    std::optional<std::int64_t> again; ///< the source that is being read again
    std::set<ContactId> touched;
    std::set<ContactId> concerned;
    std::map<Handle, HandleRecord> handles;
    bool changing{}; ///< within `change`, whose transaction is open
    bool changed{};  ///< there is something to undo
    bool finished{};

    /// One piece of work as a transaction of its own.
    template <class Work> auto piece(Work work)
    {
        if (changing) return work(store.writing);
        const std::lock_guard guard{store.writing_mutex};
        // The file that is being read still exists: a power cut may take back a piece, never tear it.
        Transaction transaction{store.writing, Transaction::Durability::normal};
        if constexpr (std::is_void_v<decltype(work(store.writing))>) {
            work(store.writing);
            transaction.commit();
        } else {
            auto result = work(store.writing);
            transaction.commit();
            return result;
        }
    }

    /// Work on people that is taken back with the batch.
    void change_people(Connection& database, const std::function<void(Writer&)>& work);
    HandleRecord found_or_made(Connection& database, const Handle& handle, std::string_view name,
                               std::optional<std::string_view> ignored);
    void put_back(Connection& database, std::string_view condition);
};

/// Handles of other kinds that mean the same address.
std::vector<HandleRecord> twins_of(const Connection& database, const Handle& handle);

std::filesystem::path database_file(const std::filesystem::path& folder);

/// Takes away the copy that a dry run worked in, also one that was killed.
void clear_copy(const std::filesystem::path& folder);

/// Makes the file if it is not there. SQLite leaves it to the umask who may read; its other files follow this one.
void make_private(const std::filesystem::path& file);

} // namespace blend::store
