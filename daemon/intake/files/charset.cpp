#include "daemon/intake/files/charset.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/zone/letters.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>

namespace blend::intake {
namespace {

std::string from_windows_1252(std::string_view bytes)
{
    static constexpr std::array<char16_t, 32> high{0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                                   0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
                                                   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                                   0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};
    std::string text;
    text.reserve(bytes.size());
    for (const char each : bytes) {
        const auto byte = static_cast<unsigned char>(each);
        append_utf8(text, byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80U] : byte);
    }
    return text;
}

/// iconv takes more than a name ("//TRANSLIT", a path in old versions); a foreign file may only give a name.
bool is_plain_name(std::string_view charset)
{
    return !charset.empty() && charset.size() < 40 && std::all_of(charset.begin(), charset.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == ':' || c == '+';
    });
}

std::optional<std::string> by_iconv(std::string_view bytes, const std::string& charset)
{
    const iconv_t converter = iconv_open("UTF-8", charset.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt; // NOLINT: how iconv says no
    std::string source{bytes};
    std::string text;
    std::array<char, 1024> buffer{};
    char* from = source.data();
    std::size_t left = source.size();
    while (left > 0) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t done = iconv(converter, &from, &left, &to, &room);
        text.append(buffer.data(), buffer.size() - room);
        if (done != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
        text += "\xef\xbf\xbd";
        if (errno == EINVAL) break; // a character cut off at the end
        ++from;
        --left;
    }
    iconv_close(converter);
    return text;
}

int hex(char digit)
{
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

} // namespace

bool is_utf8(std::string_view bytes)
{
    const auto is_tail = [&](std::size_t at) {
        return at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 0xc0U) == 0x80U;
    };
    for (std::size_t at = 0; at < bytes.size();) {
        // Most text is ASCII, and eight letters at once are as good as one.
        for (std::uint64_t eight = 0; at + sizeof eight <= bytes.size(); at += sizeof eight) {
            std::memcpy(&eight, bytes.data() + at, sizeof eight);
            if ((eight & 0x8080808080808080U) != 0) break;
        }
        if (at == bytes.size()) break;
        const auto lead = static_cast<unsigned char>(bytes[at]);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        std::size_t length = 1;
        if (lead >= 0xc2 && lead < 0xe0)
            length = 2;
        else if (lead >= 0xe0 && lead < 0xf0)
            length = 3;
        else if (lead >= 0xf0 && lead < 0xf5)
            length = 4;
        else
            return false;
        for (std::size_t tail = 1; tail < length; ++tail)
            if (!is_tail(at + tail)) return false;
        at += length;
    }
    return true;
}

std::string to_utf8(std::string_view bytes, std::string_view charset)
{
    const std::string name = lower(charset);
    const bool ascii = name.empty() || name == "us-ascii" || name == "ascii";
    if (ascii || name == "utf-8" || name == "utf8")
        return is_utf8(bytes)            ? std::string{bytes}
               : name.starts_with("utf") ? zone::repaired(bytes)
                                         : from_windows_1252(bytes);
    // Programs that say Latin-1 mean Windows-1252, as browsers have found out.
    if (name == "iso-8859-1" || name == "latin1" || name == "windows-1252" || name == "cp1252")
        return from_windows_1252(bytes);
    if (is_plain_name(name))
        if (auto text = by_iconv(bytes, name)) return *text;
    return to_utf8(bytes, {});
}

std::string from_quoted_printable(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '=') {
            const auto escape = std::min(text.find('=', at), text.size());
            result.append(text.substr(at, escape - at));
            at = escape - 1;
            continue;
        }
        std::size_t end = at + 1;
        while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r')) ++end;
        if (end == text.size() || text[end] == '\n') {
            at = end;
            continue;
        }
        const int high = hex(text[at + 1]);
        const int low = at + 2 < text.size() ? hex(text[at + 2]) : -1;
        if (high < 0 || low < 0) {
            result += '=';
            continue;
        }
        result += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return result;
}

void append_utf8(std::string& text, char32_t code)
{
    if ((code >= 0xd800 && code < 0xe000) || code > 0x10ffff) code = 0xfffd;
    const auto add = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xc0U | (code >> 6U));
        add(0x80U | (code & 0x3fU));
    } else if (code < 0x10000) {
        add(0xe0U | (code >> 12U));
        add(0x80U | ((code >> 6U) & 0x3fU));
        add(0x80U | (code & 0x3fU));
    } else {
        add(0xf0U | (code >> 18U));
        add(0x80U | ((code >> 12U) & 0x3fU));
        add(0x80U | ((code >> 6U) & 0x3fU));
        add(0x80U | (code & 0x3fU));
    }
}

} // namespace blend::intake
