#include "daemon/core/bar.hpp"
#include "daemon/core/report.hpp"
#include "daemon/core/report_parts.hpp"

namespace blend {
namespace {

// Colours of the picture are attributes as well: a mail program may drop all of this.
constexpr std::string_view style = R"(
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.55 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem;
  overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; line-height: 1.3; margin: 2rem 0 .5rem; }
ul { margin: .5rem 0; padding-left: 1.25rem; } li { margin: .25rem 0; }
figure { margin: 1rem 0; } figure svg { display: block; width: 100%; max-width: 36rem; height: auto; }
table { border-collapse: collapse; width: 100%; }
figcaption { margin-top: .5rem; } caption { text-align: left; padding: .25rem 0 .5rem; }
th, td { padding: .25rem .5rem .25rem 0; border-bottom: 1px solid #8888; vertical-align: bottom; }
th { font-weight: normal; } thead th { font-weight: bold; } tr.now th, tr.now td { font-weight: bold; }
td { font-variant-numeric: tabular-nums; }
@media screen and (prefers-color-scheme: dark) {
  .sync { fill: #5fc3c9; stroke: #5fc3c9; } .async { fill: #232a40; stroke: #a9baf0; }
}
@media print {
  @page { margin: 16mm 20mm; }
  :root { color-scheme: light; }
  body { margin: 0; padding: 0; max-width: none; font-size: 12pt; line-height: 1.4; color: #000; background: #fff; }
  h1 { margin-top: 0; } h2 { margin-top: 1.1em; break-after: avoid; } p { margin: .6em 0; } li { margin: 0; }
  table { font-size: 11pt; } th, td { padding-top: 1pt; padding-bottom: 1pt; }
  figure, tr, li, p { break-inside: avoid; } thead { display: table-header-group; }
  p, li { orphans: 3; widows: 3; }
  figure svg { max-width: 140mm; }
  .sync { fill: #000; stroke: #000; } .async { fill: #fff; stroke: #000; }
  th, td { border-bottom-color: #000; }
}
)";

std::string cell(std::string_view text) { return element("td", text, R"( align="right")"); }

std::string week_table(const Report& report)
{
    std::string table = "<table cellpadding=\"4\">\n" + element("caption", measure) + "<thead><tr>\n" +
                        element("th", "Week", R"( scope="col" align="left")");
    for (const std::string_view title : {"Meeting and talking", "Writing", "Share of meeting and talking"})
        table += element("th", title, R"( scope="col" align="right")");
    table += "</tr></thead>\n<tbody>\n";
    for (const ReportWeek& week : known_weeks(report))
        table += std::string{week.week == report.now.week ? "<tr class=\"now\">" : "<tr>"} +
                 element("th", week_and_day(week), R"( scope="row" align="left")") + cell(one_decimal(week.sync)) +
                 cell(one_decimal(week.async)) + cell(share_in_words(week)) + "</tr>\n";
    return table + "</tbody>\n</table>\n";
}

std::string section(const ReportSection& section)
{
    std::string html = element("h2", section.title);
    if (!section.intro.empty()) html += element("p", section.intro);
    if (section.lines.empty()) return html;
    html += "<ul>\n";
    for (const std::string& line : section.lines) html += element("li", line);
    return html + "</ul>\n";
}

} // namespace

std::string report_html(const Report& report)
{
    const std::string title = report_title(report);
    std::string html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n" +
                       element("title", title) + "<style>" + std::string{style} +
                       "</style>\n</head>\n<body>\n<main>\n" + element("h1", title);
    for (const std::string& sentence : report_opening(report)) html += element("p", sentence);
    html += element("h2", "Week by week") + "<figure>\n" + report_picture(report) +
            element("figcaption", "The table at the end has the numbers.") + "</figure>\n";
    // The people come before the numbers: the table is the picture's twin and may wait.
    for (const ReportSection& each : report_sections(report)) html += section(each);
    return html + element("h2", "The weeks in numbers") + week_table(report) + "</main>\n</body>\n</html>\n";
}

std::string report_mail_html(const Report& report) { return report_html(report); }

} // namespace blend
