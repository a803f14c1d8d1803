#pragma once

// What a foreign file says, before anybody knows whom it is about.
//
// A format turns its records into observations and knows nothing of contacts, the ledger or the model. Every source
// record ends in exactly one call of the sink (`record`, `card` or `skip`), so that read = stored + duplicate +
// skipped.

#include "daemon/core/handle.hpp"
#include "daemon/core/interaction.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/zone/zone.hpp"

#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace blend::intake {

/// A person as a record names them. The value is raw; intake normalises it.
struct Party {
    Handle handle;
    std::string name; ///< as displayed by the source; may be empty
};

struct Observation {
    /// What identifies the record in every export of its source ("mail:<id@host>"): the same record read from a
    /// folder, a zip or a later export has the same key. Never holds message content, only a hash of it.
    std::string source_key;
    std::optional<std::uint64_t> key; ///< what Blend's own export calls the record; then `source_key` is not asked
    Instant at{};
    bool dated{true}; ///< false: the record has no date of its own and that of its file was taken
    bool zoned{true}; ///< false: the source had no zone and the owner's, or --tz, was used
    Channel channel{};
    Direction direction{};
    std::optional<double> size; ///< as in Interaction
    int others{1};
    Forward forward{Forward::none};
    bool acknowledgement{};
    bool automated{};
    bool call{};                ///< counts as a call in the summary: made, answered or missed
    std::vector<Party> parties; ///< the counterparts; one interaction is stored for each
};

/// An address book card.
struct Card {
    std::string uid; ///< may be empty
    std::string name;
    std::vector<Party> handles;
    std::optional<YearlyDate> birthday;
    std::string zone;                     ///< IANA or Windows name; may be empty
    std::optional<double> cadence_days{}; ///< how often its owner wished to be in touch
};

/// Why a record became no interaction. The word is what the summary shows.
enum class Skip {
    system,  ///< a notice of the service: joined, encrypted, changed number
    future,  ///< lies ahead: a plan, not a contact
    no_date, ///< no instant can be made of it
    note_to_self,
    no_counterpart, ///< nobody else took part
    not_accepted,   ///< an event that the owner neither organised nor accepted
    cancelled,
    all_day,
    empty_card, ///< a card without name and address
    group_card,
    draft,
    discarded, ///< the owner threw it away
    crowd,     ///< sent to more people than anyone writes to personally
    reaction,  ///< a thumb under a message
    unsent,    ///< failed, queued or taken back: it never reached anybody
    bot,       ///< from a program, or in a channel that anybody may read
    broken,    ///< the record makes no sense
};
} // namespace blend::intake
template <> struct blend::Words<blend::intake::Skip> {
    static constexpr auto all = std::to_array<std::string_view>(
        {"system", "future", "no_date", "note_to_self", "no_counterpart", "not_accepted", "cancelled", "all_day",
         "empty_card", "group_card", "draft", "discarded", "crowd", "reaction", "unsent", "bot", "broken"});
};
namespace blend::intake {

/// Where a format puts what it reads. Calls come from one thread, in the order of the file.
class Sink {
public:
    virtual ~Sink() = default;

    /// One source record that means one interaction, or several (a repeating event: one for each past instance).
    virtual void record(std::span<const Observation> observations) = 0;
    void record(const Observation& observation) { record(std::span{&observation, 1}); }

    virtual void card(const Card& card) = 0;

    /// Somebody's answer to an invitation to the owner's own plan `uid`: "accepted", "declined" or "tentative".
    virtual void answer(const std::string& uid, const Party& guest, std::string_view answer)
    {
        static_cast<void>(uid), static_cast<void>(guest), static_cast<void>(answer);
        skip(Skip::cancelled);
    }

    /// One source record that means none. `at` when it was, if the record says so.
    virtual void skip(Skip reason, std::optional<Instant> at = {}) = 0;

    /// The export itself states that this is its owner; kept as theirs, and known to `Context::is_owner` from now on.
    virtual void owner(const Party& party) = 0;

