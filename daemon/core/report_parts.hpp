#pragma once

// What the faces of the weekly report say alike: its sections, and weeks, counts and days in words.

#include "daemon/core/report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace blend {

/// A heading with what stands under it; the text is not made harmless yet.
struct ReportSection {
    std::string_view title; ///< "Toward writing"
    std::string intro;      ///< may be empty
    std::vector<std::string> lines;
};

/// Those that have something to say, in order.
std::vector<ReportSection> report_sections(const Report& report);

/// What stands above everything else: the week, the life, the counts; none is empty.
std::vector<std::string> report_opening(const Report& report);

/// The weeks before and this one, oldest first.
std::vector<ReportWeek> weeks(const Report& report);
/// From the first of them in which anything happened, but the last five at least: before it, nothing is known.
std::vector<ReportWeek> known_weeks(const Report& report);
/// The higher of the two values in all of them, never 0.
double highest(const std::vector<ReportWeek>& weeks);
/// What is no number, and less than nothing, counts as nothing.
double value_shown(double value);

/// "W47"; the text itself when it is no week.
std::string week_name(const ReportWeek& week);
/// "W47, 16 Nov"
std::string week_and_day(const ReportWeek& week);
/// "57%", or "quiet" for a week in which nothing happened.
std::string share_in_words(const ReportWeek& week);
/// What a number in the table of weeks means.
inline constexpr std::string_view measure =
    "A long evening together counts about 1, a call about 0.6, a short chat about 0.2.";

/// `text` is put in markup; `attributes` begin with a blank.
std::string element(std::string_view name, std::string_view text, std::string_view attributes = {});

} // namespace blend
