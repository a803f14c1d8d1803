#include "daemon/agenda/slots.hpp"

#include "daemon/agenda/busy.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/core/channel.hpp"
#include "daemon/core/slot.hpp"
#include "daemon/zone/messages.hpp"

namespace blend::agenda {

namespace {

using std::chrono::days;

/// Their zone, when it is known and shows something else than the owner's clock.
std::optional<zone::Zone> other_clock(const store::Known& known, Instant start, const Settings& settings)
{
    const auto theirs = known.record.zone ? zone::named(*known.record.zone) : std::nullopt;
    return theirs && theirs->offset(start) != settings.zone.offset(start) ? theirs : std::nullopt;
}

Sentence reason_for(const store::Known& known, Mode mode, Instant start, const Settings& settings)
{
    const int habits = known.habits[hour_of_week(start, settings.zone.offset(start))];
    Sentence reason{.key = "slot.usual"};
    if (habits > 1) reason = {.key = "slot.often", .numbers = {{"count", static_cast<double>(habits)}}};
    if (!is_synchronous(mode) || !other_clock(known, start, settings)) return reason;
    return {.key = "slot.both", .phrases = {{"why", reason}}};
}

} // namespace

std::vector<Instant> good_starts(const App& app, const store::Known& known, Mode mode, Minutes length,
                                 std::size_t count, const Settings& settings, Instant now)
{
    HourCounts own{};
    HourCounts theirs{};
    for (const store::Known& each : app.store.known())
        for (std::size_t hour = 0; hour < hours_per_week; ++hour) own[hour] += each.habits[hour];
    for (std::size_t hour = 0; hour < hours_per_week; ++hour) theirs[hour] = known.habits[hour];

    SlotSearch search{.now = now,
                      .length = length,
                      .own = slot_distribution(own),
                      .own_offset = settings.zone.offsets(),
                      .synchronous = is_synchronous(mode),
                      .waking = settings.waking};
    if (const auto zone = known.record.zone ? zone::named(*known.record.zone) : std::nullopt) {
        // Habits are kept on the owner's clock; theirs is only asked for its waking hours.
        search.other_offset = zone->offsets();
    }
    std::vector<Busy> busy = busy_times(app, now, now + days{8});
    for (const Plan& plan : app.store.plans()) {
        if (plan.state != PlanState::planned) continue;
        for (const calendar::PlanTime& time : calendar::times(plan, now - days{1}, now + days{8}))
            busy.push_back({time.start, time.end()});
    }
    search.busy = busy;
    return suggest_slots(search, count);
}

Minutes length_for(const store::Known& known, Mode mode, Instant now)
{
    const Memory& memory = known.memory;
    const auto last = is_synchronous(mode) ? memory.last_sync : memory.last_contact;
    if (!last) return traits(mode).length; // nothing is known of a rhythm
    const double wished = is_synchronous(mode) ? known.wishes.talk_every_days.value_or(known.wishes.cadence_days)
                                               : known.wishes.cadence_days;
    return suggested_length(mode, static_cast<double>((now - *last).count()) / 86'400.0, wished);
}

wire::Slot slot_shape(const store::Known& known, Mode mode, Instant start, Minutes length, const Settings& settings)
{
    const Sentence reason = reason_for(known, mode, start, settings);
    wire::Slot slot{.start = rfc3339(start),
                    .local = iso_local(settings.zone.local(start)),
                    .minutes = static_cast<int>(length.count()),
                    .reason = zone::say(reason, settings.language),
                    .said = reason};
    if (const auto theirs = other_clock(known, start, settings)) slot.their_local = iso_local(theirs->local(start));
    return slot;
}

wire::SlotList suggest_slots(const App& app, const std::string& text, const std::string& mode_word,
                             std::optional<std::int64_t> minutes, std::int64_t limit)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    const Mode mode = mode_in(mode_word);
    const auto known = app.store.known(resolve(app, text).id);
    if (!known) throw Problem{Problem::Kind::not_found, "nobody is called " + text};
    refuse_impossible(settings, *known, mode);

    const Minutes length = minutes ? Minutes{*minutes} : length_for(*known, mode, now);
    wire::SlotList list{.contact = known->record.name,
                        .mode = std::string{word(mode)},
                        .waking_from = settings.waking.first,
                        .waking_to = settings.waking.end,
                        .their_zone = known->record.zone};
    for (const Instant start : good_starts(app, *known, mode, length, static_cast<std::size_t>(limit), settings, now))
        list.slots.push_back(slot_shape(*known, mode, start, length, settings));
    return list;
}

} // namespace blend::agenda
