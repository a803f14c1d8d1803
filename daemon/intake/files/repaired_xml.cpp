#include "daemon/intake/files/repaired_xml.hpp"

#include "daemon/core/utf8.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

namespace blend::intake {
namespace {

constexpr std::size_t longest_run = std::size_t{64} << 10;
constexpr std::size_t longest_entity = 12; // "&#x0010FFFF;" and every name that XML knows

constexpr bool is_high_surrogate(char32_t code) { return code >= 0xD800 && code < 0xDC00; }
constexpr bool is_low_surrogate(char32_t code) { return code >= 0xDC00 && code < 0xE000; }
constexpr bool may_stand_in_xml(char32_t code)
{
    return code >= 0x20 ? code <= 0x10FFFF && code != 0xFFFE && code != 0xFFFF
                        : code == '\t' || code == '\n' || code == '\r';
}

/// How many bytes at the front need no look: plain ASCII without an ampersand. Eight at a time, as nearly all are.
std::size_t plain_bytes(std::string_view text)
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t tops = 0x8080808080808080;
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t eight{};
        std::memcpy(&eight, text.data() + at, 8);
        const std::uint64_t ampersands = eight ^ (ones * static_cast<unsigned char>('&'));
        const std::uint64_t below_space = (eight - ones * 0x20) & ~eight;
        const std::uint64_t no_bits = (ampersands - ones) & ~ampersands;
        if (((eight | below_space | no_bits) & tops) != 0) break;
    }
    const auto is_plain = [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte < 0x80 && letter != '&' && may_stand_in_xml(byte);
    };
    // Line ends stopped the eight; the few bytes up to the next eight are looked at one by one.
    const std::size_t end = std::min(text.size(), at + 8);
    while (at < end && is_plain(text[at])) ++at;
    return at;
}

struct Entity {
    std::size_t length{};         ///< bytes; 0: none stands here
    std::optional<char32_t> code; ///< of a numeric one
};

Entity entity_at(std::string_view text)
{
    const std::size_t end = text.substr(0, longest_entity).find(';');
    if (!text.starts_with('&') || end == std::string_view::npos) return {};
    const std::string_view name = text.substr(1, end - 1);
    if (!name.starts_with('#')) {
        const bool known = name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos";
        return known ? Entity{end + 1, std::nullopt} : Entity{};
    }
    const bool hexadecimal = name.size() > 1 && lower(name[1]) == 'x';
    const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
    if (digits.empty()) return {};
    char32_t code = 0;
    for (const char letter : digits) {
        const char digit = lower(letter);
        if (is_digit(digit))
            code = code * (hexadecimal ? 16 : 10) + static_cast<char32_t>(digit - '0');
        else if (hexadecimal && digit >= 'a' && digit <= 'f')
            code = code * 16 + static_cast<char32_t>(digit - 'a' + 10);
        else
            return {};
        code = std::min<char32_t>(code, 0x110000);
    }
    return {end + 1, code};
}

} // namespace

bool RepairedXml::append_to(std::string& clean)
{
    if (ended_) return false;
    const std::size_t kept = raw_.size();
    if (source_.append_to(raw_))
        leave_out_endless_values(kept);
    else
        ended_ = true;
    repair(clean);
    return true;
}

void RepairedXml::leave_out_endless_values(std::size_t from)
{
    const std::string_view fresh = std::string_view{raw_}.substr(from);
    if (leaving_out_) {
        const std::size_t end = fresh.find_first_of("\"'<");
        if (end == std::string_view::npos) return raw_.resize(from);
        leaving_out_ = false;
        raw_.erase(from, end);
        return leave_out_endless_values(from);
    }
    const std::size_t last = fresh.find_last_of("\"'<");
    without_quote_ = last == std::string_view::npos ? without_quote_ + fresh.size() : fresh.size() - last - 1;
    leaving_out_ = without_quote_ >= longest_run;
}

void RepairedXml::repair(std::string& clean)
{
    std::string_view rest = raw_;
    while (!rest.empty()) {
        const std::size_t plain = plain_bytes(rest);
        clean.append(rest, 0, plain);
        rest.remove_prefix(plain);
        if (rest.empty()) break;
        const auto byte = static_cast<unsigned char>(rest.front());
        if (byte < 0x80 && byte != '&') {
            if (may_stand_in_xml(byte)) clean += rest.front();
            rest.remove_prefix(1);
            continue;
        }
        const std::size_t length = byte == '&' ? entity(rest, clean) : character(rest, clean);
        if (length == 0) break;
        rest.remove_prefix(length);
    }
    raw_.erase(0, raw_.size() - rest.size());
}

std::size_t RepairedXml::character(std::string_view rest, std::string& clean) const
{
    const Utf8 next = first_character(rest);
    if (next.unfinished && !ended_) return 0;
    if (next.valid && may_stand_in_xml(next.code))
        clean.append(rest, 0, next.length);
    else
        clean += "\xEF\xBF\xBD";
    return next.length;
}

std::size_t RepairedXml::entity(std::string_view rest, std::string& clean) const
{
    const bool whole = ended_ || leaving_out_;
    if (rest.size() < 2 * longest_entity && !whole) return 0;
    const Entity first = entity_at(rest);
    if (first.length == 0) {
        clean += "&amp;";
        return 1;
    }
    if (first.code && is_high_surrogate(*first.code)) {
        const Entity second = entity_at(rest.substr(first.length));
        if (second.code && is_low_surrogate(*second.code)) {
            append_utf8(clean, 0x10000 + ((*first.code - 0xD800) << 10U) + (*second.code - 0xDC00));
            return first.length + second.length;
        }
    }
    if (first.code && (is_high_surrogate(*first.code) || is_low_surrogate(*first.code)))
        append_utf8(clean, 0xFFFD);
    else if (!first.code || may_stand_in_xml(*first.code))
        clean.append(rest, 0, first.length); // as it was: &#10; is a line end, a bare one in an attribute a blank
    return first.length;
}

} // namespace blend::intake
