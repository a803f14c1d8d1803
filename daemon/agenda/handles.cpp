#include "daemon/agenda/handles.hpp"

#include "daemon/agenda/people.hpp"
#include "daemon/agenda/server_sources.hpp"
#include "daemon/agenda/suggestions.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/phrase.hpp"
#include "daemon/intake/import.hpp"

#include <algorithm>
#include <cmath>

namespace blend::agenda {

using Kind = Problem::Kind;

wire::HandleShape handle_shape(const store::HandleRecord& handle)
{
    wire::HandleShape shape{handle.id.value, std::string{word(handle.handle.kind)}, handle.handle.value, {}};
    if (!handle.name.empty()) shape.name = handle.name;
    return shape;
}

store::HandleRecord handle_or_problem(const App& app, const std::string& text)
{
    const auto found = app.store.find_handles(text);
    if (found.empty()) throw Problem{Kind::not_found, "there is no handle " + text, "see blend unmatched"};
    if (found.size() > 1) {
        std::string names;
        for (const auto& each : found)
            names += (names.empty() ? "" : ", ") + std::string{word(each.handle.kind)} + ":" + each.handle.value;
        throw Problem{Kind::ambiguous, text + " fits " + names, "name one of these in full"};
    }
    return found.front();
}

wire::UnmatchedList list_unmatched(const App& app, Waiting which, std::int64_t offset, std::int64_t limit)
{
    const bool aside = which == Waiting::set_aside;
    const Instant now = app.now();
    wire::UnmatchedList list{.total = aside ? app.store.set_aside_count() : app.store.unmatched_count(now)};
    const auto waiting = aside ? app.store.set_aside(offset, limit) : app.store.unmatched(offset, limit, now);
    const WhoIsWho who{app};
    for (const store::Unmatched& each : waiting) {
        wire::UnmatchedHandle shape{.handle = handle_shape(each.handle),
                                    .interactions = each.interactions,
                                    .first = shown(each.first),
                                    .last = shown(each.last),
                                    .set_aside = each.handle.ignored};
        if (!aside)
            for (const WhoIsWho::Guess& guess : who.whose(each.handle))
                shape.suggestions.push_back(
                    {guess.contact.value, who.name(guess.contact), who.known_by(guess.contact), guess.reason});
        list.handles.push_back(std::move(shape));
    }
    if (const auto end = offset + static_cast<std::int64_t>(list.handles.size()); end < list.total) list.next = end;
    return list;
}

wire::Done link_handle(App& app, const wire::LinkRequest& request)
{
    if (request.reject.value_or(false)) return reject_suggestion(app, {request.handle, request.contact, {}});
    const auto handle = handle_or_problem(app, request.handle);
    const auto contact = resolve(app, request.contact);
    if (handle.is_owner) throw Problem{Kind::cannot, handle.handle.value + " is your own"};
    const std::string what =
        "linked " + std::string{word(handle.handle.kind)} + " " + handle.handle.value + " to " + contact.name;
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.link(handle.id, contact.id);
        return what;
    });
    app.changed("contacts");
    return {.done = what, .change = change};
}

wire::Done unlink_handle(App& app, const wire::UnlinkRequest& request)
{
    const auto handle = handle_or_problem(app, request.handle);
    const auto contact = handle.contact ? app.store.contact(*handle.contact) : std::nullopt;
    if (!contact) throw Problem{Kind::cannot, handle.handle.value + " belongs to nobody"};
    if (handle.handle.kind == HandleKind::log || handle.handle.kind == HandleKind::card)
        throw Problem{Kind::cannot, "that is no address: it is how what was logged is known to be theirs"};
    const std::string what =
        "took " + std::string{word(handle.handle.kind)} + " " + handle.handle.value + " from " + contact->name;
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.unlink(handle.id);
        writer.reject(handle.id, contact->id);
        return what;
    });
    app.changed("contacts");
    return {.done = what, .hint = "with what happened there; see blend unmatched", .change = change};
}

