#include "packaging/demo/files.hpp"
#include "packaging/demo/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace blend::demo {
namespace {

constexpr auto weekdays = std::to_array<std::string_view>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
constexpr auto months = std::to_array<std::string_view>(
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});

struct Written {
    std::string_view weekday, month;
    unsigned day;
    int year;
    std::string time;
};

Written written(LocalTime at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    return {weekdays[std::chrono::weekday{day}.c_encoding()], months[static_cast<unsigned>(date.month()) - 1],
            static_cast<unsigned>(date.day()), static_cast<int>(date.year()), iso_local(at).substr(11)};
}

std::string address(std::string_view email)
{
    if (email == owner_email) return fmt::format("{} <{}>", owner_name, email);
    const auto known = std::ranges::find(people(), email, &Person::email);
    return known == people().end() ? std::string{email} : fmt::format("{} <{}>", known->name, email);
}

} // namespace

Seconds new_york_offset(LocalTime local)
{
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(local)};
    const auto changes = std::chrono::hours{2};
    const LocalTime summer{std::chrono::local_days{date.year() / std::chrono::March / std::chrono::Sunday[2]} +
                           changes};
    const LocalTime winter{std::chrono::local_days{date.year() / std::chrono::November / std::chrono::Sunday[1]} +
                           changes};
    return std::chrono::hours{local >= summer && local < winter ? -4 : -5};
}

std::string mailbox(const std::vector<Mail>& mails)
{
    std::string box;
    int number = 0;
    for (const Mail& mail : mails) {
        const Written at = written(mail.at);
        std::string to;
        for (const std::string& each : mail.to) to += (to.empty() ? "" : ",\n\t") + address(each);
        box += fmt::format("From {} {} {} {:>2} {} {}\n", mail.from, at.weekday, at.month, at.day, at.time, at.year);
        box += fmt::format("From: {}\nTo: {}\nSubject: {}\n", address(mail.from), to, mail.subject);
        box += fmt::format("Date: {}, {} {} {} {} -0{}00\n", at.weekday, at.day, at.month, at.year, at.time,
                           -std::chrono::duration_cast<std::chrono::hours>(new_york_offset(mail.at)).count());
        box += fmt::format("Message-ID: <{}.{}@example.org>\n{}", iso_local(mail.at).substr(0, 10), ++number,
                           mail.headers);
        box += fmt::format("Content-Type: text/plain; charset=utf-8\n\n{}\n", mail.body);
    }
    return box;
}

} // namespace blend::demo
