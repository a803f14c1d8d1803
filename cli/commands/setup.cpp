#include "cli/commands.hpp"
#include "cli/importing.hpp"
#include "cli/words.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/problem.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace blend::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t most_people = 20;

void say(const std::string& text) { std::cerr << harmless(text) << '\n'; }

/// What was drawn so far goes to the person at once: the next question follows it.
void show(const Session& session, const std::function<void(Page&)>& draw)
{
    Page page{session.terminal.width, session.terminal.colours};
    draw(page);
    std::cerr << page.text();
}

std::string answer(const std::string& question, const std::string& usual)
{
    std::cerr << harmless(question) << (usual.empty() ? "" : " [" + harmless(usual) + "]") << ": " << std::flush;
    std::string text;
    if (!std::getline(std::cin, text))
        throw Problem{Problem::Kind::cannot, "the setup was left", "what was answered is kept; blend setup goes on"};
    const auto end = text.find_last_not_of(" \t\r");
    text.erase(end == std::string::npos ? 0 : end + 1);
    return text.empty() ? usual : text;
}

std::string setting(const std::map<std::string, std::string>& settings, const std::string& key)
{
    const auto found = settings.find(key);
    return found == settings.end() ? "" : found->second;
}

/// Zone and country; asked again until they make sense.
void ask_where(const Session& session)
{
    const auto settings = session.client.get("/v1/settings").as<wire::SettingList>().settings;
    for (const auto& [key, question] :
         {std::pair{"zone", "Your time zone"}, std::pair{"region", "Your country, in two letters, for phone numbers"}})
        while (true) {
            const std::string before = setting(settings, key);
            const std::string wanted = answer(question, before);
            if (wanted == before) break;
            try {
                session.client.patch("/v1/settings", wire::write(wire::Settings{{{key, wanted}}}));
                break;
            } catch (const Problem& problem) {
                say(std::string{problem.what()} + (problem.hint.empty() ? "" : "; " + problem.hint));
            }
        }
}

bool looks_like_an_export(const std::string& name)
{
    static constexpr std::string_view endings[] = {".vcf", ".ics", ".mbox", ".zip", ".eml"};
    return name.starts_with("WhatsApp Chat") || std::any_of(std::begin(endings), std::end(endings),
                                                            [&](std::string_view end) { return name.ends_with(end); });
}

/// What lies where exports and mails usually lie.
std::vector<std::string> found_exports()
{
    const auto home = wire::environment()("HOME");
    if (!home) return {};
    std::vector<std::string> found;
    std::error_code error;
    for (fs::directory_iterator each{fs::path{*home} / "Downloads", error}, end; !error && each != end;
         each.increment(error))
        if (looks_like_an_export(each->path().filename().string())) found.push_back(each->path().string());
    std::sort(found.begin(), found.end());
    for (const char* name : {"Maildir", "Mail", ".mail"})
        if (fs::is_directory(fs::path{*home} / name, error)) found.push_back((fs::path{*home} / name).string());
    return found;
}

/// "~/x" and "x" as the shell would have made them.
std::string absolute(const std::string& text)
{
    const auto home = wire::environment()("HOME");
    if (home && text.starts_with("~/")) return (fs::path{*home} / text.substr(2)).string();
    return fs::absolute(text).string();
}

/// A wish that is refused says why, and the setup goes on.
template <class Work> void patiently(Work work)
{
    try {
        work();
    } catch (const Problem& problem) {
        say(std::string{problem.what()} + (problem.hint.empty() ? "" : "; " + problem.hint));
    }
}

void add_own(const Session& session, const std::string& handle)
{
    patiently([&] {
        const auto change = session.client.post("/v1/handles/own", wire::write(wire::OwnHandleRequest{handle}))
                                .as<wire::OwnHandleChange>();
        say(change.done);
        for (const std::string& path : change.read_again) say("read again: " + path);
        for (const std::string& path : change.give_again) say("not there any more, import it once more: " + path);
    });
}

/// What was sent from these is the owner's; blend me shows and changes them later.
void ask_who_you_are(const Session& session)
{
    const auto own = session.client.get("/v1/handles/own").as<wire::OwnHandles>();
    std::string known;
    for (const wire::HandleShape& each : own.handles)
        if (known.find(each.value) == std::string::npos) known += (known.empty() ? "" : ", ") + each.value;
    if (!known.empty()) say("Blend knows you as " + known + ".");
    const std::string question = known.empty() ? "Your name as chats show it, your mail address or number"
                                               : "Another name, mail address or number of yours";
    for (std::string handle = answer(question + " (empty: go on)", ""); !handle.empty();
         handle = answer("Another one (empty: go on)", ""))
        add_own(session, handle);
}

