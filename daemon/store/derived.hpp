#pragma once

// What is derived from a contact's log: memory, habits and roll-up, and their bytes in the ledger.
//
// Private to this room. The bytes are a function of the interactions alone: two equal logs give equal bytes, which is
// what `blend rebuild --check` compares.

#include "daemon/store/joining.hpp"
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

struct Fresh {
    Derived derived;
    std::map<DayKey, DaySum> days;
    std::map<std::string, Instant> newest_by_format;

    bool operator==(const Fresh&) const = default;
};

double cadence_of(const Connection& database, ContactId contact);

Fresh computed(double cadence_days, const std::vector<Happened>& log, const Formats& formats);
Fresh stored(const Connection& database, ContactId contact);
void save(Connection& database, ContactId contact, const Fresh& fresh);

/// Replays the whole log of a contact; how many interactions that were.
std::size_t rebuild(Connection& database, ContactId contact, const Formats& formats);

/// Adds what the owner logged, in O(1) when it is the newest; replays otherwise.
void extend(Connection& database, ContactId contact, std::vector<Interaction> added);

} // namespace blend::store
