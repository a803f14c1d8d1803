#include "cli/commands.hpp"
#include "cli/importing.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/problem.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

namespace blend::cli {
namespace {

constexpr Option import_options[] = {
    {"--as", "FORMAT", "a format by its name, such as telegram; else found out"},
    {"--me", "NAME|ADDRESS", "who you are in these files"},
    {"--tz", "ZONE", "the zone of times that name none"},
    {"--date-order", "ORDER", "dmy, mdy or ymd, when a file leaves it open"},
    {"--columns", "MAP", "what a table of calls holds: number=2,date=4,duration=5"},
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
    request.columns = arguments.value("--columns");
    if (arguments.has("--create-contacts")) request.create_contacts = true;
    if (arguments.has("--dry-run")) request.dry_run = true;
    return request;
}

/// Why records became no interaction: "3 notices", "1 without a date".
std::string skip_words(const std::string& reason, std::int64_t count)
{
    struct Words {
        std::string_view one;
        std::string_view several;
    };
    static const std::map<std::string_view, Words> known{{"system", {"notice", "notices"}},
                                                         {"future", {"still ahead", "still ahead"}},
                                                         {"no_date", {"without a date", "without a date"}},
                                                         {"note_to_self", {"note to self", "notes to self"}},
                                                         {"no_counterpart", {"with nobody else", "with nobody else"}},
                                                         {"empty_card", {"empty card", "empty cards"}},
                                                         {"group_card", {"card of a group", "cards of groups"}},
                                                         {"draft", {"draft", "drafts"}},
                                                         {"discarded", {"thrown away", "thrown away"}},
                                                         {"crowd", {"sent to a crowd", "sent to a crowd"}},
                                                         {"reaction", {"reaction", "reactions"}},
                                                         {"unsent", {"never sent", "never sent"}},
                                                         {"bot", {"from a bot or channel", "from bots or channels"}}};
    const auto words = known.find(reason);
    return words == known.end() ? grouped(count) + " " + plain_word(reason)
                                : many(count, words->second.one, words->second.several);
}

/// One row: a file, or all files of a format that has too many of them to be read one by one.
using Pile = std::vector<const wire::ImportFile*>;
constexpr std::int64_t most_rows = 8;   ///< of one format, in a pile
constexpr std::int64_t most_files = 16; ///< that are each a row whatever their formats

std::vector<Pile> piles(const wire::ImportReport& report)
{
    std::map<std::string, std::int64_t> count;
    for (const wire::ImportFile& file : report.files)
        if (file.format && !file.refused) ++count[*file.format];
    std::int64_t rows = 0;
    for (const auto& [format, files] : count) rows += files;
    std::vector<Pile> piles;
    for (const wire::ImportFile& file : report.files) {
        if (!file.format || file.refused) continue;
        const bool many_alike = rows > most_files && count[*file.format] > most_rows;
        const auto begun = std::find_if(piles.begin(), piles.end(), [&](const Pile& pile) {
            return many_alike && pile.front()->format == file.format;
        });
        if (begun == piles.end())
            piles.push_back({&file});
        else
            begun->push_back(&file);
    }
    return piles;
}

std::string name_of(const wire::ImportFile& file) { return std::filesystem::path{file.path}.filename().string(); }

/// "a.txt, b.txt, c.txt, …"
std::string names_of(const Pile& files)
{
    constexpr std::size_t most = 3;
    std::string names;
    for (std::size_t index = 0; index < std::min(files.size(), most); ++index)
        names += (index == 0 ? "" : ", ") + name_of(*files[index]);
    return names + (files.size() > most ? ", …" : "");
}

/// The counts of all files together.
wire::ImportFile sum_of(const Pile& pile)
{
    wire::ImportFile sum = *pile.front();
    for (std::size_t index = 1; index < pile.size(); ++index) {
        const wire::ImportFile& file = *pile[index];
        sum.read += file.read;
        sum.stored += file.stored;
        sum.duplicate += file.duplicate;
        sum.noise += file.noise;
        sum.unmatched_handles += file.unmatched_handles;
        sum.calls += file.calls;
        for (const auto& [reason, count] : file.skipped) sum.skipped[reason] += count;
        if (file.first && (!sum.first || *file.first < *sum.first))
            sum.first = file.first; // RFC 3339 UTC sorts as text
        if (file.last && (!sum.last || *sum.last < *file.last)) sum.last = file.last;
    }
    return sum;
}

std::string reasons(const wire::ImportFile& file)
{
    std::vector<std::string> parts;
    for (const auto& [reason, count] : file.skipped)
        if (count > 0) parts.push_back(skip_words(reason, count));
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
    std::string text = file.format.value_or("");
    if (file.first && file.last) {
        const std::string from = clock.day(*file.first);
        const std::string to = clock.day(*file.last);
        text += ", " + from + (from == to ? "" : " to " + to);
    }
    if (file.calls > 0) text += ", " + many(file.calls, "call", "calls");
    return text;
}

/// What the files say, each sentence once; files of no format are not rows and are told of here.
void print_notes(Page& page, const wire::ImportReport& report)
{
    std::vector<std::pair<std::string, Pile>> notes;
    const auto note = [&](const std::string& sentence, const wire::ImportFile& file) {
        const auto same =
            std::find_if(notes.begin(), notes.end(), [&](const auto& each) { return each.first == sentence; });
        if (same == notes.end())
            notes.push_back({sentence, {&file}});
        else
            same->second.push_back(&file);
    };
    for (const wire::ImportFile& file : report.files)
        for (const std::string& warning : file.warnings)
            note(warning.starts_with(file.path) ? warning.substr(file.path.size()) : warning, file);
    for (const auto& [sentence, files] : notes) {
        const bool is_predicate = sentence.starts_with(" is ");
        const std::string who = files.size() == 1 ? name_of(*files.front())
                                                  : many(static_cast<std::int64_t>(files.size()), "file", "files");
        std::string text = sentence;
        if (is_predicate && files.size() == 1)
            text = who + sentence;
        else if (is_predicate)
            text = who + " are" + sentence.substr(3) + ": " + names_of(files);
        else if (report.files.size() > 1)
            text = who + (files.size() > 1 && files.front()->refused ? " (" + names_of(files) + ")" : "") + ": " +
                   sentence;
        page.paragraph("note: " + text, 0, 2, Ink::faint);
    }
}

} // namespace

void print_import_report(Page& page, const wire::ImportReport& report, const Clock& clock)
{
    Table table{{{"File", Align::left, Fit::shrink},
                 {"Read", Align::right},
                 {"Stored", Align::right},
                 {"Duplicate", Align::right},
                 {"Skipped", Align::right},
                 {"Noise", Align::right, Fit::leave},
                 {"Unmatched", Align::right, Fit::leave}}};
    const auto row = [&](const std::string& name, const wire::ImportFile& file) {
        table.row({name, grouped(file.read), Cell{grouped(file.stored), Ink::strong}, grouped(file.duplicate),
                   grouped(skipped(file)), grouped(file.noise), grouped(file.unmatched_handles)});
    };
    const std::vector<Pile> rows = piles(report);
    Pile all;
    for (const Pile& pile : rows) {
        const wire::ImportFile file = sum_of(pile);
        all.insert(all.end(), pile.begin(), pile.end());
        row(pile.size() == 1 ? name_of(file) : many(static_cast<std::int64_t>(pile.size()), "file", "files"), file);
        table.beneath(about(file, clock));
        if (const std::string why = reasons(file); !why.empty()) table.beneath("skipped: " + why);
    }
    if (rows.size() > 1) {
        table.rule();
        row("together", sum_of(all));
    }
    table.print(page);
    print_notes(page, report);
    for (const std::string& path : report.read_again)
        page.paragraph("note: it is known now who you are, so this was read again: " + path, 0, 2, Ink::faint);
    for (const std::string& path : report.give_again)
        page.paragraph("note: it is known now who you are; import this once more, it is gone: " + path, 0, 2,
                       Ink::faint);
}

std::string seems(const wire::OwnerGuess& owner)
{
    return "you seem to be " + owner.name + " in " + std::to_string(owner.chats) + " of the " +
           many(owner.of, "chat", "chats") + " left out";
}

namespace {

/// Reads, and once more when the person says who they are.
Reply imported(const Session& session)
{
    wire::ImportRequest wanted = request(session.arguments);
    Reply reply = asked_patiently(session, "/v1/imports", wire::write(wanted));
    if (!session.terminal.asks || session.arguments.has("--json")) return reply;
    const auto owner = reply.as<wire::ImportReport>().owner;
    if (!owner || !says_yes(seems(*owner) + ". Is that you?")) return reply;
    wanted.me = owner->name;
    return asked_patiently(session, "/v1/imports", wire::write(wanted));
}

void import_files(Session& session)
{
    const Reply reply = imported(session);
    if (session.printed(reply)) return;
    const auto report = reply.as<wire::ImportReport>();
    print_import_report(session.page, report, session.clock(reply));
    if (report.owner) {
        session.page.gap();
        session.page.paragraph(seems(*report.owner) + ": if so, say --me \"" + report.owner->name + "\"");
    }
    std::int64_t stored = 0;
    std::int64_t known = 0;
    std::int64_t unmatched = 0;
    for (const wire::ImportFile& file : report.files) {
        stored += file.stored;
        known += file.duplicate;
        unmatched += file.unmatched_handles;
    }
    session.page.gap();
    if (session.arguments.has("--dry-run")) return session.page.paragraph("a trial: nothing was stored");
    if (stored > 0)
        session.page.paragraph(many(stored, "record", "records") + " stored; blend undo takes " +
                               (stored == 1 ? "it" : "them") + " back");
    else
        session.page.paragraph(known > 0 ? "nothing new: all of it was known already"
                                         : "nothing stored: none of it tells of contact with somebody");
    if (unmatched > 0)
        session.page.paragraph(many(unmatched, "handle belongs", "handles belong") + " to nobody yet: blend unmatched");
}

} // namespace

constinit const Command import_command{
    "import",
    "PATH... [--as FORMAT] [--me NAME|ADDRESS] [--tz ZONE] [--date-order dmy|mdy|ymd] [--columns MAP] "
    "[--create-contacts] [--dry-run]",
    "read exports, mailboxes, calendars and address books",
    import_options,
    1,
    any_number,
    "Reading the same file again adds only what is new. Ctrl-C leaves nothing half stored.",
    import_files};

} // namespace blend::cli