void read_pile(const Session& session, wire::ImportRequest request)
{
    request.dry_run = true;
    const Reply trial = asked_patiently(session, "/v1/imports", wire::write(request));
    auto report = trial.as<wire::ImportReport>();
    const Clock clock = session.clock(trial, "UTC");
    show(session, [&](Page& page) { print_import_report(page, report, clock); });
    if (report.owner && says_yes(seems(*report.owner) + ". Is that you?")) add_own(session, report.owner->name);
    if (!says_yes("Bring this in?")) return;
    request.dry_run = false;
    report = asked_patiently(session, "/v1/imports", wire::write(request)).as<wire::ImportReport>();
    std::int64_t stored = 0;
    for (const wire::ImportFile& file : report.files) stored += file.stored;
    say(many(stored, "record", "records") + " stored; blend undo takes them back");
}

void ask_for_piles(const Session& session)
{
    const auto found = found_exports();
    if (!found.empty()) {
        say("Found:");
        for (const std::string& each : found) say("  " + each);
        if (says_yes("Look at these?")) patiently([&] { read_pile(session, {.paths = found}); });
    }
    while (true) {
        const std::string path = answer("A file or folder to bring in (empty: go on)", "");
        if (path.empty()) return;
        patiently([&] { read_pile(session, {.paths = {absolute(path)}}); });
    }
}

/// Does what the key says; how many changes that made.
int decided(const Session& session, const wire::SuggestedPerson& person, char key)
{
    const Client& client = session.client;
    if (key == 'n') {
        if (person.contact)
            client.post("/v1/contacts/" + std::to_string(*person.contact) + "/untracked");
        else
            client.post("/v1/handles/ignore", wire::write(wire::IgnoreRequest{std::to_string(*person.handle)}));
        return 1;
    }
    const std::string circle = key == 'i' ? "inner" : key == 'c' ? "close" : key == 'f' ? "friends" : "wider";
    if (person.contact) {
        client.patch("/v1/contacts/" + std::to_string(*person.contact),
                     wire::write(wire::ContactChange{.circle = circle}));
        return 1;
    }
    const auto added =
        client.post("/v1/contacts", wire::write(wire::ContactChange{.name = person.name, .circle = circle}))
            .as<wire::ContactStanding>();
    client.post("/v1/handles/link",
                wire::write(wire::LinkRequest{std::to_string(*person.handle), std::to_string(added.contact.id)}));
    return 2;
}

void ask_about_people(const Session& session)
{
    const auto list = session.client.get("/v1/people/suggested" + query({{"limit", std::to_string(most_people)}}))
                          .as<wire::SuggestedPeople>();
    if (list.people.empty()) return say("Nobody is left to ask about.");
    say("Whom do you want to stay in touch with, and how closely?");
    say("  i inner   c close   f friends   w wider   n not someone I track   s skip   b back   q enough");
    std::vector<int> made; // changes behind each person
    for (std::size_t at = 0; at < list.people.size();) {
        const wire::SuggestedPerson& person = list.people[at];
        std::cerr << harmless(std::to_string(at + 1) + " of " + std::to_string(list.people.size()) + "  " +
                              person.name + ": " + person.sentence + "  ")
                  << std::flush;
        const char key = pressed_key();
        std::cerr << (key == '\0' ? 'q' : key) << '\n';
        if (key == 'q' || key == '\0') return;
        if (key == 'b' && at > 0) {
            for (int change = 0; change < made.back(); ++change) session.client.post("/v1/undo");
            made.pop_back();
            --at;
        } else if (key == 's') {
            made.push_back(0);
            ++at;
        } else if (std::string_view{"icfwn"}.find(key) != std::string_view::npos) {
            made.push_back(decided(session, person, key));
            ++at;
        }
    }
}

void setup(Session& session)
{
    if (session.arguments.has("--json")) {
        session.printed(session.client.get("/v1/people/suggested"));
        return;
    }
    if (!session.terminal.asks) {
        session.page.paragraph("The setup asks questions, and nobody is here to answer. The same by hand:");
        for (const char* line : {"blend config zone Europe/Berlin; blend config region DE",
                                 "blend me add NAME; blend me add ADDRESS", "blend import ~/Downloads/* --dry-run",
                                 "blend unmatched; blend link HANDLE NAME", "blend edit NAME --circle close"})
            session.page.paragraph(line, 2, 4);
        return;
    }
    ask_where(session);
    ask_who_you_are(session);
    ask_for_piles(session);
    ask_about_people(session);
    session.page.paragraph("That is all. Run it again whenever you like; blend undo takes answers back. Now: blend");
}

} // namespace

constinit const Command setup_command{
    "setup",
    "",
    "the first steps: who you are, what to bring in, whom to stay in touch with",
    {},
    0,
    0,
    "Every answer counts at once, so it may be left at any time; the next run goes on with who is left.",
    setup};

} // namespace blend::cli
