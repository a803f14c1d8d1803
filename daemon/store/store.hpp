#pragma once

// The ledger: one SQLite file in the data folder, and everything that is kept in it.
//
// Hides SQLite, the layout of schema/, the standings derived from the log, and the undo journal. One process owns the
// folder (a lock is held); one connection writes and checkpoints, reads go through another that cannot write. All
// methods may be called from any thread. When a change or a finished import returns, it has reached the disk; when it
// throws, nothing of it is there. Standings and the daily roll-up are brought up to date inside the same transaction.

#include "daemon/core/problem.hpp"
#include "daemon/store/records.hpp"
#include "daemon/store/way_records.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace blend::store {

class Store;
class ImportRun;

/// Primitive changes, valid inside `Store::change` or `Store::keep`. Whoever is touched is recomputed at its end.
class Writer {
public:
    /// As it stands within this change.
    std::optional<ContactRecord> contact(ContactId id) const;
    ContactId add_contact(const ContactRecord& contact);
    void edit_contact(const ContactRecord& contact);
    /// The contact alone: handles must have moved elsewhere first, or go with it.
    void remove_contact(ContactId contact);

    /// The handle's number, whether it was known or not; a name already there is kept.
    HandleId add_handle(const Handle& handle, std::string_view name);
    /// Draws along the handles of other kinds that mean the same address and belong to nobody yet. Within an import,
    /// what the owner said is not the contact's is left alone.
    void link(HandleId handle, ContactId contact);
    /// As `link`, of this handle alone.
    void move(HandleId handle, ContactId contact);
    /// As `link`, of a handle without a past: nothing needs to be recomputed.
    void own(HandleId handle, ContactId contact);
    void unlink(HandleId handle);
    /// With the handles of other kinds that mean the same address, unless they are somebody's.
    void make_owner(HandleId handle);
    void disown(HandleId handle);
    void ignore(HandleId handle, std::string_view reason);
    std::optional<ContactId> contact_of(HandleId handle) const;

    /// An address book gives the handle, which is another contact's, to this one as well, on a card of that name.
    void share(HandleId handle, ContactId contact, std::string_view name);
    /// Whose card of that name gave the handle, which is another's.
    std::optional<ContactId> sharer(HandleId handle, std::string_view name) const;
    /// What `contact` shares is `heir`'s: they are one.
    void pass_on_shares(ContactId contact, ContactId heir);

    /// Never suggested again, never linked by an import.
    void reject(HandleId handle, ContactId contact);
    void reject(ContactId one, ContactId other);
    void postpone(HandleId handle, Instant until);

    /// The record is a thing of its own, whatever other sources tell of at the same time.
    void keep_apart(ContactId contact, const RecordId& record);

    void add_interaction(HandleId handle, const Interaction& interaction, const std::optional<std::string>& note);

    NudgeId add_nudge(const NudgeRecord& nudge);
    void set_nudge(NudgeId nudge, std::string_view state, Instant now, std::optional<Instant> snoozed_until);

    PlanId add_plan(const Plan& plan);
    void edit_plan(const Plan& plan);
    void set_occurrence(PlanId plan, LocalTime start, PlanState state);

    std::int64_t add_watched(const WatchedRecord& watched);
    void remove_watched(std::int64_t watched);
    void set_look(std::int64_t watched, const LookRecord& look);
    /// In place of what was known of the same files; `gone` are forgotten.
    void set_watched_files(std::int64_t watched, const WatchedFiles& files, const std::vector<std::uint64_t>& gone);

    void set_round_done(std::string_view task, Instant done);
    void set_plan_word(const PlanWordRecord& word);

    std::int64_t add_way(const WayRecord& way);
    /// What may change of a way: its secret's place, what it carries, hide_names, is_on.
    void edit_way(const WayRecord& way);
    void remove_way(std::int64_t way);
    void set_way_state(std::int64_t way, const WayState& state);
    /// In place of what was known of this way, topic and key.
    void set_delivery(const DeliveryRecord& delivery);
    /// What waits for another try by this way does so no more.
    void give_up_deliveries(std::int64_t way);
    /// Those made before, unless they still wait.
    void forget_deliveries(Instant before);

    /// Adds it, or changes what is known of it, by its address; its number.
    std::int64_t set_collection(const CollectionRecord& collection);
    /// It is compared as a whole the next time: what was written there since its state and is gone again, no server
    /// tells.
    void forget_state(std::int64_t collection);
    /// With its entries; plans keep what they were.
    void drop_collection(std::int64_t collection);
    void set_item(std::int64_t collection, const ItemRecord& item);
    void drop_item(std::int64_t collection, std::string_view href);
    void set_plan_copy(const PlanCopyRecord& copy);
    void drop_plan_copy(PlanId plan);
    /// What a guest answered to an invitation: "accepted", "declined" or "tentative". Whether that is new; empty when
    /// no plan has this UID and guest.
    std::optional<bool> set_answer(std::string_view uid, ContactId guest, std::string_view answer);
    /// In place of the one of that name.
    void set_feed(const FeedRecord& feed);
    void drop_feed(std::string_view name);

