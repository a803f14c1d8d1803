#include "daemon/core/bar.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/page.hpp"
#include "daemon/core/report.hpp"
#include "daemon/core/report_parts.hpp"

#include <algorithm>

namespace blend {
namespace {

void print_weeks(Page& page, const Report& report)
{
    page.heading("Blend, week by week");
    constexpr int others = 2 + 8 + 2 + 2 + 5; // indent, week, gaps, percentage
    const std::string ends = page.width() >= 60 ? "writing " : "";
    const int bar_width = std::min(33, page.width() - others - 2 * columns(ends) - 2);
    for (const ReportWeek& week : weeks(report)) {
        const std::string bar = drawn({.share = week.share, .target = {}, .band = 0}, bar_width, page.colours());
        const bool current = week.week == report.now.week;
        page.line("  " + inked(padded(week.week, 8), current ? Ink::strong : Ink::plain, page.colours()) + "  " +
                  inked(ends, Ink::faint, page.colours()) + bar +
                  inked(ends.empty() ? "" : " talking", Ink::faint, page.colours()) + "  " +
                  padded_left(share_in_words(week), 5));
    }
}

void print_moved(Page& page, const Report& report)
{
    for (const ReportGroup& group : moved_groups(report)) {
        page.heading(group.title);
        for (const ReportContact& each : group.contacts) page.paragraph(about(each), 2, 2);
    }
}

void print_plans(Page& page, const Report& report)
{
    if (report.plans.empty()) return;
    page.heading("Plans");
    if (const std::string kept = plans_sentence(report); !kept.empty()) page.paragraph(kept, 2);
    for (const ReportPlan& plan : report.plans)
        page.paragraph(std::string{plan_state_in_words(plan.state)} + ": " + plan.sentence, 2, 2);
}

void print_coverage(Page& page, const Report& report)
{
    if (report.coverage.empty()) return;
    page.heading("What this rests on");
    for (const StaleSource& source : report.coverage)
        page.paragraph(source.source + ": " + source.sentence, 2, 2, Ink::faint);
}

} // namespace

std::string report_text(const Report& report, int width, Colours colours)
{
    Page page{width, colours};
    page.heading(week_title(report));
    page.paragraph(report.sentence);
    if (const std::string counts = contact_sentence(report); !counts.empty()) page.paragraph(counts);
    print_weeks(page, report);
    print_moved(page, report);
    print_plans(page, report);
    if (const std::string noise = noise_sentence(report); !noise.empty()) {
        page.heading("Tuned out");
        page.paragraph(noise, 2);
    }
    print_coverage(page, report);
    return page.text();
}

} // namespace blend
