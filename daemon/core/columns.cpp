#include "daemon/core/columns.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace blend {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr char32_t replacement_character = 0xFFFD;

struct Range {
    char32_t first;
    char32_t last;
};

// Marks that sit on the character before them, and joiners, of the scripts that names are written in.
constexpr auto no_columns = std::to_array<Range>({
    {0x0300, 0x036F},   {0x0483, 0x0489},   {0x0591, 0x05BD},   {0x05BF, 0x05BF}, {0x05C1, 0x05C2}, {0x05C4, 0x05C5},
    {0x05C7, 0x05C7},   {0x0610, 0x061A},   {0x064B, 0x065F},   {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4},
    {0x06E7, 0x06E8},   {0x06EA, 0x06ED},   {0x0711, 0x0711},   {0x0730, 0x074A}, {0x07A6, 0x07B0}, {0x0816, 0x082D},
    {0x0859, 0x085B},   {0x08D3, 0x0902},   {0x093A, 0x093A},   {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D},
    {0x0951, 0x0957},   {0x0962, 0x0963},   {0x0981, 0x0981},   {0x09BC, 0x09BC}, {0x09C1, 0x09C4}, {0x09CD, 0x09CD},
    {0x0A01, 0x0A02},   {0x0A3C, 0x0A3C},   {0x0A41, 0x0A51},   {0x0A70, 0x0A71}, {0x0A81, 0x0A82}, {0x0ABC, 0x0ABC},
    {0x0AC1, 0x0AC8},   {0x0ACD, 0x0ACD},   {0x0B01, 0x0B01},   {0x0B3C, 0x0B3C}, {0x0B3F, 0x0B3F}, {0x0B41, 0x0B44},
    {0x0B4D, 0x0B56},   {0x0B82, 0x0B82},   {0x0BC0, 0x0BC0},   {0x0BCD, 0x0BCD}, {0x0C00, 0x0C00}, {0x0C3E, 0x0C40},
    {0x0C46, 0x0C56},   {0x0CBC, 0x0CBC},   {0x0CCC, 0x0CCD},   {0x0D00, 0x0D01}, {0x0D41, 0x0D44}, {0x0D4D, 0x0D4D},
    {0x0E31, 0x0E31},   {0x0E34, 0x0E3A},   {0x0E47, 0x0E4E},   {0x0EB1, 0x0EB1}, {0x0EB4, 0x0EBC}, {0x0EC8, 0x0ECD},
    {0x1160, 0x11FF},   {0x135D, 0x135F},   {0x1712, 0x1714},   {0x17B4, 0x17B5}, {0x17B7, 0x17BD}, {0x17C6, 0x17C6},
    {0x17C9, 0x17D3},   {0x180B, 0x180E},   {0x1AB0, 0x1AFF},   {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x2060, 0x2064},
    {0x20D0, 0x20F0},   {0x302A, 0x302D},   {0x3099, 0x309A},   {0xA66F, 0xA672}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    {0x1F3FB, 0x1F3FF}, {0xE0020, 0xE007F}, {0xE0100, 0xE01EF},
});

// East Asian wide and fullwidth characters, and emoji that terminals draw over two columns.
constexpr auto two_columns = std::to_array<Range>({
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},
    {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},
    {0x2693, 0x2693},   {0x26A1, 0x26A1},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},
    {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},
    {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},
    {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F1E6, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
    {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F567},
    {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5},
    {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6DF}, {0x1F6EB, 0x1F6FC}, {0x1F7E0, 0x1F7EB}, {0x1F90C, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
});

template <std::size_t size> bool within(const std::array<Range, size>& ranges, char32_t character)
{
    const auto after = std::upper_bound(ranges.begin(), ranges.end(), character,
                                        [](char32_t value, const Range& range) { return value < range.first; });
    return after != ranges.begin() && character <= std::prev(after)->last;
}

/// Controls, C1, and the marks that reorder or hide what stands beside them.
bool steers_the_terminal(char32_t character)
{
    return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x061C || character == 0x200E ||
           character == 0x200F || (character >= 0x2028 && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x206F) || character == 0xFEFF ||
           (character >= 0xFFF9 && character <= 0xFFFB) || (character >= 0xE0000 && character < 0xE0020);
}

