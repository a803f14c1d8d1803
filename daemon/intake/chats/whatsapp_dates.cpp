#include "daemon/intake/chats/whatsapp_dates.hpp"

#include <chrono>
#include <utility>

namespace blend::intake {
namespace {

constexpr int first_year = 1971;
constexpr int last_year = 2199;

int year_of(int number, const Stamp& stamp)
{
    switch (stamp.era) {
    case Era::buddhist: return (number < 100 ? number + 2500 : number) - 543;
    case Era::heisei: return number + 1988;
    case Era::reiwa: return number + 2018;
    case Era::showa: return number + 1925;
    case Era::none: break;
    }
    if (number < 100) return number + 2000;
    return number > 2400 && number < 2700 ? number - 543 : number; // Thai phones write Buddhist years without a mark
}

std::optional<Day> day_of(const Stamp& stamp, DateOrder order)
{
    int day = stamp.first;
    int month = stamp.second;
    int year = stamp.third;
    if (order == DateOrder::mdy) std::swap(day, month);
    if (order == DateOrder::ymd) std::swap(day, year);
    year = year_of(year, stamp);
    if (year < first_year || year > last_year || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

std::optional<int> hour_of(const Stamp& stamp)
{
    int hour = stamp.hour;
    switch (stamp.half_day) {
    case HalfDay::am: hour = hour == 12 ? 0 : hour; break; // 00:23 AM is written by some phones
    case HalfDay::pm: hour = hour < 12 ? hour + 12 : hour; break;
    case HalfDay::noon: hour = hour < 10 ? hour + 12 : hour; break;
    case HalfDay::none: break;
    }
    if (hour > 23) return std::nullopt;
    return hour;
}

} // namespace

std::optional<LocalTime> local_time(const Stamp& stamp, DateOrder order)
{
    const auto day = day_of(stamp, stamp.year_first ? DateOrder::ymd : order);
    const auto hour = hour_of(stamp);
    if (!day || !hour || stamp.minute > 59 || stamp.second_of_minute > 59) return std::nullopt;
    return LocalTime{*day} + std::chrono::hours{*hour} + Minutes{stamp.minute} + Seconds{stamp.second_of_minute};
}

void DateEvidence::watch(bool& monotone, std::optional<Day>& latest, const Stamp& stamp, DateOrder order) const
{
    const auto day = day_of(stamp, order);
    if (!day) return;
    if (latest && *day < *latest) monotone = false;
    latest = day;
}

void DateEvidence::see(const Stamp& stamp, std::string_view written)
{
    const bool differs = stamp.first != stamp.second;
    if (!first_ || (indifferent_ && differs)) {
        first_ = stamp;
        written_ = written;
    }
    year_first_ |= stamp.year_first;
    long_year_ |= stamp.long_year;
    dotted_ |= stamp.dotted;
    if (stamp.year_first) return;
    if (differs) indifferent_ = false;
    // A number that cannot be a day either says nothing about the order: the stamp is broken.
    first_over_31_ |= stamp.first > 31 && stamp.second <= 12 && stamp.third >= 1 && stamp.third <= 31;
    first_over_12_ |= stamp.first > 12 && stamp.first <= 31 && stamp.second <= 12;
    second_over_12_ |= stamp.second > 12 && stamp.second <= 31 && stamp.first <= 12;
    watch(dmy_monotone_, dmy_latest_, stamp, DateOrder::dmy);
    watch(mdy_monotone_, mdy_latest_, stamp, DateOrder::mdy);
}

std::optional<DateOrder> DateEvidence::certain() const
{
    if (year_first_) return DateOrder::ymd;
    if (first_over_31_ && !long_year_) return DateOrder::ymd;
    if (first_over_12_) return DateOrder::dmy;
    if (second_over_12_) return DateOrder::mdy;
    if (dotted_) return DateOrder::dmy;
    return std::nullopt;
}

std::optional<DateOrder> DateEvidence::by_monotony() const
{
    if (dmy_monotone_ == mdy_monotone_) return std::nullopt;
    return dmy_monotone_ ? DateOrder::dmy : DateOrder::mdy;
}

bool DateEvidence::allows(DateOrder order) const
{
    if (year_first_) return order == DateOrder::ymd;
    switch (order) {
    case DateOrder::dmy: return !second_over_12_ && !first_over_31_;
    case DateOrder::mdy: return !first_over_12_ && !first_over_31_ && (!dotted_ || second_over_12_);
    case DateOrder::ymd: return !long_year_ && !second_over_12_;
    }
    return false;
}

std::string DateEvidence::both_readings() const
{
    static constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
    const auto reading = [](int day, int month) {
        const bool known = month >= 1 && month <= 12;
        return std::to_string(day) + ' ' + (known ? std::string{months[month - 1]} : std::to_string(month));
    };
    return written_ + " is " + reading(first_->first, first_->second) + " or " + reading(first_->second, first_->first);
}

} // namespace blend::intake