    /// The owner does not want to be asked about them again.
    void leave_untracked(ContactId contact);

    void set_setting(std::string_view key, const std::optional<std::string>& value);

private:
    friend class Store;
    friend class ImportRun;
    struct Inside;
    explicit Writer(Inside& inside) : inside_{inside} {}
    Inside& inside_;
};

/// One record's interactions on their way into the ledger.
struct ImportRow {
    HandleId handle;
    Interaction interaction;
    std::int64_t record{}; ///< rows of one source record share it
};

struct Named {
    Handle handle;
    std::string name; ///< may be empty
};

/// A running import. Rows go in in batches; a run that ends without `finish` leaves nothing behind.
class ImportRun {
public:
    ~ImportRun();
    std::int64_t batch() const;

    /// The following rows come from this source.
    void open_source(std::string_view format, std::string_view path, const std::optional<SourceOrder>& order = {});
    /// The same of a source that was read before: its rows are taken out, and what the source does not tell any more
    /// comes back when it is closed. Undoing the batch brings all of them back as they were.
    void open_again(const StoredSource& source);
    /// The present source was read knowing that this handle is the owner's.
    void note_owner(HandleId handle);

    /// Sources with rows under this handle, or under one that means the same address.
    std::vector<StoredSource> sources_with(HandleId handle) const;
    /// Sources that were read knowing that this handle is the owner's.
    std::vector<StoredSource> sources_read_as(HandleId handle) const;

    /// Finds or makes the handle; also tells whose it is. A new one that means the same address as a known one belongs
    /// where that belongs; else it is set aside when `ignored` says why.
    HandleRecord handle(const Handle& handle, std::string_view name, std::optional<std::string_view> ignored = {});

    /// Makes those that are new, in one transaction. Only a handle made before `change` outlives the undoing of it.
    void expect(std::span<const Named> handles);

    /// Stores what is new, sorted for speed; the records (ImportRow::record) of which at least one row was new.
    std::vector<std::int64_t> add(std::vector<ImportRow> rows);

    void close_source(const ImportCounts& counts);
    /// Takes back the rows of the present source: it turned out to make no sense.
    void drop_source();

    /// Changes of contacts and handles that belong to the import (cards, --create-contacts): one transaction, within
    /// which `handle` may be called as well.
    void change(const std::function<void(Writer&)>& work);

