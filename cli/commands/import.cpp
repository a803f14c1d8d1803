#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/problem.hpp"

#include <filesystem>
#include <thread>

namespace blend::cli {
namespace {

constexpr Option import_options[] = {
    {"--as", "FORMAT", "whatsapp, ics, vcf, mbox, maildir or csv; else found out"},
    {"--me", "NAME|ADDRESS", "who you are in these files"},
    {"--tz", "ZONE", "the zone of times that name none"},
    {"--date-order", "ORDER", "dmy, mdy or ymd, when a file leaves it open"},
    {"--create-contacts", "", "make contacts of people who have none yet"},
    {"--dry-run", "", "read and report, store nothing"},
};

wire::ImportRequest request(const Arguments& arguments)
{
    wire::ImportRequest request;
    for (const std::string& path : arguments.words) request.paths.push_back(std::filesystem::absolute(path).string());
    request.format = arguments.value("--as");
    request.me = arguments.value("--me");
    request.zone = arguments.value("--tz");
    request.date_order = arguments.value("--date-order");
    if (arguments.has("--create-contacts")) request.create_contacts = true;
    if (arguments.has("--dry-run")) request.dry_run = true;
    return request;
}

/// Asks, draws the progress meanwhile, and passes a Ctrl-C on to the daemon, which alone knows what is stored.
Reply import_watched(const Session& session, const std::string& body)
{
    session.client.get("/v1/health"); // the daemon is up before signals are held back
    const Interrupt interrupt{[&session] {
        try {
            session.client.post("/v1/imports/cancel");
        } catch (const Problem&) {
            // It finished in the meantime, or is gone; the import's own answer says which.
        }
    }};
    const std::jthread progress{[&session](std::stop_token stop) {
        ProgressDrawing drawing{session.terminal};
        try {
            session.client.daemon().follow(stop, [&drawing](const Event& event) { drawing.show(event); });
        } catch (const Problem&) {
            // Without events there is no bar; the import itself goes on.
        }
    }};
    try {
        return session.client.post("/v1/imports", body);
    } catch (const Problem&) {
        if (!interrupt.happened()) throw;
        throw Problem{Problem::Kind::cannot, "the import was stopped; nothing was stored",
                      "the same command begins it again"};
    }
}

std::string reasons(const wire::ImportFile& file)
{
    std::vector<std::string> parts;
    for (const auto& [reason, count] : file.skipped)
        if (count > 0) parts.push_back(grouped(count) + " " + plain_word(reason));
    return listed(parts);
}

std::int64_t skipped(const wire::ImportFile& file)
{
    std::int64_t sum = 0;
    for (const auto& [reason, count] : file.skipped) sum += count;
    return sum;
}

std::string about(const wire::ImportFile& file, const Clock& clock)
{
    std::string text = file.format.value_or("unknown format");
    if (file.first && file.last) text += ", " + clock.day(*file.first) + " to " + clock.day(*file.last);
    if (file.calls > 0) text += ", " + many(file.calls, "call", "calls");
    return text;
}

void print_report(Page& page, const wire::ImportReport& report, const Clock& clock)
{
    Table table{{{"File", Align::left, Fit::shrink},
                 {"Read", Align::right},
                 {"Stored", Align::right},
                 {"Duplicate", Align::right},
                 {"Skipped", Align::right},
                 {"Noise", Align::right, Fit::leave},
                 {"Unmatched", Align::right, Fit::leave}}};
    for (const wire::ImportFile& file : report.files) {
        table.row({std::filesystem::path{file.path}.filename().string(), grouped(file.read),
                   Cell{grouped(file.stored), Ink::strong}, grouped(file.duplicate), grouped(skipped(file)),
                   grouped(file.noise), grouped(file.unmatched_handles)});
        table.beneath(about(file, clock));
        if (const std::string why = reasons(file); !why.empty()) table.beneath("skipped: " + why);
        for (const std::string& warning : file.warnings) table.beneath("note: " + warning);
    }
    table.print(page);
}

void import_files(Session& session)
{
    const Reply reply = import_watched(session, wire::write(request(session.arguments)));
    if (session.printed(reply)) return;
    const auto report = reply.as<wire::ImportReport>();
    print_report(session.page, report, session.clock());
    std::int64_t stored = 0;
    std::int64_t unmatched = 0;
    for (const wire::ImportFile& file : report.files) {
        stored += file.stored;
        unmatched += file.unmatched_handles;
    }
    session.page.gap();
    if (session.arguments.has("--dry-run")) return session.page.paragraph("a trial: nothing was stored");
    session.page.paragraph(stored == 0 ? "nothing new: all of it was known already"
                                       : many(stored, "record", "records") + " stored; blend undo takes them back");
    if (unmatched > 0)
        session.page.paragraph(many(unmatched, "handle belongs", "handles belong") + " to nobody yet: blend unmatched");
}

} // namespace

constinit const Command import_command{
    "import",
    "PATH... [--as FORMAT] [--me NAME|ADDRESS] [--tz ZONE] [--date-order dmy|mdy|ymd] [--create-contacts] [--dry-run]",
    "read exports, mailboxes, calendars and address books",
    import_options,
    1,
    any_number,
    "Reading the same file again adds only what is new. Ctrl-C leaves nothing half stored.",
    import_files};

} // namespace blend::cli
