#pragma once

// Lines of a foreign text file as UTF-8, whatever its encoding and however long they are.
//
// Hides byte order marks, UTF-16 and buffering. Memory is constant: a line longer than the buffer arrives in pieces.
// Bytes that are no UTF-8 are passed on as they are; nothing here fails.

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

/// Reads a stream as UTF-8: drops a byte order mark, turns UTF-16 (with a mark, or plainly so without) into UTF-8.
class Utf8Source {
public:
    explicit Utf8Source(std::istream& stream) : stream_{stream} {}

    /// Appends up to about 64 KiB to `text`; false at the end of the stream.
    bool append_to(std::string& text);

    /// Bytes taken from the stream so far.
    std::uint64_t consumed() const { return consumed_; }

private:
    enum class Encoding { unknown, utf8, utf16_little, utf16_big };

    void decode_utf16(std::string_view bytes, std::string& text);

    std::istream& stream_;
    std::uint64_t consumed_{};
    Encoding encoding_{Encoding::unknown};
    std::string odd_byte_;      // half a UTF-16 unit at the end of a chunk
    std::uint32_t surrogate_{}; // a high surrogate that waits for its partner
};

/// The same for bytes at hand: the head of a file.
std::string utf8_head(std::string_view head);

struct Line {
    std::string_view text; ///< without its line end; valid until the next call
    bool begins{true};     ///< false: more of a line that was too long for one piece
};

/// Splits at LF and CR LF, and at nothing else.
class Lines {
public:
    /// No piece is longer. Pieces end at a blank where there is one.
    static constexpr std::size_t longest_piece = std::size_t{64} << 10;

    explicit Lines(std::istream& stream) : source_{stream} {}

    bool next(Line& line);

    std::uint64_t consumed() const { return source_.consumed(); }

private:
    bool fill();

    Utf8Source source_;
    std::string buffer_;
    std::size_t at_{};
    bool inside_{}; // the former piece did not end its line
    bool ended_{};
};

} // namespace blend::intake
