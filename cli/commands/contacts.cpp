#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/bar.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/problem.hpp"

#include <algorithm>
#include <charconv>

namespace blend::cli {
namespace {

constexpr Option add_options[] = {
    {"--circle", "CIRCLE", "inner, close, friends, wider, or one of your own"},
    {"--every", "14d", "wished longest gap between contacts of any kind (d, w, m, y)"},
    {"--talk-every", "30d", "wished longest gap between calls, video calls and visits"},
    {"--target", "60%", "wished share of meeting and talking"},
    {"--band", "20%", "tolerance around the target"},
    {"--importance", "1.5", "0.5 to 2; 1 is usual"},
    {"--phone", "NUMBER", "a phone number; may be given several times"},
    {"--email", "ADDRESS", "an address; may be given several times"},
    {"--tz", "ZONE", "where they live, like Asia/Kolkata"},
    {"--birthday", "02-29", "month and day, or with the year: 1956-02-29"},
    {"--cannot", "MODES", "never possible, like call,video"},
    {"--limited", "MODES", "possible with effort, like meet"},
    {"--note", "TEXT", "a note of your own"},
    {"--day", "NAME=DATE", "another yearly day: \"wedding day=06-12\"; may be given several times"},
    {"--pause", "3w", "no nudges for so long, or until a day: 2027-01-10"},
};

constexpr Option edit_options[] = {
    {"--name", "NAME", "the new name"},
    add_options[0],
    add_options[1],
    add_options[2],
    add_options[3],
    add_options[4],
    add_options[5],
    add_options[6],
    add_options[7],
    add_options[8],
    add_options[9],
    add_options[10],
    add_options[11],
    add_options[12],
    add_options[13],
    add_options[14],
};

constexpr Option contacts_options[] = {
    {"--due", "", "only those for whom now is a good moment"},       {"--circle", "CIRCLE", "only this circle"},
    {"--sort", "ORDER", "name, urgency, balance, strength or last"}, {"--limit", "N", "at most so many"},
    {"--offset", "N", "leave out so many at the beginning"},
};

constexpr Option yes_option[] = {{"--yes", "", "do it without asking"}};

std::optional<double> number(const Arguments& arguments, std::string_view option)
{
    const auto text = arguments.value(option);
    if (!text) return std::nullopt;
    double value{};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size())
        throw Problem{Problem::Kind::bad_request, "'" + *text + "' is no number for " + std::string{option}};
    return value;
}

/// "wedding day=06-12"; nothing behind the sign takes a day away.
wire::Optional<std::map<std::string, std::string>> yearly_days(const Arguments& arguments)
{
    if (!arguments.has("--day")) return std::nullopt;
    std::map<std::string, std::string> days;
    for (const std::string& text : arguments.values("--day")) {
        const auto sign = text.find('=');
        if (sign == std::string::npos)
            throw Problem{Problem::Kind::bad_request, "'" + text + "' is no yearly day",
                          "like: --day \"wedding day=06-12\""};
        days.insert_or_assign(text.substr(0, sign), text.substr(sign + 1));
    }
    return days;
}

wire::ContactChange change(const Arguments& arguments)
{
    wire::ContactChange change;
    change.name = arguments.value("--name");
    change.circle = arguments.value("--circle");
    change.every = arguments.value("--every");
    change.talk_every = arguments.value("--talk-every");
    change.target = arguments.value("--target");
    change.band = arguments.value("--band");
    change.importance = number(arguments, "--importance");
    if (arguments.has("--phone")) change.phones = arguments.values("--phone");
    if (arguments.has("--email")) change.emails = arguments.values("--email");
    change.cannot = arguments.list("--cannot");
    change.limited = arguments.list("--limited");
    change.zone = arguments.value("--tz");
    change.birthday = arguments.value("--birthday");
    change.note = arguments.value("--note");
    change.pause = arguments.value("--pause");
    change.days = yearly_days(arguments);
    return change;
}

/// "Amma: circle inner, every 7 days, talking every 30 days, wished blend 60%"
void print_wishes(Session& session, const Reply& reply, std::string_view verb)
{
    if (session.printed(reply)) return;
    const wire::Contact contact = reply.as<wire::ContactStanding>().contact;
    std::string text = std::string{verb} + contact.name;
    if (contact.circle) text += ", circle " + *contact.circle;
    if (contact.tracked) {
        text += ", " + every_phrase(contact.cadence_days);
        if (contact.talk_every_days) text += ", talking " + every_phrase(*contact.talk_every_days);
        text += ", wished blend " + percent(contact.target) + " ± " + percent(contact.band);
    }
    if (!contact.cannot.empty()) text += ", not possible: " + listed(plain_words(contact.cannot));
    session.page.paragraph(text, 0, 2);
    if (!contact.tracked)
        session.page.paragraph("without a circle or a cadence there are no nudges: blend edit \"" + contact.name +
                                   "\" --circle friends",
                               0, 2, Ink::faint);
}

void add(Session& session)
{
    wire::ContactChange wanted = change(session.arguments);
    wanted.name = session.arguments.joined();
    print_wishes(session, session.client.post("/v1/contacts", wire::write(wanted)), "added: ");
}

void edit(Session& session)
{
    const Arguments& arguments = session.arguments;
    const auto given = [&](const Option& option) { return arguments.has(option.name); };
    if (std::none_of(std::begin(edit_options), std::end(edit_options), given))
        refuse_usage(edit_command, "what shall change?");
    const std::string path = "/v1/contacts/" + segment(arguments.joined());
    print_wishes(session, session.client.patch(path, wire::write(change(arguments))), "now: ");
}

/// Without a wish there is nothing to be in or out of rhythm with.
std::string state(const wire::Contact& contact, const wire::Standing& standing)
{
    if (!contact.tracked) return "–";
    return standing.last_contact ? plain_word(standing.state) : "not yet";
}

Reply contacts_page(const Session& session, const std::optional<std::string>& offset)
{
    const Arguments& arguments = session.arguments;
    const std::string search = arguments.joined();
    const auto sort = arguments.value("--sort");
    return session.client.get(
        "/v1/contacts" + query({{"query", search.empty() ? std::nullopt : std::optional{search}},
                                {"circle", arguments.value("--circle")},
                                {"due", arguments.has("--due") ? std::optional<std::string>{"true"} : std::nullopt},
                                {"sort", sort == "last" ? std::optional<std::string>{"last_contact"} : sort},
                                {"offset", offset},
                                {"limit", arguments.value("--limit")}}));
}

void contacts(Session& session)
{
    Reply reply = contacts_page(session, session.arguments.value("--offset"));
    if (session.printed(reply)) return;
    Table table{{{"Name", Align::left, Fit::shrink},
                 {"Circle", Align::left, Fit::leave},
                 {"async – sync", Align::left, Fit::leave},
                 {"Blend", Align::right},
                 {"Wished", Align::right, Fit::leave},
                 {"Last", Align::right, Fit::leave},
                 {"State", Align::left}}};
    constexpr int bar_width = 15;
    const Clock clock = session.clock(reply, "UTC"); // only spans of time are shown
    auto list = reply.as<wire::ContactList>();
    const bool all_pages = !session.arguments.has("--limit");
    for (;;) {
        for (const auto& [contact, standing] : list.contacts) {
            const bool known = standing.last_contact.has_value();
            const BlendBar bar{.share = known ? std::optional{standing.share} : std::nullopt,
                               .target = standing.target,
                               .band = contact.band};
            table.row({contact.name, Cell{contact.circle.value_or("–"), Ink::faint},
                       Cell::drawn(drawn(bar, bar_width, session.page.colours()), bar_width),
                       known ? percent(standing.share) : "–",
                       contact.tracked && standing.target ? percent(*standing.target) : "–",
                       known ? clock.ago(*standing.last_contact) : "–", state(contact, standing)});
        }
        if (!list.next || !all_pages) break;
        list = contacts_page(session, std::to_string(*list.next)).as<wire::ContactList>();
    }
    if (table.empty()) return session.page.paragraph("nobody here; add somebody with: blend add NAME --circle friends");
    table.print(session.page);
    session.page.paragraph(many(list.total, "contact", "contacts"), 0, 0, Ink::faint);
}

void forget(Session& session)
{
    const std::string name = session.arguments.joined();
    const Reply found = session.client.get("/v1/contacts/" + segment(name));
    const wire::Contact contact = found.as<wire::ContactStanding>().contact;
    if (!session.arguments.has("--yes")) {
        if (!session.terminal.asks)
            throw Problem{Problem::Kind::cannot, "nobody is there to confirm forgetting " + contact.name,
                          "give --yes to do it without asking"};
        if (!says_yes("Forget " + contact.name + " with everything that was logged? This cannot be undone.")) {
            session.page.paragraph("nothing changed");
            session.exit_code = face(Problem::Kind::cannot).exit_code;
            return;
        }
    }
    session.print_done(session.client.remove("/v1/contacts/" + std::to_string(contact.id)));
}

void merge(Session& session)
{
    const std::vector<std::string>& names = session.arguments.words;
    session.print_done(
        session.client.post("/v1/contacts/" + segment(names[0]) + "/merge", wire::write(wire::Merge{names[1]})));
}

} // namespace

constinit const Command add_command{
    "add", "NAME [options]", "add somebody you want to stay in touch with",       add_options,
    1,     any_number,       "A contact with a circle or a cadence gets nudges.", add};
constinit const Command edit_command{
    "edit", "NAME [options]", "change wishes, limits, handles or the name of a contact",          edit_options,
    1,      any_number,       "Only what is given changes; an empty value (--note \"\") clears.", edit};
constinit const Command contacts_command{"contacts",
                                         "[PART OF A NAME] [--due] [--circle C] [--sort ORDER]",
                                         "everybody, with the blend bar",
                                         contacts_options,
                                         0,
                                         any_number,
                                         "",
                                         contacts};
constinit const Command forget_command{"forget",
                                       "NAME [--yes]",
                                       "remove a contact and all that was logged; asks before",
                                       yes_option,
                                       1,
                                       any_number,
                                       "It cannot be undone; only a backup from before still has the contact.",
                                       forget};
constinit const Command merge_command{"merge",
                                      "KEPT OTHER",
                                      "make two contacts one: all of OTHER moves to KEPT",
                                      {},
                                      2,
                                      2,
                                      "Put names of several words in quotes.",
                                      merge};

} // namespace blend::cli
