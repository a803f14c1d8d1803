#include "daemon/core/likeness.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>

namespace blend {

namespace {

/// Below it two spellings of one name are rarer than two names.
constexpr double alike = 0.92;
/// Shorter words differ by one letter and are other names: Tim and Tom, Anna and Hanna.
constexpr std::size_t shortest_spelling = 5;

/// Short forms that share too few letters with the name for a measure of spelling.
constexpr auto short_forms = std::to_array<std::array<std::string_view, 2>>({
    {"alex", "alexander"},    {"alex", "alexandra"},  {"andy", "andrew"},     {"andi", "andreas"},
    {"becky", "rebecca"},     {"ben", "benjamin"},    {"bill", "william"},    {"bob", "robert"},
    {"carl", "karl"},         {"cathy", "catherine"}, {"chris", "christian"}, {"chris", "christina"},
    {"chris", "christopher"}, {"dan", "daniel"},      {"dave", "david"},      {"dick", "richard"},
    {"ed", "edward"},         {"fred", "frederick"},  {"fritz", "friedrich"}, {"gus", "gustav"},
    {"hans", "johannes"},     {"jack", "john"},       {"jim", "james"},       {"jo", "johanna"},
    {"joe", "joseph"},        {"jon", "jonathan"},    {"jon", "john"},        {"josh", "joshua"},
    {"kate", "katherine"},    {"kate", "catherine"},  {"kathi", "katharina"}, {"ken", "kenneth"},
    {"lena", "helena"},       {"lena", "magdalena"},  {"lisa", "elisabeth"},  {"liz", "elizabeth"},
    {"maggie", "margaret"},   {"matt", "matthew"},    {"max", "maximilian"},  {"meg", "margaret"},
    {"mia", "maria"},         {"mike", "michael"},    {"micha", "michael"},   {"nick", "nicholas"},
    {"nico", "nicolas"},      {"pat", "patricia"},    {"pat", "patrick"},     {"paco", "francisco"},
    {"peggy", "margaret"},    {"pepe", "jose"},       {"pete", "peter"},      {"rob", "robert"},
    {"ron", "ronald"},        {"sam", "samuel"},      {"sam", "samantha"},    {"sasha", "alexander"},
    {"sepp", "josef"},        {"steffi", "stefanie"}, {"steve", "stephen"},   {"steve", "steven"},
    {"sue", "susan"},         {"ted", "edward"},      {"tina", "christina"},  {"tom", "thomas"},
    {"tony", "anthony"},      {"toni", "anton"},      {"uli", "ulrich"},      {"vicky", "victoria"},
    {"will", "william"},      {"wolf", "wolfgang"},
});

bool is_short_form(std::string_view one, std::string_view other)
{
    return std::any_of(short_forms.begin(), short_forms.end(), [&](const auto& pair) {
        return (pair[0] == one && pair[1] == other) || (pair[0] == other && pair[1] == one);
    });
}

bool is_initial(std::string_view one, std::string_view other)
{
    if (one.empty() || other.empty() || one.front() != other.front()) return false;
    return (one.size() == 1) != (other.size() == 1);
}

bool spelled_alike(std::string_view one, std::string_view other)
{
    // Most words differ too much in length for the measure to be asked.
    if (std::max(one.size(), other.size()) > 2 * std::min(one.size(), other.size())) return false;
    return std::min(one.size(), other.size()) >= shortest_spelling && jaro_winkler(one, other) >= alike;
}

enum class Fit { exact, short_form, initial, spelling };

bool fits(Fit fit, std::string_view one, std::string_view other)
{
    switch (fit) {
    case Fit::exact: return one == other;
    case Fit::short_form: return is_short_form(one, other);
    case Fit::initial: return is_initial(one, other);
    case Fit::spelling: return spelled_alike(one, other);
    }
    return false;
}

/// Nobody has more; what comes after them fits nothing.
constexpr std::size_t most_words = 32;
using Taken = std::bitset<most_words>;

std::size_t free_place(const std::vector<std::string>& words, const Taken& taken, Fit fit, std::string_view word)
{
    const std::size_t count = std::min(words.size(), most_words);
    std::size_t place = 0;
    while (place < count && (taken[place] || !fits(fit, word, words[place]))) ++place;
    return place < count ? place : words.size();
}

/// How many words fit in each way, the surest way first; empty when a word of the shorter name fits none.
std::optional<std::array<std::size_t, 4>> fitting(const std::vector<std::string>& fewer,
                                                  const std::vector<std::string>& more)
{
    if (fewer.size() > most_words) return std::nullopt;
    std::array<std::size_t, 4> counts{};
    Taken settled;
    Taken taken;
    for (const Fit fit : {Fit::exact, Fit::short_form, Fit::initial, Fit::spelling})
        for (std::size_t word = 0; word < fewer.size(); ++word) {
            if (settled[word]) continue;
            const std::size_t place = free_place(more, taken, fit, fewer[word]);
            if (place == more.size()) continue;
            settled.set(word);
            taken.set(place);
            ++counts.at(static_cast<std::size_t>(fit));
        }
    return settled.count() == fewer.size() ? std::optional{counts} : std::nullopt;
}

std::string_view beginning(std::string_view word) { return word.substr(0, 2); }

} // namespace

std::vector<std::string> name_words(std::string_view folded)
{
    std::vector<std::string> words{""};
    for (const char each : folded) {
        const bool letter = (each >= 'a' && each <= 'z') || (static_cast<unsigned char>(each) & 0x80U) != 0;
        if (letter)
            words.back() += each;
        else if (each != '\'' && !words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

double jaro_winkler(std::string_view one, std::string_view other)
{
    if (one.empty() || other.empty()) return one == other ? 1.0 : 0.0;
    const std::size_t longer = std::max(one.size(), other.size());
    const std::size_t window = std::max<std::size_t>(longer / 2, 1) - 1;
    std::vector<bool> taken(other.size());
    std::string matched;
    for (std::size_t at = 0; at < one.size(); ++at) {
        const std::size_t from = at > window ? at - window : 0;
        const std::size_t to = std::min(other.size(), at + window + 1);
        for (std::size_t there = from; there < to; ++there)
            if (!taken[there] && other[there] == one[at]) {
                taken[there] = true;
                matched += one[at];
                break;
            }
    }
    if (matched.empty()) return 0.0;
    std::size_t moved = 0;
    for (std::size_t there = 0, next = 0; there < other.size(); ++there)
        if (taken[there] && other[there] != matched[next++]) ++moved;
    const auto count = static_cast<double>(matched.size());
    const double jaro = (count / static_cast<double>(one.size()) + count / static_cast<double>(other.size()) +
                         (count - static_cast<double>(moved) / 2.0) / count) /
                        3.0;
    constexpr std::size_t longest_beginning = 4;
    constexpr double weight = 0.1;
    std::size_t common = 0;
    while (common < std::min({one.size(), other.size(), longest_beginning}) && one[common] == other[common]) ++common;
    return jaro + static_cast<double>(common) * weight * (1.0 - jaro);
}

Likeness likeness(const std::vector<std::string>& one, const std::vector<std::string>& other)
{
    const auto& fewer = one.size() <= other.size() ? one : other;
    const auto& more = one.size() <= other.size() ? other : one;
    if (fewer.empty()) return Likeness::none;
    const auto counts = fitting(fewer, more);
    if (!counts) return Likeness::none;
    const auto [exact, short_form, initial, spelling] = *counts;
    const bool same_length = fewer.size() == more.size();
    if (same_length && exact == fewer.size()) return Likeness::same_name;
    // One word alone fits half the address book.
    if (fewer.size() < 2) return same_length && spelling == 1 ? Likeness::spelling : Likeness::none;
    if (exact == fewer.size()) return Likeness::fewer_words;
    if (exact == 0 && spelling < 2) return Likeness::none;
    if (spelling > 0) return same_length ? Likeness::spelling : Likeness::none;
    if (exact == 0) return Likeness::none;
    return initial > 0 ? Likeness::initials : Likeness::short_form;
}

std::vector<std::string> kin(const std::vector<std::string>& words)
{
    std::vector<std::string> keys;
    if (words.size() == 1) { // a word alone is like nothing but a word alone
        keys.push_back("=" + words.front());
        if (words.front().size() >= shortest_spelling) keys.push_back("~" + std::string{beginning(words.front())});
        return keys;
    }
    const std::size_t count = std::min(words.size(), most_words);
    std::vector<std::string_view> beginnings;
    for (std::size_t place = 0; place < count; ++place) {
        keys.push_back(words[place]);
        if (words[place].size() >= shortest_spelling) beginnings.push_back(beginning(words[place]));
    }
    // Names without a word in common have two that are spelled alike.
    std::sort(beginnings.begin(), beginnings.end());
    for (auto one = beginnings.begin(); one != beginnings.end(); ++one)
        for (auto other = one + 1; other != beginnings.end(); ++other)
            keys.push_back(std::string{*one}.append("~").append(*other));
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

bool compatible(const std::vector<std::string>& one, const std::vector<std::string>& other)
{
    return one.size() <= other.size() ? fitting(one, other).has_value() : fitting(other, one).has_value();
}

} // namespace blend
