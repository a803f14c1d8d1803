#pragma once

// What the ledger hands out and takes in, as values.

#include "daemon/core/contact.hpp"
#include "daemon/core/handle.hpp"
#include "daemon/core/interaction.hpp"
#include "daemon/core/memory.hpp"
#include "daemon/core/nudge.hpp"
#include "daemon/core/plan.hpp"
#include "daemon/store/way_records.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace blend::store {

struct Circle {
    std::string name;
    double cadence_days{};
    std::optional<double> talk_every_days;
    double target{};
    double band{};
    double importance{};
};

/// A contact as entered; what is empty comes from the circle.
struct ContactRecord {
    ContactId id;
    std::string name;
    std::optional<std::string> circle;
    std::optional<double> cadence_days;
    std::optional<double> talk_every_days;
    std::optional<double> target;
    std::optional<double> band;
    std::optional<double> importance;
    std::optional<std::string> zone;
    std::optional<YearlyDate> birthday;
    std::optional<std::string> note;
    Limits limits;
    std::map<std::string, YearlyDate> days; ///< other yearly days by their names: "wedding day"
    std::optional<Instant> paused_until;    ///< no nudge before then
    Instant added{};

    /// Untracked contacts are matched and shown, but never nudged and no part of the life blend.
    bool tracked() const { return circle.has_value() || cadence_days.has_value(); }
};

/// The wishes in force: the contact's own, else the circle's, else the defaults of core.
Wishes wishes_of(const ContactRecord& contact, const std::vector<Circle>& circles);

/// How often the owner was in touch in each hour of the week (Monday 0 h first), at most once per real hour.
using Habits = std::array<std::uint16_t, 168>;

/// A contact with all that was derived from the log.
struct Known {
    ContactRecord record;
    Wishes wishes;
    Memory memory;
    Habits habits{};
};

struct HandleRecord {
    HandleId id;
    Handle handle;
    std::string name;
    std::optional<ContactId> contact;
    bool is_owner{};
    std::optional<std::string> ignored; ///< why it is set aside
};

/// A handle that an address book also gives to somebody else than its contact.
struct SharedHandle {
    Handle handle;
    ContactId contact; ///< whose it is
    ContactId other;
};

/// What the owner said of suggestions.
struct Answers {
    std::set<std::pair<HandleId, ContactId>> not_handles; ///< the handle is not theirs
    std::set<std::pair<ContactId, ContactId>> not_same;   ///< two people; the smaller number first
};

/// How much is known of a contact's log.
struct Activity {
    std::int64_t interactions{};
    std::optional<Instant> last;
};

/// What was asked when a source was read: enough to read it again in the same way.
struct SourceOrder {
    std::string named;                 ///< the file or folder that the owner named
    std::optional<std::string> format; ///< as named by the owner
    std::optional<std::string> date_order;
    std::string owner_zone;
    std::string source_zone;
    std::string region;
    std::optional<std::string> columns; ///< what those of a table hold, as named by the owner
};

struct StoredSource {
    std::int64_t id{};
    std::string format;
    std::string path;
    std::optional<SourceOrder> order; ///< empty for what was read before orders were kept
};

/// A handle that belongs to nobody yet, with what waits behind it.
struct Unmatched {
    HandleRecord handle;
    std::int64_t interactions{};
    std::optional<Instant> first;
    std::optional<Instant> last;
};

/// A row of the log.
struct RecordId {
    HandleId handle;
    Instant at{};
    std::uint64_t key{};

    auto operator<=>(const RecordId&) const = default;
};

/// One thing that happened, however many sources tell of it.
struct TimelineEntry {
    Interaction interaction;
    std::vector<std::string> sources; ///< formats, or "log"; first the one that it is taken from
    std::optional<std::string> note;
    std::vector<RecordId> records; ///< of each source, in their order
};

struct NudgeRecord {
    NudgeId id;
    ContactId contact;
    NudgeKind kind{};
    Mode mode{};
    double priority{};
    std::optional<Instant> slot;
    Instant given{};
    std::string state; ///< open done planned snoozed dismissed closed expired
    Instant changed{};
    std::optional<Instant> snoozed_until;
};

struct OccurrenceRecord {
    PlanId plan;
    LocalTime start{};
    PlanState state{}; ///< happened or missed
};

