#include "daemon/core/phrase_parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace blend::phrase {

namespace {

constexpr double minutes_per_week = 7.0 * 24.0 * 60.0;

constexpr std::string_view blanks = " \t\r\n\f\v";
constexpr std::string_view before_a_word = "(\"'[{<";
constexpr std::string_view after_a_word = ".!?)\"'\\]}>:";
constexpr std::string_view words_of_their_own = ",;&+@~";

std::string lower(std::string_view text)
{
    std::string result{text};
    for (char& each : result)
        if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
    return result;
}

void add_word(Tokens& tokens, std::string_view word)
{
    while (!word.empty() && before_a_word.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
    while (!word.empty() && after_a_word.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    if (!word.empty()) tokens.push_back({std::string{word}, lower(word)});
}

/// A unit of time in minutes.
std::optional<double> unit(std::string_view word)
{
    constexpr auto is_one_of = [](std::string_view text, auto... options) { return ((text == options) || ...); };
    if (is_one_of(word, "s", "sec", "secs", "second", "seconds")) return 1.0 / 60.0;
    if (is_one_of(word, "m", "min", "mins", "minute", "minutes")) return 1.0;
    if (is_one_of(word, "h", "hr", "hrs", "hour", "hours")) return 60.0;
    return std::nullopt;
}

/// Digits with at most one point, from the front.
std::optional<double> take_decimal(std::string_view& text)
{
    const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
    if (length == 0 || length > 9) return std::nullopt;
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + length, value, std::chars_format::fixed);
    if (error != std::errc{} || end != text.data() + length) return std::nullopt;
    text.remove_prefix(length);
    return value;
}

/// A number and its unit, "1.5" "h": how many minutes, and how many the unit has.
struct Piece {
    double minutes{};
    double unit{};
};

/// "1h30", "45min", "1h30m" in one word. A last number without a unit counts minutes after hours.
std::optional<Piece> compact(std::string_view word)
{
    Piece whole;
    while (!word.empty()) {
        const auto number = take_decimal(word);
        if (!number) return std::nullopt;
        const std::size_t letters = std::min(word.find_first_of("0123456789."), word.size());
        const auto per = letters == 0 && whole.unit == 60.0 ? std::optional{1.0} : unit(word.substr(0, letters));
        if (!per || (whole.unit != 0.0 && *per >= whole.unit)) return std::nullopt;
        word.remove_prefix(letters);
        whole.minutes += *number * *per;
        whole.unit = *per;
    }
    return whole.unit == 0.0 ? std::nullopt : std::optional{whole};
}

std::optional<double> number(std::string_view word)
{
    if (const auto whole = whole_number(word)) return *whole;
    const auto value = take_decimal(word);
    return word.empty() ? value : std::nullopt;
}

std::optional<Match<Piece>> take_piece(const Tokens& tokens, std::size_t index)
{
    if (index >= tokens.size()) return std::nullopt;
    if (const auto whole = compact(tokens[index].lower)) return Match<Piece>{*whole, 1};
    if (index + 1 >= tokens.size()) return std::nullopt;
    const auto count = number(tokens[index].lower);
    const auto per = unit(tokens[index + 1].lower);
    const bool article = tokens[index].lower == "a" || tokens[index].lower == "an";
    const bool whole_word = tokens[index + 1].lower == "minute" || tokens[index + 1].lower == "hour";
    if (!count || !per || (article && !whole_word)) return std::nullopt; // "a second call"
    return Match<Piece>{{*count * *per, *per}, 2};
}

struct Saying {
    std::string_view words;
    double minutes;
};
constexpr Saying sayings[] = {
    {"three quarters of an hour", 45},
    {"a quarter of an hour", 15},
    {"quarter of an hour", 15},
    {"one and a half hours", 90},
    {"an hour and a half", 90},
    {"half an hour", 30},
    {"a half hour", 30},
    {"half hour", 30},
    {"a quarter hour", 15},
    {"a couple of hours", 120},
};

std::optional<Match<double>> length_at(const Tokens& tokens, std::size_t index)
{
    for (const Saying& each : sayings)
        if (reads(tokens, index, each.words)) return Match<double>{each.minutes, count_of(each.words)};
    const auto first = take_piece(tokens, index);
    if (!first) return std::nullopt;
    Match<double> length{first->value.minutes, first->count};
    const std::size_t next = index + length.count;
    const std::size_t after_and = next + (reads(tokens, next, "and") ? 1 : 0);
    if (first->value.unit == 60.0 && reads(tokens, next, "and a half"))
        return Match<double>{length.value + 30.0, length.count + 3};
    if (const auto second = take_piece(tokens, after_and); second && second->value.unit < first->value.unit) {
        length.value += second->value.minutes;
        length.count = after_and - index + second->count;
    }
    return length;
}

} // namespace

Tokens tokens_of(std::string_view text)
{
    Tokens tokens;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(blanks), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (!word.empty()) {
            const std::size_t mark = std::min(word.find_first_of(words_of_their_own), word.size());
            add_word(tokens, word.substr(0, mark));
            if (mark < word.size()) tokens.push_back({std::string{word[mark]}, std::string{word[mark]}});
            word.remove_prefix(std::min(mark + 1, word.size()));
        }
    }
    return tokens;
}

