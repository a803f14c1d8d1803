#include "daemon/zone/long_date.hpp"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <bit>
#include <cstring>
#include <map>
#include <vector>

namespace blend::zone {
namespace {

constexpr std::size_t longest_text = 200; // bytes
constexpr int gregorian_minus_buddhist = 543;

/// What a word means in the languages that have it: a bit for each month, day of the week, half of the day.
struct Meaning {
    unsigned months{};
    unsigned weekdays{};
    unsigned halves{};
};

using Words = std::map<icu::UnicodeString, Meaning>;

struct Token {
    bool number{};
    int value{};
    int digits{};
    icu::UnicodeString word;   ///< folded
    icu::UnicodeString before; ///< what stands between it and the former one
};

bool is_letter(UChar32 letter) { return u_isalpha(letter) != 0 || (U_GET_GC_MASK(letter) & U_GC_M_MASK) != 0; }

/// Blanks of every kind and stops count as one blank.
std::vector<Token> tokens_of(const icu::UnicodeString& text)
{
    std::vector<Token> tokens;
    icu::UnicodeString between;
    for (std::int32_t at = 0; at < text.length();) {
        const UChar32 letter = text.char32At(at);
        const bool digit = u_charDigitValue(letter) >= 0;
        if (!digit && !is_letter(letter)) {
            const bool mark = u_charType(letter) == U_FORMAT_CHAR;
            if (!mark) between.append(u_isUWhiteSpace(letter) ? UChar32{' '} : letter);
            at = text.moveIndex32(at, 1);
            continue;
        }
        Token token;
        token.number = digit;
        token.before = between;
        between.remove();
        while (at < text.length()) {
            const UChar32 next = text.char32At(at);
            const int value = u_charDigitValue(next);
            if (digit ? value < 0 : !is_letter(next)) break;
            if (digit) {
                if (++token.digits <= 8) token.value = token.value * 10 + value;
            } else {
                token.word.append(next);
            }
            at = text.moveIndex32(at, 1);
        }
        token.word.foldCase();
        tokens.push_back(std::move(token));
    }
    return tokens;
}

/// "de novembre" and "d'abril" are known by their longest word; "tháng 11" is a number and none.
icu::UnicodeString key_of(const icu::UnicodeString& name)
{
    icu::UnicodeString longest;
    for (const Token& token : tokens_of(name)) {
        if (token.number) return {};
        if (token.word.length() > longest.length()) longest = token.word;
    }
    return longest;
}

void learn(const icu::Locale& language, Words& words)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols{language, "gregorian", status};
    if (U_FAILURE(status)) return;
    using Symbols = icu::DateFormatSymbols;
    std::int32_t count = 0;
    for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE})
        for (const auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
            const icu::UnicodeString* months = symbols.getMonths(count, context, width);
            for (std::int32_t month = 0; month < count && month < 12; ++month)
                if (const auto key = key_of(months[month]); key.length() > 1) words[key].months |= 1U << month;
            const icu::UnicodeString* days = symbols.getWeekdays(count, context, width);
            for (std::int32_t day = 1; day < count && day <= 7; ++day) // Sunday is 1
                if (const auto key = key_of(days[day]); key.length() > 1) words[key].weekdays |= 1U << (day - 1);
        }
    const icu::UnicodeString* halves = symbols.getAmPmStrings(count);
    for (std::int32_t half = 0; half < count && half < 2; ++half) {
        icu::UnicodeString key; // "a. m." is written with and without its stops
        for (const Token& token : tokens_of(halves[half])) key.append(token.word);
        if (!key.isEmpty()) words[key].halves |= 1U << half;
    }
}

const Words& words()
{
    static const Words all = [] {
        Words result;
        std::int32_t count = 0;
        const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
        for (std::int32_t each = 0; each < count; ++each)
            if (std::strlen(locales[each].getCountry()) == 0) learn(locales[each], result);
        learn(icu::Locale{"es", "MX"}, result); // "p.m." where Spain writes "p. m."
        learn(icu::Locale{"en", "GB"}, result);
        learn(icu::Locale{"pt", "PT"}, result);
        return result;
    }();
    return all;
}

