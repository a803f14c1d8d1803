#pragma once

// Sentences that a person types, understood: "called Amma 20 min yesterday 7pm".
//
// Pure and total: any text gives an answer, and what is not understood is listed word for word instead of guessed.
// `now` is the owner's wall clock. Numbers on the clock are read as written ("at 7" is 07:00, "7pm" is 19:00).
// English only.

#include "daemon/core/interaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend {

/// What a time was said to be exact to. A day, or a part of one ("this morning"), gives a likely hour of it.
enum class Precision { day, moment };

struct When {
    LocalTime at{};
    Precision precision{Precision::moment};

    bool operator==(const When&) const = default;
};

struct Phrase {
    std::optional<Channel> channel;
    Direction direction{Direction::mutual};
    std::vector<std::string> names; ///< as typed
    std::optional<double> size;     ///< minutes or words, as the channel counts
    std::optional<LocalTime> at;    ///< empty when nothing was said of the time
    Precision precision{Precision::moment};
    std::vector<std::string> not_understood; ///< word for word, in the order of the sentence

    bool operator==(const Phrase&) const = default;
};

/// What happened, as far as the sentence says it. A time that has not come yet is not understood.
Phrase understand(std::string_view sentence, LocalTime now);

/// "yesterday 7pm", "Sunday", "last Tuesday at 18:30", "2 days ago", "2026-11-15", "this morning". A weekday is the
/// most recent one, a date without a year the last one, a bare clock time the last time the clock showed it. Empty
/// when it is not a time, lies ahead of `now`, or names a day that does not exist.
std::optional<When> when_past(std::string_view text, LocalTime now);

/// "Sunday 10:30", "tomorrow 18:00", "next friday noon", "in 3 days at 9am", "29 Nov 10:30", "tonight". A weekday is
/// the coming one, a bare clock time its next. Empty when it is not a time, is over, or names a day that does not
/// exist.
std::optional<When> when_future(std::string_view text, LocalTime now);

/// "25m", "1h30", "90", "1.5h", "1 hour 10 min", "half an hour"; more than 0, at most a week.
std::optional<double> length_minutes(std::string_view text);

/// "120w", "120 words"
std::optional<double> word_count(std::string_view text);

/// "14d" and "14" = 14, "2w" = 14, "3m" = 90, "1y" = 365; at least 1, at most ten years.
std::optional<int> every_days(std::string_view text);

} // namespace blend
