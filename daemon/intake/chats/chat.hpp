#pragma once

// What every chat format needs: whom a message concerns, and what the model asks of its words.

#include "daemon/intake/observation.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

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

/// UTF-8 that was taken for Latin-1 and encoded once more, put right: "FranÃ§ois" becomes "François". Any other text
/// comes back as it is.
std::string without_mojibake(std::string_view text);

} // namespace blend::intake