Meaning meaning_of(const icu::UnicodeString& word)
{
    const auto found = words().find(word);
    return found == words().end() ? Meaning{} : found->second;
}

bool begins(const Token& token, std::u16string_view word)
{
    return !token.number && token.word.startsWith(icu::UnicodeString{word.data(), static_cast<int>(word.size())});
}

bool begins_with_any(const Token& token, std::initializer_list<std::u16string_view> some)
{
    for (const std::u16string_view each : some)
        if (begins(token, each)) return true;
    return false;
}

/// Takes a text apart, one thing after the other; each marks the tokens that it used.
class Reading {
public:
    explicit Reading(std::vector<Token> tokens) : tokens_{std::move(tokens)}, used_(tokens_.size()) {}

    std::optional<LongDate> read()
    {
        const auto offset = take_offset();
        const auto year = take_year();
        const auto time = take_time();
        if (!year || !time) return std::nullopt;
        const auto day = take_day(*year);
        if (!day) return std::nullopt;
        return LongDate{LocalTime{*day} + *time, offset};
    }

private:
    bool is_number(std::size_t at) const { return at < tokens_.size() && tokens_[at].number && !used_[at]; }
    bool joined(std::size_t at, char16_t by) const
    {
        return is_number(at) && tokens_[at].before == icu::UnicodeString{by} && tokens_[at].digits == 2;
    }

    /// "UTC", "GMT+2", "GMT+05:30"
    std::optional<Seconds> take_offset()
    {
        for (std::size_t at = tokens_.size(); at-- > 0;) {
            if (!begins_with_any(tokens_[at], {u"utc", u"gmt"})) continue;
            if (tokens_[at].word.length() != 3) continue;
            int minutes = 0;
            if (is_number(at + 1) && tokens_[at + 1].digits <= 2) {
                const auto& sign = tokens_[at + 1].before;
                const bool west = sign == icu::UnicodeString{u'-'} || sign == icu::UnicodeString{u'\u2212'};
                if (west || sign == icu::UnicodeString{u'+'}) {
                    minutes = tokens_[at + 1].value * 60;
                    used_[at + 1] = true;
                    if (joined(at + 2, u':')) {
                        minutes += tokens_[at + 2].value;
                        used_[at + 2] = true;
                    }
                    if (minutes > 18 * 60) return std::nullopt;
                    if (west) minutes = -minutes;
                }
            }
            used_[at] = true;
            return Minutes{minutes};
        }
        return std::nullopt;
    }

    std::optional<int> take_year()
    {
        for (std::size_t at = 0; at < tokens_.size(); ++at)
            if (is_number(at) && tokens_[at].digits == 4) {
                used_[at] = true;
                const int year = tokens_[at].value;
                return year > 2400 ? year - gregorian_minus_buddhist : year;
            }
        return std::nullopt;
    }

    std::optional<Seconds> take_time()
    {
        std::size_t first = 0;
        std::size_t last = 0;
        for (std::size_t at = 0; at < tokens_.size() && last == 0; ++at) {
            if (!is_number(at) || tokens_[at].digits > 2) continue;
            first = at;
            if (joined(at + 1, u':'))
                last = joined(at + 2, u':') ? at + 2 : at + 1;
            else if (joined(at + 1, u'.') && joined(at + 2, u'.'))
                last = at + 2;
            else if (at + 1 < tokens_.size() && begins_with_any(tokens_[at + 1], {u"時", u"时", u"시"}) &&
                     is_number(at + 2))
                last = is_number(at + 4) ? at + 4 : at + 2;
        }
        if (last == 0) return std::nullopt;
        int parts[3]{};
        std::size_t part = 0;
        for (std::size_t at = first; at <= last && part < 3; ++at)
            if (tokens_[at].number) {
                parts[part++] = tokens_[at].value;
                used_[at] = true;
            }
        auto& [hour, minute, second] = parts;
        if (hour > 24 || minute > 59 || second > 60) return std::nullopt;
        const unsigned half = half_beside(first, last);
        if (half == 3 && hour <= 12) return std::nullopt;
        if (half == 2 && hour < 12) hour += 12;
        if (half == 1 && hour == 12) hour = 0;
        return std::chrono::hours{hour} + Minutes{minute} + Seconds{second};
    }

