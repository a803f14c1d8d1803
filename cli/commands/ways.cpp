#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/problem.hpp"

namespace blend::cli {
namespace {

constexpr Option way_options[] = {
    {"--server", "URL", "of mail: smtps://mail.example.org, or smtp://… with STARTTLS"},
    {"--from", "ADDRESS", "of mail: whom it comes from; yourself when left out"},
    {"--user", "NAME", "of mail: who signs in; the address when left out"},
    {"--secret", "PLACE", "its password, token or key: keyring (asks for it), or \"command: pass show mail\""},
    {"--carries", "TOPICS", "of nudges, questions, reminders and report"},
    {"--hide-names", "", "name nobody: for a lock screen"},
    {"--show-names", "", "name people again"},
};
constexpr Option prompt_options[] = {{"--hide-names", "", "name nobody: for a screen that others see"}};

/// What --secret means: a place, and what is to be put there.
struct Secret {
    std::optional<std::string> place;
    std::optional<std::string> password;
};

Secret secret_of(const Session& session)
{
    Secret secret{session.arguments.value("--secret"), {}};
    if (secret.place != "keyring") return secret;
    secret.password = typed_secret("its password, token or key (it is not shown): ", session.terminal);
    if (secret.password->empty())
        throw Problem{Problem::Kind::bad_request, "no password was given", "type it, or give it on standard input"};
    return secret;
}

std::optional<bool> hiding(const Arguments& arguments)
{
    if (arguments.has("--hide-names")) return true;
    if (arguments.has("--show-names")) return false;
    return std::nullopt;
}

std::string carried(const wire::Way& way)
{
    std::string list;
    for (const std::string& each : way.carries) list += (list.empty() ? "" : ", ") + each;
    return list + (way.hide_names ? "; names nobody" : "");
}

void print_ways(Session& session)
{
    const Reply reply = session.client.get("/v1/ways");
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::WayList>();
    if (list.ways.empty())
        return session.page.paragraph("nothing is told by itself yet; for notifications on this desktop: blend way add "
                                      "desktop");
    Table table{{{"No.", Align::right}, {"Way", Align::left, Fit::shrink}, {"Carries", Align::left, Fit::shrink}}};
    for (const wire::Way& each : list.ways) {
        table.row({std::to_string(each.id), each.name, carried(each)});
        table.beneath(each.sentence);
    }
    table.print(session.page);
}

void print_log(Session& session, const std::string& number)
{
    const Reply reply = session.client.get("/v1/ways/" + segment(number) + "/deliveries");
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::DeliveryList>();
    if (list.deliveries.empty()) return session.page.paragraph("nothing has left by this way yet");
    const Clock& clock = session.clock(reply);
    constexpr int label_width = 18;
    for (const wire::Delivery& each : list.deliveries)
        session.page.labelled(clock.column(each.made), each.topic + ": " + each.sentence, label_width);
}

void print_way(Session& session, const Reply& reply)
{
    if (session.printed(reply)) return;
    const auto way = reply.as<wire::Way>();
    const std::string number = std::to_string(way.id);
    session.page.paragraph("way " + number + ", " + way.name + ": " + (way.is_on ? carried(way) : "off"), 0, 2);
    if (way.is_on) session.page.paragraph("try it: blend way test " + number, 0, 2, Ink::faint);
}

void add_way(Session& session)
{
    const Arguments& arguments = session.arguments;
    if (arguments.words.size() < 2)
        refuse_usage(way_command, "which kind? desktop, mail, sendmail, ntfy, gotify, webhook or command");
    const Secret secret = secret_of(session);
    const std::string address = arguments.joined(2);
    const wire::WayRequest request{.kind = arguments.words[1],
                                   .address = address.empty() ? std::nullopt : std::optional{address},
                                   .server = arguments.value("--server"),
                                   .sender = arguments.value("--from"),
                                   .user = arguments.value("--user"),
                                   .secret = secret.place,
                                   .password = secret.password,
                                   .carries = arguments.list("--carries"),
                                   .hide_names = hiding(arguments)};
    print_way(session, session.client.post("/v1/ways", wire::write(request)));
}

void change_way(Session& session, const std::string& path, std::optional<bool> is_on)
{
    const Secret secret = secret_of(session);
    const wire::WayChange change{.carries = session.arguments.list("--carries"),
                                 .hide_names = hiding(session.arguments),
                                 .is_on = is_on,
                                 .secret = secret.place,
                                 .password = secret.password};
    print_way(session, session.client.patch(path, wire::write(change)));
}

void way(Session& session)
{
    const auto& words = session.arguments.words;
    const std::string verb = words.empty() ? "list" : words.front();
    if (verb == "list") return print_ways(session);
    if (verb == "add") return add_way(session);
    if (words.size() != 2) refuse_usage(way_command, "which way? see blend way list");
    const std::string path = "/v1/ways/" + segment(words[1]);
    if (verb == "test") return session.print_done(session.client.post(path + "/test"));
    if (verb == "log") return print_log(session, words[1]);
    if (verb == "remove") return session.print_done(session.client.remove(path));
    if (verb == "on") return change_way(session, path, true);
    if (verb == "off") return change_way(session, path, false);
    if (verb == "edit") return change_way(session, path, std::nullopt);
    refuse_usage(way_command, "a way can be added, listed, tested, edited, turned on or off, or removed");
}

void prompt(Session& session)
{
    const bool hides = session.arguments.has("--hide-names");
    const auto reply = session.client.glance(hides ? "/v1/prompt?hide_names=true" : "/v1/prompt");
    if (!reply || session.printed(*reply)) return;
    const std::string line = reply->as<wire::Prompt>().line;
    if (!line.empty()) session.page.line(clipped(line, session.page.width()));
}

} // namespace

constinit const Command way_command{
    "way",
    "[list | add KIND [ADDRESS] | test N | log N | edit N | on N | off N | remove N] [OPTIONS]",
    "how Blend tells you of nudges, questions, reminders and the report",
    way_options,
    0,
    any_number,
    "Kinds: desktop; mail ADDRESS and sendmail ADDRESS; ntfy, gotify and webhook with an https address; command "
    "\"LINE\", which is given JSON on its standard input. A way that keeps failing for a day turns itself off.",
    way};
constinit const Command prompt_command{"prompt",
                                       "[--hide-names]",
                                       "one short line for a shell prompt or a status bar",
                                       prompt_options,
                                       0,
                                       0,
                                       "Prints nothing when there is nothing to say, or no daemon: it starts none.",
                                       prompt};

} // namespace blend::cli
