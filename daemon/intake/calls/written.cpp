#include "daemon/intake/calls/written.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace blend::intake {
namespace {

/// The beginnings of the months' names in the languages of Latin letters, folded.
int month_named(std::string_view word)
{
    static constexpr std::pair<std::string_view, int> months[] = {
        {"jan", 1},  {"ene", 1},  {"gen", 1},  {"feb", 2},  {"fev", 2},  {"mar", 3},  {"mrz", 3},
        {"maa", 3},  {"apr", 4},  {"avr", 4},  {"abr", 4},  {"may", 5},  {"mai", 5},  {"mag", 5},
        {"mei", 5},  {"maj", 5},  {"jun", 6},  {"juin", 6}, {"giu", 6},  {"jul", 7},  {"juil", 7},
        {"lug", 7},  {"aug", 8},  {"aou", 8},  {"ago", 8},  {"sep", 9},  {"set", 9},  {"oct", 10},
        {"okt", 10}, {"out", 10}, {"ott", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12}, {"dic", 12}};
    for (const auto& [begin, month] : months)
        if (word.starts_with(begin)) return month;
    return 0;
}

struct Token {
    std::string text;
    bool number{};
    char before{}; ///< the sign in front of it
};

std::vector<Token> tokens_of(std::string_view text)
{
    std::vector<Token> tokens;
    char before = ' ';
    bool inside = false;
    for (const char letter : text) {
        const bool digit = is_digit(letter);
        const bool word = (lower(letter) >= 'a' && lower(letter) <= 'z') || (letter & 0x80) != 0;
        if (!digit && !word) {
            if (inside || letter != ' ') before = letter;
            inside = false;
            continue;
        }
        if (!inside || tokens.back().number != digit) {
            tokens.push_back({"", digit, inside ? '\0' : before});
            before = ' ';
        }
        tokens.back().text += letter;
        inside = true;
    }
    return tokens;
}

std::optional<Instant> counted(std::string_view text)
{
    constexpr std::size_t seconds_digits = 10;
    constexpr std::size_t milliseconds_digits = 13;
    const bool fits = text.size() == seconds_digits || text.size() == milliseconds_digits;
    if (!fits || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    std::int64_t number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return Instant{Seconds{text.size() == seconds_digits ? number : number / 1000}};
}

HalfDay half_day(std::string_view word)
{
    for (const std::string_view name : {"am", "a", "午前", "上午", "오전"})
        if (word == name) return HalfDay::am;
    for (const std::string_view name : {"pm", "p", "午後", "下午", "오후"})
        if (word == name) return HalfDay::pm;
    return HalfDay::none;
}

std::optional<Written> stamped(std::string_view text)
{
    std::vector<Token> date; // its numbers
    Written result;
    int month = 0;
    int times = 0; // numbers of the time so far
    const std::vector<Token> tokens = tokens_of(text);
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        const Token& token = tokens[index];
        if (!token.number) {
            const std::string word = lower(token.text);
            if (result.stamp.half_day == HalfDay::none && times > 0) result.stamp.half_day = half_day(word);
            if (result.stamp.half_day == HalfDay::none && word.size() > 3) result.stamp.half_day = half_day(word);
            if (month == 0 && times == 0) month = month_named(zone::folded(word));
            continue;
        }
        if (token.text.size() > 4) return std::nullopt;
        const int value = std::atoi(token.text.c_str());
        const bool hour_next = index + 1 < tokens.size() && tokens[index + 1].before == ':' && tokens[index + 1].number;
        if (times == 0 && hour_next && date.size() + (month > 0 ? 1 : 0) >= 2) {
            result.stamp.hour = value;
            times = 1;
        } else if (times > 0 && token.before == ':') {
            (times == 1 ? result.stamp.minute : result.stamp.second_of_minute) = value;
            ++times;
        } else if (times == 0) {
            date.push_back(token);
        }
    }
    result.to_the_second = times > 2;
    if (times == 0) result.stamp.hour = 12;
    if (date.size() + (month > 0 ? 1 : 0) != 3) return std::nullopt;
    const auto number = [&](std::size_t at) { return std::atoi(date[at].text.c_str()); };
    if (month > 0) {
        const bool year_first = date[0].text.size() == 4;
        result.stamp.first = number(year_first ? 0 : 1);
        if (date[year_first ? 0 : 1].text.size() < 3) result.stamp.first += 2000;
        result.stamp.second = month;
        result.stamp.third = number(year_first ? 1 : 0);
        result.stamp.year_first = true;
        return result;
    }
    result.stamp.first = number(0);
    result.stamp.second = number(1);
    result.stamp.third = number(2);
    result.stamp.year_first = date[0].text.size() == 4;
    result.stamp.long_year = date[2].text.size() == 4;
    result.stamp.dotted = date[1].before == '.';
    return result;
}

} // namespace

