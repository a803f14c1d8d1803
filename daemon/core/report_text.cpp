#include "daemon/core/columns.hpp"
#include "daemon/core/page.hpp"
#include "daemon/core/report.hpp"
#include "daemon/core/report_parts.hpp"

#include <algorithm>
#include <cmath>

namespace blend {
namespace {

constexpr int mail_width = 72;
constexpr int label_width = 11; // "W47, 16 Nov"
constexpr int share_width = 5;

/// As many marks as the value has of the highest; a little is one.
std::string marks(std::string_view mark, double value, double highest, int width)
{
    const int count = value_shown(value) <= 0.0
                          ? 0
                          : std::clamp(static_cast<int>(std::lround(value_shown(value) / highest * width)), 1, width);
    std::string drawn;
    for (int index = 0; index < count; ++index) drawn += mark;
    return drawn;
}

/// Writing grows to the left of the line, meeting and talking to its right.
void print_weeks(Page& page, const Report& report)
{
    page.heading("Week by week");
    constexpr int others = 2 + label_width + 1 + 1 + 1 + share_width; // indent, week, gap, line, gap, share
    const int half = std::min(20, (page.width() - others) / 2);
    const std::vector<ReportWeek> all = known_weeks(report);
    const double most = highest(all);
    const std::string_view talking = half >= 19 ? "meeting and talking" : "talking";
    page.line(inked(padded("", 3 + label_width) + padded_left("writing", half) + "│" + padded(talking, half + 1) +
                        padded_left("share", share_width),
                    Ink::faint, page.colours()));
    for (const ReportWeek& week : all) {
        const bool current = week.week == report.now.week;
        const std::string async = marks("░", week.async, most, half);
        const std::string sync = marks("█", week.sync, most, half);
        page.line("  " +
                  inked(padded(week_and_day(week), label_width), current ? Ink::strong : Ink::plain, page.colours()) +
                  padded("", 1 + half - columns(async)) + inked(async, Ink::async, page.colours()) + "│" +
                  inked(sync, Ink::sync, page.colours()) + padded("", 1 + half - columns(sync)) +
                  padded_left(share_in_words(week), share_width));
    }
}

} // namespace

std::string report_text(const Report& report, int width, Colours colours)
{
    Page page{width, colours};
    page.heading(report_title(report));
    page.gap();
    for (const std::string& sentence : report_opening(report)) page.paragraph(sentence);
    print_weeks(page, report);
    for (const ReportSection& section : report_sections(report)) {
        page.heading(section.title);
        if (!section.intro.empty()) page.paragraph(section.intro, 2);
        for (const std::string& line : section.lines) page.paragraph(line, 2, 2);
    }
    return page.text();
}

std::string report_mail_text(const Report& report) { return report_text(report, mail_width, Colours::off); }

} // namespace blend