wire::Done ignore_handle(App& app, const wire::IgnoreRequest& request)
{
    const auto handle = handle_or_problem(app, request.handle);
    if (handle.is_owner) throw Problem{Kind::cannot, handle.handle.value + " is your own"};
    const std::string what = "set aside " + std::string{word(handle.handle.kind)} + " " + handle.handle.value;
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.ignore(handle.id, "by hand");
        return what;
    });
    app.changed("contacts");
    return {.done = what, .hint = "link it later if it turns out to be somebody: blend link", .change = change};
}

wire::Done postpone_handle(App& app, const wire::PostponeRequest& request)
{
    const auto handle = handle_or_problem(app, request.handle);
    const std::string length = request.length.value_or("30d");
    const auto days = every_days(length);
    if (!days) throw Problem{Kind::bad_request, length + " is no length", "say 14d, 2w, 3m or 1y"};
    const Instant now = app.now();
    const std::string what = "put off: whose " + std::string{word(handle.handle.kind)} + " " + handle.handle.value +
                             " is, until " +
                             iso_day(app.settings().zone.day(now + Seconds{std::llround(*days * 86'400.0)}));
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        writer.postpone(handle.id, now + Seconds{std::llround(*days * 86'400.0)});
        return what;
    });
    app.changed("contacts");
    return {.done = what, .change = change};
}

wire::OwnHandles list_own_handles(const App& app)
{
    wire::OwnHandles own;
    for (const store::HandleRecord& each : app.store.owner_handles()) own.handles.push_back(handle_shape(each));
    return own;
}

namespace {

wire::OwnHandleChange changed_owner(App& app, const intake::OwnerChange& change, const std::string& what)
{
    const std::unique_lock one{app.importing, std::try_to_lock};
    if (!one) throw Problem{Kind::cannot, "an import is running", "wait for it, or stop it with Ctrl-C where it runs"};
    const Settings settings = app.settings();
    const intake::Order order{
        .owner_zone = settings.zone, .source_zone = settings.zone, .region = settings.region, .now = app.now()};
    const intake::Report report = intake::change_owner(app.store, order, change, what, app.cancel_import);
    app.cancel_import = false;
    wire::OwnHandleChange done{
        .done = what, .read_again = report.read_again, .give_again = without_servers(app, report.give_again)};
    app.changed("contacts");
    return done;
}

std::string value_of(const Handle& handle) { return std::string{word(handle.kind)} + ":" + handle.value; }

/// What the text means as an address of the owner's: handles that are there, and those that sources will bring.
std::vector<Handle> meant(const App& app, const std::string& text)
{
    std::vector<Handle> handles = intake::owner_handles_in(text, app.settings().region);
    for (const store::HandleRecord& each : app.store.find_handles(text)) handles.push_back(each.handle);
    std::sort(handles.begin(), handles.end());
    handles.erase(std::unique(handles.begin(), handles.end()), handles.end());
    if (handles.empty()) throw Problem{Kind::bad_request, text + " is no address and no name"};
    return handles;
}

} // namespace

wire::OwnHandleChange add_own_handle(App& app, const wire::OwnHandleRequest& request)
{
    intake::OwnerChange change;
    bool own = false;
    for (const Handle& each : meant(app, request.handle)) {
        const auto known = app.store.find_handles(value_of(each));
        const bool there = known.size() == 1 && known.front().handle == each;
        if (there && known.front().contact) {
            const auto contact = app.store.contact(*known.front().contact);
            throw Problem{Kind::cannot,
                          each.value + " belongs to " + (contact ? contact->name : std::string{"somebody"}),
                          "if that is wrong: blend ignore " + value_of(each) + ", and then again"};
        }
        if (there && known.front().is_owner)
            own = true;
        else
            change.add.push_back(each);
    }
    if (change.add.empty() && own) throw Problem{Kind::cannot, request.handle + " is your own already"};
    return changed_owner(app, change, request.handle + " is you");
}

wire::OwnHandleChange remove_own_handle(App& app, const std::string& text)
{
    intake::OwnerChange change;
    for (const store::HandleRecord& each : app.store.find_handles(text))
        if (each.is_owner) change.remove.push_back(each.id);
    if (change.remove.empty())
        throw Problem{Kind::not_found, text + " is none of your own addresses", "blend me lists them"};
    return changed_owner(app, change, text + " is not you");
}

} // namespace blend::agenda
