#include "daemon/core/bar.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/report.hpp"
#include "daemon/core/report_parts.hpp"

namespace blend {
namespace {

/// Text that Markdown shows as it is: no link, emphasis, HTML or table cell comes out of a name.
std::string prose(std::string_view text)
{
    std::string escaped;
    for (const char character : harmless(text)) {
        if (std::string_view{"\\`*_[]<>#|~&"}.find(character) != std::string_view::npos) escaped += '\\';
        escaped += character;
    }
    return escaped;
}

std::string week_rows(const Report& report)
{
    std::string text = "| week | meeting and talking | writing | share of meeting and talking |\n"
                       "|---|--:|--:|--:|\n";
    for (const ReportWeek& week : weeks(report))
        text += "| " + prose(week.week) + " | " + one_decimal(week.sync) + " | " + one_decimal(week.async) + " | " +
                share_in_words(week) + " |\n";
    return text;
}

} // namespace

std::string report_markdown(const Report& report)
{
    std::string text = "# " + prose(week_title(report)) + "\n\n";
    if (!report.sentence.empty()) text += prose(report.sentence) + "\n\n";
    if (const std::string counts = contact_sentence(report); !counts.empty()) text += prose(counts) + "\n\n";
    text += "## Blend, week by week\n\n" + week_rows(report);
    for (const ReportGroup& group : moved_groups(report)) {
        text += "\n## " + std::string{group.title} + "\n\n";
        for (const ReportContact& each : group.contacts) text += "- " + prose(about(each)) + "\n";
    }
    if (!report.plans.empty()) {
        text += "\n## Plans\n\n" + plans_sentence(report) + "\n\n";
        for (const ReportPlan& plan : report.plans)
            text += "- " + prose(plan_state_in_words(plan.state)) + ": " + prose(plan.sentence) + "\n";
    }
    if (const std::string noise = noise_sentence(report); !noise.empty()) text += "\n## Tuned out\n\n" + noise + "\n";
    if (!report.coverage.empty()) {
        text += "\n## What this rests on\n\n";
        for (const StaleSource& source : report.coverage)
            text += "- " + prose(source.source) + ": " + prose(source.sentence) + "\n";
    }
    return text;
}

} // namespace blend
