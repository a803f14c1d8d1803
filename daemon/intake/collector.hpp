#pragma once

// The sink that turns observations into rows of the ledger and counts what became of each record.

#include "daemon/intake/import.hpp"

#include <map>
#include <set>
#include <unordered_map>

namespace blend::intake {

/// The owner's handles, known and named with --me.
class Owner {
public:
    Owner(const store::Store& store, const Order& order);

    bool is(const Party& party) const;
    bool known_by(HandleKind kind) const;
    /// A further handle of the owner's, told by their own card or by an export.
    void learn(const Handle& handle);
    /// Handles that --me named and the ledger does not know yet.
    const std::vector<Handle>& new_handles() const { return new_; }
    /// Those, and what was learned: all that earlier readings did not know.
    const std::vector<Handle>& learned() const { return learned_; }

    /// By which handles of theirs the owner was recognised since this was asked before.
    std::set<Handle> recognised() const;

private:
    void keep(const Handle& handle);

    std::string region_;
    std::set<Handle> handles_;
    std::map<std::string, Handle> names_; ///< folded
    std::vector<Handle> new_;
    std::vector<Handle> learned_;
    mutable std::set<Handle> recognised_;
};

class Collector : public Sink {
public:
    Collector(store::ImportRun& run, const Order& order, Owner& owner, FileReport& report,
              std::function<void(std::uint64_t bytes, std::int64_t records)> progress);

    void record(std::span<const Observation> observations) override;
    void card(const Card& card) override;
    void answer(const std::string& uid, const Party& guest, std::string_view answer) override;
    void skip(Skip reason, std::optional<Instant> at) override;
    void owner(const Party& party) override;
    void warn(const std::string& sentence) override;
    void progress(std::uint64_t bytes) override;

    /// Everything is in the ledger and counted.
    void finish();

    /// Handles of this file that had interactions and belong to nobody yet.
    const std::map<HandleId, store::HandleRecord>& strangers() const { return strangers_; }
    /// Contacts that cards of this file made, by name.
    const std::multimap<std::string, ContactId>& made() const { return made_; }

private:
    void seen(Instant at);
    void skipped(Skip reason);
    /// Makes rows of it; why not, when there are none.
    std::optional<Skip> collect(const Observation& observation);
    void flush();
    void flush_cards();
    std::vector<Handle> handles_named_by(const Card& card) const;
    /// Whether the card says anything new.
    bool changes(const Card& card, const std::vector<store::HandleRecord>& handles, store::Writer& writer);
    /// The contact whose card it is.
    std::optional<ContactId> whose(const Card& card, const std::vector<store::HandleRecord>& handles,
                                   const store::Writer& writer) const;
    /// What the card gives to its contact although it is another's; whether that is new.
    bool share(const Card& card, const std::vector<store::HandleRecord>& handles, ContactId contact,
               store::Writer& writer);
    void warn_of_shared();

    /// What became of a party: a source names the same few again and again.
    struct Met {
        std::optional<HandleId> handle; ///< empty when nothing is left of the name
        bool owner{};
        bool ignored{};
    };
    const Met& met(const Party& party);

    store::ImportRun& run_;
    const Order& order_;
    Owner& owner_;
    FileReport& report_;
    std::function<void(std::uint64_t, std::int64_t)> progress_;
    std::vector<store::ImportRow> rows_;
    std::vector<Card> cards_; ///< waiting for their transaction
    std::unordered_map<std::string, Met> met_;
    std::string spelling_;
    std::int64_t waiting_{}; ///< records among `rows_`
    std::int64_t record_{};
    bool unzoned_{}; ///< a record had no zone and the order's was taken
    bool noise_{};   ///< the present record is noise, or from nobody human
    std::map<HandleId, store::HandleRecord> strangers_;
    std::multimap<std::string, ContactId> made_;
    std::set<ContactId> carded_;      ///< whom cards of this file are of
    std::vector<std::string> shared_; ///< a sentence for each address that two people have
};

} // namespace blend::intake
