#include "daemon/intake/people/linkedin_tables.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/intake/people/profile_page.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

namespace blend::intake {
namespace {

constexpr auto of_connections = std::to_array<std::string_view>(
    {"first name", "last name", "url", "email address", "company", "position", "connected on"});
constexpr auto of_messages = std::to_array<std::string_view>(
    {"conversation id", "conversation title", "from", "sender profile url", "to", "recipient profile urls", "date",
     "subject", "content", "folder", "attachments", "is message draft"});
constexpr auto of_profile =
    std::to_array<std::string_view>({"first name", "last name", "maiden name", "headline", "summary", "industry"});

std::string column_name(std::string_view cell) { return lower(stripped(cell)); }

template <std::size_t Size> std::size_t known(Cells row, const std::array<std::string_view, Size>& names)
{
    return static_cast<std::size_t>(std::count_if(row.begin(), row.end(), [&](const std::string& cell) {
        return std::find(names.begin(), names.end(), column_name(cell)) != names.end();
    }));
}

bool has_column(Cells row, std::string_view name)
{
    return std::any_of(row.begin(), row.end(), [name](const std::string& cell) { return column_name(cell) == name; });
}

/// A number at the front, taken off.
std::optional<int> number(std::string_view& text)
{
    int value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/// "1/31/18, 4:12 PM", as exports of 2018 wrote it.
std::optional<LocalTime> american_time(std::string_view text)
{
    std::array<int, 5> parts{};
    constexpr std::string_view separators[] = {"/", "/", ", ", ":", ""};
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const auto read = number(text);
        if (!read || !text.starts_with(separators[at])) return std::nullopt;
        parts[at] = *read;
        text.remove_prefix(separators[at].size());
    }
    auto [month, day, year, hour, minute] = parts;
    const std::string half = lower(stripped(text));
    if ((half == "am" || half == "pm") && hour <= 12) hour = hour % 12 + (half == "pm" ? 12 : 0);
    if (year < 100) year += 2000;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || hour > 23 || minute > 59) return std::nullopt;
    return LocalTime{Day{date}} + std::chrono::hours{hour} + Minutes{minute};
}

std::string member_of(const std::string& url)
{
    const auto page = profile_page(url);
    return page && page->service == HandleKind::linkedin ? page->user : std::string{};
}

} // namespace

std::optional<LinkedinHeading> LinkedinHeading::in(Cells row)
{
    // A byte of the column that tells them from other tables may be wrong.
    constexpr std::size_t enough = 5;
    constexpr std::size_t widest_connections = 8;
    LinkedinHeading heading;
    if (has_column(row, "conversation id") || known(row, of_messages) >= enough)
        heading.table_ = LinkedinTable::messages;
    else if (has_column(row, "connected on") ||
             (known(row, of_connections) >= enough && row.size() <= widest_connections))
        heading.table_ = LinkedinTable::connections;
    else if (known(row, of_profile) >= enough)
        heading.table_ = LinkedinTable::profile;
    else
        return std::nullopt;
    for (std::size_t at = 0; at < row.size(); ++at) heading.places_.emplace(column_name(row[at]), at);
    heading.width_ = row.size();
    return heading;
}

std::string LinkedinHeading::cell(Cells row, std::string_view column) const
{
    const auto place = places_.find(std::string{column});
    return place != places_.end() && place->second < row.size() ? to_utf8(stripped(row[place->second]), {})
                                                                : std::string{};
}

bool LinkedinHeading::begins_row(Cells line) const
{
    if (line.size() > width_) return false;
    if (table_ == LinkedinTable::messages)
        return linkedin_time(cell(line, "date"), {}).has_value() && !cell(line, "conversation id").empty();
    constexpr std::size_t day_month_year = 3;
    const std::string since = cell(line, "connected on");
    return line.size() == width_ && !since.empty() && is_digit(since.front()) &&
           std::count(since.begin(), since.end(), ' ') + 1 == day_month_year;
}

bool read_linkedin(const Input& input, const std::function<void(const LinkedinHeading&, Cells)>& take,
                   const std::function<void(std::uint64_t)>& progress)
{
    std::optional<LinkedinHeading> heading;
    const auto stream = input.open();
    read_csv(
        *stream,
        [&](Cells row) {
            if (heading)
                take(*heading, row);
            else
                heading = LinkedinHeading::in(row);
        },
        progress, [&](Cells line) { return heading && heading->begins_row(line); });
    return heading.has_value();
}

std::optional<LinkedinTable> linkedin_table(std::string_view head)
{
    constexpr int longest_preamble = 12; // rows
    std::istringstream stream{std::string{head}};
    std::optional<LinkedinTable> table;
    int rows = 0;
    read_csv(stream, [&](Cells row) {
        if (table || ++rows > longest_preamble) return;
        if (const auto heading = LinkedinHeading::in(row)) table = heading->table();
    });
    return table;
}

std::optional<WrittenAt> linkedin_time(std::string_view text, const zone::Zone& zone)
{
    std::string iso{stripped(text)};
    for (const std::string_view utc : {" UTC", " GMT", "Z"})
        if (iso.ends_with(utc)) iso.replace(iso.size() - utc.size(), utc.size(), "Z");
    constexpr std::size_t after_date = 10;
    if (iso.size() > after_date && iso[after_date] == ' ') iso[after_date] = 'T';
    if (const auto instant = parse_rfc3339(iso)) return WrittenAt{*instant, true};
    auto local = parse_iso_local(iso.substr(0, iso.find('.')));
    if (!local) local = american_time(stripped(text));
    if (!local) return std::nullopt;
    return WrittenAt{zone.instant(*local), false};
}

void LinkedinPeople::learn(const std::string& name, const std::string& url)
{
    const std::string member = member_of(url);
    if (member.empty() || clean_name(name).empty()) return;
    names_.emplace(member, clean_name(name));
    const auto [known, fresh] = members_.emplace(zone::folded(name), member);
    if (!fresh && known->second != member) known->second.clear();
}

Party LinkedinPeople::party(const std::string& name, const std::string& url) const
{
    constexpr std::string_view anybody = "LinkedIn Member"; // whoever has left or hides
    std::string shown = clean_name(name);
    if (shown == anybody) shown.clear();
    std::string member = member_of(url);
    if (member.empty())
        if (const auto known = members_.find(zone::folded(shown)); known != members_.end()) member = known->second;
    if (shown.empty())
        if (const auto known = names_.find(member); known != names_.end()) shown = known->second;
    if (!member.empty()) return {{HandleKind::linkedin, member}, shown};
    return {{HandleKind::name, shown}, shown};
}

} // namespace blend::intake