    /// The half of the day that stands right before or behind the time.
    unsigned half_beside(std::size_t first, std::size_t last) const
    {
        const auto half = [this](std::size_t from, std::size_t to) {
            icu::UnicodeString word;
            for (std::size_t at = from; at <= to; ++at) {
                if (at >= tokens_.size() || tokens_[at].number) return 0U;
                word.append(tokens_[at].word);
            }
            return meaning_of(word).halves;
        };
        while (last + 1 < tokens_.size() && begins_with_any(tokens_[last + 1], {u"秒", u"초", u"分", u"분"})) ++last;
        unsigned found = half(last + 1, last + 2);
        if (found == 0) found = half(last + 1, last + 1);
        if (found == 0 && first > 0) found = half(first - 1, first - 1);
        if (found == 0 && first > 1) found = half(first - 2, first - 1);
        return found;
    }

    /// A month by name or by its mark; the number that is left is the day.
    std::optional<Day> take_day(int year)
    {
        unsigned months = 0;
        unsigned weekdays = 0;
        std::int32_t longest = 0;
        for (std::size_t at = 0; at < tokens_.size(); ++at) {
            if (tokens_[at].number) {
                const bool marked_behind = at + 1 < tokens_.size() && begins_with_any(tokens_[at + 1], {u"月", u"월"});
                const bool marked_before = at > 0 && begins(tokens_[at - 1], u"tháng");
                const bool month = (marked_behind || marked_before) && !used_[at];
                if (month && tokens_[at].value >= 1 && tokens_[at].value <= 12) {
                    months = 1U << (tokens_[at].value - 1);
                    used_[at] = true;
                    marked_ = true;
                }
                continue;
            }
            const Meaning meaning = meaning_of(tokens_[at].word);
            // Short words mean something in some language nearly always: the longest is the month.
            if (meaning.months != 0 && !marked_ && tokens_[at].word.length() > longest) {
                months = meaning.months;
                longest = tokens_[at].word.length();
            }
            if (meaning.weekdays != 0 && tokens_[at].word.length() > 2) weekdays = meaning.weekdays;
        }
        std::optional<int> number;
        for (std::size_t at = 0; at < tokens_.size(); ++at)
            if (is_number(at)) {
                if (number) return std::nullopt;
                number = tokens_[at].value;
            }
        if (!number || *number < 1 || *number > 31) return std::nullopt;
        return settled(year, months, static_cast<unsigned>(*number), weekdays);
    }

    static std::optional<Day> settled(int year, unsigned months, unsigned day, unsigned weekdays)
    {
        std::optional<Day> only;
        std::optional<Day> fitting;
        int fits = 0;
        for (unsigned month = 0; month < 12; ++month) {
            if (((months >> month) & 1U) == 0) continue;
            const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month + 1},
                                                   std::chrono::day{day}};
            if (!date.ok()) continue;
            const Day found{std::chrono::local_days{date}};
            only = found;
            if (((weekdays >> std::chrono::weekday{found}.c_encoding()) & 1U) == 0) continue;
            fitting = found;
            ++fits;
        }
        if (std::popcount(months) == 1) return only;
        return fits == 1 ? fitting : std::nullopt;
    }

    std::vector<Token> tokens_;
    std::vector<bool> used_;
    bool marked_{};
};

} // namespace

std::optional<LongDate> long_date(std::string_view text)
{
    if (text.empty() || text.size() > longest_text) return std::nullopt;
    const auto wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    return Reading{tokens_of(wide)}.read();
}

} // namespace blend::zone
