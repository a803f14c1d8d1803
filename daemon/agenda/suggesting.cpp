#include "daemon/agenda/suggesting.hpp"

#include "daemon/agenda/people.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/sentence.hpp"

namespace blend::agenda {

wire::SuggestedPeople list_suggested_people(const App& app, std::int64_t limit)
{
    constexpr std::chrono::days span{730};
    const Instant now = app.now();
    wire::SuggestedPeople list;
    for (const store::Frequent& each : app.store.frequent(now - span, limit)) {
        wire::SuggestedPerson person{.name = each.name,
                                     .days = each.days,
                                     .last = rfc3339(each.last),
                                     .sentence = "in touch on " + std::to_string(each.days) +
                                                 (each.days == 1 ? " day" : " days") + ", last " + ago(each.last, now)};
        if (each.contact) person.contact = each.contact->value;
        if (each.handle) person.handle = each.handle->value;
        list.people.push_back(std::move(person));
    }
    return list;
}

wire::Done leave_untracked(App& app, const std::string& contact)
{
    const store::ContactRecord person = resolve(app, contact);
    if (person.tracked())
        throw Problem{Problem::Kind::cannot, person.name + " is tracked",
                      "blend edit " + person.name + " --circle \"\""};
    const std::string what = "leaves " + person.name + " untracked";
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.leave_untracked(person.id);
        return what;
    });
    app.changed("contacts");
    return {.done = what, .change = change};
}

} // namespace blend::agenda
