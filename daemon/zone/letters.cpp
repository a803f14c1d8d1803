#include "daemon/zone/letters.hpp"

#include "daemon/core/utf8.hpp"

#include <unicode/brkiter.h>
#include <unicode/coll.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace blend::zone {
namespace {

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char each) { return static_cast<unsigned char>(each) < 0x80; });
}

bool is_blank(char each) { return each == ' ' || static_cast<unsigned char>(each - '\t') < 5; }

icu::UnicodeString wide(std::string_view text)
{
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

/// Runs of blanks become one, none at the ends; small letters; control characters go.
std::string folded_ascii(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (const char each : text) {
        if (is_blank(each)) {
            if (!result.empty() && result.back() != ' ') result += ' ';
        } else if (each >= 'A' && each <= 'Z') {
            result += static_cast<char>(each - 'A' + 'a');
        } else if (static_cast<unsigned char>(each) >= 0x20 && each != 0x7f) {
            result += each;
        }
    }
    if (!result.empty() && result.back() == ' ') result.pop_back();
    return result;
}

/// The letters from U+00C0 to U+017F as the transliterator folds them, which is slow to make and slow to use: most
/// names and texts that are not plain English need no more than this. Empty where it is to decide.
// clang-format off
constexpr std::string_view latin_letters[] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",
    "i", "i", "ij", "ij", "j", "j", "k", "k", "q", "l", "l", "l", "l", "l", "l", "",
    "", "l", "l", "n", "n", "n", "n", "n", "n", "", "n", "n", "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};
// clang-format on

/// Without accents, if nothing but ASCII and those letters is in it.
std::optional<std::string> unaccented(std::string_view text)
{
    constexpr unsigned char first_lead = 0xc3; // of U+00C0 in UTF-8
    constexpr unsigned char last_lead = 0xc5;
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead < 0x80) {
            result += text[at];
            continue;
        }
        if (lead < first_lead || lead > last_lead || ++at == text.size()) return std::nullopt;
        const auto tail = static_cast<unsigned char>(text[at]);
        if ((tail & 0xc0U) != 0x80) return std::nullopt;
        const std::string_view letter = latin_letters[(lead - first_lead) * 64U + (tail & 0x3fU)];
        if (letter.empty()) return std::nullopt;
        result += letter;
    }
    return result;
}

/// Making a transliterator or break iterator takes milliseconds and using one is not promised to be thread-safe:
/// each is made once and lent to one thread at a time.
template <class Tool> struct Lent {
    std::unique_ptr<Tool> tool;
    std::mutex mutex;
};

Lent<icu::Transliterator>& folder()
{
    // Signs that only mark softness in a romanisation would otherwise become apostrophes.
    static const char* const rules = "Any-Latin; [\\u02B9\\u02BA] Remove; NFKD; Lower; Latin-ASCII; NFKD; Lower;"
                                     "[[:M:][:Cf:]] Remove";
    static Lent<icu::Transliterator> lent{[] {
                                              UErrorCode status = U_ZERO_ERROR;
                                              return std::unique_ptr<icu::Transliterator>{
                                                  icu::Transliterator::createInstance(rules, UTRANS_FORWARD, status)};
                                          }(),
                                          {}};
    return lent;
}

Lent<icu::BreakIterator>& word_breaker()
{
    static Lent<icu::BreakIterator> lent{
        [] {
            UErrorCode status = U_ZERO_ERROR;
            return std::unique_ptr<icu::BreakIterator>{
                icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status)};
        }(),
        {}};
    return lent;
}

/// Scripts that write words without blanks between them.
bool is_unspaced(UChar32 letter)
{
    constexpr UChar32 first_thai = 0x0E00; // nothing of the kind comes before
    if (letter < first_thai) return false;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(letter, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return true;
    default: return letter == 0x30FC; // the long vowel mark of both Kana
    }
}

/// Bytes of the run at the front.
std::size_t unspaced_run(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size()) {
        const Utf8 next = first_character(text.substr(length));
        if (!is_unspaced(static_cast<UChar32>(next.code))) break;
        length += next.length;
    }
    return length;
}

int unspaced_words(const icu::UnicodeString& run)
{
    Lent<icu::BreakIterator>& breaker = word_breaker();
    const std::lock_guard lock{breaker.mutex};
    if (!breaker.tool) return 1;
    breaker.tool->setText(run);
    int count = 0;
    breaker.tool->first();
    while (breaker.tool->next() != icu::BreakIterator::DONE)
        if (breaker.tool->getRuleStatus() != UBRK_WORD_NONE) ++count;
    return std::max(count, 1);
}

