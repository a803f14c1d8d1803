#include "daemon/intake/mail/mail_text.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/intake/mail/folded_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

namespace blend::intake {
namespace {

bool begins(std::string_view text, std::string_view lower_word)
{
    return text.size() >= lower_word.size() &&
           std::equal(lower_word.begin(), lower_word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string_view next_written(const std::vector<std::string_view>& lines, std::size_t after)
{
    for (std::size_t at = after + 1; at < lines.size(); ++at)
        if (const auto line = stripped(lines[at]); !line.empty()) return line;
    return {};
}

/// Where another mail begins: a line of dashes with words ("----- Original Message -----"), Outlook's rule, Apple's
/// sentence, or the block of its headers.
bool begins_another_mail(const std::vector<std::string_view>& lines, std::size_t at)
{
    const std::string_view line = stripped(lines[at]);
    // Nearly every line is ruled out by its first letter.
    constexpr std::string_view firsts = "-_bBaAdDiIfFvV*";
    if (firsts.find(line.front()) == std::string_view::npos) return false;
    const auto dashes = line.find_first_not_of('-');
    if (dashes != std::string_view::npos && dashes >= 3 && line.ends_with("---")) return true;
    if (line.size() >= 20 && line.find_first_not_of('_') == std::string_view::npos) return true;
    if (begins(line, "---------- forwarded message") || begins(line, "begin forwarded message")) return true;
    if (begins(line, "anfang der weitergeleiteten") || begins(line, "début du message")) return true;
    if (begins(line, "inicio del mensaje reenviado") || begins(line, "inizio messaggio inoltrato")) return true;
    for (const std::string_view from : {"from: ", "von: ", "de: ", "da: ", "van: ", "från: ", "fra: ", "*from:* "})
        if (begins(line, from)) {
            const auto colon = next_written(lines, at).find(':');
            if (colon != std::string_view::npos && colon < 16) return true;
        }
    return false;
}

bool is_phones_signature(std::string_view line)
{
    static constexpr auto openings = std::to_array<std::string_view>(
        {"sent from my ", "sent from outlook", "sent from mail for", "get outlook for", "von meinem ", "gesendet von ",
         "envoyé de mon ", "envoyé depuis ", "enviado desde ", "enviado do meu ", "inviato da ", "verzonden vanaf ",
         "verstuurd vanaf ", "skickat från ", "sendt fra ", "wysłano z ", "отправлено с "});
    const char first = lower(line.front());
    return std::any_of(openings.begin(), openings.end(),
                       [&](std::string_view each) { return each.front() == first && begins(line, each); });
}

/// "On Monday, Ana <ana@x.org> wrote:", perhaps on two lines.
bool introduces_quotation(const std::vector<std::string_view>& lines, std::size_t at)
{
    const auto ends_with_colon = [&](std::size_t line) {
        return line < lines.size() && stripped(lines[line]).ends_with(":");
    };
    if (ends_with_colon(at)) return next_written(lines, at).starts_with(">");
    const bool names_somebody = lines[at].find('@') != std::string_view::npos;
    return names_somebody && ends_with_colon(at + 1) && next_written(lines, at + 1).starts_with(">");
}

/// Elements whose text nobody sees.
constexpr auto hidden_elements = std::to_array<std::string_view>({"style", "script", "head", "title"});

std::optional<char32_t> entity(std::string_view name)
{
    if (name == "amp") return U'&';
    if (name == "lt") return U'<';
    if (name == "gt") return U'>';
    if (name == "quot") return U'"';
    if (name == "nbsp" || name == "zwnj" || name == "shy") return U' ';
    if (!name.starts_with("#")) return std::nullopt;
    name.remove_prefix(1);
    const bool hex = name.starts_with("x") || name.starts_with("X");
    if (hex) name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
    return static_cast<char32_t>(code);
}

bool quotes_another_mail(std::string_view tag)
{
    if (begins(tag, "blockquote")) return true;
    for (const std::string_view mark : {"gmail_quote", "divRplyFwdMsg", "appendonsend", "moz-cite-prefix",
                                        "yahoo_quoted", "moz-forward-container", "protonmail_quote"})
        if (tag.find(mark) != std::string_view::npos) return true;
    return false;
}

bool breaks_line(std::string_view tag)
{
    for (const std::string_view each : {"br", "p", "/p", "div", "/div", "tr", "/tr", "li", "/h"})
        if (begins(tag, each)) return true;
    return false;
}

constexpr auto forward_words = std::to_array<std::string_view>({
    "fwd", "fw",  "wg",  "tr",   "rv",   "enc",  "i",    "doorst", "vb",     "pd",    "vl",      "továbbítás",
    "tov", "ilt", "πρθ", "转发", "轉寄", "转寄", "転送", "전달",   "пересл", "reenv", "inoltra",
});

} // namespace

std::string own_text(std::string_view plain)
{
    std::string result;
    const auto lines = lines_of(plain);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const std::string_view line = stripped(lines[at]);
        if (line.starts_with(">") || line.empty()) continue;
        const bool signature = line == "--" && lines[at].starts_with("--");
        if (signature || begins_another_mail(lines, at)) break;
        if (is_phones_signature(line) || introduces_quotation(lines, at)) continue;
        result.append(line);
        result += '\n';
    }
    return result;
}

std::string text_of_html(std::string_view html)
{
    constexpr std::size_t longest_entity = 11; // with its '&' and ';'
    std::string text;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] == '<') {
            if (html.substr(at).starts_with("<!--")) {
                const auto end = html.find("-->", at);
                if (end == std::string_view::npos) break;
                at = end + 3;
                continue;
            }
            const auto end = html.find('>', at);
            if (end == std::string_view::npos) break;
            const std::string_view tag = html.substr(at + 1, end - at - 1);
            if (quotes_another_mail(tag)) break;
            text += breaks_line(tag) ? '\n' : ' ';
            at = end + 1;
            for (const std::string_view hidden : hidden_elements) {
                const bool is_it = begins(tag, hidden) && (tag.size() == hidden.size() || tag[hidden.size()] == ' ');
                if (!is_it || tag.ends_with("/")) continue;
                const std::string closing = "</" + std::string{hidden};
                while (at < html.size() && !begins(html.substr(at), closing)) ++at;
            }
        } else if (const auto length =
                       html[at] == '&' ? html.substr(at, longest_entity).find(';') : std::string_view::npos;
                   length != std::string_view::npos && entity(html.substr(at + 1, length - 1))) {
            append_utf8(text, *entity(html.substr(at + 1, length - 1)));
            at += length + 1;
        } else {
            text += html[at++];
        }
    }
    return text;
}

bool is_forward(std::string_view subject)
{
    subject = stripped(subject);
    if (subject.starts_with("[")) subject.remove_prefix(1);
    auto colon = subject.find(':');
    constexpr std::string_view wide_colon = "：";
    if (const auto wide = subject.find(wide_colon); wide < colon) colon = wide;
    if (colon == std::string_view::npos || colon > 24) return false;
    const std::string_view prefix = stripped(subject.substr(0, colon));
    static const FoldedWords known{{forward_words.begin(), forward_words.end()}};
    return known.find(prefix).has_value();
}

} // namespace blend::intake
