#include "daemon/intake/mail/mail_headers.hpp"

#include "daemon/intake/files/ascii.hpp"

#include <algorithm>
#include <array>

namespace blend::intake {
namespace {

struct Field {
    std::string_view name;
    std::string_view Headers::*value;
};

struct Mark {
    std::string_view name;
    bool Headers::*set;
};

constexpr auto fields = std::to_array<Field>({
    {"from", &Headers::from},
    {"date", &Headers::date},
    {"subject", &Headers::subject},
    {"message-id", &Headers::message_id},
    {"content-type", &Headers::content_type},
    {"content-transfer-encoding", &Headers::encoding},
    {"content-disposition", &Headers::disposition},
    {"received", &Headers::received},
    {"precedence", &Headers::precedence},
    {"auto-submitted", &Headers::auto_submitted},
    {"x-spam-flag", &Headers::spam_flag},
    {"x-gmail-labels", &Headers::labels},
});

constexpr auto recipients = std::to_array<std::string_view>({"to", "cc", "bcc"});

/// Feedback-ID is none of them: some providers write it on every letter.
constexpr auto marks = std::to_array<Mark>({
    {"list-id", &Headers::of_a_list},
    {"list-unsubscribe", &Headers::of_a_list},
    {"list-post", &Headers::of_a_list},
    {"mailing-list", &Headers::of_a_list},
    {"x-mailing-list", &Headers::of_a_list},
    {"x-autoreply", &Headers::of_a_machine},
    {"x-autorespond", &Headers::of_a_machine},
    {"x-auto-response-suppress", &Headers::of_a_machine},
    {"x-failed-recipients", &Headers::of_a_machine},
});

void take_header(std::string_view name, std::string_view value, Headers& headers)
{
    for (const Field& each : fields) {
        if (!same(name, each.name)) continue;
        if ((headers.*each.value).empty()) headers.*each.value = value; // the first of several counts
        return;
    }
    for (const std::string_view each : recipients)
        if (same(name, each)) return headers.to.push_back(value);
    for (const Mark& each : marks)
        if (same(name, each.name)) headers.*each.set = true;
}

} // namespace

std::vector<std::string_view> header_names()
{
    std::vector<std::string_view> names{recipients.begin(), recipients.end()};
    for (const Field& each : fields) names.push_back(each.name);
    for (const Mark& each : marks) names.push_back(each.name);
    return names;
}

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
