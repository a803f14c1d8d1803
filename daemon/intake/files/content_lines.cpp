#include "daemon/intake/files/content_lines.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"

#include <algorithm>
#include <cctype>

namespace blend::intake {
namespace {

constexpr std::size_t longest_line = Lines::longest_piece;

std::string upper(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    return result;
}

/// Position of the colon that ends name and parameters, quoted colons left aside.
std::size_t end_of_head(std::string_view line)
{
    bool quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == '"') quoted = !quoted;
        if (line[at] == ':' && !quoted) return at;
    }
    // A quotation mark that never closes, as in 2.1, where it has no meaning.
    return line.find(':');
}

bool is_quoted_printable(std::string_view line)
{
    const auto head = end_of_head(line);
    return head != std::string_view::npos && upper(line.substr(0, head)).find("QUOTED-PRINTABLE") != std::string::npos;
}

bool is_name(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
        return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
    });
}

ContentLine::Parameter parameter_of(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) {
        // 2.1 writes the value alone.
        const std::string value = upper(text);
        if (value == "QUOTED-PRINTABLE" || value == "BASE64") return {"ENCODING", value};
        return {"TYPE", std::string{text}};
    }
    std::string value{text.substr(equals + 1)};
    std::erase(value, '"');
    return {upper(text.substr(0, equals)), std::move(value)};
}

std::optional<ContentLine> parsed(std::string_view line)
{
    const auto head_end = end_of_head(line);
    if (head_end == std::string_view::npos) return std::nullopt;
    std::string_view head = line.substr(0, head_end);
    while (!head.empty() && (head.front() == ' ' || head.front() == '\t')) head.remove_prefix(1);

    ContentLine result;
    const auto name_end = std::min(head.find(';'), head.size());
    std::string_view name = head.substr(0, name_end);
    if (const auto dot = name.find('.'); dot != std::string_view::npos) {
        result.group = std::string{name.substr(0, dot)};
        name.remove_prefix(dot + 1);
    }
    if (!is_name(name)) return std::nullopt;
    result.name = upper(name);

    for (std::size_t from = name_end + 1; from < head.size();) {
        std::size_t to = from;
        for (bool quoted = false; to < head.size() && (quoted || head[to] != ';'); ++to)
            if (head[to] == '"') quoted = !quoted;
        if (to > from) result.parameters.push_back(parameter_of(head.substr(from, to - from)));
        from = to + 1;
    }

    const std::string_view raw = line.substr(head_end + 1);
    const std::string_view charset = result.parameter("CHARSET");
    const bool quoted_printable = same(result.parameter("ENCODING"), "QUOTED-PRINTABLE");
    result.value = to_utf8(quoted_printable ? from_quoted_printable(raw) : std::string{raw}, charset);
    return result;
}

} // namespace

std::string_view ContentLine::parameter(std::string_view wanted) const
{
    for (const Parameter& each : parameters)
        if (each.name == wanted) return each.value;
    return {};
}

bool ContentLine::is_of_type(std::string_view word) const
{
    for (const Parameter& each : parameters) {
        if (each.name != "TYPE") continue;
        const std::string_view list = each.value;
        for (std::size_t from = 0; from <= list.size();) {
            const auto to = std::min(list.find(',', from), list.size());
            if (same(list.substr(from, to - from), word)) return true;
            from = to + 1;
        }
    }
    return false;
}

bool ContentLines::peek_line()
{
    Line line;
    while (!has_ahead_ && lines_.next(line)) {
        if (!line.begins) continue; // what is beyond the longest piece is cut
        ahead_ = line.text;
        has_ahead_ = true;
    }
    return has_ahead_;
}

void ContentLines::unfold(std::string& line)
{
    const auto append = [&](std::string_view more) {
        if (line.size() < longest_line) line.append(more.substr(0, longest_line - line.size()));
        has_ahead_ = false;
    };
    while (peek_line()) {
        if (!line.empty() && line.back() == '=' && is_quoted_printable(line) && !same(ahead_, "END:VCARD")) {
            line.pop_back();
            append(ahead_);
        } else if (!ahead_.empty() && (ahead_.front() == ' ' || ahead_.front() == '\t')) {
            append(std::string_view{ahead_}.substr(1));
        } else {
            return;
        }
    }
}

std::optional<ContentLine> ContentLines::next()
{
    while (peek_line()) {
        std::string line = std::move(ahead_);
        has_ahead_ = false;
        unfold(line);
        if (auto result = parsed(line)) return result;
    }
    return std::nullopt;
}

std::string unescaped(std::string_view value)
{
    std::string text;
    text.reserve(value.size());
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (value[at] != '\\' || at + 1 == value.size()) {
            text += value[at];
            continue;
        }
        const char next = value[++at];
        text += next == 'n' || next == 'N' ? '\n' : next;
    }
    return text;
}

std::vector<std::string> parts(std::string_view value)
{
    std::vector<std::string> result;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= value.size(); ++at) {
        if (at < value.size() && value[at] == '\\') {
            ++at;
            continue;
        }
        if (at < value.size() && value[at] != ';') continue;
        result.push_back(unescaped(value.substr(from, at - from)));
        from = at + 1;
    }
    if (from < value.size()) result.push_back(unescaped(value.substr(from)));
    return result;
}

} // namespace blend::intake