/// What was said by itself about one time of a plan.
struct PlanWordRecord {
    PlanId plan;
    LocalTime start{}; ///< as the rule gives it
    Topic topic{};     ///< reminders or questions
    int times{};
    Instant last{};
};

struct SourceRecord {
    std::string format;
    std::string path;
    Instant last_read{};
    std::optional<Instant> newest; ///< the newest record it ever gave
};

/// What one source told about one contact.
struct CoverageRecord {
    std::string format; ///< "log" for what the owner logged
    std::optional<Instant> last_read;
    Instant newest{};
};

struct DayRecord {
    ContactId contact;
    Day day{};
    Channel channel{};
    std::int64_t interactions{};
    std::int64_t noise{};
    std::int64_t sessions{};
    double size{};
    double value{};
};

struct JournalRecord {
    std::int64_t id{};
    Instant at{};
    std::string what;
    bool undone{};
};

/// A person whom the owner has not decided about: a contact, or else a handle.
struct Frequent {
    std::optional<ContactId> contact;
    std::optional<HandleId> handle;
    std::string name;
    std::int64_t days{}; ///< on which they were in touch
    Instant last{};
};

enum class WatchedKind { folder, maildir, mbox, caldav, carddav, imap };

/// Whether it is an account on a server, and no place of this machine.
constexpr bool is_account(WatchedKind kind) { return kind >= WatchedKind::caldav; }

/// A place that is read by itself, as the owner named it.
struct WatchedRecord {
    std::int64_t id{};
    WatchedKind kind{};
    std::string path; ///< or the address of an account
    std::optional<std::string> me;
    std::optional<std::string> zone;
    std::optional<std::string> date_order;
    Instant added{};
    std::string user{};                  ///< of an account: who signs in
    std::optional<std::string> secret{}; ///< where its password is found; never the password
};

/// A calendar, an address book or a mail folder of an account.
struct CollectionRecord {
    std::int64_t id{};
    std::int64_t watched{};
    std::string href; ///< its path on the server, or the folder's name
    std::string name; ///< as the server displays it
    bool takes_plans{};
    bool counts_busy{};
    std::string state; ///< how far it was read; empty when it was not
};

/// An entry of a calendar or address book as it was read last.
struct ItemRecord {
    std::string href;
    std::string etag;
    std::string uid;
    std::string told;             ///< of an event what is left without words; of a card hashes of what it said
    std::optional<Instant> first; ///< an event's earliest start; empty for a card
    std::optional<Instant> last;  ///< its latest end; empty when it goes on for ever
};

/// The secret address under which a calendar program finds the plans, or the birthdays.
struct FeedRecord {
    std::string name; ///< plans or birthdays
    std::string secret;
    Instant created{};
};

/// A plan as it stands in the owner's calendar.
struct PlanCopyRecord {
    PlanId plan; ///< which may be gone: then the copy has to go, too
    std::int64_t collection{};
    std::string href;
    std::string etag;
    std::string agreed; ///< iCalendar: what both sides said when they last agreed
};

/// What came of looking there.
struct LookRecord {
    Instant looked{};
    std::optional<Instant> gave;        ///< when it last gave something new
    std::optional<Instant> newest;      ///< the newest record it ever gave
    std::optional<std::string> problem; ///< why it could not be read
};

/// A file of such a place as it was when it was read.
struct WatchedFile {
    std::int64_t size{};
    std::int64_t modified{}; ///< nanoseconds since 1970
    std::int64_t inode{};
    std::uint64_t fingerprint{};
    std::optional<std::string> refusal;

    bool operator==(const WatchedFile&) const = default;
};

/// By a hash of the file's place within the source.
using WatchedFiles = std::map<std::uint64_t, WatchedFile>;

struct ImportCounts {
    std::int64_t read{};
    std::int64_t stored{};
    std::int64_t duplicate{};
    std::map<std::string, std::int64_t> skipped;
    std::int64_t noise{};
    std::optional<Instant> first;
    std::optional<Instant> last;
};

struct Totals {
    std::int64_t contacts{};
    std::int64_t tracked{};
    std::int64_t interactions{};
    std::int64_t unmatched{};
};

} // namespace blend::store
template <> struct blend::Words<blend::store::WatchedKind> {
    static constexpr auto all =
        std::to_array<std::string_view>({"folder", "maildir", "mbox", "caldav", "carddav", "imap"});
};
