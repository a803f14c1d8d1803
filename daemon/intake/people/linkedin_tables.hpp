#pragma once

// The tables of a LinkedIn export: which one a file is, its cells by name, and its people.

#include "daemon/intake/files/csv.hpp"
#include "daemon/intake/observation.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

enum class LinkedinTable { connections, messages, profile };

/// Where each column of a table stands.
class LinkedinHeading {
public:
    /// Empty when the row is no heading of ours. The columns changed over the years: some of the names are enough.
    static std::optional<LinkedinHeading> in(Cells row);

    LinkedinTable table() const { return table_; }
    /// As UTF-8, without blanks at the ends; empty when the row or the table has none.
    std::string cell(Cells row, std::string_view column) const;
    bool has(std::string_view column) const { return places_.contains(std::string{column}); }
    /// Whether a line looks like the beginning of a row of this table.
    bool begins_row(Cells line) const;

private:
    LinkedinTable table_{};
    std::map<std::string, std::size_t> places_; ///< by lower-case name
    std::size_t width_{};
};

/// Gives each row below the heading; what stands above it ("Notes:") is no record. False when there is no heading.
bool read_linkedin(const Input& input, const std::function<void(const LinkedinHeading& heading, Cells row)>& take,
                   const std::function<void(std::uint64_t)>& progress);

/// The table that a file begins as.
std::optional<LinkedinTable> linkedin_table(std::string_view head);

struct WrittenAt {
    Instant at{};
    bool zoned{};
};

/// "2026-02-01 08:00:00 UTC", the same without zone, and "1/31/18, 4:12 PM".
std::optional<WrittenAt> linkedin_time(std::string_view text, const zone::Zone& zone);

/// Who is meant by a name, with or without the address of a profile.
class LinkedinPeople {
public:
    /// A row names them together.
    void learn(const std::string& name, const std::string& url);
    /// The member when the address or the name tells it, else the name; its value is empty for nobody in particular.
    Party party(const std::string& name, const std::string& url) const;

private:
    std::map<std::string, std::string> members_; ///< by folded name; empty when several have it
    std::map<std::string, std::string> names_;   ///< by member
};

} // namespace blend::intake
