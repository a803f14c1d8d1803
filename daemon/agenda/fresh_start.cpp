#include "daemon/agenda/fresh_start.hpp"

#include "daemon/agenda/choosing.hpp"
#include "daemon/zone/messages.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

constexpr std::int64_t few = 5;     ///< fewer people than these are no crowd
constexpr double most_people = 0.6; ///< of those whom the owner tracks

struct Due {
    ContactId contact;
    double priority{};
};

/// The most important first.
std::vector<Due> all_due(const Situation& present, Instant now)
{
    std::vector<Due> due;
    const auto planned = planned_contacts(present, now);
    for (const store::Known& known : present.everybody)
        if (!planned.contains(known.record.id) && is_due(known, present.settings, now))
            due.push_back(
                {known.record.id, priority(known.memory, known.wishes, present.settings.limits, now).priority});
    std::stable_sort(due.begin(), due.end(), [](const Due& a, const Due& b) { return a.priority > b.priority; });
    return due;
}

} // namespace

std::optional<wire::FreshStart> fresh_start(const App& app)
{
    const Settings settings = app.settings();
    const Situation present = situation(app, settings, app.now());
    const auto due = static_cast<std::int64_t>(all_due(present, app.now()).size());
    const auto tracked = std::count_if(present.everybody.begin(), present.everybody.end(),
                                       [](const store::Known& known) { return known.record.tracked(); });
    if (due < few || static_cast<double>(due) < most_people * static_cast<double>(tracked)) return std::nullopt;
    const Sentence said{.key = "fresh",
                        .numbers = {{"due", static_cast<double>(due)}, {"tracked", static_cast<double>(tracked)}}};
    return wire::FreshStart{due, tracked, zone::say(said, settings.language), said};
}

wire::Done start_fresh(App& app)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    const auto due = all_due(situation(app, settings, now), now);
    if (due.empty()) throw Problem{Problem::Kind::cannot, "nobody is due: there is nothing to start over"};
    const int a_week = std::max(1, std::min(settings.policy.per_week, 7 * settings.policy.per_day));
    const Day today = settings.zone.day(now);
    Day last = today;
    const Sentence said{.key = "done.fresh", .numbers = {{"count", static_cast<double>(due.size())}}};
    const std::string what = zone::say(said, settings.language);
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        for (std::size_t turn = 0; turn < due.size(); ++turn) {
            auto contact = writer.contact(due[turn].contact);
            if (!contact) continue;
            last = today + std::chrono::days{static_cast<std::int64_t>(turn) * 7 / a_week};
            contact->paused_until = settings.zone.instant(LocalTime{last});
            writer.edit_contact(*contact);
        }
        return what;
    });
    app.changed("nudges");
    return {
        .done = what, .said = said, .hint = "the last on " + iso_day(last) + "; undo takes it back", .change = change};
}

} // namespace blend::agenda
