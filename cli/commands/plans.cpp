#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/core/sentence.hpp"

#include <charconv>
#include <iostream>

namespace blend::cli {
namespace {

constexpr Option plan_options[] = {
    {"--for", "30m", "how long"},
    {"--every", "2w", "repeats: 1w, 10d, 1m, 1y, or FREQ=MONTHLY;BYDAY=1SU"},
    {"--place", "PLACE", "where, or a link"},
    {"--note", "TEXT", "a note of your own"},
    {"--and", "NAME", "somebody else who takes part; may be given several times"},
    {"--tz", "ZONE", "the zone of WHEN; else your own"},
    {"--reminder", "MINUTES", "alarm so many minutes before"},
};
constexpr Option once_options[] = {{"--once", "", "the coming time alone, of a plan that repeats"}};
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

wire::SlotList good_times(Session& session, const std::string& mode, const std::string& name,
                          const std::optional<std::string>& minutes)
{
    return session.client
        .get("/v1/contacts/" + segment(name) + "/slots" + query({{"mode", mode}, {"minutes", minutes}}))
        .as<wire::SlotList>();
}

void print_slots(Page& page, const Clock& clock, const wire::SlotList& list)
{
    const auto mode_word = from_word<Mode>(list.mode);
    page.heading("Good times for a " + (mode_word ? mode_noun(*mode_word) : plain_word(list.mode)) + " with " +
                 list.contact + ", the best first");
    std::int64_t number = 0;
    for (const wire::Slot& slot : list.slots) print_numbered(page, ++number, slot_words(clock, slot));
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

/// What the words and options ask for, at this time.
wire::PlanRequest request_at(const Arguments& arguments, const std::string& when)
{
    wire::PlanRequest request;
    request.mode = arguments.words[0];
    request.contacts = {arguments.words[1]};
    for (const std::string& name : arguments.values("--and")) request.contacts.push_back(name);
    request.when = when;
    request.length = arguments.value("--for");
    request.every = arguments.value("--every");
    request.place = arguments.value("--place");
    request.note = arguments.value("--note");
    request.zone = arguments.value("--tz");
    request.reminder_minutes = minutes(arguments, "--reminder");
    return request;
}

/// The slot of this number, with its length unless another was asked for.
void plan_slot(Session& session, const wire::SlotList& list, std::size_t number)
{
    if (number < 1 || number > list.slots.size())
        throw Problem{Problem::Kind::bad_request, "there is no good time number " + std::to_string(number),
                      list.slots.empty() ? "say a time: \"Sunday 10:30\""
                                         : "there are 1 to " + std::to_string(list.slots.size())};
    const wire::Slot& slot = list.slots[number - 1];
    wire::PlanRequest request = request_at(session.arguments, slot.start);
    if (!request.length) request.length = std::to_string(slot.minutes) + "m";
    print_plan(session, session.client.post("/v1/plans", wire::write(request)), "planned: ");
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
    const std::string begin = "blend plan " + mode + " " + quoted(name);
    if (list.slots.empty())
        return session.page.paragraph("no good time in sight; say one yourself: " + begin + " \"Sunday 10:30\"");
    const Clock& clock = session.clock(reply);
    if (!session.terminal.asks) {
        print_slots(session.page, clock, list);
        return session.page.paragraph("then: " + begin + " 1", 2, 2, Ink::faint);
    }
    Page page{session.terminal.width, session.terminal.colours};
    print_slots(page, clock, list);
    std::cerr << page.text() << "which? [1-" << list.slots.size() << ", or Enter for none] " << std::flush;
    const char key = pressed_key();
    std::cerr << '\n';
    if (key < '1' || key > '9')
        return session.page.paragraph("nothing planned; later: " + begin + " 1", 0, 2, Ink::faint);
    plan_slot(session, list, static_cast<std::size_t>(key - '0'));
}

/// "3": the good time of that number, instead of a time.
std::optional<std::size_t> slot_number(const Arguments& arguments)
{
    if (arguments.words.size() != 3 || arguments.words[2].size() != 1) return std::nullopt;
    const char digit = arguments.words[2].front();
    return digit >= '1' && digit <= '9' ? std::optional{static_cast<std::size_t>(digit - '0')} : std::nullopt;
}

void plan(Session& session)
{
    const Arguments& arguments = session.arguments;
    if (arguments.words.size() == 2) return suggest(session);
    if (const auto number = slot_number(arguments))
        return plan_slot(session, good_times(session, arguments.words[0], arguments.words[1], slot_minutes(arguments)),
                         *number);
    print_plan(session, session.client.post("/v1/plans", wire::write(request_at(arguments, arguments.joined(2)))),
               "planned: ");
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
        if (plan.answers)
            for (const wire::PlanAnswer& each : *plan.answers)
                session.page.paragraph(each.contact + " answered: " + plain_word(each.answer), 6, 2, Ink::faint);
        if (plan.ask)
            session.page.paragraph("did it happen? blend happened " + std::to_string(plan.id), 6, 2, Ink::faint);
    }
}

std::string plan_path(const Arguments& arguments, std::string_view verb)
{
    return "/v1/plans/" + segment(arguments.words[0]) + std::string{verb};
}

/// What did not happen has its next good times.
void offer_again(Session& session, const wire::PlanShape& plan)
{
    if (plan.contacts.empty()) return;
    const auto list = good_times(session, plan.mode, plan.contacts.front(), std::nullopt);
    if (list.slots.empty()) return;
    const Reply reply = session.client.get("/v1/settings");
    print_slots(session.page, session.clock(reply), list);
    session.page.paragraph("then: blend plan " + plan.mode + " " + quoted(plan.contacts.front()) + " 1", 2, 2,
                           Ink::faint);
}

void happened(Session& session)
{
    const Arguments& arguments = session.arguments;
    wire::HappenedRequest request;
    request.happened = !arguments.has("--no");
    if (arguments.words.size() > 1) request.length = arguments.words[1];
    request.note = arguments.value("--note");
    const Reply reply = session.client.post(plan_path(arguments, "/happened"), wire::write(request));
    session.print_done(reply);
    if (*request.happened || session.arguments.has("--json")) return;
    for (const wire::PlanShape& plan : session.client.get("/v1/plans?all=true").as<wire::PlanList>().plans)
        if (std::to_string(plan.id) == arguments.words[0]) offer_again(session, plan);
}

void move(Session& session)
{
    wire::MoveRequest request{session.arguments.joined(1)};
    if (session.arguments.has("--once")) request.once = true;
    print_plan(session, session.client.post(plan_path(session.arguments, "/move"), wire::write(request)), "moved: ");
}

void cancel(Session& session)
{
    const std::string_view verb = session.arguments.has("--once") ? "/skip" : "/cancel";
    session.print_done(session.client.post(plan_path(session.arguments, verb)));
}

} // namespace

constinit const Command plan_command{
    "plan",
    "MODE NAME [WHEN|NUMBER] [--for 30m] [--every 2w] [--place P] [--note TEXT] [--and NAME]",
    "plan a call or a meetup; without WHEN, good times are suggested, and one is taken by its number",
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
constinit const Command move_command{
    "move", "N WHEN [--once]", "move plan N to another time", once_options, 2, any_number, "", move};
constinit const Command cancel_command{"cancel", "N [--once]", "call plan N off", once_options, 1, 1, "", cancel};

} // namespace blend::cli