std::optional<Written> written(std::string_view text)
{
    text = stripped(text);
    constexpr std::size_t longest = 60;
    if (text.size() < 6 || text.size() > longest) return std::nullopt;
    if (const auto instant = counted(text)) return Written{instant, {}, true};
    std::string plain{text};
    if (plain.size() > 19 && plain[10] == ' ' && plain[4] == '-') plain[10] = 'T';
    if (const auto instant = parse_rfc3339(plain)) return Written{instant, {}, true};
    // Blanks of other widths stand before AM and PM.
    plain = text;
    for (const std::string_view blank : {"\u202F", "\u00A0", "\u200E", "\u200F"})
        for (auto at = plain.find(blank); at != std::string::npos; at = plain.find(blank, at))
            plain.replace(at, blank.size(), " ");
    auto result = stamped(plain);
    if (!result || !(local_time(result->stamp, DateOrder::dmy) || local_time(result->stamp, DateOrder::mdy) ||
                     local_time(result->stamp, DateOrder::ymd)))
        return std::nullopt;
    return result;
}

void WrittenDates::see(std::string_view text)
{
    if (const auto read = written(text); read && !read->instant) evidence_.see(read->stamp, text);
}

void WrittenDates::settle(const Context& context, std::string_view file)
{
    zone_ = context.zone;
    if (evidence_.empty()) return;
    auto order = evidence_.certain();
    if (!order && context.date_order && evidence_.allows(*context.date_order)) order = context.date_order;
    if (!order) order = evidence_.by_monotony();
    if (!order && evidence_.indifferent()) order = DateOrder::dmy;
    if (!order)
        throw Problem{Problem::Kind::bad_input,
                      "the dates of " + std::string{file} + " can be read two ways: " + evidence_.both_readings(),
                      "add --date-order dmy or --date-order mdy"};
    order_ = *order;
}

std::optional<WrittenDates::At> WrittenDates::at(std::string_view text) const
{
    const auto read = written(text);
    if (!read) return std::nullopt;
    if (read->instant) return At{*read->instant, true, read->to_the_second};
    const auto local = local_time(read->stamp, order_);
    if (!local) return std::nullopt;
    return At{zone_.instant(*local), false, read->to_the_second};
}

std::optional<Seconds> written_length(std::string_view text, Seconds unit)
{
    constexpr double longest = 1e7; // seconds
    text = stripped(text);
    if (text.empty()) return std::nullopt;
    if (text.find(':') != std::string_view::npos) {
        std::int64_t total = 0;
        for (const Token& part : tokens_of(text)) {
            if (!part.number || part.text.size() > 5) return std::nullopt;
            total = total * 60 + std::atoi(part.text.c_str());
        }
        return Seconds{total};
    }
    std::string plain{text};
    std::replace(plain.begin(), plain.end(), ',', '.');
    double number = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    const auto sensible = [&](double value) -> std::optional<Seconds> {
        if (!(value >= 0) || value > longest) return std::nullopt;
        return Seconds{static_cast<std::int64_t>(value + 0.5)};
    };
    if (error == std::errc{} && end == plain.data() + plain.size())
        return sensible(number * static_cast<double>(unit.count()));
    double total = 0;
    bool any = false;
    std::optional<double> waiting;
    for (const Token& part : tokens_of(text)) {
        if (part.number) {
            if (part.text.size() > 7) return std::nullopt;
            waiting = std::atoi(part.text.c_str());
            continue;
        }
        const std::string word = lower(part.text);
        if (!waiting) continue; // "PT", "and"
        const auto begins = [&](std::initializer_list<std::string_view> words) {
            return std::any_of(words.begin(), words.end(),
                               [&](std::string_view each) { return word.starts_with(each); });
        };
        if (begins({"h", "std", "stund", "uur", "or", "ч", "時", "小时", "시"}))
            total += *waiting * 3600;
        else if (begins({"m", "м", "分", "분"}))
            total += *waiting * 60;
        else if (begins({"s", "с", "秒", "초"}))
            total += *waiting;
        else
            return std::nullopt;
        any = true;
        waiting.reset();
    }
    if (waiting || !any) return std::nullopt;
    return sensible(total);
}

} // namespace blend::intake
