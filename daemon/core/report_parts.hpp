#pragma once

// What the three faces of the weekly report say alike: headings, counts and days in words.

#include "daemon/core/report.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace blend {

struct ReportGroup {
    std::string_view title; ///< "Toward writing"
    std::span<const ReportContact> contacts;
};

/// The groups that have somebody in them.
std::vector<ReportGroup> moved_groups(const Report& report);

/// The four weeks before and this one, oldest first.
std::vector<ReportWeek> weeks(const Report& report);

/// "Week 47 of 2026, 16 Nov to 22 Nov"
std::string week_title(const Report& report);
/// "16 Nov"; the text itself when it is no day.
std::string day_in_words(std::string_view iso_day);

/// "Ravi: more in touch than before", the name once.
std::string about(const ReportContact& contact);

/// "12 interactions with 7 people: chat 8, phone 4"; empty when the report's own sentence says that it was quiet.
std::string contact_sentence(const Report& report);
/// "2 plans happened, 1 did not, 1 is still ahead"; empty when there was none.
std::string plans_sentence(const Report& report);
/// Empty when nothing was tuned out.
std::string noise_sentence(const Report& report);
/// "happened", "did not happen", "ahead", "called off"
std::string_view plan_state_in_words(std::string_view state);
/// "57 %", or "quiet" for a week in which nothing happened.
std::string share_in_words(const ReportWeek& week);

} // namespace blend