    /// Something the owner should know about the file; shown once each.
    virtual void warn(const std::string& sentence) = 0;

    /// Bytes of the input consumed so far; shows progress, and throws when the import was cancelled.
    virtual void progress(std::uint64_t bytes) = 0;
};

enum class DateOrder { dmy, mdy, ymd };

/// What a format may know of the owner and the run.
struct Context {
    zone::Zone zone;                                ///< of records that carry none
    std::optional<DateOrder> date_order;            ///< --date-order, for files that do not decide it
    std::optional<std::string> columns;             ///< --columns: what the columns of a table hold
    Instant now{};                                  ///< nothing later than this has happened
    std::function<bool(const Party&)> is_owner;     ///< after normalising
    std::function<bool(HandleKind)> owner_known_by; ///< whether the owner has any handle of this kind
    std::filesystem::path copies{}; ///< a folder for what cannot be read in place; empty: the machine's temporary one
};

/// A file, folder or member of a zip that one format reads.
struct Input {
    std::filesystem::path path; ///< as the owner named it; shown in the summary
    std::string name;           ///< the file's own name, also within an archive
    bool folder{};
    std::uint64_t size{};                                ///< bytes; 0 for a folder
    std::function<std::unique_ptr<std::istream>()> open; ///< from the beginning, as often as needed; empty for a folder

    /// Where it lies within the folder or zip that the owner named, "/" between folders; else the file's name.
    std::string inside{};
    /// Of a folder that is read again and again: whether the file at this path is to be read. Empty: every one.
    std::function<bool(const std::filesystem::path&)> wanted{};
    /// Told of each of those that was read; a file may be gone, renamed or locked away by then.
    std::function<void(const std::filesystem::path&)> was_read{};
    /// Of an export that consists of many files: those files, by `inside`, which begins at the home of the export.
    /// Such an input has no `open` of its own.
    std::vector<Input> members{};
    /// Of a source that is no file, such as a folder of a mailbox on a server: tells the sink everything. Such an input
    /// has no `open` of its own.
    std::function<void(const Context&, Sink&)> tell{};
};

/// The files that make up an input: its members, or itself.
inline std::span<const Input> files_of(const Input& input)
{
    return input.members.empty() ? std::span{&input, 1} : std::span{input.members};
}

/// The files of a folder or zip by `Input::inside`, sorted.
using Names = std::span<const std::string>;

/// What `read` throws when it cannot tell who of the people in a chat is the owner: over many chats, whoever is in most
/// of them probably is.
struct UnknownOwner : Problem {
    UnknownOwner(std::vector<std::string> people, std::string what, std::string hint)
        : Problem{Kind::bad_input, std::move(what), std::move(hint)}, candidates{std::move(people)}
    {
    }

    std::vector<std::string> candidates; ///< as the file writes them, and as --me would name them
};

struct Format {
    std::string_view name;
    /// 0 = no, 100 = certainly. `head` are the first bytes (at most 64 KiB) of a file; empty for a folder.
    int (*sniff)(const Input& input, std::string_view head);
    /// Reads everything. Throws Problem{bad_input} when nothing of the input may be stored; one record that makes no
    /// sense is skipped as broken. Memory does not grow with the input.
    void (*read)(const Input& input, const Context& context, Sink& sink);
    /// Of a format whose exports have many files: the folder at which the export begins that `name` belongs to ("" is
    /// the top, else it ends in "/"), or what the names of its files begin with; empty when it belongs to none. Files
    /// with the same home are read as one input, without sniffing. Null for a format of single files.
    std::optional<std::string> (*home)(std::string_view name, Names names){};
    /// Whether a file of no bytes is an export, in which nothing was said; of the other formats it is a failed one.
    bool may_be_empty{};
};

} // namespace blend::intake
template <> struct blend::Words<blend::intake::DateOrder> {
    static constexpr auto all = std::to_array<std::string_view>({"dmy", "mdy", "ymd"});
};
