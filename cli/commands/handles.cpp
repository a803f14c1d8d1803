#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace blend::cli {
namespace {

constexpr Option unmatched_options[] = {
    {"--limit", "N", "at most so many; the most frequent come first"},
    {"--offset", "N", "leave out so many at the beginning"},
    {"--set-aside", "", "those that are nobody to stay in touch with, and why"},
};
constexpr Option link_options[] = {{"--not", "", "it is not theirs, and is not to be suggested again"}};
constexpr Option reject_options[] = {{"--contacts", "", "both are contacts"}};
constexpr Option suggestions_options[] = {
    {"--limit", "N", "at most so many; the most frequent come first"},
    {"--offset", "N", "leave out so many at the beginning"},
};

/// Two people of one name would read the same.
std::string told_apart(const std::string& name, const std::optional<std::string>& known_by)
{
    return known_by ? name + ", " + *known_by : name;
}

void print_set_aside(Session& session, const Reply& reply, const wire::UnmatchedList& list)
{
    if (list.handles.empty()) return session.page.paragraph("nothing is set aside");
    Table table{{{"No.", Align::right},
                 {"Kind", Align::left, Fit::leave},
                 {"Handle", Align::left, Fit::shrink},
                 {"Why"},
                 {"Times", Align::right},
                 {"Last", Align::left, Fit::leave}}};
    const Clock& clock = session.clock(reply);
    for (const wire::UnmatchedHandle& each : list.handles)
        table.row({std::to_string(each.handle.id), each.handle.kind, each.handle.value,
                   plain_word(each.set_aside.value_or("")), grouped(each.interactions),
                   each.last ? clock.day(*each.last) : "–"});
    table.print(session.page);
    session.page.gap();
    if (list.next)
        session.page.paragraph("more: blend unmatched --set-aside --offset " + std::to_string(*list.next), 0, 2,
                               Ink::faint);
    session.page.paragraph("if one is somebody after all: blend link " +
                               std::to_string(list.handles.front().handle.id) + " NAME",
                           0, 2, Ink::faint);
}

void unmatched(Session& session)
{
    const Arguments& arguments = session.arguments;
    const bool aside = arguments.has("--set-aside");
    const auto set_aside = aside ? std::optional<std::string>{"true"} : std::nullopt;
    const Reply reply = session.client.get("/v1/handles/unmatched" + query({{"set_aside", set_aside},
                                                                            {"offset", arguments.value("--offset")},
                                                                            {"limit", arguments.value("--limit")}}));
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::UnmatchedList>();
    if (aside) return print_set_aside(session, reply, list);
    if (list.handles.empty()) return session.page.paragraph("every handle belongs to somebody");
    Table table{{{"No.", Align::right},
                 {"Kind", Align::left, Fit::leave},
                 {"Handle", Align::left, Fit::shrink},
                 {"Shown as", Align::left, Fit::shrink},
                 {"Times", Align::right},
                 {"Last", Align::left, Fit::leave}}};
    const Clock& clock = session.clock(reply);
    for (const wire::UnmatchedHandle& each : list.handles) {
        table.row({std::to_string(each.handle.id), each.handle.kind, each.handle.value, each.handle.name.value_or(""),
                   grouped(each.interactions), each.last ? clock.day(*each.last) : "–"});
        for (const wire::Suggestion& suggestion : each.suggestions)
            table.beneath("maybe " + told_apart(suggestion.contact, suggestion.known_by) + " (" + suggestion.reason +
                          ")");
    }
    table.print(session.page);
    session.page.gap();
    if (list.next)
        session.page.paragraph("more: blend unmatched --offset " + std::to_string(*list.next), 0, 2, Ink::faint);
    const std::string number = std::to_string(list.handles.front().handle.id);
    session.page.paragraph("then: blend link " + number + " NAME, or blend ignore " + number, 0, 2, Ink::faint);
}

void link(Session& session)
{
    wire::LinkRequest request{session.arguments.words[0], session.arguments.joined(1), {}};
    if (session.arguments.has("--not")) request.reject = true;
    session.print_done(session.client.post("/v1/handles/link", wire::write(request)));
}

void ignore(Session& session)
{
    session.print_done(
        session.client.post("/v1/handles/ignore", wire::write(wire::IgnoreRequest{session.arguments.words[0]})));
}

void later(Session& session)
{
    const auto& words = session.arguments.words;
    wire::PostponeRequest request{words[0], {}};
    if (words.size() > 1) request.length = words[1];
    session.print_done(session.client.post("/v1/handles/later", wire::write(request)));
}

void suggestions(Session& session)
{
    const Arguments& arguments = session.arguments;
    const Reply reply = session.client.get(
        "/v1/suggestions" + query({{"offset", arguments.value("--offset")}, {"limit", arguments.value("--limit")}}));
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::SuggestionList>();
    Page& page = session.page;
    if (list.suggestions.empty()) return page.paragraph("nothing looks like the same person twice");
    const Clock& clock = session.clock(reply);
    for (const wire::PossibleMatch& each : list.suggestions) {
        std::string who;
        if (each.handle) {
            const bool says_more = each.handle->name && *each.handle->name != each.handle->value;
            who = each.handle->kind + " " + each.handle->value + (says_more ? " (" + *each.handle->name + ")" : "") +
                  " may be " + told_apart(each.contact, each.known_by);
        } else {
            who = told_apart(each.other.value_or(""), each.other_known_by) + " may be " +
                  told_apart(each.contact, each.known_by);
        }
        std::string why = each.reason;
        if (each.interactions > 0) why += "; " + many(each.interactions, "interaction", "interactions");
        if (each.last) why += ", last " + clock.day(*each.last);
        page.paragraph(who, 0, 2);
        page.paragraph(why, 2, 2, Ink::faint);
        page.labelled("yes", each.accept, 4, 2);
        page.labelled("no", each.reject, 4, 2);
        page.gap();
    }
    if (list.next) page.paragraph("more: blend suggestions --offset " + std::to_string(*list.next), 0, 2, Ink::faint);
}

void reject(Session& session)
{
    wire::RejectRequest request{session.arguments.words[0], session.arguments.joined(1), {}};
    if (session.arguments.has("--contacts")) request.contacts = true;
    session.print_done(session.client.post("/v1/suggestions/reject", wire::write(request)));
}

void print_own_change(Session& session, const Reply& reply)
{
    if (session.printed(reply)) return;
    const auto change = reply.as<wire::OwnHandleChange>();
    Page& page = session.page;
    page.paragraph(change.done, 0, 2);
    for (const std::string& path : change.read_again) page.paragraph("read again: " + path, 0, 2);
    for (const std::string& path : change.give_again)
        page.paragraph("not there any more, import it once more: " + path, 0, 2);
    page.paragraph("take it back: blend undo", 0, 2, Ink::faint);
}

void me(Session& session)
{
    const Arguments& arguments = session.arguments;
    if (arguments.words.empty()) {
        const Reply reply = session.client.get("/v1/handles/own");
        if (session.printed(reply)) return;
        const auto own = reply.as<wire::OwnHandles>();
        if (own.handles.empty())
            return session.page.paragraph("Blend does not know yet by which addresses you go: blend me add ADDRESS", 0,
                                          2);
        Table table{{{"Kind"}, {"Handle", Align::left, Fit::shrink}, {"", Align::left, Fit::shrink}}};
        for (const wire::HandleShape& each : own.handles)
            table.row({each.kind, each.value,
                       Cell{each.name && *each.name != each.value ? *each.name : std::string{}, Ink::faint}});
        return table.print(session.page);
    }
    const std::string handle = arguments.joined(1);
    if (handle.empty()) refuse_usage(me_command, "which address?");
    if (arguments.words[0] == "add")
        return print_own_change(session,
                                session.client.post("/v1/handles/own", wire::write(wire::OwnHandleRequest{handle})));
    if (arguments.words[0] == "remove")
        return print_own_change(session, session.client.remove("/v1/handles/own/" + segment(handle)));
    refuse_usage(me_command, "there are add and remove");
}

} // namespace

