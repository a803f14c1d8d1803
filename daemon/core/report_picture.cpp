#include "daemon/core/bar.hpp"
#include "daemon/core/report.hpp"
#include "daemon/core/report_parts.hpp"

#include <algorithm>

namespace blend {
namespace {

constexpr double step = 28.0; ///< from week to week
constexpr double bar = 20.0;
constexpr double margin = 6.0;
constexpr double head = 22.0;   ///< for the key of what stands above the line
constexpr double reach = 150.0; ///< of the highest bar above the line and the deepest below it, together
constexpr double names = head + reach + 14.0;
constexpr double height = names + 24.0;

std::string number(std::string_view name, double value)
{
    return " " + std::string{name} + "=\"" + one_decimal(value) + "\"";
}

constexpr std::string_view filled = R"( class="sync" fill="#1f6f76" stroke="#1f6f76")";
constexpr std::string_view hollow = R"( class="async" fill="#e6ebf8" stroke="#4a64ab")";

std::string rectangle(double x, double y, double width, double tall, std::string_view look)
{
    return "<rect" + number("x", x) + number("y", y) + number("width", width) + number("height", tall) +
           std::string{look} + "/>\n";
}

std::string label(double x, double y, std::string_view text, std::string_view more)
{
    return element("text", text, number("x", x) + number("y", y) + std::string{more});
}

std::string description(const std::vector<ReportWeek>& all)
{
    const auto quiet = std::count_if(all.begin(), all.end(), [](const ReportWeek& week) { return !week.share; });
    std::string text = "One column a week, from " + week_and_day(all.front()) + ", to " + week_and_day(all.back()) +
                       ": meeting and talking stands filled above the line, writing hangs hollow below it. ";
    const auto& last = all.back();
    text += last.share ? "The last week: " + one_decimal(value_shown(last.sync)) + " above, " +
                             one_decimal(value_shown(last.async)) + " below, " + share_in_words(last) + " together."
                       : "The last week is quiet.";
    if (quiet > 0 && all.size() > 1)
        text += " Quiet weeks: " + std::to_string(quiet) + " of " + std::to_string(all.size()) + ".";
    return text;
}

} // namespace

std::string report_picture(const Report& report)
{
    const std::vector<ReportWeek> all = weeks(report);
    double above = 0.0;
    double below = 0.0;
    for (const ReportWeek& week : all) {
        above = std::max(above, value_shown(week.sync));
        below = std::max(below, value_shown(week.async));
    }
    const double scale = above + below > 0.0 ? reach / (above + below) : 0.0;
    const double line = above + below > 0.0 ? head + above * scale : head + reach / 2.0;
    const double width = 2.0 * margin + step * static_cast<double>(std::max<std::size_t>(all.size(), 6));
    std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="weeks-title weeks-desc")"
                      R"( font-family="system-ui, sans-serif" font-size="11" fill="currentColor" viewBox="0 0 )" +
                      one_decimal(width) + " " + one_decimal(height) + "\">\n" +
                      element("title", "Meeting and talking, and writing, week by week", R"( id="weeks-title")") +
                      element("desc", description(all), R"( id="weeks-desc")") +
                      rectangle(margin, 4.0, 9.0, 9.0, filled) + label(margin + 14.0, 12.5, "meeting and talking", "");
    double x = margin + (step - bar) / 2.0;
    for (const ReportWeek& week : all) {
        const double up = scale * value_shown(week.sync);
        const double down = scale * value_shown(week.async);
        if (up > 0.0) svg += rectangle(x, line - up, bar, up, filled);
        if (down > 0.0) svg += rectangle(x, line, bar, down, hollow);
        const bool current = week.week == report.now.week;
        svg += label(x + bar / 2.0, names, week_name(week),
                     current ? R"( text-anchor="middle" font-weight="bold")" : R"( text-anchor="middle")");
        x += step;
    }
    svg += "<path d=\"M" + one_decimal(margin) + " " + one_decimal(line) + "H" + one_decimal(width - margin) +
           "\" stroke=\"currentColor\"/>\n" + rectangle(margin, height - 14.0, 9.0, 9.0, hollow) +
           label(margin + 14.0, height - 5.5, "writing", "");
    return svg + "</svg>\n";
}

} // namespace blend
