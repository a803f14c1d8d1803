#include "daemon/intake/icalendar.hpp"

#include "daemon/calendar/reading.hpp"
#include "daemon/calendar/writing.hpp"
#include "daemon/core/numerics.hpp"
#include "daemon/intake/files/ascii.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace blend::intake {
namespace {

using calendar::Answer;
using calendar::Attendee;
using calendar::Event;
using calendar::Hint;
using calendar::Occurrence;

constexpr Instant beginning{std::chrono::sys_days{std::chrono::year{1900} / 1 / 1}};

/// The UID, or for an event without one what else identifies it.
std::string identity(const Event& event)
{
    if (!event.uid.empty()) return event.uid;
    std::uint64_t sum = fnv1a(event.start ? rfc3339(event.start->instant()) : "");
    if (event.organizer) sum = fnv1a(event.organizer->address, sum);
    for (const Attendee& each : event.attendees) sum = fnv1a(each.address.empty() ? each.name : each.address, sum);
    return "#" + hexadecimal(sum);
}

/// Calendars of Google have addresses of their own.
bool is_calendar_address(std::string_view address)
{
    constexpr std::array<std::string_view, 3> ends{"calendar.google.com", "@resource.office365.com", "@unknown"};
    return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) {
        return address.size() >= end.size() && same(address.substr(address.size() - end.size()), end);
    });
}

Party party(const Attendee& attendee)
{
    if (attendee.address.empty()) return {{HandleKind::name, attendee.name}, attendee.name};
    return {{HandleKind::email, lower(attendee.address)}, attendee.name};
}

bool is_somebody(const Attendee& attendee)
{
    return attendee.person && !(attendee.address.empty() && attendee.name.empty()) &&
           !is_calendar_address(attendee.address);
}

/// Who took part, and how the owner answered.
struct Guests {
    std::vector<Party> others;
    bool anybody{};  ///< someone besides the owner was invited, or invited the owner
    bool accepted{}; ///< the owner organised it or said yes
};

Guests guests(const Event& event, const Context& context)
{
    Guests result;
    bool declined = false;
    std::set<Handle> seen;
    const auto is_owner = [&](const Attendee& each) { return context.is_owner && context.is_owner(party(each)); };
    const auto add = [&](const Attendee& each) {
        result.anybody = true;
        if (each.answer == Answer::declined) return;
        Party other = party(each);
        if (seen.insert(other.handle).second) result.others.push_back(std::move(other));
    };
    for (const Attendee& each : event.attendees) {
        if (!is_somebody(each)) continue;
        if (!is_owner(each)) {
            add(each);
            continue;
        }
        if (each.answer == Answer::accepted) result.accepted = true;
        if (each.answer == Answer::declined) declined = true;
    }
    if (event.organizer && is_somebody(*event.organizer)) {
        const Attendee& organizer = *event.organizer;
        const bool listed = std::any_of(event.attendees.begin(), event.attendees.end(), [&](const Attendee& each) {
            return party(each).handle == party(organizer).handle;
        });
        if (is_owner(organizer))
            result.accepted = true;
        else if (!listed)
            add(organizer);
    }
    if (declined) result.accepted = false;
    return result;
}

Channel channel(const Event& event)
{
    switch (event.hint) {
    case Hint::video: return Channel::video;
    case Hint::call: return Channel::phone;
    case Hint::none: break;
    }
    return Channel::in_person;
}

/// Of what one may take part in besides other things, it counts that it was, and no minute of it.
std::optional<double> minutes(const Event& event, const std::optional<Seconds>& length)
{
    constexpr Seconds longest = std::chrono::hours{24};
    if (event.transparent) return 0.0;
    if (!length) return std::nullopt;
    return static_cast<double>(std::min(*length, longest).count()) / 60.0;
}

/// Not an event but somebody's answer to one.
bool is_answer(const Event& event)
{
    return event.method == "REPLY" || event.method == "COUNTER" || event.method == "REFRESH";
}

/// What says nothing of its own must not replace an event that does.
bool counts_in_a_series(const Event& event) { return !event.broken && event.start && !is_answer(event); }

std::optional<Instant> start_of(const Event& event)
{
    return event.start ? std::optional{event.start->instant()} : std::nullopt;
}

/// One reading of one file. Events whose UID occurs again are held until all of that UID were seen.
class Reader {
public:
    Reader(const Input& input, const Context& context, Sink& sink) : input_{input}, context_{context}, sink_{sink} {}

    void read();

private:
    void find_repeated();
    void take(Event event);
    void settle(const std::vector<Event>& series);
    void settle(const Event& event, const std::vector<Occurrence>& past);
    void answer(const Event& event);
    std::optional<Skip> reason_against(const Event& event) const;

    const Input& input_;
    const Context& context_;
    Sink& sink_;
    std::map<std::uint64_t, std::size_t> repeated_; ///< hash of a UID: how many of its events are still to come
    std::map<std::uint64_t, std::vector<Event>> held_;
};

void Reader::find_repeated()
{
    const auto file = input_.open();
    std::vector<std::uint64_t> all;
    // A hash stands for each UID: eight bytes an event is all that is remembered of the whole file.
    calendar::each_uid(
        *file, [&](std::string_view uid) { all.push_back(fnv1a(uid)); }, [&](std::uint64_t) { sink_.progress(0); });
    std::sort(all.begin(), all.end());
    for (std::size_t index = 1; index < all.size(); ++index)
        if (all[index] == all[index - 1]) ++repeated_.try_emplace(all[index], 1).first->second;
}

