#include "daemon/intake/mail/mail_headers.hpp"

#include "daemon/intake/files/ascii.hpp"

#include <algorithm>
#include <array>

namespace blend::intake {
namespace {

void set_first(std::string_view& field, std::string_view value)
{
    if (field.empty()) field = value;
}

void take_header(std::string_view name, std::string_view value, Headers& headers)
{
    constexpr std::size_t longest_name = 32;
    if (name.size() > longest_name) return;
    static constexpr auto list_marks = std::to_array<std::string_view>(
        {"list-id", "list-unsubscribe", "list-post", "feedback-id", "x-mailing-list", "mailing-list"});
    static constexpr auto machine_marks = std::to_array<std::string_view>(
        {"x-autoreply", "x-autorespond", "x-auto-response-suppress", "x-failed-recipients"});
    const auto is = [&](std::string_view wanted) { return same(name, wanted); };
    switch (lower(name.front())) {
    case 'a':
        if (is("auto-submitted")) set_first(headers.auto_submitted, value);
        break;
    case 'b':
        if (is("bcc")) headers.to.push_back(value);
        break;
    case 'c':
        if (is("cc"))
            headers.to.push_back(value);
        else if (is("content-type"))
            set_first(headers.content_type, value);
        else if (is("content-transfer-encoding"))
            set_first(headers.encoding, value);
        else if (is("content-disposition"))
            set_first(headers.disposition, value);
        break;
    case 'd':
        if (is("date")) set_first(headers.date, value);
        break;
    case 'f':
        if (is("from"))
            set_first(headers.from, value);
        else
            headers.of_a_list = headers.of_a_list || is("feedback-id");
        break;
    case 'l': headers.of_a_list = headers.of_a_list || std::any_of(list_marks.begin(), list_marks.end(), is); break;
    case 'm':
        if (is("message-id"))
            set_first(headers.message_id, value);
        else
            headers.of_a_list = headers.of_a_list || is("mailing-list");
        break;
    case 'p':
        if (is("precedence")) set_first(headers.precedence, value);
        break;
    case 'r':
        if (is("received")) set_first(headers.received, value);
        break;
    case 's':
        if (is("subject")) set_first(headers.subject, value);
        break;
    case 't':
        if (is("to")) headers.to.push_back(value);
        break;
    case 'x':
        if (is("x-gmail-labels"))
            set_first(headers.labels, value);
        else if (is("x-spam-flag"))
            set_first(headers.spam_flag, value);
        headers.of_a_list = headers.of_a_list || is("x-mailing-list");
        headers.of_a_machine = headers.of_a_machine || std::any_of(machine_marks.begin(), machine_marks.end(), is);
        break;
    default: break;
    }
}

} // namespace

std::string_view take_line(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view take_preamble(std::string_view& text)
{
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::string_view separator;
    while (!text.empty()) {
        std::string_view rest = text;
        const std::string_view line = take_line(rest);
        const bool is_separator = line.starts_with("From ") || line.starts_with(">From ");
        if (!is_separator && !stripped(line).empty()) break;
        if (is_separator && separator.empty()) separator = line;
        text = rest;
    }
    return separator;
}

Headers take_headers(std::string_view& text)
{
    Headers headers;
    while (!text.empty()) {
        const char* const start = text.data();
        const std::string_view line = take_line(text);
        if (stripped(line).empty()) break;
        std::size_t length = line.size();
        while (text.starts_with(' ') || text.starts_with('\t')) {
            std::string_view rest = text;
            const std::string_view fold = take_line(rest);
            if (stripped(fold).empty()) break;
            length = static_cast<std::size_t>(fold.data() + fold.size() - start);
            text = rest;
        }
        const std::string_view field{start, length};
        const auto colon = field.find(':');
        if (colon == std::string_view::npos || colon == 0) continue;
        if (const auto name = stripped(field.substr(0, colon)); !name.empty())
            take_header(name, stripped(field.substr(colon + 1)), headers);
    }
    return headers;
}

std::string unfolded(std::string_view value)
{
    std::string text{value};
    for (char& letter : text)
        if (static_cast<unsigned char>(letter) < ' ') letter = ' ';
    return text;
}

std::string media_type(std::string_view content_type)
{
    return lower(stripped(content_type.substr(0, content_type.find_first_of("; \t\r\n"))));
}

std::string parameter(std::string_view value, std::string_view wanted)
{
    for (auto at = value.find(';'); at != std::string_view::npos;) {
        const std::string_view rest = stripped(value.substr(at + 1));
        const auto equals = rest.find('=');
        if (equals == std::string_view::npos) return {};
        std::string_view content = stripped(rest.substr(equals + 1));
        std::size_t end = 0;
        if (content.starts_with('"')) {
            content.remove_prefix(1);
            end = std::min(content.find('"'), content.size());
        } else {
            end = std::min(content.find_first_of("; \t\r\n("), content.size());
        }
        if (same(stripped(rest.substr(0, equals)), wanted)) return std::string{content.substr(0, end)};
        value = content.substr(end);
        at = value.find(';');
    }
    return {};
}

} // namespace blend::intake
