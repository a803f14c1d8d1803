#include "daemon/agenda/ways.hpp"

#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/outside/mail.hpp"
#include "daemon/outside/program.hpp"
#include "daemon/outside/request.hpp"
#include "daemon/outside/secret.hpp"
#include "daemon/reach/naming.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;
using store::Topic;
using store::WayKind;
using store::WayRecord;

WayRecord way_or_problem(const App& app, std::int64_t number)
{
    for (const WayRecord& each : app.store.ways())
        if (each.id == number) return each;
    throw Problem{Kind::not_found, "there is no way " + std::to_string(number), "see blend way list"};
}

template <Worded Enum> std::string list_of_words()
{
    std::string list;
    for (const Enum each : every<Enum>()) list += (list.empty() ? "" : ", ") + std::string{word(each)};
    return list;
}

std::set<Topic> usual_topics(WayKind kind)
{
    switch (kind) {
    case WayKind::mail:
    case WayKind::sendmail: return {Topic::nudges, Topic::report};
    case WayKind::desktop:
    case WayKind::ntfy:
    case WayKind::gotify: return {Topic::nudges, Topic::questions, Topic::reminders};
    case WayKind::webhook:
    case WayKind::command: break;
    }
    return {Topic::nudges, Topic::questions, Topic::reminders, Topic::report};
}

std::set<Topic> topics_in(const std::vector<std::string>& words)
{
    std::set<Topic> topics;
    for (const std::string& each : words) {
        const auto topic = from_word<Topic>(each);
        // Notices and tests go by every way: nobody should miss that something does not work.
        if (!topic || *topic == Topic::notice || *topic == Topic::test)
            throw Problem{Kind::bad_request, "a way does not carry " + each,
                          "it can carry nudges, questions, reminders and report"};
        topics.insert(*topic);
    }
    if (topics.empty()) throw Problem{Kind::bad_request, "what should it carry?", "say nudges, or turn it off"};
    return topics;
}

void refuse_web_address(const WayRecord& way)
{
    outside::refuse_unless_allowed(way.address);
    const auto rest = way.address.substr(way.address.find("://") + 3);
    if (rest.find_first_of("#@") != std::string::npos)
        throw Problem{Kind::bad_request, "an address has no name, password or # in it",
                      "give what is secret with --secret"};
    if (way.kind != WayKind::ntfy) return;
    const auto slash = rest.find('/');
    const std::string topic = slash == std::string::npos ? "" : rest.substr(slash + 1);
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (topic.empty() || topic.size() > 64 || topic.find_first_not_of(letters) != std::string::npos)
        throw Problem{Kind::bad_request, way.address + " names no topic of ntfy",
                      "write https://ntfy.example.org/your-topic"};
}

void refuse_unless_fits(const WayRecord& way)
{
    const bool is_mail = way.kind == WayKind::mail || way.kind == WayKind::sendmail;
    if (!is_mail && (way.server || way.sender || way.user))
        throw Problem{Kind::bad_request, "only mail has a server, a sender and a user"};
    switch (way.kind) {
    case WayKind::desktop:
        if (!way.address.empty()) throw Problem{Kind::bad_request, "the desktop has no address"};
        if (way.secret) throw Problem{Kind::bad_request, "the desktop has no password"};
        return;
    case WayKind::mail:
        if (way.server) outside::refuse_unless_mail_server(*way.server);
        break;
    case WayKind::sendmail:
        if (way.server && !way.server->starts_with('/'))
            throw Problem{Kind::bad_request, *way.server + " is no whole path of a program"};
        if (way.user || way.secret) throw Problem{Kind::bad_request, "sendmail signs in by itself"};
        break;
    case WayKind::ntfy:
    case WayKind::webhook: return refuse_web_address(way);
    case WayKind::gotify:
        refuse_web_address(way);
        if (!way.secret)
            throw Problem{Kind::bad_request, "Gotify wants the token of an application", "give it with --secret"};
        return;
    case WayKind::command:
        if (way.secret) throw Problem{Kind::bad_request, "a command is given no password"};
        outside::words_of(way.address);
        return;
    }
    outside::refuse_unless_mail_address(way.address);
    if (way.sender) outside::refuse_unless_mail_address(*way.sender);
}

