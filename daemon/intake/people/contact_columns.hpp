#pragma once

// What the columns of an address table hold, by their headings in seven languages or by what is in them.
//
// Knows the tables of Google, Outlook, Thunderbird and Monica, and any with columns of such names. Hides the words.

#include "daemon/core/handle.hpp"
#include "daemon/intake/files/csv.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

enum class Holds {
    nothing, ///< that we want
    label,   ///< of what the column with the same beginning holds: "Phone 1 - Type"
    full_name,
    given_name,
    middle_name,
    family_name,
    nickname,
    organisation,
    email,
    phone,
    messenger, ///< the user's name at a service
    page,      ///< a web address
    birthday,
    birth_year,
    birth_month,
    birth_day
};

struct ContactColumn {
    Holds holds{};
    std::optional<std::size_t> label;  ///< where its label stands
    std::optional<HandleKind> service; ///< of a messenger
};

class ContactColumns {
public:
    /// By a row of headings.
    static ContactColumns named(Cells headings);
    /// By what the first rows hold, of a table without headings.
    static ContactColumns guessed(const std::vector<std::vector<std::string>>& rows);

    const std::vector<ContactColumn>& all() const { return columns_; }
    std::size_t count(Holds what) const;
    /// Whether rows of these columns can be cards at all.
    bool fit() const;
    /// 0 = no address table, 100 = certainly one.
    int sureness() const;
    /// Written where the day comes before the month.
    bool day_first() const { return day_first_; }

private:
    void settle_names();
    void settle_birthday();
    void join_labels(Cells headings);

    std::vector<ContactColumn> columns_;
    bool foreign_{};   ///< something that no address book has: a table of calls, meetings or messages
    bool day_first_{}; ///< headings of another language than English
};

bool looks_like_email(std::string_view cell);
bool looks_like_phone(std::string_view cell);

} // namespace blend::intake
