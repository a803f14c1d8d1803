#include "daemon/http/head.hpp"

#include <algorithm>
#include <charconv>

namespace blend::http {

namespace {

using Kind = Problem::Kind;

Refusal malformed(std::string what) { return {400, Problem{Kind::bad_request, std::move(what)}}; }

bool is_token_letter(char letter)
{
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(letter) != std::string_view::npos;
}

bool is_token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_letter); }

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

bool is_control(char letter)
{
    const auto byte = static_cast<unsigned char>(letter);
    return (byte < 0x20 && letter != '\t') || byte == 0x7f;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The next line without its CR LF, and removes it. Empty optional: no CR LF where a line must end.
std::optional<std::string_view> next_line(std::string_view& rest)
{
    const auto end = rest.find_first_of("\r\n");
    if (end == std::string_view::npos || rest.substr(end, 2) != "\r\n") return std::nullopt;
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    return line;
}

std::optional<Refusal> read_request_line(std::string_view line, Head& head)
{
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || last == first) return malformed("no request line");

    head.method = line.substr(0, first);
    head.target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);

    if (!is_token(head.method)) return malformed("no method");
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return malformed("only HTTP/1.1 is spoken here");
    if (head.target.size() > most_target_bytes)
        return Refusal{414, Problem{Kind::too_large, "the address is too long"}};
    const auto is_visible = [](char letter) { return letter > 0x20 && letter < 0x7f; };
    if (!head.target.starts_with('/') || !std::ranges::all_of(head.target, is_visible))
        return malformed("the address must be a path");
    if (head.target.find('#') != std::string::npos) return malformed("a fragment does not travel");
    return std::nullopt;
}

std::optional<Refusal> read_header(std::string_view line, Head& head)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return malformed("a header without a proper name");
    if (std::ranges::any_of(line, is_control)) return malformed("a control character in a header");
    if (head.headers.size() == most_headers) return Refusal{431, Problem{Kind::too_large, "too many headers"}};

    std::string name{line.substr(0, colon)};
    std::ranges::transform(name, name.begin(), lower);
    head.headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
    return std::nullopt;
}

std::optional<Refusal> read_framing(Head& head)
{
    if (head.count("transfer-encoding") > 0)
        return Refusal{411,
                       Problem{Kind::bad_request, "a body must say its length", "send Content-Length, not chunks"}};
    if (head.count("content-encoding") > 0) return Refusal{415, Problem{Kind::bad_request, "a body must be plain"}};
    if (head.count("range") > 0) return malformed("parts of an answer are not given");
    if (head.count("content-length") > 1) return malformed("two lengths for one body");
    if (head.count("host") > 1) return malformed("two hosts for one request");

    const auto length = head.header("content-length");
    if (!length) return std::nullopt;
    if (length->empty() || !std::ranges::all_of(*length, [](char letter) { return letter >= '0' && letter <= '9'; }))
        return malformed("the length of the body is not a number");
    const auto [end, error] = std::from_chars(length->data(), length->data() + length->size(), head.length);
    if (error != std::errc{} || head.length > most_body_bytes)
        return Refusal{413, Problem{Kind::too_large, "the body is too large", "the limit is 1 MiB"}};
    return std::nullopt;
}

int hex_value(char letter)
{
    if (letter >= '0' && letter <= '9') return letter - '0';
    const char small = lower(letter);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// How many bytes the character that begins here takes; 0 when it is not UTF-8 or is NUL.
std::size_t character_length(std::string_view text)
{
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned first = byte(0);
    if (first == 0) return 0;
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
    for (std::size_t at = 1; at < length; ++at)
        if ((byte(at) & 0xc0) != 0x80) return 0;

    const unsigned second = byte(1); // rules out overlong forms, surrogates and what lies past U+10FFFF
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90) ||
        (first == 0xf4 && second > 0x8f))
        return 0;
    return length;
}

bool is_text(std::string_view text)
{
    while (!text.empty()) {
        const auto length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::optional<std::string> decode(std::string_view text, char space)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == space) {
            decoded += ' ';
        } else if (text[at] != '%') {
            decoded += text[at];
        } else {
            if (at + 2 >= text.size()) return std::nullopt;
            const int high = hex_value(text[at + 1]);
            const int low = hex_value(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            at += 2;
        }
    }
    if (!is_text(decoded)) return std::nullopt;
    return decoded;
}

} // namespace

std::optional<std::string_view> Head::header(std::string_view name) const
{
    const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
    if (found == headers.end()) return std::nullopt;
    return found->second;
}

std::size_t Head::count(std::string_view name) const
{
    return static_cast<std::size_t>(std::ranges::count(headers, name, &std::pair<std::string, std::string>::first));
}

std::string_view Head::path() const { return std::string_view{target}.substr(0, target.find('?')); }

std::string_view Head::query() const
{
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string_view{} : std::string_view{target}.substr(mark + 1);
}

std::string_view Head::cookie(std::string_view name) const
{
    for (const auto& [header, value] : headers) {
        if (header != "cookie") continue;
        for (std::string_view rest = value; !rest.empty();) {
            const auto end = std::min(rest.find(';'), rest.size());
            const auto pair = trimmed(rest.substr(0, end));
            if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
                return pair.substr(name.size() + 1);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return {};
}

std::variant<Head, Refusal> read_head(std::string_view bytes)
{
    Head head;
    const auto first = next_line(bytes);
    if (!first) return malformed("a line must end with CR LF");
    if (auto refusal = read_request_line(*first, head)) return *refusal;

    while (true) {
        const auto line = next_line(bytes);
        if (!line) return malformed("a line must end with CR LF");
        if (line->empty()) break;
        if (auto refusal = read_header(*line, head)) return *refusal;
    }
    if (auto refusal = read_framing(head)) return *refusal;
    return head;
}

std::optional<std::string> decode_path(std::string_view text) { return decode(text, '\0'); }

std::optional<std::string> decode_query(std::string_view text) { return decode(text, '+'); }

} // namespace blend::http