constinit const Command later_command{"later", "HANDLE [30d]", "do not ask for a while whose handle it is", {}, 1, 2,
                                      "",      later};
constinit const Command suggestions_command{"suggestions",
                                            "[--limit N] [--offset N]",
                                            "who may be the same person, with the reason",
                                            suggestions_options,
                                            0,
                                            0,
                                            "Nothing is ever joined by a likeness alone: you say yes or no.",
                                            suggestions};
constinit const Command reject_command{"reject",
                                       "HANDLE|NAME NAME [--contacts]",
                                       "two that are not the same person; not suggested again",
                                       reject_options,
                                       2,
                                       any_number,
                                       "",
                                       reject};
constinit const Command me_command{
    "me",
    "[add|remove HANDLE|NAME]",
    "your own addresses and names",
    {},
    0,
    any_number,
    "What was imported without knowing them is read again, so that what you sent is yours.",
    me};
constinit const Command unmatched_command{"unmatched",
                                          "[--limit N] [--offset N] [--set-aside]",
                                          "handles that belong to nobody yet, with suggestions",
                                          unmatched_options,
                                          0,
                                          0,
                                          "",
                                          unmatched};
constinit const Command link_command{"link",
                                     "HANDLE NAME [--not]",
                                     "say whose handle it is; all its past comes along",
                                     link_options,
                                     2,
                                     any_number,
                                     "HANDLE is a number of 'blend unmatched', an address, or kind:value.",
                                     link};
constinit const Command ignore_command{"ignore", "HANDLE", "tune out a handle: a newsletter, a shop", {}, 1, 1,
                                       "",       ignore};

} // namespace blend::cli
