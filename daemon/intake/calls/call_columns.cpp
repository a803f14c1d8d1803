#include "daemon/intake/calls/call_columns.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/call_words.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <vector>

namespace blend::intake {
namespace {

using Headings = std::map<std::string, CallColumn>;

template <class Take> void each_word(std::string_view words, Take take)
{
    while (!words.empty()) {
        const std::size_t end = std::min(words.find('|'), words.size());
        take(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

enum class Folding { plain, slow };

Headings headings(Folding folding)
{
    Headings result;
    for (const HeadingWords& each : heading_words)
        each_word(each.words, [&](std::string_view word) {
            if (zone::folds_plainly(word) == (folding == Folding::plain))
                result.try_emplace(heading_key(word), each.column);
        });
    return result;
}

/// The column that is headed so. Every file is asked whether it has such columns, so the words of scripts that are slow
/// to fold are folded when a heading in one is met.
std::optional<CallColumn> column_headed(std::string_view heading, const std::string& key)
{
    static const Headings plain = headings(Folding::plain);
    if (const auto known = plain.find(key); known != plain.end()) return known->second;
    if (zone::folds_plainly(heading)) return std::nullopt;
    static const Headings slow = headings(Folding::slow);
    const auto known = slow.find(key);
    return known == slow.end() ? std::nullopt : std::optional{known->second};
}

constexpr std::string_view mapping_keys[] = {"number",    "name", "date", "time",   "duration",
                                             "direction", "type", "me",   "caller", "receiver"};

} // namespace

std::string heading_key(std::string_view text)
{
    std::string key = zone::folded(text);
    std::erase_if(key, [](char letter) { return !is_digit(letter) && !(letter >= 'a' && letter <= 'z'); });
    return key;
}

CallColumns CallColumns::named(std::span<const std::string> row)
{
    CallColumns result;
    for (std::size_t index = 0; index < row.size(); ++index) {
        const std::string key = heading_key(row[index]);
        const auto column = column_headed(row[index], key);
        if (!column) continue;
        auto& place = result.places_[static_cast<std::size_t>(*column)];
        if (place) continue;
        place = index;
        if (column == CallColumn::duration && key.find("min") != std::string::npos) result.unit_ = Seconds{60};
        if (column == CallColumn::direction)
            result.flag_ = key == "incoming" || key == "isincoming" || key == "inbound" || key == "eingehend" ||
                           key == "entrant" || key == "entrante";
    }
    return result;
}

CallColumns CallColumns::mapped(std::string_view mapping, std::span<const std::string> first_row)
{
    CallColumns result;
    const auto refuse = [](const std::string& what) {
        throw Problem{
            Problem::Kind::bad_request, what,
            "say it like --columns number=2,date=4,duration=5,direction=1; there are number, name, date, time, "
            "duration, direction, type, me, caller and receiver"};
    };
    while (!mapping.empty()) {
        const std::size_t end = std::min(mapping.find(','), mapping.size());
        const std::string_view part = stripped(mapping.substr(0, end));
        mapping.remove_prefix(std::min(end + 1, mapping.size()));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) refuse(std::string{part} + " maps no column");
        const std::string key = lower(stripped(part.substr(0, equals)));
        const std::string_view column = stripped(part.substr(equals + 1));
        const auto* known = std::find(std::begin(mapping_keys), std::end(mapping_keys), key);
        if (known == std::end(mapping_keys)) refuse(key + " is nothing that a column of calls holds");
        std::size_t place{};
        const auto [rest, error] = std::from_chars(column.data(), column.data() + column.size(), place);
        if (error != std::errc{} || rest != column.data() + column.size()) {
            const auto heading = std::find_if(first_row.begin(), first_row.end(), [&](const std::string& each) {
                return zone::folded(stripped(each)) == zone::folded(column);
            });
            if (heading == first_row.end()) refuse("no column is called " + std::string{column});
            place = static_cast<std::size_t>(heading - first_row.begin()) + 1;
        }
        if (place == 0 || place > first_row.size())
            refuse("there is no column " + std::string{column} + " among " + std::to_string(first_row.size()));
        result.places_[static_cast<std::size_t>(known - std::begin(mapping_keys))] = place - 1;
    }
    const CallColumns by_heading = named(first_row);
    const auto duration = static_cast<std::size_t>(CallColumn::duration);
    const auto direction = static_cast<std::size_t>(CallColumn::direction);
    if (by_heading.places_[duration] == result.places_[duration]) result.unit_ = by_heading.unit_;
    if (by_heading.places_[direction] == result.places_[direction]) result.flag_ = by_heading.flag_;
    return result;
}

std::string_view CallColumns::cell(std::span<const std::string> row, CallColumn column) const
{
    const auto place = places_[static_cast<std::size_t>(column)];
    return place && *place < row.size() ? stripped(row[*place]) : std::string_view{};
}

bool CallColumns::fit() const
{
    const bool both = has(CallColumn::caller) && has(CallColumn::receiver);
    const bool when = has(CallColumn::date) || has(CallColumn::time);
    return when && (has(CallColumn::number) || has(CallColumn::name) || both);
}

bool CallColumns::sure() const
{
    const bool both = has(CallColumn::caller) && has(CallColumn::receiver);
    return fit() && has(CallColumn::duration) && (both || has(CallColumn::number) || has(CallColumn::direction));
}

namespace {

using Stems = std::vector<std::pair<std::string, CallWord>>;

const Stems& stems()
{
    static const Stems all = [] {
        Stems result;
        for (const CellStems& each : cell_stems)
            each_word(each.stems, [&](std::string_view stem) { result.emplace_back(heading_key(stem), each.word); });
        return result;
    }();
    return all;
}

std::optional<CallWord> whole_word(std::string_view word)
{
    static constexpr std::pair<std::string_view, CallWord> words[] = {
        {"in", CallWord::in},      {"i", CallWord::in},      {"out", CallWord::out},   {"o", CallWord::out},
        {"ein", CallWord::in},     {"aus", CallWord::out},   {"text", CallWord::text}, {"sms", CallWord::text},
        {"mms", CallWord::text},   {"rx", CallWord::in},     {"tx", CallWord::out},    {"m", CallWord::missed},
        {"1", CallWord::in},       {"2", CallWord::out},     {"3", CallWord::missed},  {"4", CallWord::voicemail},
        {"5", CallWord::rejected}, {"6", CallWord::rejected}};
    for (const auto& [text, meaning] : words)
        if (text == word) return meaning;
    return std::nullopt;
}

bool is_medium(CallWord word) { return word == CallWord::text || word == CallWord::call || word == CallWord::video; }

} // namespace

void CallWords::add(std::string_view cell)
{
    const auto note = [this](CallWord word) {
        auto& place = is_medium(word) ? medium : way;
        if (!place) place = word;
    };
    const std::string key = heading_key(cell);
    for (const auto& [stem, word] : stems())
        if (key.find(stem) != std::string::npos) note(word);
    std::string word;
    for (const char letter : zone::folded(cell) + " ") {
        if (is_digit(letter) || (letter >= 'a' && letter <= 'z')) {
            word += letter;
            continue;
        }
        if (const auto known = whole_word(word)) note(*known);
        word.clear();
    }
}

} // namespace blend::intake