struct Character {
    std::string_view bytes; ///< as they may be shown
    char32_t code{};
    int width{};
    std::size_t length{}; ///< bytes that it took in the text
};

/// The next character of a text that is not empty. Overlong forms, surrogates and broken sequences are one U+FFFD a
/// byte.
Character next_character(std::string_view text)
{
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const auto bad = Character{replacement, replacement_character, 1, 1};
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || length > text.size()) return bad;
    char32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t index = 1; index < length; ++index) {
        if ((byte(index) & 0xC0u) != 0x80u) return bad;
        code = (code << 6) | (byte(index) & 0x3Fu);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[length] || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) return bad;
    if (steers_the_terminal(code)) return {replacement, replacement_character, 1, length};
    const int width = within(no_columns, code) ? 0 : within(two_columns, code) ? 2 : 1;
    return {text.substr(0, length), code, width, length};
}

template <class Each> void for_each_character(std::string_view text, Each each)
{
    while (!text.empty()) {
        const Character character = next_character(text);
        each(character);
        text.remove_prefix(character.length);
    }
}

/// As much of a harmless text as fits, in whole characters.
std::string_view front(std::string_view text, int width)
{
    std::size_t taken = 0;
    int used = 0;
    while (taken < text.size()) {
        const Character character = next_character(text.substr(taken));
        if (used + character.width > width) break;
        used += character.width;
        taken += character.length;
    }
    return text.substr(0, taken);
}

class Wrapping {
public:
    explicit Wrapping(int width) : width_{std::max(width, 2)} {}

    void word(std::string_view word)
    {
        if (!line_.empty() && used_ + 1 + columns(word) <= width_) {
            line_ += ' ';
            ++used_;
        } else if (!line_.empty()) {
            end_line();
        }
        while (columns(word) > width_) {
            const std::string_view piece = front(word, width_);
            lines_.emplace_back(piece);
            word.remove_prefix(piece.size());
        }
        line_ += word;
        used_ += columns(word);
    }

    void end_line()
    {
        lines_.push_back(std::move(line_));
        line_.clear();
        used_ = 0;
    }

    std::vector<std::string> lines() && { return std::move(lines_); }

private:
    int width_;
    int used_{};
    std::string line_;
    std::vector<std::string> lines_;
};

} // namespace

std::string harmless(std::string_view text)
{
    std::string shown;
    shown.reserve(text.size());
    for_each_character(text, [&](const Character& character) { shown += character.bytes; });
    return shown;
}

int columns(std::string_view text)
{
    int width = 0;
    for_each_character(text, [&](const Character& character) { width += character.width; });
    return width;
}

std::string clipped(std::string_view text, int width)
{
    const std::string shown = harmless(text);
    if (columns(shown) <= width) return shown;
    if (width <= 0) return {};
    return std::string{front(shown, width - 1)} + "…";
}

std::string padded(std::string_view text, int width)
{
    std::string shown = clipped(text, width);
    shown.append(static_cast<std::size_t>(std::max(0, width - columns(shown))), ' ');
    return shown;
}

std::string padded_left(std::string_view text, int width)
{
    const std::string shown = clipped(text, width);
    return std::string(static_cast<std::size_t>(std::max(0, width - columns(shown))), ' ') + shown;
}

std::vector<std::string> wrapped(std::string_view text, int width)
{
    Wrapping wrapping{width};
    std::size_t from = 0;
    while (from <= text.size()) {
        const std::size_t newline = std::min(text.find('\n', from), text.size());
        const std::string line = harmless(text.substr(from, newline - from));
        std::size_t at = 0;
        while (at < line.size()) {
            const std::size_t begin = line.find_first_not_of(' ', at);
            if (begin == std::string::npos) break;
            at = std::min(line.find(' ', begin), line.size());
            wrapping.word(std::string_view{line}.substr(begin, at - begin));
        }
        wrapping.end_line();
        from = newline + 1;
    }
    return std::move(wrapping).lines();
}

} // namespace blend
