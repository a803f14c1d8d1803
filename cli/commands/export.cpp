#include "cli/commands.hpp"
#include "cli/file.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/core/report.hpp"

#include <algorithm>

namespace blend::cli {
namespace {

constexpr std::string_view export_formats[] = {"ics", "json", "csv", "vcf"};
constexpr std::string_view report_formats[] = {"text", "md", "html", "json"};

constexpr Option export_options[] = {
    {"--out", "FILE", "write there instead of to standard output"},
    {"--force", "", "replace FILE when it is there"},
};
constexpr Option report_options[] = {
    {"--week", "WEEK", "like 2026-W47; the running week when left out"},
    {"--format", "FORMAT", "text, md, html or json"},
    {"--out", "FILE", "write there instead of to standard output"},
    {"--force", "", "replace FILE when it is there"},
};

void check_format(const Command& command, std::span<const std::string_view> formats, std::string_view format)
{
    if (std::find(formats.begin(), formats.end(), format) != formats.end()) return;
    const auto meant = nearest(format, formats);
    refuse_usage(command,
                 "there is no format '" + std::string{format} + "'" + (meant ? "; did you mean " + *meant + "?" : ""));
}

/// Into --out, or onto the page.
void deliver(Session& session, std::string_view text)
{
    const auto out = session.arguments.value("--out");
    if (!out) return session.print_document(text);
    write_file(*out, text, session.arguments.has("--force") ? Existing::replace : Existing::refuse);
    session.page.paragraph("written: " + *out);
}

void export_all(Session& session)
{
    const std::string& format = session.arguments.words[0];
    check_format(export_command, export_formats, format);
    const Reply reply = session.client.get("/v1/export" + query({{"format", format}}));
    if (session.printed(reply)) return;
    deliver(session, reply.as<wire::Export>().text);
}

void report(Session& session)
{
    const Arguments& arguments = session.arguments;
    const std::string format = arguments.value("--format").value_or("text");
    check_format(report_command, report_formats, format);
    const Reply reply = session.client.get("/v1/report" + query({{"week", arguments.value("--week")}}));
    if (session.printed(reply)) return;
    if (format == "json") return deliver(session, reply.body() + "\n");
    const auto report = reply.as<wire::Report>();
    if (format == "md") return deliver(session, report_markdown(report));
    if (format == "html") return deliver(session, report_html(report));
    if (arguments.has("--out")) return deliver(session, report_text(report, session.page.width(), Colours::off));
    const std::string text = report_text(report, session.page.width(), session.page.colours());
    session.page.line(std::string_view{text}.substr(0, text.size() - 1));
}

} // namespace

constinit const Command export_command{"export",
                                       "ics|json|csv|vcf [--out FILE] [--force]",
                                       "plans as a calendar, everything as JSON or CSV, contacts as cards",
                                       export_options,
                                       1,
                                       1,
                                       "",
                                       export_all};
constinit const Command report_command{"report",
                                       "[--week 2026-W47] [--format text|md|html|json] [--out FILE]",
                                       "the week: its blend, who held, who moved, what is coming",
                                       report_options,
                                       0,
                                       0,
                                       "",
                                       report};

} // namespace blend::cli
