#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/problem.hpp"

#include <filesystem>

namespace blend::cli {
namespace {

constexpr Option history_options[] = {{"--limit", "N", "so many; 20 when left out"}};
constexpr Option restore_options[] = {{"--yes", "", "do it without asking"}};
constexpr Option rebuild_options[] = {{"--check", "", "only compare, change nothing"}};

std::string path_request(const Arguments& arguments)
{
    return wire::write(wire::PathRequest{std::filesystem::absolute(arguments.words[0]).string()});
}

void undo(Session& session) { session.print_done(session.client.post("/v1/undo")); }

void history(Session& session)
{
    const Reply reply =
        session.client.get("/v1/history" + query({{"limit", session.arguments.value("--limit").value_or("20")}}));
    if (session.printed(reply)) return;
    const auto history = reply.as<wire::History>();
    if (history.changes.empty()) return session.page.paragraph("nothing has been changed yet");
    Table table{{{"No.", Align::right}, {"When"}, {"What", Align::left, Fit::shrink}, {""}}};
    const Clock& clock = session.clock(reply);
    for (const wire::HistoryItem& item : history.changes)
        table.row({std::to_string(item.id), clock.column(item.at),
                   Cell{item.what, item.undone ? Ink::faint : Ink::plain},
                   Cell{item.undone ? "undone" : "", Ink::faint}});
    table.print(session.page);
}

void backup(Session& session)
{
    session.print_done(session.client.post("/v1/backup", path_request(session.arguments)));
}

void restore(Session& session)
{
    const std::string& path = session.arguments.words[0];
    if (!session.arguments.has("--yes")) {
        if (!session.terminal.asks)
            throw Problem{Problem::Kind::cannot, "nobody is there to confirm restoring " + path,
                          "give --yes to do it without asking"};
        if (!says_yes("Put everything back to how it was in " + path + "?")) {
            session.page.paragraph("nothing changed");
            session.exit_code = face(Problem::Kind::cannot).exit_code;
            return;
        }
    }
    session.print_done(session.client.post("/v1/restore", path_request(session.arguments)));
}

void rebuild(Session& session)
{
    wire::RebuildRequest request;
    if (session.arguments.has("--check")) request.check = true;
    const Reply reply = session.client.post("/v1/rebuild", wire::write(request));
    const auto report = reply.as<wire::RebuildReport>();
    const bool differs = session.arguments.has("--check") && report.different > 0;
    if (differs) session.exit_code = face(Problem::Kind::cannot).exit_code;
    if (session.printed(reply)) return;
    session.page.paragraph(report.sentence);
}

} // namespace

constinit const Command undo_command{
    "undo", "", "take back the newest change: a log, an edit, an import, a plan", {}, 0, 0, "", undo};
constinit const Command history_command{
    "history", "[--limit N]", "what was changed, newest first", history_options, 0, 0, "", history};
constinit const Command backup_command{"backup", "FILE", "a copy of everything, while the daemon works", {}, 1, 1,
                                       "",       backup};
constinit const Command restore_command{
    "restore", "FILE [--yes]", "go back to a backup; asks before", restore_options, 1, 1, "", restore};
constinit const Command rebuild_command{
    "rebuild", "[--check]", "compute all standings afresh, or compare only",   rebuild_options,
    0,         0,           "With --check it exits 1 when something differs.", rebuild};

} // namespace blend::cli