    /// Everything is on the disk, standings included, and the journal says `what`; there is no entry without it, nor
    /// when nothing has changed. Of a dry run nothing is kept.
    void finish(const std::optional<std::string>& what);

private:
    friend class Store;
    struct Inside;
    explicit ImportRun(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

enum class Trial { no, dry_run };

class Store {
public:
    /// Opens or makes the ledger in `folder` (0700). Refuses a folder another daemon holds, a file of a newer program
    /// and a file that is no ledger, each untouched; migrates an older one after a backup beside it. An import that
    /// was cut off is taken back.
    explicit Store(const std::filesystem::path& folder);
    ~Store();

    // ---- contacts and handles
    std::vector<Circle> circles() const;
    std::optional<ContactRecord> contact(ContactId id) const;
    /// Fitting names: the exact one alone, else those beginning so, else those with a word beginning so.
    std::vector<ContactRecord> find_contacts(std::string_view name) const;
    std::vector<Known> known() const;
    std::optional<Known> known(ContactId id) const;
    std::vector<HandleRecord> handles_of(ContactId id) const;
    std::vector<HandleRecord> owner_handles() const;
    std::vector<HandleRecord> find_handles(std::string_view text) const; ///< number, value, or kind:value
    std::optional<HandleRecord> handle(HandleId id) const;
    /// The most frequent first. What the owner postponed beyond `asked` is left out.
    std::vector<Unmatched> unmatched(std::int64_t offset, std::int64_t limit, Instant asked = Instant::max()) const;
    std::int64_t unmatched_count(Instant asked) const;
    /// Those that are nobody to stay in touch with, with the reason.
    std::vector<Unmatched> set_aside(std::int64_t offset, std::int64_t limit) const;
    std::int64_t set_aside_count() const;
    std::vector<HandleRecord> linked_handles() const; ///< of all contacts
    /// Handles that address books give to a second contact, who is not the one they belong to.
    std::vector<SharedHandle> shared_handles() const;
    Answers answers() const;
    std::map<ContactId, Activity> activities() const;

    // ---- the log
    /// In order, no later than `until`. What several sources tell of is one interaction, here and everywhere.
    std::vector<Interaction> interactions(ContactId id, Instant until) const;
    std::vector<TimelineEntry> timeline(ContactId id, Instant before, std::int64_t limit) const;
    /// Whether exactly this record is there, even if another source's stands for it.
    bool holds(ContactId id, const Interaction& interaction) const;
    std::optional<std::string> last_note(ContactId id) const;
    std::vector<DayRecord> days(Day from, Day to) const;
    std::vector<DayRecord> days(ContactId id, Day from, Day to) const;
    std::vector<CoverageRecord> coverage(ContactId id) const;
    std::vector<SourceRecord> sources() const;
    Totals totals() const;
    /// In order of handle and time, for exports; also of handles that belong to nobody.
    void each_interaction(
        const std::function<void(const HandleRecord&, std::string_view contact, const TimelineEntry&)>& visit) const;

    // ---- nudges and plans
    std::vector<NudgeRecord> nudges(Instant since) const; ///< given since, and every open or snoozed one
    std::optional<NudgeRecord> nudge(NudgeId id) const;
    std::map<ContactId, Past> pasts(Instant now) const; ///< what became of earlier nudges
    std::vector<Plan> plans() const;
    std::optional<Plan> plan(PlanId id) const;
    std::vector<OccurrenceRecord> occurrences() const;

    // ---- places that are read by themselves
    std::vector<WatchedRecord> watched() const; ///< oldest first
    std::optional<LookRecord> look(std::int64_t watched) const;
    WatchedFiles watched_files(std::int64_t watched) const;

    // ---- what the agenda did last
    std::optional<Instant> round_done(std::string_view task) const;
    std::vector<PlanWordRecord> plan_words() const;

    // ---- ways out
    std::vector<WayRecord> ways() const; ///< oldest first
    WayState way_state(std::int64_t way) const;
    std::optional<DeliveryRecord> delivery(std::int64_t way, Topic topic, std::string_view key) const;
    std::vector<DeliveryRecord> deliveries(std::int64_t way, std::int64_t limit) const; ///< newest first
    std::vector<DeliveryRecord> waiting_deliveries() const; ///< for another try, the next due first

    // ---- accounts
    std::vector<CollectionRecord> collections(std::int64_t watched) const;        ///< oldest first
    std::map<std::string, std::string> item_etags(std::int64_t collection) const; ///< by address
    std::optional<ItemRecord> item(std::int64_t collection, std::string_view href) const;
    /// Events that may take place in [from, to), of one collection or of those that count as busy.
    std::vector<ItemRecord> items(std::int64_t collection, Instant from, Instant to) const;
    std::vector<ItemRecord> busy_items(Instant from, Instant to) const;
    /// Where in an account the entry of this UID lies: its collection, and itself.
    std::optional<std::pair<std::int64_t, ItemRecord>> item_called(std::int64_t watched, std::string_view uid) const;
    std::vector<PlanCopyRecord> plan_copies() const;
    std::map<ContactId, std::string> guest_answers(PlanId plan) const;
    std::vector<FeedRecord> feeds() const;

    // ---- people whom the owner said they do not track
    std::set<ContactId> not_tracked() const;
    /// Untracked people by the days of contact with them alone; who was left untracked is not among them.
    std::vector<Frequent> frequent(Instant since, std::int64_t limit) const;

    // ---- changes
    std::map<std::string, std::string> settings() const;

    /// What a person does: one transaction, on the disk when it returns, undoable under the sentence that `work`
    /// returns. The number of its journal entry.
    std::int64_t change(Instant now, const std::function<std::string(Writer&)>& work);
    /// The same, at most once for each key, however often and from however many threads: the second time it finds the
    /// entry of the first. The key is on the disk with the change, or neither is.
    std::int64_t change_once(Instant now, std::string_view key, const std::function<std::string(Writer&)>& work);
    /// What was changed under this key; empty when nothing was.
    std::optional<JournalRecord> changed_under(std::string_view key) const;

    /// What the program notes for itself (a nudge given): kept, not undoable.
    void keep(const std::function<void(Writer&)>& work);

    /// A contact with everything known of them: handles, interactions, plans, journal entries, leaving no residue.
    void forget(ContactId id);

    /// Takes back the newest entry that stands; what it said. Empty when there is none.
    std::optional<std::string> undo(Instant now);
    std::vector<JournalRecord> journal(std::int64_t limit) const;

    /// A dry run works on a copy of the ledger and holds nobody up. There is room for one copy: one dry run at a time.
    std::unique_ptr<ImportRun> import(Instant now, Trial trial);

    // ---- keeping
    /// Recomputes every standing and roll-up; how many differed. `check` only compares.
    std::pair<std::int64_t, std::int64_t> rebuild(Trial trial);
    void backup(const std::filesystem::path& file) const;
    /// Replaces the ledger by a backup, after saving the present one beside it; where that went.
    std::filesystem::path restore(const std::filesystem::path& file, Instant now);
    /// SQLite's own check: empty when all is well.
    std::vector<std::string> integrity() const;
    std::filesystem::path file() const;

    // ---- access
    struct AccessKey {
        std::string kind;
        std::string name;
        std::string hash;
        Instant created{};
        std::optional<Instant> last_used;
    };
    void add_key(const AccessKey& key);
    std::optional<AccessKey> key(std::string_view hash) const;
    void touch_key(std::string_view hash, Instant now);
    std::vector<AccessKey> keys(std::string_view kind) const; ///< oldest first
    bool remove_key(std::string_view hash);

private:
    friend class ImportRun;
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace blend::store
