#include "daemon/intake/people/written_date.hpp"

#include "daemon/intake/files/ascii.hpp"

#include <array>
#include <charconv>

namespace blend::intake {
namespace {

struct Numbers {
    std::array<int, 3> part{};
    std::array<std::size_t, 3> digits{};
    char separator{};
};

/// Three numbers with the same sign between them; a time of day may follow.
std::optional<Numbers> numbers_in(std::string_view text)
{
    text = stripped(text);
    text = text.substr(0, text.find_first_of(" T"));
    if (text.ends_with('.')) text.remove_suffix(1);
    Numbers result;
    for (std::size_t at = 0; at < 3; ++at) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result.part[at]);
        if (error != std::errc{} || result.part[at] < 0) return std::nullopt;
        result.digits[at] = static_cast<std::size_t>(end - text.data());
        text.remove_prefix(result.digits[at]);
        if (at == 2) break;
        if (text.empty() || std::string_view{"./-"}.find(text[0]) == std::string_view::npos) return std::nullopt;
        if (at == 1 && text[0] != result.separator) return std::nullopt;
        result.separator = text[0];
        text.remove_prefix(1);
    }
    return text.empty() ? std::optional{result} : std::nullopt;
}

std::optional<DateOrder> order_of(const Numbers& numbers)
{
    if (numbers.digits[0] == 4) return DateOrder::ymd;
    if (numbers.separator == '.' || numbers.part[0] > 12) return DateOrder::dmy; // nobody else writes dots
    if (numbers.part[1] > 12) return DateOrder::mdy;
    return std::nullopt;
}

} // namespace

std::optional<DateOrder> order_shown_by(std::string_view text)
{
    const auto numbers = numbers_in(text);
    return numbers ? order_of(*numbers) : std::nullopt;
}

std::optional<YearlyDate> written_date(std::string_view text, std::optional<DateOrder> order, Instant now)
{
    constexpr int first_year = 1800;
    text = stripped(text);
    const auto this_year =
        static_cast<int>(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(now)}.year());
    std::optional<YearlyDate> date;
    if (const auto numbers = numbers_in(text)) {
        if (const auto shown = order_of(*numbers)) order = shown;
        if (!order) return std::nullopt;
        const auto [a, b, c] = numbers->part;
        const bool year_first = *order == DateOrder::ymd;
        int year = year_first ? a : c;
        if (numbers->digits[year_first ? 0 : 2] <= 2) year += year > this_year % 100 ? 1900 : 2000;
        const int month = *order == DateOrder::mdy ? a : b;
        const int day = year_first ? c : *order == DateOrder::mdy ? b : a;
        const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
        if (year <= 9999)
            date = parse_yearly_date(std::string(4 - std::to_string(year).size(), '0') + std::to_string(year) + "-" +
                                     two(month) + "-" + two(day));
    } else {
        date = parse_yearly_date(text.substr(0, text.find('T')));
    }
    if (!date || !date->year) return date;
    if (*date->year > this_year) return std::nullopt;
    if (*date->year < first_year) date->year = std::nullopt;
    return date;
}

} // namespace blend::intake
