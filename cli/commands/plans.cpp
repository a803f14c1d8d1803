#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/core/sentence.hpp"

#include <charconv>

namespace blend::cli {
namespace {

constexpr Option plan_options[] = {
    {"--for", "30m", "how long"},
    {"--every", "2w", "repeats: 1w, 10d"},
    {"--place", "PLACE", "where, or a link"},
    {"--note", "TEXT", "a note of your own"},
    {"--and", "NAME", "somebody else who takes part; may be given several times"},
    {"--tz", "ZONE", "the zone of WHEN; else your own"},
    {"--reminder", "MINUTES", "alarm so many minutes before"},
};
constexpr Option plans_options[] = {{"--all", "", "past and cancelled ones too"}};
constexpr Option happened_options[] = {
    {"--no", "", "it did not happen; the next good time is offered"},
    {"--note", "TEXT", "a note of your own"},
};

wire::Optional<int> minutes(const Arguments& arguments, std::string_view option)
{
    const auto text = arguments.value(option);
    if (!text) return std::nullopt;
    int count{};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
    if (error != std::errc{} || end != text->data() + text->size())
        throw Problem{Problem::Kind::bad_request, "'" + *text + "' is no number of minutes", "like: --reminder 15"};
    return count;
}

/// Minutes for the query of slots: "30m" or "30"; the daemon reads everything else itself when the plan is made.
std::optional<std::string> slot_minutes(const Arguments& arguments)
{
    auto text = arguments.value("--for");
    if (text && text->ends_with('m')) text->pop_back();
    return text;
}

std::string quoted(const std::string& word)
{
    return word.find_first_of(" '\"") == std::string::npos ? word : "\"" + word + "\"";
}

void suggest(Session& session)
{
    const Arguments& arguments = session.arguments;
    const std::string& mode = arguments.words[0];
    const std::string& name = arguments.words[1];
    const Reply reply = session.client.get("/v1/contacts/" + segment(name) + "/slots" +
                                           query({{"mode", mode}, {"minutes", slot_minutes(arguments)}}));
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::SlotList>();
    Page& page = session.page;
    if (list.slots.empty())
        return page.paragraph("no good time in sight; say one yourself: blend plan " + mode + " " + quoted(name) +
                              " \"Sunday 10:30\"");
    const auto mode_word = from_word<Mode>(list.mode);
    page.heading("Good times for a " + (mode_word ? mode_noun(*mode_word) : plain_word(list.mode)) + " with " +
                 list.contact + ", the best first");
    const Clock& clock = session.clock(reply);
    std::int64_t number = 0;
    for (const wire::Slot& slot : list.slots) {
        const std::string begin = "blend plan " + mode + " " + quoted(name);
        std::string text = clock.local_moment(slot.local);
        if (slot.their_local) text += " (" + clock.local_moment(*slot.their_local) + " for them)";
        text += ", " + duration(slot.minutes);
        print_numbered(page, ++number, text + (slot.reason.empty() ? "" : ": " + slot.reason));
        page.paragraph(begin + " \"" + slot.local.substr(0, 10) + " " + slot.local.substr(11, 5) + "\"", 6, 2,
                       Ink::faint);
    }
}

void print_plan(Session& session, const Reply& reply, std::string_view verb)
{
    if (session.printed(reply)) return;
    const auto plan = reply.as<wire::PlanShape>();
    session.page.paragraph(std::string{verb} + plan.sentence, 0, 2);
    session.page.paragraph("plan " + std::to_string(plan.id) + "; blend move " + std::to_string(plan.id) +
                               " WHEN, blend cancel " + std::to_string(plan.id),
                           0, 2, Ink::faint);
}

void plan(Session& session)
{
    const Arguments& arguments = session.arguments;
    if (arguments.words.size() == 2) return suggest(session);
    wire::PlanRequest request;
    request.mode = arguments.words[0];
    request.contacts = {arguments.words[1]};
    for (const std::string& name : arguments.values("--and")) request.contacts.push_back(name);
    request.when = arguments.joined(2);
    request.length = arguments.value("--for");
    request.every = arguments.value("--every");
    request.place = arguments.value("--place");
    request.note = arguments.value("--note");
    request.zone = arguments.value("--tz");
    request.reminder_minutes = minutes(arguments, "--reminder");
    print_plan(session, session.client.post("/v1/plans", wire::write(request)), "planned: ");
}

void plans(Session& session)
{
    const bool all = session.arguments.has("--all");
    const Reply reply =
        session.client.get("/v1/plans" + query({{"all", all ? std::optional<std::string>{"true"} : std::nullopt}}));
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::PlanList>();
    if (list.plans.empty()) return session.page.paragraph("no plans; find a good time with: blend plan call NAME");
    for (const wire::PlanShape& plan : list.plans) {
        print_numbered(session.page, plan.id,
                       plan.sentence + (plan.state == "planned" ? "" : " – " + plain_word(plan.state)));
        if (plan.ask)
            session.page.paragraph("did it happen? blend happened " + std::to_string(plan.id), 6, 2, Ink::faint);
    }
}

std::string plan_path(const Arguments& arguments, std::string_view verb)
{
    return "/v1/plans/" + segment(arguments.words[0]) + std::string{verb};
}

void happened(Session& session)
{
    const Arguments& arguments = session.arguments;
    wire::HappenedRequest request;
    request.happened = !arguments.has("--no");
    if (arguments.words.size() > 1) request.length = arguments.words[1];
    request.note = arguments.value("--note");
    session.print_done(session.client.post(plan_path(arguments, "/happened"), wire::write(request)));
}

void move(Session& session)
{
    const wire::MoveRequest request{session.arguments.joined(1)};
    print_plan(session, session.client.post(plan_path(session.arguments, "/move"), wire::write(request)), "moved: ");
}

void cancel(Session& session) { session.print_done(session.client.post(plan_path(session.arguments, "/cancel"))); }

} // namespace

constinit const Command plan_command{
    "plan",
    "MODE NAME [WHEN] [--for 30m] [--every 2w] [--place P] [--note TEXT] [--and NAME]",
    "plan a call or a meetup; without WHEN, good times are suggested",
    plan_options,
    2,
    any_number,
    "Modes: meet, video, call. WHEN reads like \"Sunday 10:30\", \"tomorrow 7pm\" or 2026-11-29T10:30:00+01:00.",
    plan};
constinit const Command plans_command{
    "plans", "[--all]", "what is planned, and what awaits a yes or no", plans_options, 0, 0, "", plans};
constinit const Command happened_command{
    "happened", "N [45m] [--no] [--note TEXT]", "say whether plan N happened; yes logs it", happened_options, 1, 2, "",
    happened};
constinit const Command move_command{"move", "N WHEN", "move plan N to another time", {}, 2, any_number, "", move};
constinit const Command cancel_command{"cancel", "N", "call plan N off", {}, 1, 1, "", cancel};

} // namespace blend::cli
