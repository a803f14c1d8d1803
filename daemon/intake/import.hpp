#pragma once

// Reads foreign files into the ledger: whose handle is it, is it new, what became of each record.
//
// One call is one batch: either everything that could be read is kept, on the disk and undoable as one, or (cancelled,
// or every file refused) nothing is there. A file that makes no sense is named and left; the others go in.

#include "daemon/core/problem.hpp"
#include "daemon/intake/observation.hpp"
#include "daemon/store/store.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace blend::intake {

/// What was read already elsewhere than on this machine, and by which format: an account's mails, events, cards.
struct Given {
    const Format* format{};
    Input input;
};

struct Order {
    std::vector<std::filesystem::path> paths;
    std::vector<Given> given;          ///< besides, or instead
    std::string called;                ///< what the history calls all of it; empty: by the names of the files
    std::optional<std::string> format; ///< instead of sniffing
    std::optional<std::string> me;     ///< a name or address of the owner; kept as theirs
    std::optional<DateOrder> date_order;
    std::optional<std::string> columns; ///< "number=2,date=4": what the columns of a table of calls hold
    zone::Zone owner_zone;              ///< fixes the civil day of each interaction
    zone::Zone source_zone;             ///< of records that carry none
    std::string region;                 ///< of phone numbers without a country code: "DE"; may be empty
    enum class Strangers { wait, become_contacts } strangers{Strangers::wait};
    store::Trial trial{store::Trial::no};
    Instant now{};

    /// What is left out of paths that are shown and kept: where a page's files lie for a while says nothing.
    std::filesystem::path lies_in{};

    /// Of folders that are read again and again: whether the file at this path is to be read; an export of many files
    /// is read when one of them is. Empty: every one.
    std::function<bool(const std::filesystem::path&)> wanted{};
    /// Told of each file of a folder of mails that was read.
    std::function<void(const std::filesystem::path&)> was_read{};
    /// Of a single file: what lies before this byte was read before.
    std::uint64_t from{};
    /// What becomes of a run that stored nothing: an entry in the history and, when every file was refused, a Problem;
    /// or, for a run that nobody asked for, neither.
    enum class Entry { always, if_new } entry{Entry::always};
};

/// What became of one file: read = stored + duplicate + skipped.
struct FileReport {
    std::string path;
    std::optional<std::string> format; ///< empty: in no known format, left as it is
    store::ImportCounts counts;
    std::int64_t unmatched_handles{};
    std::int64_t calls{};
    double call_minutes{};
    std::vector<std::string> warnings;
    std::optional<Problem> refusal; ///< why nothing of the file was stored
};

/// Who the owner seems to be in chats that do not say it. Never taken for granted: only proposed.
struct OwnerGuess {
    std::string name;
    std::int64_t chats{}; ///< in which this name appears
    std::int64_t of{};    ///< chats that were left because they do not tell
};

struct Report {
    std::int64_t batch{};
    std::vector<FileReport> files;
    std::optional<OwnerGuess> owner;
    std::vector<std::string> read_again; ///< files of earlier imports, because it is known now who the owner is
    std::vector<std::string> give_again; ///< such files that are gone: what they told stays as it was understood
};

struct Progress {
    std::string path;
    std::uint64_t done{};  ///< bytes
    std::uint64_t total{}; ///< bytes
    std::int64_t records{};
    std::size_t file{};  ///< counted from 1
    std::size_t files{}; ///< of the pile
};

/// `cancelled` is looked at while reading; once set, the call throws and nothing is stored.
Report import_files(store::Store& store, const Order& order, const std::function<void(const Progress&)>& progress,
                    const std::atomic<bool>& cancelled);

/// What a reading left in the data folder when the program was killed within it. For when nothing is being read.
void drop_copies(const store::Store& store);

/// What a text may mean as an address of the owner's: a mail address, a number, kind:value, or a name that chats show.
std::vector<Handle> owner_handles_in(const std::string& text, std::string_view region);

struct OwnerChange {
    std::vector<Handle> add;
    std::vector<HandleId> remove;
};

/// Changes who the owner is. Sources that were read in another belief are read again, all of it one batch that is
/// undone as one; rows of files that are gone stay, and those under the owner's handles count for nobody. Of `order`
/// the zones and the region hold where an earlier import did not keep its own.
Report change_owner(store::Store& store, const Order& order, const OwnerChange& change, const std::string& what,
                    const std::atomic<bool>& cancelled);

} // namespace blend::intake
