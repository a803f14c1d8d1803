#include "cli/commands.hpp"
#include "cli/words.hpp"

namespace blend::cli {
namespace {

constexpr Option nudges_options[] = {
    {"--preview", "14d", "what the coming days would give, and why not more"},
};
constexpr Option done_options[] = {
    {"--at", "WHEN", "when it was; now when left out"},
    {"--note", "TEXT", "a note of your own"},
};

std::string nudge_path(const Arguments& arguments, std::string_view verb = {})
{
    return "/v1/nudges/" + segment(arguments.words[0]) + std::string{verb};
}

void preview(Session& session, std::string days)
{
    if (days.ends_with('d')) days.pop_back();
    const Reply reply = session.client.get("/v1/nudges/preview" + query({{"days", days}}));
    if (session.printed(reply)) return;
    const Clock& clock = session.clock(reply);
    session.page.paragraph("If nothing happened meanwhile, these would be the nudges:");
    for (const wire::NudgePreviewDay& day : reply.as<wire::NudgePreview>().days) {
        session.page.heading(clock.long_day(day.day));
        for (const wire::Nudge& nudge : day.nudges) session.page.paragraph(nudge.reason, 2, 2);
        if (day.rest) session.page.paragraph("none: " + *day.rest, 2, 2, Ink::faint);
    }
}

void nudges(Session& session)
{
    if (const auto days = session.arguments.value("--preview")) return preview(session, *days);
    const Reply reply = session.client.get("/v1/nudges");
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::NudgeList>();
    if (list.nudges.empty())
        return session.page.paragraph("no nudges now: nothing asks for one, or today's have been given");
    for (const wire::Nudge& nudge : list.nudges) print_numbered(session.page, nudge.id, nudge.reason);
    const std::string number = std::to_string(list.nudges.front().id);
    session.page.paragraph("then: blend done " + number + ", blend snooze " + number + " 3d, blend dismiss " + number +
                               ", blend why " + number,
                           2, 2, Ink::faint);
}

void fresh(Session& session) { session.print_done(session.client.post("/v1/fresh-start")); }

void done(Session& session)
{
    const Arguments& arguments = session.arguments;
    wire::DoneRequest request;
    if (arguments.words.size() > 1) request.size = arguments.words[1];
    request.at = arguments.value("--at");
    request.note = arguments.value("--note");
    session.print_done(session.client.post(nudge_path(arguments, "/done"), wire::write(request)));
}

void snooze(Session& session)
{
    const Arguments& arguments = session.arguments;
    const wire::SnoozeRequest request{arguments.words.size() > 1 ? arguments.words[1] : "3d"};
    session.print_done(session.client.post(nudge_path(arguments, "/snooze"), wire::write(request)));
}

void dismiss(Session& session) { session.print_done(session.client.post(nudge_path(session.arguments, "/dismiss"))); }

void why(Session& session)
{
    const Reply reply = session.client.get(nudge_path(session.arguments));
    if (session.printed(reply)) return;
    const auto detail = reply.as<wire::NudgeDetail>();
    Page& page = session.page;
    page.heading(detail.nudge.reason);
    for (const std::string& sentence : detail.sentences) page.paragraph("· " + sentence, 0, 2);
    constexpr int label_width = 12;
    const Clock& clock = session.clock(reply);
    if (detail.last_note) page.labelled("last note", *detail.last_note, label_width);
    for (const wire::Slot& slot : detail.nudge.slots) page.labelled("good time", slot_words(clock, slot), label_width);
    for (const std::string& link : detail.links) page.labelled("link", link, label_width);
    page.labelled("given", clock.moment(detail.given) + ", " + plain_word(detail.state), label_width);
}

} // namespace

constinit const Command nudges_command{
    "nudges", "[--preview 14d]", "good next steps, each with its reason", nudges_options, 0, 0, "", nudges};
constinit const Command fresh_command{
    "fresh",
    "",
    "when most people are due: let them come back one by one",
    {},
    0,
    0,
    "Nobody is forgotten: those who are due rest, and return in turn, the most important first.",
    fresh};
constinit const Command done_command{
    "done", "N [25m|120w] [--at WHEN] [--note TEXT]", "you did what nudge N proposed: log it", done_options, 1, 2, "",
    done};
constinit const Command snooze_command{"snooze", "N [3d]", "ask again later", {}, 1, 2, "", snooze};
constinit const Command dismiss_command{"dismiss", "N", "not this one", {}, 1, 1, "", dismiss};
constinit const Command why_command{"why", "N", "all that stands behind nudge N", {}, 1, 1, "", why};

} // namespace blend::cli
