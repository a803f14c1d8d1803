#pragma once

// A ledger on a real disk for one test: a private folder that vanishes with it, people and rows to fill it with, and
// a way to compare what two moments hold.

#include "daemon/store/store.hpp"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace blend::store::test {

/// Monday 23 November 2026, 09:30 UTC.
inline constexpr Instant now{Seconds{1'795'426'200}};

constexpr Instant days_ago(int days) { return now - std::chrono::days{days}; }

/// A folder of its own, 0700, removed with everything in it. Files made meanwhile are private.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;

    /// Not made yet: where a ledger goes.
    std::filesystem::path home() const { return path_ / "home"; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

std::string bytes_of(const std::filesystem::path& file);
void write_bytes(const std::filesystem::path& file, std::string_view bytes);

/// Every row of every table, spelled out. `Content` leaves out what tells of the doing and not of the result: the
/// journal, and the records of imports.
using Dump = std::map<std::string, std::vector<std::string>>;
Dump content_of(const std::filesystem::path& file);
Dump everything_in(const std::filesystem::path& file);

/// The tables in which two dumps differ, for a readable failure.
std::vector<std::string> differing(const Dump& before, const Dump& after);

Interaction call(Instant at, double minutes = 20, std::uint64_t key = 0);
Interaction chat(Instant at, Direction direction, std::uint64_t key = 0);

ContactId add(Store& store, const std::string& name, std::optional<std::string> circle = "friends");

/// As the owner logs it: under the contact's own handle.
void log(Store& store, ContactId contact, const Interaction& interaction,
         const std::optional<std::string>& note = std::nullopt);

/// One batch with one source; the rows are given with the handles they belong to.
struct Rows {
    Handle handle;
    std::vector<Interaction> interactions;
};
void import(Store& store, const std::string& path, const std::vector<Rows>& rows, Instant when = now);

/// `count` interactions within two years, in any order, with noise among them.
std::vector<Interaction> random_log(std::mt19937& chance, int count);

} // namespace blend::store::test
