#pragma once

// The dates of WhatsApp exports: what the digits of a stamp mean, and in which order day and month stand.
//
// Pure. The order is inferred from all stamps of one style together, never from one alone.

#include "daemon/core/time.hpp"
#include "daemon/intake/observation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace blend::intake {

enum class Era { none, buddhist, heisei, reiwa, showa };
enum class HalfDay { none, am, pm, noon };

/// A stamp as written: three numbers of a date, and a time.
struct Stamp {
    int first{}, second{}, third{};
    bool year_first{}; ///< the first number is plainly the year: four digits, or the letter of an era
    bool long_year{};  ///< the year has four digits, or an era
    bool dotted{};     ///< 31.12.23
    Era era{Era::none};
    int hour{}, minute{}, second_of_minute{};
    HalfDay half_day{HalfDay::none};

    bool operator==(const Stamp&) const = default;
};

/// What a stamp means under an order; empty when there is no such day or time.
std::optional<LocalTime> local_time(const Stamp& stamp, DateOrder order);

/// Everything the stamps of one style say about their order, in constant space.
class DateEvidence {
public:
    /// `written` is the date as it stands in the file.
    void see(const Stamp& stamp, std::string_view written);

    bool empty() const { return !first_; }
    bool year_first() const { return year_first_; }

    /// The orders that no stamp forbids decide alone, when there is only one: a number over 12 is no month.
    /// Dates with dots are day.month.year wherever they are written.
    std::optional<DateOrder> certain() const;

    /// The one order, if there is exactly one, under which the file never goes back in time.
    std::optional<DateOrder> by_monotony() const;

    /// True when day and month are the same number in every stamp: the order makes no difference.
    bool indifferent() const { return indifferent_; }

    /// Both readings of the first date that has two: "05/06/24 is 5 June or 6 May".
    std::string both_readings() const;

    /// True unless some stamp has no meaning under the order, or is plainly written in another.
    bool allows(DateOrder order) const;

private:
    void watch(bool& monotone, std::optional<Day>& latest, const Stamp& stamp, DateOrder order) const;

    std::optional<Stamp> first_;
    std::string written_;
    bool year_first_{};
    bool long_year_{};
    bool dotted_{};
    bool first_over_31_{};
    bool first_over_12_{};
    bool second_over_12_{};
    bool indifferent_{true};
    bool dmy_monotone_{true};
    bool mdy_monotone_{true};
    std::optional<Day> dmy_latest_;
    std::optional<Day> mdy_latest_;
};

} // namespace blend::intake
