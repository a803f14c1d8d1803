#include "daemon/intake/chats/skype_markup.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace blend::intake {
namespace {

constexpr std::size_t most_parts = 1000;

/// Decodes the entity at the front of `text` into `result`; how many bytes it took, 0 when it is none.
std::size_t entity(std::string_view text, std::string& result)
{
    static constexpr std::pair<std::string_view, char> named[] = {{"&lt;", '<'},   {"&gt;", '>'},    {"&amp;", '&'},
                                                                  {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", ' '}};
    for (const auto& [name, letter] : named)
        if (text.starts_with(name)) {
            result += letter;
            return name.size();
        }
    const auto end = text.substr(0, 12).find(';');
    if (!text.starts_with("&#") || end == text.npos) return 0;
    const bool hexadecimal = text.size() > 2 && lower(text[2]) == 'x';
    const std::string_view digits = text.substr(hexadecimal ? 3 : 2, end - (hexadecimal ? 3 : 2));
    std::uint32_t code{};
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
    if (error != std::errc{} || stop != digits.data() + digits.size() || code > 0x10FFFF) return 0;
    append_utf8(result, static_cast<char32_t>(code));
    return end + 1;
}

std::string decoded(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t taken = text.front() == '&' ? entity(text, result) : 0;
        if (taken == 0) result += text.front();
        text.remove_prefix(std::max<std::size_t>(taken, 1));
    }
    return result;
}

/// Tags whose inside somebody else wrote, or nobody.
bool is_foreign(std::string_view tag)
{
    static constexpr std::string_view tags[] = {"quote",    "legacyquote", "uriobject", "e_m",
                                                "partlist", "contacts",    "location"};
    return std::any_of(std::begin(tags), std::end(tags), [tag](std::string_view each) { return same(each, tag); });
}

std::string attribute(std::string_view tag, std::string_view name)
{
    for (const char quote : {'"', '\''}) {
        const std::string begin = " " + std::string{name} + "=" + quote;
        const auto at = tag.find(begin);
        if (at == tag.npos) continue;
        const std::string_view rest = tag.substr(at + begin.size());
        return decoded(rest.substr(0, rest.find(quote)));
    }
    return {};
}

std::string element(std::string_view text, std::string_view name)
{
    const std::string open = "<" + std::string{name} + ">";
    const auto at = text.find(open);
    if (at == text.npos) return {};
    const std::string_view rest = text.substr(at + open.size());
    return decoded(rest.substr(0, rest.find('<')));
}

} // namespace

std::string skype_text(std::string_view content)
{
    std::string result;
    int foreign = 0;
    while (!content.empty()) {
        const char letter = content.front();
        const char next = content.size() > 1 ? content[1] : ' ';
        const bool tag = letter == '<' && (next == '/' || (lower(next) >= 'a' && lower(next) <= 'z'));
        const auto end = tag ? content.find('>') : content.npos;
        if (end != content.npos) {
            const bool closes = next == '/';
            const bool alone = content[end - 1] == '/';
            std::string_view name = content.substr(closes ? 2 : 1, end - (closes ? 2 : 1));
            name = name.substr(0, name.find_first_of(" /\t\r\n"));
            if (is_foreign(name) && !alone) foreign = std::max(0, foreign + (closes ? -1 : 1));
            if (foreign == 0 && (same(name, "br") || same(name, "p"))) result += '\n';
            content.remove_prefix(end + 1);
            continue;
        }
        std::string piece;
        const std::size_t taken = letter == '&' ? entity(content, piece) : 0;
        if (taken == 0) piece = letter;
        if (foreign == 0) result += piece;
        content.remove_prefix(std::max<std::size_t>(taken, 1));
    }
    return result;
}

std::optional<SkypeCall> skype_call(std::string_view content)
{
    const auto begin = content.find("<partlist");
    if (begin == content.npos) return std::nullopt;
    content.remove_prefix(begin);
    const std::string_view tag = content.substr(0, content.find('>'));
    SkypeCall call{attribute(tag, "type"), attribute(tag, "callId"), {}};
    for (auto at = content.find("<part "); at != content.npos && call.parts.size() < most_parts;
         at = content.find("<part ")) {
        content.remove_prefix(at);
        const std::string_view part = content.substr(0, content.find("</part>"));
        SkypePart& person = call.parts.emplace_back();
        person.identity = attribute(part.substr(0, part.find('>')), "identity");
        person.name = element(part, "name");
        const std::string length = element(part, "duration");
        double seconds{};
        const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), seconds);
        if (error == std::errc{} && end == length.data() + length.size() && std::isfinite(seconds) && seconds >= 0)
            person.seconds = seconds;
        content.remove_prefix(std::min<std::size_t>(6, content.size()));
    }
    return call;
}

} // namespace blend::intake
