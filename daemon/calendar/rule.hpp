#pragma once

// A recurrence rule (RFC 5545, 3.3.10) and the local times that it gives.
//
// Days are looked at one by one, and each look is paid for: a rule whose day never comes (30 February) ends with its
// budget and not after centuries. Hides how the parts of a rule widen and narrow each other.

#include "daemon/calendar/content_line.hpp"
#include "daemon/core/time.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace blend::calendar {

struct Rule {
    enum class Every { day, week, month, year };
    struct Weekday {
        std::chrono::weekday day;
        int nth{}; ///< of the month or year, from its end when negative; 0 = each
    };

    Every every{Every::day};
    int interval{1};
    int count{}; ///< 0 = without end
    std::optional<Moment> until;
    std::vector<int> months, weeks, year_days, month_days, hours, minutes, seconds, positions;
    std::vector<Weekday> weekdays;
    std::chrono::weekday week_start{std::chrono::Monday};
};

/// Parts that nobody knows are passed over. Empty when it does not say how often, or says oftener than daily.
std::optional<Rule> parse_rule(std::string_view text);

/// Gives the starts of a series to `each`, in time order from `start` on, until that returns false, `horizon` is
/// reached or `steps` are spent. COUNT and UNTIL are left to `each`.
void follow(const Rule& rule, LocalTime start, LocalTime horizon, std::size_t& steps,
            const std::function<bool(LocalTime)>& each);

} // namespace blend::calendar
