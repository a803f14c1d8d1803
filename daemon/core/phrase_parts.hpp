#pragma once

// What sentences are made of: words, lengths of time and points in time. Shared by the sources of `phrase` alone.

#include "daemon/core/phrase.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::phrase {

struct Token {
    std::string text;  ///< as typed
    std::string lower; ///< ASCII letters in lower case
};
using Tokens = std::vector<Token>;

/// Words without the punctuation around them; commas and the like are words of their own.
Tokens tokens_of(std::string_view text);

/// True when the words from `index` on are these, which are parted by single blanks.
bool reads(const Tokens& tokens, std::size_t index, std::string_view words);
/// How many words these are.
std::size_t count_of(std::string_view words);

bool starts_with_digit(std::string_view text);

/// "20", "twenty", "a", "an"; at most six digits.
std::optional<int> whole_number(std::string_view word);

template <class T> struct Match {
    T value{};
    std::size_t count{}; ///< words it took
};

/// "20 min", "1h30", "half an hour", "an hour and a half"; in minutes.
std::optional<Match<double>> take_length(const Tokens& tokens, std::size_t index);
/// "120 words", "120w"
std::optional<Match<double>> take_words(const Tokens& tokens, std::size_t index);

struct DayWords {
    enum class Kind { from_today, weekday, last_weekday, next_weekday, date, day_of_year };
    Kind kind{};
    int days{};                                  ///< from_today
    int months{};                                ///< from_today
    std::optional<std::chrono::weekday> weekday; ///< beside a date it must be that date's
    std::chrono::year_month_day date{};          ///< day_of_year leaves the year open; may be impossible
};

enum class Meridiem { unsaid, am, pm };

struct ClockWords {
    Seconds since_midnight{};
    Meridiem meridiem{};
};

enum class DayPart { morning, afternoon, evening, night };

/// What a sentence says of a time, possibly in several places.
struct TimeWords {
    std::optional<DayWords> day;
    std::optional<ClockWords> clock;
    std::optional<DayPart> part;
    std::optional<Seconds> shift; ///< "2 hours ago", "now"

    bool empty() const { return !day && !clock && !part && !shift; }
};

/// Adds what the words from `index` on say of a time, unless it has been said already. Returns how many words that
/// took, prepositions included; 0 = none.
std::size_t take_time(const Tokens& tokens, std::size_t index, TimeWords& into);

std::optional<When> past(const TimeWords& words, LocalTime now);
std::optional<When> future(const TimeWords& words, LocalTime now);

} // namespace blend::phrase
