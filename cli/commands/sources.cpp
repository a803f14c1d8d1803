#include "cli/commands.hpp"
#include "cli/importing.hpp"
#include "cli/password.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/problem.hpp"

#include <filesystem>

namespace blend::cli {
namespace {

constexpr Option source_options[] = {
    {"--me", "NAME|ADDRESS", "who you are in these files"},
    {"--tz", "ZONE", "the zone of times that name none"},
    {"--date-order", "ORDER", "dmy, mdy or ymd, when a file leaves it open"},
    {"--user", "NAME", "of an account: who signs in"},
    {"--secret", "PLACE", "where the password is found: keyring, or \"command: pass show mail\""},
    {"--plans", "CALENDAR", "of a calendar account: the calendar that takes your plans"},
    {"--busy", "NAME,NAME", "the calendars or folders that count; all when left out"},
};

void print_look(Session& session, const wire::SourceReport& report)
{
    session.page.paragraph(report.source.path + ": " + report.sentence, 0, 2);
    if (report.source.problem) session.page.paragraph("note: " + *report.source.problem, 0, 2, Ink::faint);
}

/// "Home (plans), Work, Holidays (not busy)"
std::string collections_of(const wire::WatchedSource& source)
{
    constexpr std::size_t most_named = 12;
    if (source.collections.size() > most_named) return std::to_string(source.collections.size()) + " folders";
    std::string names;
    for (const wire::SourceCollection& each : source.collections) {
        names += (names.empty() ? "" : ", ") + each.name;
        if (each.takes_plans) names += " (plans)";
        if (source.kind == "caldav" && !each.counts_busy) names += " (not busy)";
    }
    return names;
}

void list(Session& session)
{
    const Reply reply = session.client.get("/v1/sources");
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::WatchedSourceList>();
    if (list.sources.empty())
        return session.page.paragraph("no place is read by itself yet: blend source add folder ~/Sync/exports");
    Table table{{{"No.", Align::right},
                 {"Kind"},
                 {"Place", Align::left, Fit::shrink},
                 {"Looked at", Align::left},
                 {"Newest contact", Align::left, Fit::leave}}};
    const Clock& clock = session.clock(reply);
    for (const wire::WatchedSource& each : list.sources) {
        table.row({std::to_string(each.id), each.kind, each.path, each.looked ? clock.column(*each.looked) : "not yet",
                   each.newest ? clock.column(*each.newest) : "–"});
        table.beneath(each.sentence);
        if (!each.collections.empty()) table.beneath(collections_of(each));
    }
    table.print(session.page);
}

void add(Session& session)
{
    const Arguments& arguments = session.arguments;
    if (arguments.words.size() != 3) refuse_usage(source_command, "a source is added by its kind and its path");
    const std::string& place = arguments.words[2];
    const bool account = place.find("://") != std::string::npos;
    wire::WatchedSourceRequest request{.kind = arguments.words[1],
                                       .path = account ? place : std::filesystem::absolute(place).string(),
                                       .me = arguments.value("--me"),
                                       .zone = arguments.value("--tz"),
                                       .date_order = arguments.value("--date-order"),
                                       .user = arguments.value("--user"),
                                       .secret = arguments.value("--secret"),
                                       .plans = arguments.value("--plans"),
                                       .busy = arguments.list("--busy")};
    if (request.secret == "keyring") request.password = asked_password("password for " + place + ": ");
    const Reply reply = asked_patiently(session, "/v1/sources", wire::write(request));
    if (session.printed(reply)) return;
    const auto report = reply.as<wire::SourceReport>();
    print_look(session, report);
    session.page.paragraph(std::string{account ? "read" : "kept an eye on"} + " from now on, as source " +
                           std::to_string(report.source.id) + "; blend source remove " +
                           std::to_string(report.source.id) + " ends it");
}

Reply synced(const Session& session, const std::string& number)
{
    return asked_patiently(session, "/v1/sources/" + segment(number) + "/sync", "{}");
}

void sync(Session& session)
{
    const auto& words = session.arguments.words;
    if (words.size() == 2) {
        const Reply reply = synced(session, words[1]);
        if (!session.printed(reply)) print_look(session, reply.as<wire::SourceReport>());
        return;
    }
    const auto all = session.client.get("/v1/sources").as<wire::WatchedSourceList>();
    for (const wire::WatchedSource& each : all.sources)
        print_look(session, synced(session, std::to_string(each.id)).as<wire::SourceReport>());
    const Reply reply = session.client.get("/v1/sources");
    if (session.arguments.has("--json")) {
        session.page = Page{session.terminal.width, session.terminal.colours};
        session.printed(reply);
    } else if (all.sources.empty()) {
        list(session);
    }
}

void source(Session& session)
{
    const auto& words = session.arguments.words;
    const std::string verb = words.empty() ? "list" : words.front();
    if (verb == "list") return list(session);
    if (verb == "add") return add(session);
    if (verb == "sync") return sync(session);
    if (verb != "remove") refuse_usage(source_command, "a source can be added, listed, synced or removed");
    if (words.size() != 2) refuse_usage(source_command, "which source? see blend source list");
    session.print_done(session.client.remove("/v1/sources/" + segment(words[1])));
}

} // namespace

constinit const Command source_command{
    "source",
    "[list | add KIND PLACE | sync [N] | remove N] [--user NAME] [--secret PLACE] [--plans CALENDAR]",
    "places that are read by themselves whenever something new appears",
    source_options,
    0,
    3,
    "A folder takes any export that is put there, say by a phone's backup; of a Maildir only new mails are read, of an "
    "mbox only what was appended. Files are left alone while they are being written. An account is read every few "
    "minutes: "
    "PLACE is its address, https://… or imaps://…; what went into your log stays when you remove it. Kinds: folder, "
    "maildir, mbox, caldav, carddav, imap.",
    source};

} // namespace blend::cli
