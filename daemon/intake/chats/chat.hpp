#pragma once

// What every chat format needs: whom a message concerns, who of a chat the owner is, and what the model asks of a
// message's words.

#include "daemon/intake/observation.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

/// Nobody writes personally to more people at once.
inline constexpr int crowd = 10;

struct Said {
    double words{};
    bool acknowledgement{}; ///< "ok", "👍", "thank you": nothing to answer
};

/// Of the text of a message, which is not kept.
Said said(std::string_view text);

enum class Author { owner, other };

/// Fills in direction, parties and the number of others of something that one person wrote or began in a chat; the
/// reason when it is no contact with anybody. `others` are the chat's members besides the owner, of whom there are
/// `other_people`, known by name or not.
std::optional<Skip> address(Observation& observation, Author who, const Party& author, std::span<const Party> others,
                            int other_people);

/// A record of a chat: told to the sink once, as an interaction or with the reason why it is none.
void tell(Observation observation, Author who, const Party& author, std::span<const Party> others, int other_people,
          const Context& context, Sink& sink);

/// Somebody who takes part in the chats of an export, and may be its owner.
struct Candidate {
    Party party;
    std::int64_t chats{1}; ///< in which they take part
    bool counterpart{};    ///< a chat of two is called after them, as only the other one's is
};

/// The owner among the people of an export: whom the context knows, by handle or by name, else the one who takes part
/// in more than half of its `chats` and in more than anybody else, unless it is a single chat that says nothing.
/// Several when the owner has several accounts; empty when only others are there. Throws UnknownOwner.
std::vector<Party> owners_among(std::span<const Candidate> people, std::int64_t chats, const Context& context);

/// Throws UnknownOwner: which of these is you? `proposed` is the likeliest.
[[noreturn]] void ask_who_is_owner(std::span<const std::string> names, const std::string& proposed);

/// UTF-8 that was taken for Latin-1 and encoded once more, put right: "FranÃ§ois" becomes "François". Any other text
/// comes back as it is.
std::string without_mojibake(std::string_view text);

} // namespace blend::intake
