#include "daemon/intake/files/repaired_json.hpp"

#include "daemon/core/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace blend::intake {
namespace {

constexpr std::size_t longest_text = 4 << 20; ///< bytes between two quotes; more are left out

std::optional<unsigned> hex(std::string_view digits)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::optional{value} : std::nullopt;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

} // namespace

std::string_view RepairedJson::window(std::size_t wanted)
{
    while (clean_.size() - at_ < wanted && fill()) continue;
    return std::string_view{clean_}.substr(at_);
}

void RepairedJson::prepend(std::string_view text)
{
    clean_.erase(0, at_);
    clean_.insert(0, text);
    at_ = mark_ = 0;
}

bool RepairedJson::fill()
{
    clean_.erase(0, mark_);
    at_ -= mark_;
    mark_ = 0;
    const std::size_t before = clean_.size();
    while (clean_.size() == before && !last_) {
        last_ = !source_.append_to(raw_);
        progress_(source_.consumed());
        leave_out_endless_text();
        repair();
    }
    return clean_.size() > before;
}

/// A string of gigabytes would have to be held whole.
void RepairedJson::leave_out_endless_text()
{
    if (raw_.find('"') != std::string::npos) {
        without_quote_ = 0;
        return;
    }
    without_quote_ += raw_.size();
    if (without_quote_ > longest_text) raw_.clear();
}

void RepairedJson::repair()
{
    std::size_t at = 0;
    while (at < raw_.size()) {
        const std::string_view rest = std::string_view{raw_}.substr(at);
        const auto byte = static_cast<unsigned char>(rest.front());
        std::size_t taken = 1;
        if (byte == '\\')
            taken = escape(rest);
        else if (byte >= 0x80)
            taken = character(rest);
        else if (byte < 0x20 && byte != '\n' && byte != '\r')
            clean_ += ' ';
        else
            taken = plain(rest);
        if (taken == 0) break; // it ends in the next chunk
        at += taken;
    }
    raw_.erase(0, at);
}

std::size_t RepairedJson::plain(std::string_view rest)
{
    const auto end = std::find_if(rest.begin() + 1, rest.end(), [](char each) {
        const auto byte = static_cast<unsigned char>(each);
        return byte >= 0x80 || byte < 0x20 || byte == '\\';
    });
    clean_.append(rest.begin(), end);
    return static_cast<std::size_t>(end - rest.begin());
}

std::size_t RepairedJson::character(std::string_view rest)
{
    const Utf8 found = first_character(rest);
    if (found.unfinished && !last_) return 0;
    clean_ += found.valid ? rest.substr(0, found.length) : std::string_view{"\uFFFD"};
    return found.length;
}

std::size_t RepairedJson::escape(std::string_view rest)
{
    constexpr std::size_t pair = 12; // \ud83d\ude00
    if (rest.size() < pair && !last_) return 0;
    if (rest.size() >= 4 && rest[1] == 'x' && hex(rest.substr(2, 2))) { // Telegram's exporter writes these
        clean_.append("\\u00").append(rest.substr(2, 2));
        return 4;
    }
    const auto unit = rest.size() >= 6 && rest[1] == 'u' ? hex(rest.substr(2, 4)) : std::nullopt;
    if (!unit) {
        clean_ += rest.substr(0, 2);
        return std::min<std::size_t>(rest.size(), 2);
    }
    if (is_high(*unit) && rest.size() >= pair && rest.substr(6, 2) == "\\u")
        if (const auto second = hex(rest.substr(8, 4)); second && is_low(*second)) {
            clean_ += rest.substr(0, pair);
            return pair;
        }
    clean_ += is_high(*unit) || is_low(*unit) ? std::string_view{"\\ufffd"} : rest.substr(0, 6);
    return 6;
}

} // namespace blend::intake
