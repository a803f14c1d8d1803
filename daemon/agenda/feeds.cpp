#include "daemon/agenda/feeds.hpp"

#include "daemon/agenda/values.hpp"
#include "daemon/calendar/writing.hpp"
#include "daemon/core/numerics.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;

wire::Feed shape_of(const store::FeedRecord& feed, const std::string& door)
{
    return {.name = feed.name, .address = door + "/feed/" + feed.secret + ".ics", .created = rfc3339(feed.created)};
}

void refuse_unless_feed(const std::string& name)
{
    if (name != "plans" && name != "birthdays")
        throw Problem{Kind::bad_request, "there is no feed of " + name, "there are plans and birthdays"};
}

FeedText plans_text(const App& app, const store::FeedRecord& feed)
{
    FeedText result{.changed = feed.created};
    std::vector<Plan> plans;
    for (Plan& plan : app.store.plans()) {
        result.changed = std::max(result.changed, plan.changed);
        if (plan.state != PlanState::missed) plans.push_back(std::move(plan));
    }
    result.text = calendar::calendar_text(plans, feed.created);
    return result;
}

FeedText birthdays_text(const App& app, const store::FeedRecord& feed)
{
    const Settings settings = app.settings();
    const Day first = std::chrono::floor<std::chrono::days>(settings.zone.local(feed.created));
    std::vector<calendar::YearlyEvent> events;
    for (const store::Known& known : app.store.known()) {
        const auto& contact = known.record;
        const std::string uid = "contact-" + std::to_string(contact.id.value);
        const auto add = [&](const std::string& end, const std::string& what, const YearlyDate& date) {
            events.push_back({.uid = uid + end,
                              .summary = contact.name + "'s " + what,
                              .date = date,
                              .first = first,
                              .leap_day = settings.leap_day});
        };
        if (contact.birthday) add("-birthday", "birthday", *contact.birthday);
        for (const auto& [name, date] : contact.days) add("-" + hexadecimal(fnv1a(name)), name, date);
    }
    return {calendar::calendar_text({}, feed.created, events), feed.created};
}

} // namespace

wire::FeedList list_feeds(const App& app, const std::string& door)
{
    wire::FeedList list;
    for (const store::FeedRecord& each : app.store.feeds()) list.feeds.push_back(shape_of(each, door));
    return list;
}

wire::Feed open_feed(App& app, const wire::FeedRequest& request, const std::string& door)
{
    refuse_unless_feed(request.name);
    if (door.empty()) throw Problem{Kind::cannot, "the dashboard's port is off", "start blendd without --no-http"};
    if (!request.rotate.value_or(false))
        for (const store::FeedRecord& each : app.store.feeds())
            if (each.name == request.name) return shape_of(each, door);
    const store::FeedRecord feed{request.name, unique_name() + unique_name(), app.now()};
    // An address that was made void stays void: nothing that undo could bring back.
    app.store.keep([&](store::Writer& writer) { writer.set_feed(feed); });
    return shape_of(feed, door);
}

wire::Done close_feed(App& app, const std::string& name)
{
    refuse_unless_feed(name);
    app.store.keep([&](store::Writer& writer) { writer.drop_feed(name); });
    return {.done = "the address of the " + name + " is void", .hint = "blend feed makes a new one"};
}

FeedText feed_text(const App& app, const store::FeedRecord& feed)
{
    return feed.name == "plans" ? plans_text(app, feed) : birthdays_text(app, feed);
}

wire::Export get_invitation(const App& app, PlanId id)
{
    const auto plan = app.store.plan(id);
    if (!plan) throw Problem{Kind::not_found, "there is no plan " + std::to_string(id.value), "see blend plans"};
    if (plan->state != PlanState::planned && plan->state != PlanState::cancelled)
        throw Problem{Kind::cannot, "plan " + std::to_string(id.value) + " is over"};
    calendar::Inviter owner;
    for (const store::HandleRecord& each : app.store.owner_handles())
        if (each.handle.kind == HandleKind::email && owner.email.empty())
            owner = {each.name == each.handle.value ? "" : each.name, each.handle.value};
    if (owner.email.empty())
        throw Problem{Kind::cannot, "your own address is not known", "blend me add you@example.org"};
    const bool anybody = std::any_of(plan->contacts.begin(), plan->contacts.end(),
                                     [](const PlanContact& each) { return !each.email.empty(); });
    if (!anybody)
        throw Problem{Kind::cannot, "nobody in plan " + std::to_string(id.value) + " has a mail address",
                      "blend edit NAME --email ADDRESS"};
    return {"ics", calendar::invitation_text(*plan, app.now(), owner)};
}

} // namespace blend::agenda
