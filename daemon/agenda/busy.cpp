#include "daemon/agenda/busy.hpp"

#include "daemon/calendar/content_line.hpp"
#include "daemon/calendar/reading.hpp"
#include "daemon/calendar/writing.hpp"

#include <algorithm>
#include <sstream>

namespace blend::agenda {

namespace {

using calendar::Event;

bool declined(const Event& event, const std::vector<std::string>& own)
{
    return std::any_of(event.attendees.begin(), event.attendees.end(), [&](const calendar::Attendee& each) {
        return each.answer == calendar::Answer::declined &&
               std::find(own.begin(), own.end(), calendar::capitals(each.address)) != own.end();
    });
}

} // namespace

std::vector<Busy> busy_times(const App& app, Instant from, Instant to)
{
    constexpr std::chrono::days longest{31}; // an event that began before may still go on
    const zone::Zone zone = app.settings().zone;
    std::vector<std::string> own;
    for (const store::HandleRecord& each : app.store.owner_handles())
        if (each.handle.kind == HandleKind::email) own.push_back(calendar::capitals(each.handle.value));
    for (const store::WatchedRecord& each : app.store.watched())
        if (each.kind == store::WatchedKind::caldav) own.push_back(calendar::capitals(each.me.value_or(each.user)));

    std::vector<Busy> busy;
    for (const store::ItemRecord& item : app.store.busy_items(from, to)) {
        if (item.uid.ends_with(calendar::own_uid_end)) continue;
        std::vector<Event> series;
        std::istringstream stream{item.told};
        calendar::each_event(stream, zone, [&](Event event) { series.push_back(std::move(event)); });
        for (const calendar::Occurrence& each : calendar::expand(series, from - longest, to).occurrences) {
            const Event& event = series[each.event];
            if (event.transparent || (event.all_day && !event.opaque) || declined(event, own)) continue;
            const Instant end = each.start + each.length.value_or(Seconds{0});
            if (end > from && end > each.start) busy.push_back({each.start, end});
        }
    }
    std::sort(busy.begin(), busy.end(), [](const Busy& a, const Busy& b) { return a.from < b.from; });
    return busy;
}

} // namespace blend::agenda