/// How often a word begins, when `before` stands in front of the text. Bodies of mail are long: no branch, and nothing
/// is carried from one letter to the next, so that many are looked at at once.
int ascii_words(std::string_view text, char before = ' ')
{
    if (text.empty()) return 0;
    const auto blank = [](char each) {
        return static_cast<unsigned>(each == ' ') | static_cast<unsigned>(static_cast<unsigned char>(each - '\t') < 5);
    };
    unsigned count = blank(before) & (blank(text.front()) ^ 1U);
    for (std::size_t at = 1; at < text.size(); ++at) count += blank(text[at - 1]) & (blank(text[at]) ^ 1U);
    return static_cast<int>(count);
}

std::size_t ascii_run(std::string_view text)
{
    const auto end = std::find_if(text.begin(), text.end(), [](char each) { return (each & 0x80) != 0; });
    return static_cast<std::size_t>(end - text.begin());
}

} // namespace

std::string folded(std::string_view text)
{
    if (const auto plain = unaccented(text)) return folded_ascii(*plain);
    icu::UnicodeString letters = wide(text);
    const bool apostrophes = letters.indexOf(u'\'') >= 0 || letters.indexOf(u'\u2019') >= 0;
    {
        Lent<icu::Transliterator>& lent = folder();
        const std::lock_guard lock{lent.mutex};
        if (lent.tool) lent.tool->transliterate(letters);
    }
    // Romanisations separate letters with apostrophes that nobody wrote ("am'ma").
    if (!apostrophes) letters.findAndReplace(u"'", u"");
    for (std::int32_t at = 0; at < letters.length(); ++at)
        if (u_isUWhiteSpace(letters.charAt(at))) letters.setCharAt(at, u' ');
    std::string utf8;
    return folded_ascii(letters.toUTF8String(utf8));
}

bool folds_plainly(std::string_view text) { return unaccented(text).has_value(); }

char32_t lower(char32_t letter) { return static_cast<char32_t>(u_tolower(static_cast<UChar32>(letter))); }

std::string sort_key(std::string_view text)
{
    // A collator that nobody changes may be used by many threads.
    static const std::unique_ptr<icu::Collator> collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::Collator>{icu::Collator::createInstance(icu::Locale::getRoot(), status)};
    }();
    if (!collator) return folded(text);
    const icu::UnicodeString letters = wide(text);
    std::string key(64, '\0');
    for (;;) {
        auto* bytes = reinterpret_cast<std::uint8_t*>(key.data());
        const std::int32_t size = collator->getSortKey(letters, bytes, static_cast<std::int32_t>(key.size()));
        const bool fitted = static_cast<std::size_t>(size) <= key.size();
        key.resize(static_cast<std::size_t>(size));
        if (fitted) break;
    }
    if (!key.empty()) key.pop_back(); // the closing zero
    return key;
}

std::string repaired(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(nullptr, 0, nullptr, text.data(), static_cast<std::int32_t>(text.size()), &status);
    if (status != U_INVALID_CHAR_FOUND) return std::string{text};
    std::string utf8;
    return wide(text).toUTF8String(utf8);
}

int words(std::string_view text)
{
    if (is_ascii(text)) return ascii_words(text);
    int count = 0;
    bool inside = false;         // of a run without blanks that was counted
    bool after_unspaced = false; // punctuation behind such a run is no word of its own
    const auto take = [&](bool blank, auto begins_word) {
        if (blank) {
            inside = after_unspaced = false;
        } else if (!inside && (!after_unspaced || begins_word())) {
            ++count;
            inside = true;
        }
    };
    while (!text.empty()) {
        const char first = text.front();
        if (const std::size_t run = ascii_run(text); run > 0 && !after_unspaced) {
            count += ascii_words(text.substr(0, run), inside ? 'a' : ' ');
            inside = !is_blank(text[run - 1]);
            text.remove_prefix(run);
            continue;
        }
        if (static_cast<unsigned char>(first) < 0x80) {
            take(is_blank(first), [&] { return u_isalnum(first); });
            text.remove_prefix(1);
            continue;
        }
        const Utf8 letter = first_character(text);
        const auto code = static_cast<UChar32>(letter.code);
        std::size_t length = letter.length;
        if (is_unspaced(code)) {
            length = unspaced_run(text);
            count += unspaced_words(wide(text.substr(0, length)));
            inside = false;
            after_unspaced = true;
        } else {
            take(u_isUWhiteSpace(code) != 0, [&] { return u_isalnum(code); });
        }
        text.remove_prefix(length);
    }
    return count;
}

} // namespace blend::zone
