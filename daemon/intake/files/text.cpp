#include "daemon/intake/files/text.hpp"

#include "daemon/intake/files/charset.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace blend::intake {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{64} << 10;
constexpr char32_t replacement = 0xFFFD;

/// Latin text in UTF-16 has a zero in every second byte: enough to know it without a mark.
bool every_second_is_zero(std::string_view bytes, std::size_t first)
{
    const std::size_t looked_at = std::min<std::size_t>(bytes.size(), 32) & ~std::size_t{1};
    if (looked_at < 8) return false;
    for (std::size_t at = 0; at < looked_at; ++at)
        if ((bytes[at] == '\0') != (at % 2 == first)) return false;
    return true;
}

/// Where a line without end is cut: behind its last blank, else before a begun code point.
std::size_t cut_of(std::string_view piece)
{
    const std::size_t blank = piece.find_last_of(" \t");
    if (blank != std::string_view::npos && blank > piece.size() / 2) return blank + 1;
    std::size_t cut = piece.size();
    while (cut > piece.size() - 4 && (static_cast<unsigned char>(piece[cut - 1]) & 0xC0) == 0x80) --cut;
    return static_cast<unsigned char>(piece[cut - 1]) >= 0xC0 ? cut - 1 : piece.size();
}

} // namespace

bool Utf8Source::append_to(std::string& text)
{
    std::array<char, chunk_bytes> chunk;
    stream_.read(chunk.data(), chunk.size());
    std::string_view bytes{chunk.data(), static_cast<std::size_t>(stream_.gcount())};
    if (bytes.empty()) {
        if (!odd_byte_.empty() || surrogate_ != 0) append_utf8(text, replacement);
        odd_byte_.clear();
        surrogate_ = 0;
        return false;
    }
    consumed_ += bytes.size();
    if (encoding_ == Encoding::unknown) {
        encoding_ = Encoding::utf8;
        if (bytes.starts_with("\xEF\xBB\xBF")) {
            bytes.remove_prefix(3);
        } else if (bytes.starts_with("\xFF\xFE") || every_second_is_zero(bytes, 1)) {
            encoding_ = Encoding::utf16_little;
        } else if (bytes.starts_with("\xFE\xFF") || every_second_is_zero(bytes, 0)) {
            encoding_ = Encoding::utf16_big;
        }
        if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) bytes.remove_prefix(2);
    }
    if (encoding_ == Encoding::utf8)
        text.append(bytes);
    else
        decode_utf16(bytes, text);
    return true;
}

void Utf8Source::decode_utf16(std::string_view bytes, std::string& text)
{
    const std::string joined = odd_byte_ + std::string{bytes};
    const std::size_t whole = joined.size() & ~std::size_t{1};
    const std::size_t low = encoding_ == Encoding::utf16_little ? 0 : 1;
    for (std::size_t at = 0; at < whole; at += 2) {
        const std::uint32_t unit = static_cast<unsigned char>(joined[at + low]) |
                                   static_cast<std::uint32_t>(static_cast<unsigned char>(joined[at + 1 - low])) << 8;
        const bool high = unit >= 0xD800 && unit < 0xDC00;
        const bool partner = unit >= 0xDC00 && unit < 0xE000;
        if (surrogate_ != 0) {
            append_utf8(text, partner ? 0x10000 + ((surrogate_ - 0xD800) << 10) + (unit - 0xDC00) : replacement);
            surrogate_ = 0;
            if (partner) continue;
        }
        if (high)
            surrogate_ = unit;
        else
            append_utf8(text, partner ? replacement : unit);
    }
    odd_byte_ = joined.substr(whole);
}

std::string utf8_head(std::string_view head)
{
    std::istringstream stream{std::string{head}};
    Utf8Source source{stream};
    std::string text;
    while (source.append_to(text)) {
    }
    return text;
}

bool Lines::fill()
{
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t before = buffer_.size();
    while (buffer_.size() == before)
        if (!source_.append_to(buffer_)) {
            ended_ = true;
            return buffer_.size() > before;
        }
    return true;
}

bool Lines::next(Line& line)
{
    std::size_t searched = at_;
    while (true) {
        const std::size_t end = buffer_.find('\n', searched);
        std::size_t length = (end == std::string::npos ? buffer_.size() : end) - at_;
        if (length > longest_piece) {
            line = {std::string_view{buffer_}.substr(at_, cut_of({buffer_.data() + at_, longest_piece})), !inside_};
            at_ += line.text.size();
            inside_ = true;
            return true;
        }
        if (end == std::string::npos && !ended_) {
            fill();
            searched = at_ + length;
            continue;
        }
        if (end == std::string::npos && length == 0) return false;
        const bool begins = !inside_;
        const std::size_t start = at_;
        at_ = end == std::string::npos ? buffer_.size() : end + 1;
        inside_ = false;
        if (end != std::string::npos && length > 0 && buffer_[start + length - 1] == '\r') --length;
        line = {std::string_view{buffer_}.substr(start, length), begins};
        return true;
    }
}

} // namespace blend::intake
