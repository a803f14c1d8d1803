#include "daemon/intake/calls/attendance.hpp"

#include "daemon/intake/files/ascii.hpp"

#include <algorithm>

namespace blend::intake {
namespace {

/// "Loki (Loki Laufeyson)": a name chosen for the meeting, and the account's own.
void split_name(std::string_view shown, Attendee& person)
{
    shown = stripped(shown);
    const auto open = shown.rfind('(');
    if (shown.ends_with(')') && open != std::string_view::npos && open > 0) {
        person.other = stripped(shown.substr(open + 1, shown.size() - open - 2));
        shown = stripped(shown.substr(0, open));
    }
    person.name = shown;
}

} // namespace

std::vector<Stretch> joined(std::vector<Stretch> stretches)
{
    std::sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
    constexpr std::size_t most = 1'000;
    std::vector<Stretch> result;
    for (const Stretch& each : stretches) {
        if (each.to < each.from) continue;
        if (!result.empty() && each.from <= result.back().to)
            result.back().to = std::max(result.back().to, each.to);
        else if (result.size() < most)
            result.push_back(each);
    }
    return result;
}

Seconds length(const std::vector<Stretch>& joined)
{
    Seconds total{0};
    for (const Stretch& each : joined) total += each.to - each.from;
    return total;
}

Seconds together(const std::vector<Stretch>& a, const std::vector<Stretch>& b)
{
    Seconds total{0};
    for (std::size_t x = 0, y = 0; x < a.size() && y < b.size();) {
        const Instant from = std::max(a[x].from, b[y].from);
        const Instant to = std::min(a[x].to, b[y].to);
        if (from < to) total += to - from;
        a[x].to < b[y].to ? ++x : ++y;
    }
    return total;
}

Attendee& Attendance::person(std::string_view shown_name, std::string_view email)
{
    Attendee fresh;
    split_name(shown_name, fresh);
    fresh.email = lower(stripped(email));
    if (fresh.email.find('@') == std::string::npos) fresh.email.clear();
    Attendee* person = known(fresh);
    if (person == nullptr) person = &people_.emplace_back(fresh);
    if (person->email.empty()) person->email = fresh.email;
    if (person->other.empty()) person->other = fresh.other;
    const auto place = static_cast<std::size_t>(person - people_.data());
    if (!person->email.empty()) by_email_.try_emplace(person->email, place);
    by_name_.try_emplace(person->name, place);
    return *person;
}

/// Two addresses are two people, whatever their names; where one of them shows none, the name decides.
Attendee* Attendance::known(const Attendee& fresh)
{
    const auto with_email = fresh.email.empty() ? by_email_.end() : by_email_.find(fresh.email);
    if (with_email != by_email_.end()) return &people_[with_email->second];
    const auto with_name = by_name_.find(fresh.name);
    if (with_name == by_name_.end()) return nullptr;
    Attendee& person = people_[with_name->second];
    return fresh.email.empty() || person.email.empty() ? &person : nullptr;
}

void Attendance::settle()
{
    for (Attendee& each : people_) each.stretches = joined(std::move(each.stretches));
}

std::optional<Instant> Attendance::begin() const
{
    std::optional<Instant> first;
    for (const Attendee& each : people_)
        if (!each.stretches.empty() && (!first || each.stretches.front().from < *first))
            first = each.stretches.front().from;
    return first;
}

std::optional<Seconds> Attendance::presence(const Attendee& person)
{
    if (person.stretches.empty()) return person.stated;
    return length(person.stretches);
}

std::optional<Seconds> Attendance::presence(const Attendee& a, const Attendee& b)
{
    if (!a.stretches.empty() && !b.stretches.empty()) return together(a.stretches, b.stretches);
    const auto one = presence(a);
    const auto other = presence(b);
    return one && other ? std::min(one, other) : std::nullopt;
}

} // namespace blend::intake
