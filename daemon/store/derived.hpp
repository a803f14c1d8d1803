#pragma once

// What is derived from a contact's log: memory, habits and roll-up, and their bytes in the ledger.
//
// Private to this room. The bytes are a function of the interactions alone: two equal logs give equal bytes, which is
// what `blend rebuild --check` compares.

#include "daemon/store/records.hpp"
#include "daemon/store/sqlite.hpp"

#include <map>
#include <set>
#include <string>

namespace blend::store {

struct Derived {
    Memory memory;
    Habits habits{};
    std::int64_t last_hour{-1}; ///< hours since 1970 of the last hour counted in `habits`

    bool operator==(const Derived&) const = default;
};

Blob to_bytes(const Derived& derived);
/// Empty when the bytes come from another version of the program: then it has to be computed again.
std::optional<Derived> from_bytes(const Blob& bytes);

struct DaySum {
    std::int64_t interactions{};
    std::int64_t noise{};
    std::int64_t sessions{};
    double size{};
    double value{};

    bool operator==(const DaySum&) const = default;
};
using DayKey = std::pair<Day, Channel>;

/// A contact's log with the source of each interaction.
struct SourcedInteraction {
    Interaction interaction;
    std::int64_t import{}; ///< 0 = logged by the owner
};

struct Fresh {
    Derived derived;
    std::map<DayKey, DaySum> days;
    std::map<std::string, Instant> newest_by_format;

    bool operator==(const Fresh&) const = default;
};

/// Which format an import read; "log" for 0.
using Formats = std::map<std::int64_t, std::string>;
Formats formats(const Connection& database);

/// All interactions of a contact over all of their handles, in order, each record once.
std::vector<SourcedInteraction> log_of(const Connection& database, ContactId contact, Instant until);

double cadence_of(const Connection& database, ContactId contact);

Fresh computed(double cadence_days, const std::vector<SourcedInteraction>& log, const Formats& formats);
Fresh stored(const Connection& database, ContactId contact);
void save(Connection& database, ContactId contact, const Fresh& fresh);

/// Replays the whole log of a contact; how many interactions that were.
std::size_t rebuild(Connection& database, ContactId contact, const Formats& formats);

/// Adds what the owner logged, in O(1) when it is the newest; replays otherwise.
void extend(Connection& database, ContactId contact, std::vector<Interaction> added);

} // namespace blend::store