bool reads(const Tokens& tokens, std::size_t index, std::string_view words)
{
    if (index >= tokens.size() || !tokens[index].lower.starts_with(words.front())) return false;
    while (true) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (index >= tokens.size() || tokens[index].lower != words.substr(0, end)) return false;
        if (end == words.size()) return true;
        words.remove_prefix(end + 1);
        ++index;
    }
}

std::size_t count_of(std::string_view words)
{
    return static_cast<std::size_t>(std::count(words.begin(), words.end(), ' ')) + 1;
}

bool starts_with_digit(std::string_view text) { return !text.empty() && text.front() >= '0' && text.front() <= '9'; }

std::optional<int> whole_number(std::string_view word)
{
    constexpr std::array<std::string_view, 13> small{"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                                     "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    if (word == "a" || word == "an") return 1;
    if (const auto found = std::find(small.begin(), small.end(), word); found != small.end())
        return static_cast<int>(found - small.begin());
    if (word == "fifteen") return 15;
    if (word == "twenty") return 20;
    if (word == "thirty") return 30;
    if (word == "forty") return 40;
    if (word == "forty-five") return 45;
    if (word == "fifty") return 50;
    if (word == "sixty") return 60;
    if (word == "ninety") return 90;
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    const bool digits_only = starts_with_digit(word) && end == word.data() + word.size();
    return error == std::errc{} && digits_only && word.size() <= 6 ? std::optional{value} : std::nullopt;
}

std::optional<Match<double>> take_length(const Tokens& tokens, std::size_t index)
{
    const auto length = length_at(tokens, index);
    if (!length || !(length->value > 0.0) || length->value > minutes_per_week) return std::nullopt;
    return length;
}

std::optional<Match<double>> take_words(const Tokens& tokens, std::size_t index)
{
    if (index >= tokens.size()) return std::nullopt;
    std::string_view word = tokens[index].lower;
    if (const auto count = whole_number(word))
        return reads(tokens, index + 1, "words") || reads(tokens, index + 1, "word")
                   ? std::optional{Match<double>{static_cast<double>(*count), 2}}
                   : std::nullopt;
    if (!starts_with_digit(word)) return std::nullopt;
    const auto count = take_decimal(word);
    if (!count || (word != "w" && word != "words" && word != "word")) return std::nullopt;
    return Match<double>{*count, 1};
}

} // namespace blend::phrase

namespace blend {

std::optional<double> length_minutes(std::string_view text)
{
    using namespace phrase;
    Tokens tokens = tokens_of(text);
    if (tokens.size() == 1) // a number alone counts minutes
        if (const auto bare = whole_number(tokens[0].lower); bare && starts_with_digit(tokens[0].lower))
            tokens.push_back({"min", "min"});
    if (const auto length = take_length(tokens, 0); length && length->count == tokens.size()) return length->value;

    std::string joined; // "1 h 30"
    for (const Token& each : tokens) joined += each.lower;
    const Tokens one{{joined, joined}};
    const auto length = take_length(one, 0);
    return length ? std::optional{length->value} : std::nullopt;
}

std::optional<double> word_count(std::string_view text)
{
    const auto tokens = phrase::tokens_of(text);
    const auto count = phrase::take_words(tokens, 0);
    return count && count->count == tokens.size() ? std::optional{count->value} : std::nullopt;
}

std::optional<int> every_days(std::string_view text)
{
    constexpr int most = 3650;
    const auto tokens = phrase::tokens_of(text);
    if (tokens.empty() || tokens.size() > 2) return std::nullopt;
    const std::string& first = tokens[0].lower;
    const std::size_t digits = std::min(first.find_first_not_of("0123456789"), first.size());
    const bool apart = tokens.size() == 2;
    if (apart && digits != first.size()) return std::nullopt;
    const auto count = phrase::whole_number(std::string_view{first}.substr(0, digits));
    const std::string unit = apart ? tokens[1].lower : first.substr(digits);
    const auto is_one_of = [&](auto... options) { return ((unit == options) || ...); };
    const int days = is_one_of("", "d", "day", "days")         ? 1
                     : is_one_of("w", "week", "weeks")         ? 7
                     : is_one_of("m", "mo", "month", "months") ? 30
                     : is_one_of("y", "year", "years")         ? 365
                                                               : 0;
    if (!count || days == 0 || *count < 1 || *count > most / days) return std::nullopt;
    return *count * days;
}

} // namespace blend
