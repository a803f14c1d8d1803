// What each operation does: read the request, ask the app, answer. Long because there are many: a line or two each, and
// the table of them all.

#include "daemon/http/routes.hpp"

#include "daemon/agenda/contact_page.hpp"
#include "daemon/agenda/diary.hpp"
#include "daemon/agenda/explaining.hpp"
#include "daemon/agenda/exporting.hpp"
#include "daemon/agenda/feeds.hpp"
#include "daemon/agenda/fresh_start.hpp"
#include "daemon/agenda/handles.hpp"
#include "daemon/agenda/housekeeping.hpp"
#include "daemon/agenda/importing.hpp"
#include "daemon/agenda/logging.hpp"
#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/prompt.hpp"
#include "daemon/agenda/reporting.hpp"
#include "daemon/agenda/slots.hpp"
#include "daemon/agenda/sources.hpp"
#include "daemon/agenda/suggesting.hpp"
#include "daemon/agenda/suggestions.hpp"
#include "daemon/agenda/today.hpp"
#include "daemon/agenda/uploads.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/agenda/ways.hpp"
#include "daemon/http/access.hpp"
#include "daemon/wire/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace blend::http {

namespace {

using agenda::App;
using nlohmann::json;

constexpr std::int64_t page = 100;
constexpr std::int64_t most = 1000;

std::int64_t offset(const Request& request) { return request.number("offset", 0, 1'000'000'000).value_or(0); }
std::int64_t limit(const Request& request, std::int64_t usual)
{
    return request.number("limit", 0, most).value_or(usual);
}

NudgeId nudge_of(const Request& request) { return {request.number_parameter("nudge")}; }
PlanId plan_of(const Request& request) { return {request.number_parameter("plan")}; }

json get_health(App& app, const Request&)
{
    return wire::Health{BLEND_VERSION, app.store.file().parent_path().string(), rfc3339(app.started)};
}

json get_prompt(App& app, const Request& request)
{
    const bool hide_names = request.flag("hide_names").value_or(false);
    return agenda::get_prompt(app, hide_names ? agenda::Naming::hidden : agenda::Naming::shown);
}

json get_today(App& app, const Request&) { return agenda::get_today(app); }

// ---- contacts

json list_contacts(App& app, const Request& request)
{
    using Query = agenda::ContactQuery;
    Query query{.text = request.query("query").value_or(""),
                .circle = request.query("circle"),
                .which = request.flag("due").value_or(false) ? Query::Which::due : Query::Which::all,
                .offset = offset(request),
                .limit = limit(request, page)};
    constexpr std::array<std::pair<std::string_view, Query::Sort>, 5> sorts{
        {{"name", Query::Sort::name},
         {"balance", Query::Sort::balance},
         {"urgency", Query::Sort::urgency},
         {"last_contact", Query::Sort::last_contact},
         {"strength", Query::Sort::strength}}};
    const std::string wanted = request.query("sort").value_or("name");
    const auto found = std::find_if(sorts.begin(), sorts.end(), [&](const auto& each) { return each.first == wanted; });
    if (found == sorts.end())
        throw Problem{Problem::Kind::bad_request, "there is no order by " + wanted,
                      "there are name, balance, urgency, last_contact and strength"};
    query.sort = found->second;
    if (const auto state = request.query("state"); state && !(query.state = from_word<State>(*state)))
        throw Problem{Problem::Kind::bad_request, "there is no state " + *state,
                      "there are in_rhythm, due, drifting and dormant"};
    if (const auto mode = request.query("mode")) query.mode = agenda::mode_in(*mode);
    return agenda::list_contacts(app, query);
}

json add_contact(App& app, const Request& request)
{
    return agenda::add_contact(app, request.body<wire::ContactChange>());
}

json get_contact(App& app, const Request& request) { return agenda::get_contact(app, request.parameter("contact")); }

json edit_contact(App& app, const Request& request)
{
    return agenda::edit_contact(app, request.parameter("contact"), request.body<wire::ContactChange>());
}

json forget_contact(App& app, const Request& request)
{
    return agenda::forget_contact(app, request.parameter("contact"));
}

json get_contact_page(App& app, const Request& request)
{
    return agenda::get_contact_page(app, request.parameter("contact"));
}

json what_if(App& app, const Request& request)
{
    return agenda::what_if(app, request.parameter("contact"), request.query("channel").value_or("phone"),
                           request.number("size", 0, 100'000).value_or(30));
}

json set_circle(App& app, const Request& request)
{
    return agenda::set_circle(app, request.body<wire::CircleRequest>());
}

json merge_contact(App& app, const Request& request)
{
    return agenda::merge_contact(app, request.parameter("contact"), request.body<wire::Merge>());
}

json keep_apart(App& app, const Request& request)
{
    return agenda::keep_apart(app, request.parameter("contact"), request.body<wire::ApartRequest>());
}

json explain_contact(App& app, const Request& request)
{
    return agenda::explain_contact(app, request.parameter("contact"), request.query("as_of"), limit(request, 20));
}

json list_interactions(App& app, const Request& request)
{
    return agenda::list_interactions(app, request.parameter("contact"), request.query("before"), limit(request, 50));
}

json suggest_slots(App& app, const Request& request)
{
    return agenda::suggest_slots(app, request.parameter("contact"), request.query("mode").value_or("call"),
                                 request.number("minutes", 1, 24 * 60), request.number("limit", 1, 10).value_or(5));
}

// ---- the log

json log_interaction(App& app, const Request& request)
{
    return agenda::log_interaction(app, request.body<wire::LogRequest>());
}

json interpret_sentence(App& app, const Request& request)
{
    return agenda::interpret(app, request.query("sentence").value_or(""));
}

json list_unmatched(App& app, const Request& request)
{
    const auto which =
        request.flag("set_aside").value_or(false) ? agenda::Waiting::set_aside : agenda::Waiting::unmatched;
    return agenda::list_unmatched(app, which, offset(request), limit(request, page));
}

json list_suggestions(App& app, const Request& request)
{
    const auto which = request.flag("contacts").value_or(false) ? agenda::Asked::contacts : agenda::Asked::all;
    return agenda::list_suggestions(app, which, offset(request), limit(request, page));
}

json reject_suggestion(App& app, const Request& request)
{
    return agenda::reject_suggestion(app, request.body<wire::RejectRequest>());
}

json postpone_handle(App& app, const Request& request)
{
    return agenda::postpone_handle(app, request.body<wire::PostponeRequest>());
}

json list_own_handles(App& app, const Request&) { return agenda::list_own_handles(app); }

json add_own_handle(App& app, const Request& request)
{
    return agenda::add_own_handle(app, request.body<wire::OwnHandleRequest>());
}

json remove_own_handle(App& app, const Request& request)
{
    return agenda::remove_own_handle(app, request.parameter("handle"));
}

json link_handle(App& app, const Request& request)
{
    return agenda::link_handle(app, request.body<wire::LinkRequest>());
}
json unlink_handle(App& app, const Request& request)
{
    return agenda::unlink_handle(app, request.body<wire::UnlinkRequest>());
}
json ignore_handle(App& app, const Request& request)
{
    return agenda::ignore_handle(app, request.body<wire::IgnoreRequest>());
}

// ---- nudges and plans

json list_nudges(App& app, const Request&) { return wire::NudgeList{agenda::list_nudges(app)}; }
json preview_nudges(App& app, const Request& request)
{
    return agenda::preview_nudges(app, request.number("days", 1, 60).value_or(14));
}
json start_fresh(App& app, const Request&) { return agenda::start_fresh(app); }
json why_nudge(App& app, const Request& request) { return agenda::why_nudge(app, nudge_of(request)); }

json done_nudge(App& app, const Request& request)
{
    return agenda::done_nudge(app, nudge_of(request), request.body<wire::DoneRequest>());
}

json snooze_nudge(App& app, const Request& request)
{
    return agenda::snooze_nudge(app, nudge_of(request), request.body<wire::SnoozeRequest>());
}

json dismiss_nudge(App& app, const Request& request) { return agenda::dismiss_nudge(app, nudge_of(request)); }

json list_plans(App& app, const Request& request)
{
    return agenda::list_plans(app, request.flag("all").value_or(false) ? agenda::Plans::all : agenda::Plans::open);
}

json get_diary(App& app, const Request& request)
{
    return agenda::get_diary(app, request.query("from"), request.query("to"));
}

json add_plan(App& app, const Request& request) { return agenda::add_plan(app, request.body<wire::PlanRequest>()); }

json happened_plan(App& app, const Request& request)
{
    return agenda::happened_plan(app, plan_of(request), request.body<wire::HappenedRequest>());
}

json move_plan(App& app, const Request& request)
{
    return agenda::move_plan(app, plan_of(request), request.body<wire::MoveRequest>());
}

json skip_plan(App& app, const Request& request)
{
    return agenda::skip_plan(app, plan_of(request), request.body<wire::SkipRequest>());
}
json cancel_plan(App& app, const Request& request) { return agenda::cancel_plan(app, plan_of(request)); }

json get_invitation(App& app, const Request& request) { return agenda::get_invitation(app, plan_of(request)); }

json list_feeds(App& app, const Request& request) { return agenda::list_feeds(app, request.address()); }
json open_feed(App& app, const Request& request)
{
    return agenda::open_feed(app, request.body<wire::FeedRequest>(), request.address());
}
json close_feed(App& app, const Request& request) { return agenda::close_feed(app, request.parameter("feed")); }

// ---- report and export

json get_report(App& app, const Request& request) { return agenda::get_report(app, request.query("week")); }

json get_report_file(App& app, const Request& request)
{
    return agenda::get_report_file(app, request.query("week"), request.query("format").value_or("html"));
}
json get_export(App& app, const Request& request)
{
    return agenda::get_export(app, request.query("format").value_or(""));
}

// ---- imports

json import_files(App& app, const Request& request)
{
    return agenda::import_files(app, request.body<wire::ImportRequest>());
}
json cancel_import(App& app, const Request&) { return agenda::cancel_import(app); }

json add_upload(App& app, const Request& request) { return agenda::add_upload(app, request.body<wire::UploadPiece>()); }
json drop_upload(App& app, const Request& request) { return agenda::drop_upload(app, request.parameter("upload")); }

json list_suggested_people(App& app, const Request& request)
{
    return agenda::list_suggested_people(app, limit(request, 20));
}
json leave_untracked(App& app, const Request& request)
{
    return agenda::leave_untracked(app, request.parameter("contact"));
}

agenda::Programs programs_of(const Request& request)
{
    return request.way() == Way::socket ? agenda::Programs::allowed : agenda::Programs::refused;
}

// ---- places that are read by themselves

std::int64_t source_of(const Request& request) { return request.number_parameter("source"); }

json list_sources(App& app, const Request&) { return agenda::list_sources(app); }
json add_source(App& app, const Request& request)
{
    return agenda::add_source(app, request.body<wire::WatchedSourceRequest>(), programs_of(request));
}
json sync_source(App& app, const Request& request) { return agenda::sync_source(app, source_of(request)); }
json remove_source(App& app, const Request& request) { return agenda::remove_source(app, source_of(request)); }

// ---- ways out

std::int64_t way_of(const Request& request) { return request.number_parameter("way"); }

json list_ways(App& app, const Request&) { return agenda::list_ways(app); }
json add_way(App& app, const Request& request)
{
    return agenda::add_way(app, request.body<wire::WayRequest>(), programs_of(request));
}
json edit_way(App& app, const Request& request)
{
    return agenda::edit_way(app, way_of(request), request.body<wire::WayChange>(), programs_of(request));
}
json remove_way(App& app, const Request& request) { return agenda::remove_way(app, way_of(request)); }
json test_way(App& app, const Request& request) { return agenda::test_way(app, way_of(request)); }
json list_deliveries(App& app, const Request& request)
{
    return agenda::list_deliveries(app, way_of(request), limit(request, 20));
}

// ---- keeping

json undo(App& app, const Request&) { return agenda::undo(app); }
json get_history(App& app, const Request& request) { return agenda::get_history(app, limit(request, 20)); }
json backup(App& app, const Request& request) { return agenda::backup(app, request.body<wire::PathRequest>()); }
json restore(App& app, const Request& request) { return agenda::restore(app, request.body<wire::PathRequest>()); }
json get_backup(App& app, const Request& request)
{
    request.reply().file = agenda::copy_to_hand_out(app);
    return nullptr;
}
json restore_upload(App& app, const Request& request)
{
    return agenda::restore_upload(app, request.parameter("upload"));
}
json rebuild(App& app, const Request& request) { return agenda::rebuild(app, request.body<wire::RebuildRequest>()); }
json get_doctor(App& app, const Request&) { return agenda::get_doctor(app); }
json set_clock(App& app, const Request& request) { return agenda::set_clock(app, request.body<wire::Moment>()); }
json get_settings(App& app, const Request&) { return agenda::get_settings(app); }

json change_settings(App& app, const Request& request)
{
    return agenda::change_settings(app, request.body<wire::Settings>());
}

// ---- who may come in

json list_tokens(App&, const Request& request)
{
    wire::TokenList list;
    for (const Key& key : request.keyring().tokens())
        list.tokens.push_back(
            {key.name, rfc3339(key.created), key.last_used ? std::optional{rfc3339(*key.last_used)} : std::nullopt});
    return list;
}

json add_token(App&, const Request& request)
{
    const auto wanted = request.body<wire::TokenRequest>();
    return wire::NewToken{wanted.name, request.keyring().add_token(wanted.name)};
}

json revoke_token(App&, const Request& request)
{
    request.keyring().revoke_token(request.parameter("token"));
    return wire::Done{.done = "revoked " + request.parameter("token")};
}

json start_sign_in(App& app, const Request& request)
{
    const auto wish = request.body<wire::SignInWish>();
    if (wish.host) {
        const auto hosts = app.settings().allowed_hosts;
        if (std::find(hosts.begin(), hosts.end(), *wish.host) == hosts.end())
            throw Problem{Problem::Kind::cannot, *wish.host + " is no address that you allow",
                          "allow it: blend config allowed_hosts " + *wish.host};
        return wire::SignIn{"https://" + *wish.host + "/sign-in#" + request.keyring().start_sign_in()};
    }
    if (request.address().empty())
        throw Problem{Problem::Kind::cannot, "the dashboard is off", "start blendd without --no-http"};
    return wire::SignIn{request.address() + "/sign-in#" + request.keyring().start_sign_in()};
}

json finish_sign_in(App&, const Request& request)
{
    request.reply().cookie =
        request.keyring().finish_sign_in(request.body<wire::SignInRequest>().code, request.passage());
    return wire::Done{.done = "signed in"};
}

json sign_out(App&, const Request& request)
{
    request.reply().cookie = request.keyring().sign_out(request.session(), request.passage());
    return wire::Done{.done = "signed out"};
}

constexpr auto all = std::to_array<Route>({
    {"GET", "/v1/health", "get_health", Access::signed_in, get_health},
    {"GET", "/v1/today", "get_today", Access::signed_in, get_today},
    {"GET", "/v1/prompt", "get_prompt", Access::signed_in, get_prompt},
    {"GET", "/v1/contacts", "list_contacts", Access::signed_in, list_contacts},
    {"POST", "/v1/contacts", "add_contact", Access::signed_in, add_contact},
    {"GET", "/v1/contacts/{contact}", "get_contact", Access::signed_in, get_contact},
    {"PATCH", "/v1/contacts/{contact}", "edit_contact", Access::signed_in, edit_contact},
    {"DELETE", "/v1/contacts/{contact}", "forget_contact", Access::signed_in, forget_contact},
    {"POST", "/v1/contacts/circle", "set_circle", Access::signed_in, set_circle},
    {"GET", "/v1/contacts/{contact}/page", "get_contact_page", Access::signed_in, get_contact_page},
    {"GET", "/v1/contacts/{contact}/what-if", "what_if", Access::signed_in, what_if},
    {"POST", "/v1/contacts/{contact}/merge", "merge_contact", Access::signed_in, merge_contact},
    {"POST", "/v1/contacts/{contact}/apart", "keep_apart", Access::signed_in, keep_apart},
    {"GET", "/v1/contacts/{contact}/explanation", "explain_contact", Access::signed_in, explain_contact},
    {"GET", "/v1/contacts/{contact}/interactions", "list_interactions", Access::signed_in, list_interactions},
    {"GET", "/v1/contacts/{contact}/slots", "suggest_slots", Access::signed_in, suggest_slots},
    {"POST", "/v1/interactions", "log_interaction", Access::signed_in, log_interaction},
    {"GET", "/v1/interpretation", "interpret_sentence", Access::signed_in, interpret_sentence},
    {"GET", "/v1/handles/unmatched", "list_unmatched", Access::signed_in, list_unmatched},
    {"POST", "/v1/handles/link", "link_handle", Access::signed_in, link_handle},
    {"POST", "/v1/handles/unlink", "unlink_handle", Access::signed_in, unlink_handle},
    {"POST", "/v1/handles/ignore", "ignore_handle", Access::signed_in, ignore_handle},
    {"POST", "/v1/handles/later", "postpone_handle", Access::signed_in, postpone_handle},
    {"GET", "/v1/handles/own", "list_own_handles", Access::signed_in, list_own_handles},
    {"POST", "/v1/handles/own", "add_own_handle", Access::signed_in, add_own_handle},
    {"DELETE", "/v1/handles/own/{handle}", "remove_own_handle", Access::signed_in, remove_own_handle},
    {"GET", "/v1/suggestions", "list_suggestions", Access::signed_in, list_suggestions},
    {"POST", "/v1/suggestions/reject", "reject_suggestion", Access::signed_in, reject_suggestion},
    {"GET", "/v1/nudges", "list_nudges", Access::signed_in, list_nudges},
    {"GET", "/v1/nudges/preview", "preview_nudges", Access::signed_in, preview_nudges},
    {"GET", "/v1/nudges/{nudge}", "why_nudge", Access::signed_in, why_nudge},
    {"POST", "/v1/nudges/{nudge}/done", "done_nudge", Access::signed_in, done_nudge},
    {"POST", "/v1/nudges/{nudge}/snooze", "snooze_nudge", Access::signed_in, snooze_nudge},
    {"POST", "/v1/nudges/{nudge}/dismiss", "dismiss_nudge", Access::signed_in, dismiss_nudge},
    {"POST", "/v1/fresh-start", "start_fresh", Access::signed_in, start_fresh},
    {"GET", "/v1/plans", "list_plans", Access::signed_in, list_plans},
    {"POST", "/v1/plans", "add_plan", Access::signed_in, add_plan},
    {"GET", "/v1/diary", "get_diary", Access::signed_in, get_diary},
    {"POST", "/v1/plans/{plan}/happened", "happened_plan", Access::signed_in, happened_plan},
    {"POST", "/v1/plans/{plan}/move", "move_plan", Access::signed_in, move_plan},
    {"POST", "/v1/plans/{plan}/skip", "skip_plan", Access::signed_in, skip_plan},
    {"POST", "/v1/plans/{plan}/cancel", "cancel_plan", Access::signed_in, cancel_plan},
    {"GET", "/v1/plans/{plan}/invitation", "get_invitation", Access::signed_in, get_invitation},
    {"GET", "/v1/feeds", "list_feeds", Access::signed_in, list_feeds},
    {"POST", "/v1/feeds", "open_feed", Access::signed_in, open_feed},
    {"DELETE", "/v1/feeds/{feed}", "close_feed", Access::signed_in, close_feed},
    {"GET", "/v1/report", "get_report", Access::signed_in, get_report},
    {"GET", "/v1/report/file", "get_report_file", Access::signed_in, get_report_file},
    {"GET", "/v1/export", "get_export", Access::signed_in, get_export},
    {"POST", "/v1/imports", "import_files", Access::signed_in, import_files},
    {"POST", "/v1/imports/cancel", "cancel_import", Access::signed_in, cancel_import},
    {"POST", "/v1/uploads", "add_upload", Access::signed_in, add_upload},
    {"DELETE", "/v1/uploads/{upload}", "drop_upload", Access::signed_in, drop_upload},
    {"GET", "/v1/people/suggested", "list_suggested_people", Access::signed_in, list_suggested_people},
    {"POST", "/v1/contacts/{contact}/untracked", "leave_untracked", Access::signed_in, leave_untracked},
    {"GET", "/v1/sources", "list_sources", Access::signed_in, list_sources},
    {"POST", "/v1/sources", "add_source", Access::signed_in, add_source},
    {"POST", "/v1/sources/{source}/sync", "sync_source", Access::signed_in, sync_source},
    {"DELETE", "/v1/sources/{source}", "remove_source", Access::signed_in, remove_source},
    {"GET", "/v1/ways", "list_ways", Access::signed_in, list_ways},
    {"POST", "/v1/ways", "add_way", Access::signed_in, add_way},
    {"PATCH", "/v1/ways/{way}", "edit_way", Access::signed_in, edit_way},
    {"DELETE", "/v1/ways/{way}", "remove_way", Access::signed_in, remove_way},
    {"POST", "/v1/ways/{way}/test", "test_way", Access::signed_in, test_way},
    {"GET", "/v1/ways/{way}/deliveries", "list_deliveries", Access::signed_in, list_deliveries},
    {"POST", "/v1/undo", "undo", Access::signed_in, undo},
    {"GET", "/v1/history", "get_history", Access::signed_in, get_history},
    {"POST", "/v1/backup", "backup", Access::socket_only, backup},
    {"GET", "/v1/backup", "get_backup", Access::dashboard, get_backup},
    {"POST", "/v1/restore", "restore", Access::socket_only, restore},
    {"POST", "/v1/uploads/{upload}/restore", "restore_upload", Access::dashboard, restore_upload},
    {"POST", "/v1/rebuild", "rebuild", Access::signed_in, rebuild},
    {"GET", "/v1/doctor", "get_doctor", Access::signed_in, get_doctor},
    {"POST", "/v1/clock", "set_clock", Access::socket_only, set_clock},
    {"GET", "/v1/settings", "get_settings", Access::signed_in, get_settings},
    {"PATCH", "/v1/settings", "change_settings", Access::signed_in, change_settings},
    {"GET", "/v1/tokens", "list_tokens", Access::dashboard, list_tokens},
    {"POST", "/v1/tokens", "add_token", Access::dashboard, add_token},
    {"DELETE", "/v1/tokens/{token}", "revoke_token", Access::dashboard, revoke_token},
    {"POST", "/v1/sign-in", "start_sign_in", Access::socket_only, start_sign_in},
    {"POST", "/v1/session", "finish_sign_in", Access::open, finish_sign_in},
    {"DELETE", "/v1/session", "sign_out", Access::signed_in, sign_out},
    {"GET", "/v1/events", "follow_events", Access::signed_in, nullptr},
});

} // namespace

FindFeed feeds_of(const agenda::App& app)
{
    return [&app](std::string_view secret) -> std::optional<Feed> {
        std::optional<Feed> found;
        for (const store::FeedRecord& each : app.store.feeds()) {
            if (!same_secret(secret, each.secret)) continue;
            auto [text, changed] = agenda::feed_text(app, each);
            found = Feed{std::move(text), changed};
        }
        return found;
    };
}

AllowedHosts allowed_hosts_of(const agenda::App& app)
{
    return [&app] { return app.settings().allowed_hosts; };
}

std::span<const Route> routes() { return all; }

} // namespace blend::http
