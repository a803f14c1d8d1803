#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace blend::cli {
namespace {

constexpr Option unmatched_options[] = {
    {"--limit", "N", "at most so many; the most frequent come first"},
    {"--offset", "N", "leave out so many at the beginning"},
};

void unmatched(Session& session)
{
    const Arguments& arguments = session.arguments;
    const Reply reply = session.client.get("/v1/handles/unmatched" + query({{"offset", arguments.value("--offset")},
                                                                            {"limit", arguments.value("--limit")}}));
    if (session.printed(reply)) return;
    const auto list = reply.as<wire::UnmatchedList>();
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
            table.beneath("maybe " + suggestion.contact + " (" + suggestion.reason + ")");
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
    const wire::LinkRequest request{session.arguments.words[0], session.arguments.joined(1)};
    session.print_done(session.client.post("/v1/handles/link", wire::write(request)));
}

void ignore(Session& session)
{
    session.print_done(
        session.client.post("/v1/handles/ignore", wire::write(wire::IgnoreRequest{session.arguments.words[0]})));
}

} // namespace

constinit const Command unmatched_command{"unmatched",
                                          "[--limit N] [--offset N]",
                                          "handles that belong to nobody yet, with suggestions",
                                          unmatched_options,
                                          0,
                                          0,
                                          "",
                                          unmatched};
constinit const Command link_command{"link",
                                     "HANDLE NAME",
                                     "say whose handle it is; all its past comes along",
                                     {},
                                     2,
                                     any_number,
                                     "HANDLE is a number of 'blend unmatched', an address, or kind:value.",
                                     link};
constinit const Command ignore_command{"ignore", "HANDLE", "tune out a handle: a newsletter, a shop", {}, 1, 1,
                                       "",       ignore};

} // namespace blend::cli
