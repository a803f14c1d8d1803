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
    for (const ReportWeek& week : known_weeks(report))
        text += "| " + prose(week_and_day(week)) + " | " + one_decimal(week.sync) + " | " + one_decimal(week.async) +
                " | " + share_in_words(week) + " |\n";
    return text;
}

} // namespace

std::string report_markdown(const Report& report)
{
    std::string text = "# " + prose(report_title(report)) + "\n\n";
    for (const std::string& sentence : report_opening(report)) text += prose(sentence) + "\n\n";
    text += "## Week by week\n\n" + week_rows(report) + "\n" + std::string{measure} + "\n";
    for (const ReportSection& section : report_sections(report)) {
        text += "\n## " + std::string{section.title} + "\n\n";
        if (!section.intro.empty()) text += prose(section.intro) + "\n";
        if (!section.intro.empty() && !section.lines.empty()) text += "\n";
        for (const std::string& line : section.lines) text += "- " + prose(line) + "\n";
    }
    return text;
}

} // namespace blend
