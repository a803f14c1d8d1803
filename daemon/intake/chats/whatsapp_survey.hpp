#pragma once

// What only the whole of a chat tells: which lines begin a message, what its dates mean, who takes part.
//
// Keeps names and counts, never text; its size does not depend on the length of the chat.

#include "daemon/intake/chats/whatsapp_dates.hpp"
#include "daemon/intake/chats/whatsapp_lines.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/observation.hpp"

#include <array>
#include <bitset>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

/// Somebody of a chat, as its file writes them.
struct Person {
    std::string name;
    bool wrote{}; ///< false: only named in a notice
};

class Survey {
public:
    /// Reads the whole file; `progress` is told the bytes consumed.
    Survey(std::istream& stream, const std::function<void(std::uint64_t)>& progress);

    /// True when the line begins a message of this chat, and is not only dressed like one.
    bool accepts(const Header& header) const { return accepted_[header.shape.number()]; }

    bool any_text() const { return any_text_; }
    std::int64_t records() const { return records_; }

    /// Everybody of the chat, in the order of their first appearance.
    const std::vector<Person>& people() const { return people_; }
    bool group() const { return group_; }

    /// Decides what dates mean. Throws Problem{bad_input} when the file leaves it open and the owner did not say, or
    /// when what they said contradicts the file.
    void decide_order(std::optional<DateOrder> wished);

    /// True when only the language of the notices decided it.
    bool order_presumed() const { return order_presumed_; }

    /// Empty when there is no such moment, or the order was never decided.
    std::optional<LocalTime> time_of(const Header& header) const;

private:
    using Shapes = std::bitset<Shape::count>;
    struct Facts {
        std::int64_t records{};
        std::int64_t first_line{};
        std::int64_t last_line{};
        DateEvidence dates;
        std::optional<DateOrder> order;
    };
    struct Mention {
        std::size_t rank{};
        Shapes wrote;
        Shapes named;
    };

    void see(const Header& header, std::int64_t line);
    void mention(std::string_view name, std::uint8_t shape, Shapes Mention::*how);
    void accept_shapes();
    bool joins(const Facts& kin, const Facts& main) const;
    std::optional<DateOrder> order_of(const Facts& facts, std::optional<DateOrder> wished);

    std::array<Facts, Shape::count> facts_;
    std::map<std::string, Mention, std::less<>> mentions_;
    Shapes told_of_group_;
    Shapes day_first_;
    Shapes accepted_;
    std::vector<Person> people_;
    std::int64_t records_{};
    std::int64_t first_text_line_{};
    bool any_text_{};
    bool group_{};
    bool order_presumed_{};
};

/// An author as a name: without marks at its ends and the "~" before people who are not in the phone's address book.
std::string_view author_name(std::string_view author);

/// Who wrote a message and what, or a notice without author.
struct Opening {
    std::string_view author;
    std::string_view body;
};
Opening opening_of(const Header& header);

} // namespace blend::intake
