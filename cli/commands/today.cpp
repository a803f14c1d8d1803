#include "cli/commands.hpp"
#include "cli/words.hpp"
#include "daemon/core/bar.hpp"
#include "daemon/core/columns.hpp"

namespace blend::cli {
namespace {

constexpr int indent = 2;

void print_life(Page& page, const wire::Today& today, const Clock& clock)
{
    const std::string day = clock.long_day(today.day);
    const std::string zone = clipped(today.zone, page.width() - columns(day) - 2);
    const int blanks = page.width() - columns(day) - columns(zone);
    page.line(inked(day, Ink::strong, page.colours()) + std::string(static_cast<std::size_t>(blanks), ' ') +
              inked(zone, Ink::faint, page.colours()));
    if (today.interactions > 0)
        page.line(blend_line({.share = today.life.share, .target = today.life.target, .band = today.life.band}, page));
    if (!today.life.sentence.empty()) page.paragraph(today.life.sentence);
}

void print_nudges(Page& page, const wire::Today& today)
{
    if (today.nudges.empty()) return;
    page.heading("Good next steps");
    for (const wire::Nudge& nudge : today.nudges) print_numbered(page, nudge.id, nudge.reason);
    const std::string number = std::to_string(today.nudges.front().id);
    page.paragraph("then: blend done " + number + ", blend snooze " + number + " 3d, blend why " + number, indent, 2,
                   Ink::faint);
}

void print_fresh_start(Page& page, const wire::Today& today)
{
    if (!today.fresh_start) return;
    page.heading("A fresh start?");
    page.paragraph(today.fresh_start->sentence, indent);
    page.paragraph("then: blend fresh; blend undo takes it back", indent, 2, Ink::faint);
}

void print_asks(Page& page, const wire::Today& today)
{
    if (today.ask.empty()) return;
    page.heading("Did it happen?");
    for (const wire::PlanShape& plan : today.ask) print_numbered(page, plan.id, plan.sentence);
    const std::string number = std::to_string(today.ask.front().id);
    page.paragraph("then: blend happened " + number + ", or blend happened " + number + " --no", indent, 2, Ink::faint);
}

void print_plans(Page& page, const wire::Today& today)
{
    if (today.plans.empty()) return;
    page.heading("Coming");
    for (const wire::PlanShape& plan : today.plans) print_numbered(page, plan.id, plan.sentence);
}

void print_rest(Page& page, const wire::Today& today)
{
    for (const std::string& notice : today.notices) {
        page.gap();
        page.paragraph("note: " + notice, 0, 2);
    }
    if (!today.stale.empty()) {
        page.heading("Not read lately");
        for (const StaleSource& source : today.stale)
            page.paragraph(source.source + ": " + source.sentence, indent, 2, Ink::faint);
    }
    if (!today.next.empty()) {
        page.heading("To begin with");
        for (const std::string& step : today.next) page.paragraph("· " + step, indent, 2);
    }
    if (today.contacts == 0 && today.interactions == 0) return;
    page.gap();
    page.paragraph(many(today.contacts, "contact", "contacts") + ", " + grouped(today.tracked) + " with a rhythm; " +
                       many(today.interactions, "interaction", "interactions"),
                   0, 0, Ink::faint);
    if (today.unmatched > 0)
        page.paragraph(many(today.unmatched, "handle belongs", "handles belong") + " to nobody yet: blend unmatched", 0,
                       0, Ink::faint);
}

void print_today(Session& session)
{
    const Reply reply = session.client.get("/v1/today");
    if (session.printed(reply)) return;
    const auto today = reply.as<wire::Today>();
    print_life(session.page, today, session.clock(reply, today.zone));
    print_nudges(session.page, today);
    print_fresh_start(session.page, today);
    print_asks(session.page, today);
    print_plans(session.page, today);
    print_rest(session.page, today);
}

} // namespace

constinit const Command today_command{
    "today", "",         "the blend of your life, good next steps and coming plans; the same as a bare 'blend'",
    {},      0,          0,
    "",      print_today};

} // namespace blend::cli
