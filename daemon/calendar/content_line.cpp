#include "daemon/calendar/content_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace blend::calendar {
namespace {

constexpr std::size_t chunk = 1 << 16;

char capital(char each) { return each >= 'a' && each <= 'z' ? static_cast<char>(each - 'a' + 'A') : each; }

bool holds_dates(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names{"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Position of the first of `wanted` that no quotes enclose.
std::size_t unquoted(std::string_view text, std::string_view wanted, std::size_t from)
{
    bool quoted = false;
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '"')
            quoted = !quoted;
        else if (!quoted && wanted.find(text[at]) != std::string_view::npos)
            return at;
    }
    return std::string_view::npos;
}

/// The colon before the value. One that no quotes enclose may still be part of a zone ("TZID=GMT+01:00:2024…").
std::size_t colon(std::string_view line, std::string_view name)
{
    const auto first = unquoted(line, ":", 0);
    // A quote that nobody closed must not swallow the value.
    if (first == std::string_view::npos) return line.find(':');
    if (!holds_dates(name)) return first;
    for (auto at = first; at != std::string_view::npos; at = unquoted(line, ":", at + 1)) {
        const std::string_view value = line.substr(at + 1);
        if (parse_moment(value.substr(0, value.find_first_of(",/")))) return at;
    }
    return first;
}

/// Takes `count` digits off the front.
std::optional<int> digits(std::string_view& text, std::size_t count)
{
    if (text.size() < count) return std::nullopt;
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + count, number);
    if (error != std::errc{} || end != text.data() + count || number < 0) return std::nullopt;
    text.remove_prefix(count);
    return number;
}

} // namespace

bool LineReader::physical(std::string& line)
{
    line.clear();
    bool any = false;
    for (;;) {
        if (at_ == buffer_.size()) {
            buffer_.resize(chunk);
            file_.read(buffer_.data(), static_cast<std::streamsize>(chunk));
            buffer_.resize(static_cast<std::size_t>(file_.gcount()));
            at_ = 0;
            if (buffer_.empty()) return any;
        }
        const auto end = std::min(buffer_.find_first_of("\r\n", at_), buffer_.size());
        const auto room = longest - std::min(line.size(), longest);
        line.append(buffer_, at_, std::min(end - at_, room));
        any = true;
        bytes_ += end - at_;
        at_ = end;
        if (end == buffer_.size()) continue;
        // "\r\n" gives one line and one empty line, and empty lines mean nothing.
        ++at_;
        ++bytes_;
        return true;
    }
}

std::optional<std::string_view> LineReader::next()
{
    if (!started_) {
        started_ = true;
        has_ahead_ = physical(ahead_);
        if (ahead_.starts_with("\xef\xbb\xbf")) ahead_.erase(0, 3);
    }
    while (has_ahead_ && ahead_.empty()) has_ahead_ = physical(ahead_);
    if (!has_ahead_) return std::nullopt;
    line_.swap(ahead_);
    while ((has_ahead_ = physical(ahead_))) {
        if (ahead_.empty()) continue;
        if (ahead_.front() != ' ' && ahead_.front() != '\t') break;
        const auto room = longest - std::min(line_.size(), longest);
        line_.append(ahead_, 1, room);
    }
    return line_;
}

std::string_view ContentLine::parameter(std::string_view wanted) const
{
    for (const auto& [key, text] : parameters)
        if (key == wanted) return text;
    return {};
}

std::optional<ContentLine> parse_line(std::string_view line)
{
    const auto name_end = line.find_first_of(";:");
    if (name_end == std::string_view::npos) return std::nullopt;
    ContentLine result;
    result.name = capitals(line.substr(0, name_end));
    while (!result.name.empty() && result.name.back() == ' ') result.name.pop_back();
    const auto value = colon(line, result.name);
    if (value == std::string_view::npos || value < name_end) return std::nullopt;
    result.value = line.substr(value + 1);
    while (!result.value.empty() && result.value.back() == ' ') result.value.remove_suffix(1);

    const std::string_view head = line.substr(0, value);
    for (std::size_t at = name_end; at < head.size();) {
        const auto end = std::min(unquoted(head, ";", at + 1), head.size());
        const std::string_view each = head.substr(at + 1, end - at - 1);
        if (const auto equals = each.find('='); equals != std::string_view::npos) {
            std::string_view text = each.substr(equals + 1);
            if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
            result.parameters.emplace_back(capitals(each.substr(0, equals)), text);
        }
        at = end;
    }
    return result;
}

std::string folded_line(std::string_view line)
{
    constexpr std::size_t widest = 75;
    std::string out;
    std::size_t width = 0;
    for (std::size_t at = 0; at < line.size();) {
        std::size_t length = 1;
        while (at + length < line.size() && (static_cast<unsigned char>(line[at + length]) & 0xC0) == 0x80) ++length;
        if (width + length > widest) {
            out += "\r\n ";
            width = 1;
        }
        out.append(line, at, length);
        width += length;
        at += length;
    }
    return out + "\r\n";
}

std::string capitals(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), capital);
    return result;
}

bool same_word(std::string_view text, std::string_view word)
{
    return text.size() == word.size() &&
           std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) { return capital(a) == b; });
}

std::optional<Moment> parse_moment(std::string_view raw)
{
    std::string plain;
    for (const char each : raw.substr(0, 32))
        if (each != '-' && each != ':' && each != ' ') plain += each;
    std::string_view text{plain};
    const auto y = digits(text, 4), m = digits(text, 2), d = digits(text, 2);
    if (!y || !m || !d || *y == 0) return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                                          std::chrono::day{static_cast<unsigned>(*d)}};
    if (!day.ok()) return std::nullopt;
    Moment result{Day{day}, true, false};
    if (text.empty()) return result;
    if (text.front() != 'T' && text.front() != 't') return std::nullopt;
    text.remove_prefix(1);
    const auto hour = digits(text, 2), minute = digits(text, 2);
    const auto second = digits(text, 2).value_or(0);
    if (!hour || !minute || *hour > 24 || *minute > 59 || second > 60) return std::nullopt;
    result.local += std::chrono::hours{*hour} + Minutes{*minute} + Seconds{std::min(second, 59)};
    result.date = false;
    result.utc = text.starts_with('Z') || text.starts_with('z');
    return result;
}

std::string decoded_parameter(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char next = text[at] == '^' && at + 1 < text.size() ? text[at + 1] : '\0';
        switch (next) {
        case 'n': result += '\n'; break;
        case '\'': result += '"'; break;
        case '^': result += '^'; break;
        default: result += text[at]; continue;
        }
        ++at;
    }
    return result;
}

} // namespace blend::calendar