void refuse_programs(const WayRecord& way, Programs programs)
{
    const bool names_one = way.kind == WayKind::command || (way.kind == WayKind::sendmail && way.server) ||
                           (way.secret && *way.secret != "keyring");
    if (names_one && programs == Programs::refused)
        throw Problem{Kind::not_allowed, "which programs are run is said on the command line alone",
                      "see blend way add"};
}

/// Where the secret lies from now on; a password goes there.
void settle_secret(WayRecord& way, const std::optional<std::string>& place, const std::optional<std::string>& password)
{
    if (place) {
        outside::refuse_unless_place(*place);
        way.secret = place;
    }
    if (password && place && *place != "keyring")
        throw Problem{Kind::bad_request, "a password is kept in the keyring, or printed by a command; not both"};
    if (password) way.secret = "keyring";
}

void keep_secret(const WayRecord& way, const std::optional<std::string>& password)
{
    if (!password) return;
    const bool one_line = !password->empty() && password->size() <= 4096 &&
                          std::none_of(password->begin(), password->end(),
                                       [](char each) { return static_cast<unsigned char>(each) < 0x20; });
    if (!one_line) throw Problem{Kind::bad_request, "a password is one line"};
    outside::keep_in_keyring(reach::secret_name(way), *password);
}

std::optional<Instant> last_delivery(const App& app, std::int64_t way)
{
    for (const store::DeliveryRecord& each : app.store.deliveries(way, 20))
        if (each.delivered) return each.delivered;
    return std::nullopt;
}

std::string state_of(const WayRecord& way, const store::WayState& state, std::optional<Instant> delivered, Instant now)
{
    if (!way.is_on) return "off";
    if (state.off)
        return "turned itself off " + ago(*state.off, now) + ": " + state.problem.value_or("it kept failing") +
               "; blend way test " + std::to_string(way.id) + " turns it on again when it works";
    if (state.problem) return "the last try failed: " + *state.problem;
    return delivered ? "works; last used " + ago(*delivered, now) : "nothing has left by it yet";
}

wire::Way shape_of(const App& app, const WayRecord& way)
{
    const store::WayState state = app.store.way_state(way.id);
    const auto delivered = last_delivery(app, way.id);
    wire::Way shape{.id = way.id,
                    .kind = std::string{word(way.kind)},
                    .name = reach::name_of(way),
                    .address = way.address,
                    .server = way.server,
                    .sender = way.sender,
                    .user = way.user,
                    .hide_names = way.hide_names,
                    .is_on = way.is_on,
                    .off = shown(state.off),
                    .problem = state.problem,
                    .delivered = shown(delivered),
                    .sentence = state_of(way, state, delivered, app.now())};
    if (way.secret) shape.secret = *way.secret == "keyring" ? "keyring" : "command";
    for (const Topic each : way.carries) shape.carries.emplace_back(word(each));
    return shape;
}

std::string became_of(const store::DeliveryRecord& delivery, Instant now)
{
    if (delivery.delivered) return "delivered " + ago(*delivery.delivered, now);
    const std::string why = delivery.problem.value_or("on its way");
    if (delivery.topic == Topic::test) return why;
    if (!delivery.next) return "given up: " + why;
    const std::string tries = counted(delivery.tries, "try", "tries");
    return why + "; after " + tries + " it is tried again";
}

std::string planned_at_best_time(App& app, NudgeId id)
{
    const auto nudge = why_nudge(app, id).nudge;
    if (nudge.slots.empty()) throw Problem{Kind::cannot, "no time fits just now", "choose one: blend plan"};
    const wire::Slot& best = nudge.slots.front();
    return "planned: " + add_plan(app, {.mode = nudge.mode,
                                        .contacts = {nudge.contact},
                                        .when = best.start,
                                        .length = std::to_string(best.minutes) + "m"})
                             .sentence;
}

std::string pressed_nudge(App& app, NudgeId id, const reach::Press& press)
{
    switch (press.action) {
    case reach::Action::done: return done_nudge(app, id, {}).done;
    case reach::Action::plan: return planned_at_best_time(app, id);
    case reach::Action::snooze: return snooze_nudge(app, id, {"1d"}).done;
    case reach::Action::call:
    case reach::Action::happened:
    case reach::Action::missed: break;
    }
    return {};
}

} // namespace

wire::WayList list_ways(const App& app)
{
    wire::WayList list;
    for (const WayRecord& each : app.store.ways()) list.ways.push_back(shape_of(app, each));
    return list;
}