void Reader::take(Event event)
{
    // Beyond this, exceptions stand for themselves: memory stays bounded.
    constexpr std::size_t longest_series = 10'000;
    const std::uint64_t name = fnv1a(event.uid);
    const auto repeated = event.uid.empty() ? repeated_.end() : repeated_.find(name);
    if (repeated == repeated_.end()) return settle(std::vector<Event>{std::move(event)});
    const bool last = --repeated->second == 0;
    if (!counts_in_a_series(event) || held_[name].size() >= longest_series) {
        settle(std::vector<Event>{std::move(event)});
    } else {
        event.cancelled = event.cancelled || event.method == "CANCEL";
        held_[name].push_back(std::move(event));
    }
    if (!last) return;
    settle(held_[name]);
    held_.erase(name);
    repeated_.erase(repeated);
}

std::optional<Skip> Reader::reason_against(const Event& event) const
{
    if (event.broken) return Skip::broken;
    if (std::string_view{event.uid}.ends_with(calendar::own_uid_end)) return Skip::system;
    if (!event.start) return Skip::no_date;
    if (event.cancelled || event.method == "CANCEL" || is_answer(event)) return Skip::cancelled;
    if (event.all_day) return Skip::all_day;
    return std::nullopt;
}

void Reader::settle(const Event& event, const std::vector<Occurrence>& past)
{
    const std::optional<Instant> start = start_of(event);
    const bool own = std::string_view{event.uid}.ends_with(calendar::own_uid_end);
    if (own && event.method == "REPLY" && !event.broken) return answer(event);
    if (const auto reason = reason_against(event)) return sink_.skip(*reason, start);
    if (past.empty()) return sink_.skip(start >= context_.now ? Skip::future : Skip::cancelled, start);

    const Guests who = guests(event, context_);
    if (!who.anybody) return sink_.skip(Skip::no_counterpart, start);
    if (context_.owner_known_by && !context_.owner_known_by(HandleKind::email))
        sink_.warn("Whether you took part in a meeting is only known once Blend knows your address: import again "
                   "with --me you@example.org");
    if (!who.accepted) return sink_.skip(Skip::not_accepted, start);
    if (who.others.empty()) return sink_.skip(Skip::no_counterpart, start);

    std::vector<Observation> observations;
    observations.reserve(past.size());
    const std::string key = "ics:" + identity(event) + ":";
    for (const Occurrence& each : past) {
        Observation observation;
        observation.source_key = key + rfc3339(each.instance);
        observation.at = each.start;
        observation.zoned = !each.floating;
        observation.channel = channel(event);
        observation.direction = Direction::mutual;
        observation.size = minutes(event, each.length);
        observation.others = static_cast<int>(who.others.size());
        observation.parties = who.others;
        observations.push_back(std::move(observation));
    }
    sink_.record(observations);
}

/// What a guest of a plan answered: one attendee, the guest.
void Reader::answer(const Event& event)
{
    for (const Attendee& each : event.attendees) {
        if (each.address.empty()) continue;
        switch (each.answer) {
        case Answer::accepted: return sink_.answer(event.uid, party(each), "accepted");
        case Answer::declined: return sink_.answer(event.uid, party(each), "declined");
        case Answer::tentative: return sink_.answer(event.uid, party(each), "tentative");
        case Answer::none: break;
        }
    }
    sink_.skip(Skip::no_counterpart, start_of(event));
}

void Reader::settle(const std::vector<Event>& series)
{
    const calendar::Expansion past = calendar::expand(series, beginning, context_.now);
    if (past.cut) sink_.warn("A repeating event takes place more often than Blend follows; the rest is left out");
    std::vector<std::vector<Occurrence>> own(series.size());
    for (const Occurrence& each : past.occurrences) own[each.event].push_back(each);
    std::vector<bool> superseded(series.size());
    for (const std::size_t each : past.superseded) superseded[each] = true;

    for (std::size_t index = 0; index < series.size(); ++index) {
        const Event& event = series[index];
        // Of an older version nothing holds any more, also when it was not called off.
        if (superseded[index])
            sink_.skip(Skip::cancelled, start_of(event));
        else
            settle(event, own[index]);
    }
}

void Reader::read()
{
    find_repeated();
    const auto file = input_.open();
    calendar::each_event(
        *file, context_.zone, [&](Event event) { take(std::move(event)); },
        [&](std::uint64_t bytes) { sink_.progress(bytes); });
    for (const auto& [name, series] : held_) settle(series);
}

bool has(std::string_view text, std::string_view part)
{
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

bool is_named(const Input& input)
{
    const std::string path = input.path.empty() ? input.name : input.path.string();
    return path.size() >= 4 && (has(std::string_view{path}.substr(path.size() - 4), ".ICS") ||
                                has(std::string_view{path}.substr(path.size() - 4), ".IFB"));
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder) return 0;
    if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    if (has(head.substr(0, 15), "BEGIN:VCALENDAR")) return 100;
    if (has(head.substr(0, 12), "BEGIN:VEVENT")) return 90;
    if (!is_named(input)) return 0;
    return has(head, "BEGIN:V") ? 80 : 40;
}

void read(const Input& input, const Context& context, Sink& sink) { Reader{input, context, sink}.read(); }

} // namespace

const Format icalendar{"icalendar", sniff, read};

} // namespace blend::intake
