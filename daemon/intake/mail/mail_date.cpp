#include "daemon/intake/mail/mail_date.hpp"

#include "daemon/intake/files/ascii.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

namespace blend::intake {
namespace {

constexpr int first_year = 1971;
constexpr int last_year = 2100;
constexpr Minutes widest_offset{14 * 60};

bool is_letter(char letter) { return std::isalpha(static_cast<unsigned char>(letter)) != 0; }

std::optional<int> number(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !is_digit(text.front())) return std::nullopt;
    return value;
}

struct NamedOffset {
    std::string_view name;
    int hours;
};

/// RFC 5322's own and those of Europe and Japan that old programs wrote. Military letters mean nothing certain: UTC.
constexpr auto named_offsets = std::to_array<NamedOffset>({
    {"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7}, {"mdt", -6}, {"pst", -8},
    {"pdt", -7}, {"bst", 1},  {"cet", 1},  {"met", 1},  {"mez", 1},  {"cest", 2}, {"mest", 2},
    {"mesz", 2}, {"eet", 2},  {"eest", 3}, {"msk", 3},  {"jst", 9},
});

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

/// The date as its words are met.
class Reading {
public:
    void word(std::string_view text)
    {
        if (text.find(':') != std::string_view::npos && is_digit(text.front()))
            time(text);
        else if (text.front() == '+' || text.front() == '-')
            offset(text);
        else if (is_digit(text.front()))
            figures(text);
        else if (is_letter(text.front()))
            name(text);
    }

    std::optional<Instant> instant() const
    {
        if (!sound_ || !day_ || !month_ || !year_) return std::nullopt;
        const std::chrono::year_month_day date{std::chrono::year{*year_}, std::chrono::month{*month_},
                                               std::chrono::day{static_cast<unsigned>(*day_)}};
        if (!date.ok() || *year_ < first_year || *year_ > last_year) return std::nullopt;
        return Instant{std::chrono::sys_days{date} + time_ - offset_};
    }

private:
    void time(std::string_view text)
    {
        std::array<int, 3> fields{};
        for (int& field : fields) {
            const auto colon = std::min(text.find(':'), text.size());
            const std::string_view figures = text.substr(0, std::min(colon, text.find('.')));
            const auto value = figures.empty() ? std::nullopt : number(figures);
            if (!value) {
                sound_ = false;
                return;
            }
            field = *value;
            text.remove_prefix(std::min(colon + 1, text.size()));
            if (text.empty()) break;
        }
        // Some clocks do show 24:00:00, and leap seconds exist.
        sound_ = sound_ && fields[0] <= 24 && fields[1] < 60 && fields[2] <= 60;
        time_ = std::chrono::hours{fields[0]} + Minutes{fields[1]} + Seconds{fields[2]};
    }

    void offset(std::string_view text)
    {
        std::string figures;
        for (const char letter : text.substr(1))
            if (is_digit(letter)) figures += letter;
        const auto value = figures.empty() || figures.size() > 4 ? std::nullopt : number(figures);
        if (!value) return;
        const Minutes size = figures.size() <= 2 ? Minutes{*value * 60} : Minutes{*value / 100 * 60 + *value % 100};
        if (size <= widest_offset) offset_ = text.front() == '-' ? -size : size;
    }

    void figures(std::string_view text)
    {
        if (const auto dash = text.find('-'); dash != std::string_view::npos) { // 7-Oct-94 or 1994-10-07
            if (const auto day = parse_iso_day(text)) {
                const std::chrono::year_month_day date{*day};
                year_ = static_cast<int>(date.year());
                month_ = static_cast<unsigned>(date.month());
                day_ = static_cast<int>(static_cast<unsigned>(date.day()));
                return;
            }
            word(text.substr(0, dash));
            if (const auto rest = text.substr(dash + 1); !rest.empty() && is_letter(rest.front())) {
                const auto next = std::min(rest.find('-'), rest.size());
                name(rest.substr(0, next));
                if (next + 1 < rest.size()) word(rest.substr(next + 1));
            }
            return;
        }
        const auto value = number(text);
        if (!value) return;
        if (text.size() <= 2 && !day_)
            day_ = *value;
        else if (!year_)
            year_ = text.size() > 3 ? *value : *value + (text.size() == 3 || *value >= 50 ? 1900 : 2000);
    }

    void name(std::string_view text)
    {
        if (const auto sign = text.find_first_of("+-"); sign != std::string_view::npos && sign <= 3) {
            offset(text.substr(sign)); // GMT+0200
            return;
        }
        for (std::size_t month = 0; month < months.size(); ++month)
            if (!month_ && text.size() >= 3 && same(text.substr(0, 3), months[month]))
                month_ = static_cast<unsigned>(month + 1);
        for (const NamedOffset& each : named_offsets)
            if (same(text, each.name)) offset_ = std::chrono::hours{each.hours};
        if (same(text, "pm") && time_ < std::chrono::hours{12}) time_ += std::chrono::hours{12};
    }

    std::optional<int> day_;
    std::optional<unsigned> month_;
    std::optional<int> year_;
    Seconds time_{};
    Seconds offset_{};
    bool sound_{true};
};

} // namespace

std::optional<Instant> mail_date(std::string_view text)
{
    constexpr std::size_t longest_date = 200;
    text = text.substr(0, longest_date);
    Reading reading;
    int comment = 0;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const char letter = at < text.size() ? text[at] : ' ';
        const bool ends = letter == ',' || letter == '(' || letter == ')' || static_cast<unsigned char>(letter) <= ' ';
        if (ends && comment == 0 && at > from) reading.word(text.substr(from, at - from));
        if (ends) from = at + 1;
        if (letter == '(') ++comment;
        if (letter == ')' && comment > 0) --comment;
    }
    return reading.instant();
}

} // namespace blend::intake
