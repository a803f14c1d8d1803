#pragma once

// The line grammar of WhatsApp exports: which lines begin a message.
//
//   Android   DATE[,] TIME - [AUTHOR: ]BODY
//   iOS       [DATE[,] TIME] AUTHOR: BODY      Vietnamese phones put the time before the date
//
// Pure, and allocates nothing: views point into the line. Knows the digits, separators, half-day words and invisible
// marks of every locale we have seen.

#include "daemon/intake/chats/whatsapp_dates.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace blend::intake {

/// How a header is written. Headers of one file look alike; text that somebody pasted into a message does not.
class Shape {
public:
    enum Trait : std::uint8_t {
        bracketed = 1,
        time_first = 2,
        seconds = 4,
        half_days = 8,
        year_first = 16,
        comma = 32,
        dots = 64,
        dashes = 128
    };
    static constexpr std::size_t count = 256;

    Shape() = default;
    explicit Shape(std::uint8_t traits) : traits_{traits} {}

    void add(Trait trait) { traits_ = static_cast<std::uint8_t>(traits_ | trait); }
    bool has(Trait trait) const { return (traits_ & trait) != 0; }
    std::uint8_t number() const { return traits_; }

    /// Shapes of one kin are the same phone's. Brackets with seconds are so rarely typed by a person that the style of
    /// the date may differ within a kin; without them everything has to agree.
    Shape kin() const;

private:
    std::uint8_t traits_{};
};

struct Header {
    Shape shape;
    Stamp stamp;
    std::string_view written; ///< the date as it stands in the file
    std::string_view rest;    ///< what follows the header: author and body, or a notice
};

/// The header a line begins with, if it does.
std::optional<Header> header_of(std::string_view line);

struct Authored {
    std::string_view author; ///< without invisible marks at its ends
    std::string_view body;
};

/// Splits at the first ": "; empty when there is none, or what stands before it is too long for a name.
std::optional<Authored> author_of(std::string_view rest);

/// One code point of a text as it matters for matching: invisible marks are skipped, all blanks are ' ', digits of
/// other scripts are ASCII. U'\0' at the end.
char32_t next_rare_letter(std::string_view text, std::size_t& at);
inline char32_t next_letter(std::string_view text, std::size_t& at)
{
    if (at < text.size()) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= ' ' && byte < 0x80) {
            ++at;
            return byte;
        }
    }
    return next_rare_letter(text, at);
}

/// True for the marks of writing direction and their like.
bool is_mark(char32_t letter);

/// The text without invisible marks, with plain blanks and digits, trimmed; as much of it as fits.
std::string_view plain(std::string_view text, std::array<char, 512>& room);

/// The text without blanks and invisible marks at its ends.
std::string_view trimmed(std::string_view text);

/// True when an invisible mark stands first: iOS puts one before everything that nobody typed.
bool begins_with_mark(std::string_view text);

} // namespace blend::intake