wire::Way add_way(App& app, const wire::WayRequest& request, Programs programs)
{
    const auto kind = from_word<WayKind>(request.kind);
    if (!kind)
        throw Problem{Kind::bad_request, "there is no way called " + request.kind,
                      "there are " + list_of_words<WayKind>()};
    WayRecord way{.kind = *kind,
                  .address = request.address.value_or(""),
                  .server = request.server,
                  .sender = request.sender,
                  .user = request.user,
                  .carries = request.carries ? topics_in(*request.carries) : usual_topics(*kind),
                  .hide_names = request.hide_names.value_or(false),
                  .added = app.now()};
    settle_secret(way, request.secret, request.password);
    refuse_programs(way, programs);
    refuse_unless_fits(way);
    for (const WayRecord& each : app.store.ways())
        if (each.kind == way.kind && each.address == way.address)
            throw Problem{Kind::cannot, reach::name_of(way) + " is way " + std::to_string(each.id) + " already",
                          "blend way remove " + std::to_string(each.id) + " lets you set it up anew"};
    keep_secret(way, request.password);
    app.store.change(app.now(), [&](store::Writer& writer) {
        way.id = writer.add_way(way);
        return "tells by " + reach::name_of(way);
    });
    app.changed("ways");
    return shape_of(app, way);
}

wire::Way edit_way(App& app, std::int64_t number, const wire::WayChange& change, Programs programs)
{
    const WayRecord before = way_or_problem(app, number);
    WayRecord way = before;
    if (change.carries) way.carries = topics_in(*change.carries);
    way.hide_names = change.hide_names.value_or(way.hide_names);
    way.is_on = change.is_on.value_or(way.is_on);
    settle_secret(way, change.secret, change.password);
    if (way.secret != before.secret) refuse_programs(way, programs);
    refuse_unless_fits(way);
    keep_secret(way, change.password);
    app.store.change(app.now(), [&](store::Writer& writer) {
        writer.edit_way(way);
        if (change.is_on && *change.is_on) writer.set_way_state(way.id, {}); // it may try again
        if (!way.is_on) writer.give_up_deliveries(way.id);
        const std::string what = way.is_on == before.is_on ? "changes " : way.is_on ? "turns on " : "turns off ";
        return what + reach::name_of(way);
    });
    app.changed("ways");
    return shape_of(app, way);
}

wire::Done remove_way(App& app, std::int64_t number)
{
    const WayRecord way = way_or_problem(app, number);
    const std::string what = "tells no more by " + reach::name_of(way);
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.remove_way(number);
        return what;
    });
    app.changed("ways");
    wire::Done done{.done = what, .change = change};
    if (way.secret == "keyring")
        done.hint = "its secret stays in your keyring, as \"Blend: " + reach::secret_name(way) + "\"";
    return done;
}

wire::Done test_way(App& app, std::int64_t number)
{
    const WayRecord way = way_or_problem(app, number);
    app.ways.test(way, app.now());
    app.changed("ways");
    return {.done = "sent a few words by " + reach::name_of(way), .hint = "look whether they arrived"};
}

wire::DeliveryList list_deliveries(const App& app, std::int64_t number, std::int64_t limit)
{
    way_or_problem(app, number);
    wire::DeliveryList list;
    for (const store::DeliveryRecord& each : app.store.deliveries(number, limit))
        list.deliveries.push_back({.topic = std::string{word(each.topic)},
                                   .key = each.key,
                                   .made = rfc3339(each.made),
                                   .tries = each.tries,
                                   .next = shown(each.next),
                                   .delivered = shown(each.delivered),
                                   .problem = each.problem,
                                   .sentence = became_of(each, app.now())});
    return list;
}

std::vector<std::string> ways_off(const App& app)
{
    std::vector<std::string> sentences;
    for (const WayRecord& way : app.store.ways()) {
        const store::WayState state = app.store.way_state(way.id);
        if (way.is_on && state.off)
            sentences.push_back(reach::name_of(way) + " " + state_of(way, state, std::nullopt, app.now()));
    }
    return sentences;
}

std::string pressed(App& app, const reach::Press& press)
{
    if (press.action == reach::Action::call) {
        outside::start({"xdg-open", press.link});
        return {};
    }
    if (const auto* nudge = std::get_if<NudgeId>(&press.of)) return pressed_nudge(app, *nudge, press);
    const bool happened = press.action == reach::Action::happened;
    return happened_plan(app, std::get<PlanId>(press.of), {.happened = happened}).done;
}

} // namespace blend::agenda
