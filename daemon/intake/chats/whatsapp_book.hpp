#pragma once

// The phrases that WhatsApp itself writes, prepared once for looking up: by all of a text, by its beginning, by a part.
//
// Pure, and one for the whole program. Hides how texts are made comparable: case, blanks, invisible marks, full stops.

#include "daemon/intake/chats/whatsapp_phrases.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace blend::intake {

/// A text as phrases are compared: no marks, plain blanks, lower case, no full stop at the end. Valid until the
/// thread's next call.
std::string_view key_of(std::string_view text);

/// What a whole text means; it may be several phrases, or none.
struct Meaning {
    std::uint32_t phrases{};
    bool day_first{true};

    bool is(Phrase phrase) const { return (phrases >> static_cast<unsigned>(phrase) & 1U) != 0; }
};

struct Part {
    std::string text;
    bool day_first{};
};

class Book {
public:
    Book();

    Meaning whole(std::string_view key) const;

    /// The notice that a key begins with; null when there is none.
    const Part* beginning(std::string_view key) const;

    /// False when no phrase of the service begins as the text does: true of nearly everything that people write.
    bool may_know(std::string_view text) const;

    const std::vector<Part>& parts(Phrase phrase) const { return parts_[static_cast<std::size_t>(phrase)]; }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    void add(const PhraseRow& row, std::string_view words);

    std::unordered_map<std::string, Meaning, TextHash, std::equal_to<>> wholes_;
    std::vector<Part> beginnings_;
    std::array<bool, 16384> openings_{}; ///< by the first letters of a phrase
    std::array<std::vector<Part>, static_cast<std::size_t>(Phrase::joined) + 1> parts_;
};

const Book& book();

} // namespace blend::intake
