#include "cli/commands.hpp"
#include "cli/launch.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/problem.hpp"

namespace blend::cli {
namespace {

constexpr Option open_options[] = {{"--print", "", "print the address, start no browser"},
                                   {"--host", "NAME", "print one for a phone, at a name that allowed_hosts has"}};

void doctor(Session& session)
{
    const Reply reply = session.client.get("/v1/doctor");
    const auto doctor = reply.as<wire::Doctor>();
    if (!doctor.fine) session.exit_code = face(Problem::Kind::cannot).exit_code;
    if (session.printed(reply)) return;
    Page& page = session.page;
    constexpr int label_width = 7;
    for (const wire::Check& check : doctor.checks)
        page.labelled(check.fine ? "fine" : "look", check.name + ": " + check.sentence, label_width, 0,
                      check.fine ? Ink::plain : Ink::strong);
    page.gap();
    page.paragraph(doctor.fine ? "all is well" : "some things want a look");
}

void open_dashboard(Session& session)
{
    const auto host = session.arguments.value("--host");
    const Reply reply = session.client.post("/v1/sign-in", wire::write(wire::SignInWish{host}));
    if (session.printed(reply)) return;
    const std::string address = reply.as<wire::SignIn>().address;
    if (host || session.arguments.has("--print") || !start_browser(address)) return session.page.line(address);
    session.page.paragraph("opened in your browser; the address works once");
}

void print_tokens(Session& session)
{
    const Reply reply = session.client.get("/v1/tokens");
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::TokenList>();
    if (list.tokens.empty()) return session.page.paragraph("no tokens; make one with: blend token add NAME");
    Table table{{{"Name", Align::left, Fit::shrink}, {"Made"}, {"Last used"}}};
    const Clock& clock = session.clock(reply);
    for (const wire::Token& token : list.tokens)
        table.row(
            {token.name, clock.column(token.created), token.last_used ? clock.column(*token.last_used) : "never"});
    table.print(session.page);
}

void token(Session& session)
{
    const std::vector<std::string>& words = session.arguments.words;
    const std::string verb = words.empty() ? "list" : words[0];
    if (verb == "list") return print_tokens(session);
    if (words.size() < 2) refuse_usage(token_command, "which token?");
    if (verb == "revoke") return session.print_done(session.client.remove("/v1/tokens/" + segment(words[1])));
    if (verb != "add") refuse_usage(token_command, "a token can be added, listed or revoked");
    const Reply reply = session.client.post("/v1/tokens", wire::write(wire::TokenRequest{words[1]}));
    if (session.printed(reply)) return;
    session.page.line(reply.as<wire::NewToken>().token);
    session.page.paragraph("shown once; keep it like a password", 0, 0, Ink::faint);
}

void print_settings(Page& page, const wire::SettingList& list)
{
    std::string group;
    for (const wire::SettingKey& key : list.keys) {
        if (key.group != group) page.heading(group = key.group);
        constexpr int label_width = 18;
        const auto value = list.settings.find(key.key);
        const bool is_empty = value == list.settings.end() || value->second.empty();
        page.labelled(key.key, is_empty ? "–" : value->second, label_width);
        page.paragraph(key.about, label_width, 2, Ink::faint);
    }
}

void config(Session& session)
{
    const std::vector<std::string>& words = session.arguments.words;
    const std::string value = session.arguments.joined(1);
    const Reply reply = words.size() < 2
                            ? session.client.get("/v1/settings")
                            : session.client.patch("/v1/settings", wire::write(wire::Settings{{{words[0], value}}}));
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::SettingList>();
    const auto& settings = list.settings;
    if (words.empty()) return print_settings(session.page, list);
    const auto found = settings.find(words[0]);
    if (found == settings.end()) {
        std::vector<std::string_view> keys;
        for (const auto& [key, each] : settings) keys.push_back(key);
        const auto meant = nearest(words[0], keys);
        throw Problem{Problem::Kind::not_found, "there is no setting '" + words[0] + "'",
                      meant ? "did you mean " + *meant + "?" : "all settings: blend config"};
    }
    session.page.paragraph(found->second);
    if (!session.terminal.shows) return; // a script wants the value alone
    for (const wire::SettingKey& key : list.keys)
        if (key.key == words[0]) session.page.paragraph(key.about + "; it takes " + key.fits, 0, 2, Ink::faint);
}

void version(Session& session) { session.page.line("blend " BLEND_VERSION); }

} // namespace

constinit const Command doctor_command{"doctor", "", "is everything as it should be?",       {},
                                       0,        0,  "Exits 1 when something wants a look.", doctor};
constinit const Command open_command{
    "open",        "[--print | --host NAME]", "the dashboard in your browser, signed in", open_options, 0, 0, "",
    open_dashboard};
constinit const Command token_command{
    "token", "[list | add NAME | revoke NAME]", "keys for scripts and phones", {}, 0, 2, "", token};
constinit const Command config_command{"config", "[KEY [VALUE]]", "see or change settings", {}, 0, any_number,
                                       "",       config};
constinit const Command version_command{"version", "", "which version this is", {}, 0, 0, "", version};

} // namespace blend::cli
