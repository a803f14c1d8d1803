#include "cli/commands.hpp"
#include "cli/file.hpp"
#include "cli/words.hpp"

namespace blend::cli {
namespace {

constexpr Option feed_options[] = {
    {"--birthdays", "", "the feed of birthdays and other yearly days, not of plans"},
    {"--rotate", "", "a new address; the old one is void at once"},
    {"--off", "", "make the address void"},
};
constexpr Option invite_options[] = {
    {"--out", "FILE", "write there instead of to standard output"},
    {"--force", "", "replace FILE when it is there"},
};

void feed(Session& session)
{
    const Arguments& arguments = session.arguments;
    const std::string name = arguments.has("--birthdays") ? "birthdays" : "plans";
    if (arguments.has("--off")) return session.print_done(session.client.remove("/v1/feeds/" + name));
    wire::FeedRequest request{.name = name, .rotate = {}};
    if (arguments.has("--rotate")) request.rotate = true;
    const Reply reply = session.client.post("/v1/feeds", wire::write(request));
    if (session.printed(reply)) return;
    session.page.line(reply.as<wire::Feed>().address);
    session.page.paragraph("for calendar programs on this machine. Whoever has this address can read your " + name +
                               "; blend feed" + (name == "plans" ? "" : " --birthdays") + " --rotate makes it void",
                           0, 2, Ink::faint);
}

void invite(Session& session)
{
    const Arguments& arguments = session.arguments;
    const Reply reply = session.client.get("/v1/plans/" + segment(arguments.words[0]) + "/invitation");
    if (session.printed(reply)) return;
    const std::string text = reply.as<wire::Export>().text;
    const auto out = arguments.value("--out");
    if (!out) return session.print_document(text);
    write_file(*out, text, arguments.has("--force") ? Existing::replace : Existing::refuse);
    session.page.paragraph("written: " + *out + "; send it to your guests, and import what they answer: blend import");
}

} // namespace

constinit const Command feed_command{"feed",
                                     "[--birthdays] [--rotate | --off]",
                                     "the secret address at which calendar programs find your plans",
                                     feed_options,
                                     0,
                                     0,
                                     "",
                                     feed};
constinit const Command invite_command{"invite",
                                       "N [--out FILE] [--force]",
                                       "an invitation to plan N as a calendar file, for you to send",
                                       invite_options,
                                       1,
                                       1,
                                       "Of a plan that was called off it is the withdrawal.",
                                       invite};

} // namespace blend::cli
