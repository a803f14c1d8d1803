#include "daemon/core/bar.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/report.hpp"
#include "daemon/core/report_parts.hpp"

#include <algorithm>
#include <cmath>

namespace blend {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #8888; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; } svg { width: 100%; height: auto; }
svg text { fill: currentColor; font: 11px system-ui, sans-serif; }
.sync { fill: #2a7f86; } .async { fill: #5b74b8; } .quiet { color: #666; }
@media (prefers-color-scheme: dark) { .sync { fill: #5fc3c9; } .async { fill: #9db1ea; } .quiet { color: #aaa; } }
@media print {
  body { margin: 0; max-width: none; font-size: 11pt; }
  h2, figure, table { break-inside: avoid; } h2 { break-after: avoid; }
}
)";

std::string escaped(std::string_view text)
{
    std::string shown;
    for (const char character : harmless(text)) switch (character) {
        case '&': shown += "&amp;"; break;
        case '<': shown += "&lt;"; break;
        case '>': shown += "&gt;"; break;
        case '"': shown += "&quot;"; break;
        case '\'': shown += "&#39;"; break;
        default: shown += character;
        }
    return shown;
}

std::string element(std::string_view name, std::string_view text, std::string_view attributes = {})
{
    return "<" + std::string{name} + std::string{attributes} + ">" + escaped(text) + "</" + std::string{name} + ">\n";
}

std::string paragraph(std::string_view text) { return text.empty() ? std::string{} : element("p", text); }

/// Not a number and less than nothing are drawn as nothing.
double height_of(double value) { return std::isfinite(value) ? std::max(0.0, value) : 0.0; }

std::string column(double x, double value, double highest, std::string_view kind)
{
    constexpr double floor = 130.0;
    const double height = 110.0 * height_of(value) / highest;
    return R"(<rect class=")" + std::string{kind} + R"(" x=")" + one_decimal(x) + R"(" y=")" +
           one_decimal(floor - height) + R"(" width="36" height=")" + one_decimal(height) + "\"/>\n";
}

/// Two columns a week: meeting and talking beside writing.
std::string picture(const std::vector<ReportWeek>& all)
{
    double highest = 1e-9;
    for (const ReportWeek& week : all) highest = std::max({highest, height_of(week.sync), height_of(week.async)});
    const std::string width = std::to_string(100 * all.size());
    std::string svg = R"(<svg role="img" aria-labelledby="weeks-title" viewBox="0 0 )" + width + " 150\">\n" +
                      R"(<title id="weeks-title">Meeting and talking beside writing, week by week; )" +
                      "the table below has the numbers</title>\n";
    double x = 12;
    for (const ReportWeek& week : all) {
        svg += column(x, week.sync, highest, "sync") + column(x + 38, week.async, highest, "async") +
               element("text", week.week, " x=\"" + one_decimal(x + 37) + "\" y=\"146\" text-anchor=\"middle\"");
        x += 100;
    }
    return svg + "</svg>\n";
}

std::string week_table(const std::vector<ReportWeek>& all)
{
    std::string table = "<table>\n<thead><tr><th scope=\"col\">Week</th><th scope=\"col\" class=\"number\">Meeting and "
                        "talking</th><th scope=\"col\" class=\"number\">Writing</th><th scope=\"col\" "
                        "class=\"number\">Share of meeting and talking</th></tr></thead>\n<tbody>\n";
    for (const ReportWeek& week : all)
        table += "<tr>" + element("th", week.week, " scope=\"row\"") +
                 element("td", one_decimal(week.sync), " class=\"number\"") +
                 element("td", one_decimal(week.async), " class=\"number\"") +
                 element("td", share_in_words(week), " class=\"number\"") + "</tr>\n";
    return table + "</tbody>\n</table>\n";
}

std::string people(const Report& report)
{
    std::string html;
    for (const ReportGroup& group : moved_groups(report)) {
        html += element("h2", group.title) + "<ul>\n";
        for (const ReportContact& each : group.contacts) html += element("li", about(each));
        html += "</ul>\n";
    }
    return html;
}

std::string plans(const Report& report)
{
    if (report.plans.empty()) return {};
    std::string html = element("h2", "Plans") + element("p", plans_sentence(report)) + "<ul>\n";
    for (const ReportPlan& plan : report.plans)
        html += element("li", std::string{plan_state_in_words(plan.state)} + ": " + plan.sentence);
    return html + "</ul>\n";
}

std::string coverage(const Report& report)
{
    if (report.coverage.empty()) return {};
    std::string html = element("h2", "What this rests on") + "<ul class=\"quiet\">\n";
    for (const StaleSource& source : report.coverage) html += element("li", source.source + ": " + source.sentence);
    return html + "</ul>\n";
}

} // namespace

std::string report_html(const Report& report)
{
    const std::vector<ReportWeek> all = weeks(report);
    const std::string noise = noise_sentence(report);
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
           element("title", week_title(report)) + "<style>" + std::string{style} + "</style>\n</head>\n<body>\n" +
           element("h1", week_title(report)) + paragraph(report.sentence) + paragraph(contact_sentence(report)) +
           element("h2", "Blend, week by week") +
           "<figure>\n<figcaption>Left column: meeting and talking. Right column: writing.</figcaption>\n" +
           picture(all) + "</figure>\n" + week_table(all) + people(report) + plans(report) +
           (noise.empty() ? "" : element("h2", "Tuned out") + element("p", noise)) + coverage(report) +
           "</body>\n</html>\n";
}

} // namespace blend
