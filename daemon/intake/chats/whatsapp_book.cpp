#include "daemon/intake/chats/whatsapp_book.hpp"

#include "daemon/intake/chats/whatsapp_lines.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>

namespace blend::intake {
namespace {

constexpr std::size_t opening_bytes = 3;
constexpr std::size_t openings = 16384;

std::size_t opening_number(std::string_view opening)
{
    std::size_t number = 0;
    for (const char each : opening)
        number = number * 37 + static_cast<unsigned char>(each >= 'A' && each <= 'Z' ? each + 32 : each);
    return number % openings;
}

void write_key(std::string_view text, std::string& key)
{
    key.clear();
    key.reserve(text.size());
    for (std::size_t at = 0; const char32_t letter = next_letter(text, at);) {
        if (letter == U' ' && (key.empty() || key.back() == ' ')) continue;
        if (letter < 0x80)
            key.push_back(static_cast<char>(letter >= U'A' && letter <= U'Z' ? letter + 32 : letter));
        else
            append_utf8(key, zone::lower(letter));
    }
    while (!key.empty() && (key.back() == ' ' || key.back() == '.')) key.pop_back();
}

} // namespace

std::string_view key_of(std::string_view text)
{
    thread_local std::string key;
    write_key(text, key);
    return key;
}

Book::Book()
{
    static_assert(openings == std::tuple_size_v<decltype(openings_)>);
    for (const PhraseRow& row : whatsapp_phrases)
        for (std::string_view rest = row.words; !rest.empty();) {
            const std::size_t bar = std::min(rest.find('|'), rest.size());
            add(row, rest.substr(0, bar));
            rest.remove_prefix(std::min(bar + 1, rest.size()));
        }
    std::sort(beginnings_.begin(), beginnings_.end(), [](const Part& a, const Part& b) { return a.text < b.text; });
}

Meaning Book::whole(std::string_view key) const
{
    const auto found = wholes_.find(key);
    return found == wholes_.end() ? Meaning{} : found->second;
}

const Part* Book::beginning(std::string_view key) const
{
    auto after = std::upper_bound(beginnings_.begin(), beginnings_.end(), key,
                                  [](std::string_view text, const Part& part) { return text < part.text; });
    // A longer phrase with the same beginning may stand between the key and the one that fits.
    for (int tries = 0; tries < 4 && after != beginnings_.begin(); ++tries) {
        --after;
        if (key.starts_with(after->text)) return &*after;
    }
    return nullptr;
}

bool Book::may_know(std::string_view text) const
{
    if (text.size() < opening_bytes) return false;
    const std::string_view opening = text.substr(0, opening_bytes);
    const bool ascii = std::all_of(opening.begin(), opening.end(), [](char each) { return (each & 0x80) == 0; });
    return !ascii || openings_[opening_number(opening)];
}

void Book::add(const PhraseRow& row, std::string_view words)
{
    const bool day_first = row.days == Days::first;
    std::string key;
    write_key(words, key);
    switch (row.phrase) {
    case Phrase::encryption:
        openings_[opening_number(std::string_view{key}.substr(0, opening_bytes))] = true;
        beginnings_.push_back({key, day_first});
        return;
    case Phrase::group:
    case Phrase::added:
    case Phrase::added_around:
    case Phrase::added_end:
    case Phrase::joined:
        parts_[static_cast<std::size_t>(row.phrase)].push_back({std::string{words}, day_first});
        return;
    case Phrase::media:
    case Phrase::voice_message:
    case Phrase::deleted:
    case Phrase::missed_voice:
    case Phrase::missed_video:
    case Phrase::voice_call:
    case Phrase::video_call:
    case Phrase::answered:
    case Phrase::unanswered:
    case Phrase::call_back:
    case Phrase::edited:
    case Phrase::attached:
    case Phrase::poll:
    case Phrase::poll_option:
    case Phrase::own_name: break;
    }
    if (row.phrase != Phrase::attached)
        openings_[opening_number(std::string_view{key}.substr(0, opening_bytes))] = true;
    Meaning& meaning = wholes_[key];
    meaning.phrases |= 1U << static_cast<unsigned>(row.phrase);
    meaning.day_first = meaning.day_first && day_first;
}

const Book& book()
{
    static const Book only;
    return only;
}

} // namespace blend::intake
