#include "daemon/agenda/contact_page.hpp"

#include "daemon/agenda/explaining.hpp"
#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/today.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/channel.hpp"
#include "daemon/core/slot.hpp"
#include "daemon/core/what_if.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

using std::chrono::days;

constexpr int weeks_shown = 52;

Day first_monday(const Settings& settings, Instant now)
{
    return monday_of(settings.zone.day(now)) - days{7 * (weeks_shown - 1)};
}

wire::OwnWishes own_wishes(const store::ContactRecord& record)
{
    return {record.cadence_days, record.talk_every_days, record.target, record.band, record.importance};
}

std::vector<wire::Circle> circle_shapes(const App& app)
{
    std::vector<wire::Circle> shapes;
    for (const store::Circle& each : app.store.circles())
        shapes.push_back({each.name, each.cadence_days, each.talk_every_days, each.target, each.band, each.importance});
    std::stable_sort(shapes.begin(), shapes.end(),
                     [](const wire::Circle& a, const wire::Circle& b) { return a.cadence_days < b.cadence_days; });
    return shapes;
}

/// Every week has a place, also a silent one.
std::vector<wire::ContactWeek> weeks_of(const App& app, ContactId contact, Day monday)
{
    std::vector<wire::ContactWeek> weeks;
    for (int index = 0; index < weeks_shown; ++index) {
        const Day first = monday + days{7 * index};
        weeks.push_back({.week = iso_week(first), .monday = iso_day(first)});
    }
    for (const store::DayRecord& day : app.store.days(contact, monday, monday + days{7 * weeks_shown - 1})) {
        wire::ContactWeek& week = weeks.at(static_cast<std::size_t>((day.day - monday).count() / 7));
        const bool talk = is_synchronous(day.channel);
        (talk ? week.sync : week.async) += day.value;
        if (is_attempt(day.channel)) continue;
        (talk ? week.talks : week.writings) += day.sessions;
        if (talk) week.minutes += day.size;
    }
    return weeks;
}

/// How many hours of the year's weeks held some of it: a long chat counts once an hour.
void count_hours(const App& app, ContactId contact, Day monday, Instant now, wire::ContactPage& page)
{
    page.talk_hours.resize(hours_per_week);
    page.write_hours.resize(hours_per_week);
    using Hours = std::chrono::hours;
    std::optional<std::chrono::sys_time<Hours>> talked;
    std::optional<std::chrono::sys_time<Hours>> wrote;
    for (const Interaction& each : app.store.interactions(contact, now)) {
        if (is_noise(each) || is_attempt(each.channel) || day_of(each.at, each.utc_offset) < monday) continue;
        const bool talk = is_synchronous(each.channel);
        const auto hour = std::chrono::floor<Hours>(each.at);
        auto& last = talk ? talked : wrote;
        if (last == hour) continue;
        last = hour;
        ++(talk ? page.talk_hours : page.write_hours).at(hour_of_week(each.at, each.utc_offset));
    }
}

std::vector<wire::PlanShape> plans_with(const App& app, ContactId contact, const Settings& settings, Instant now)
{
    std::vector<wire::PlanShape> shapes;
    for (const Plan& plan : app.store.plans()) {
        const bool with = std::any_of(plan.contacts.begin(), plan.contacts.end(),
                                      [&](const PlanContact& each) { return each.id == contact; });
        if (with && plan.state == PlanState::planned) shapes.push_back(shape_of(app, plan, settings, now));
    }
    std::stable_sort(shapes.begin(), shapes.end(),
                     [](const wire::PlanShape& a, const wire::PlanShape& b) { return a.start < b.start; });
    return shapes;
}

} // namespace

wire::ContactPage get_contact_page(App& app, const std::string& text)
{
    give_nudges(app);
    const Settings settings = app.settings();
    const Instant now = app.now();
    const store::Known known = known_or_problem(app, text);
    const ContactId contact = known.record.id;
    const Day monday = first_monday(settings, now);
    wire::ContactPage page{.contact = shape_of(app, known),
                           .own = own_wishes(known.record),
                           .circles = circle_shapes(app),
                           .standing = standing_shape(app, known, settings, now),
                           .day = iso_day(settings.zone.day(now)),
                           .zone = settings.zone.name(),
                           .first = shown(known.memory.first),
                           .weeks = weeks_of(app, contact, monday),
                           .timeline = list_interactions(app, std::to_string(contact.value), {}, first_page),
                           .plans = plans_with(app, contact, settings, now),
                           .nudge = nudge_about(app, contact)};
    count_hours(app, contact, monday, now, page);
    return page;
}

wire::WhatIf what_if(const App& app, const std::string& text, const std::string& word_of_channel, std::int64_t size)
{
    const auto channel = channel_in(word_of_channel);
    if (!channel || is_attempt(*channel) || *channel == Channel::reaction)
        throw Problem{Problem::Kind::bad_request, word_of_channel + " is no way to be in touch",
                      "there are in_person, video, phone, letter, voice_message, email, chat and sms"};
    const Settings settings = app.settings();
    const Instant now = app.now();
    const ContactId contact = resolve(app, text).id;
    auto everybody = app.store.known();
    const auto known = std::find_if(everybody.begin(), everybody.end(),
                                    [&](const store::Known& each) { return each.record.id == contact; });
    wire::WhatIf shape{.contact = known->record.name,
                       .channel = std::string{word(*channel)},
                       .size = size,
                       .standing_now = standing_shape(app, *known, settings, now),
                       .life_now = life_shape(everybody, settings, now)};
    known->memory = supposing(known->memory, {*channel, static_cast<double>(size)}, now, settings.zone.offset(now));
    shape.standing = standing_shape(app, *known, settings, now);
    shape.life = life_shape(everybody, settings, now);
    return shape;
}

} // namespace blend::agenda
