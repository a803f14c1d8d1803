#include "cli/commands.hpp"
#include "cli/manual.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/problem.hpp"

#include <algorithm>

namespace blend::cli {
namespace {

constexpr Option help_options[] = {
    {"--man", "", "the manual page, for man -l"},
    {"--completion", "SHELL", "completions for bash"},
};

constexpr int indent = 2;

int label_width(const Page& page) { return std::min(22, page.width() / 3); }

void print_options(Page& page, std::span<const Option> options)
{
    for (const Option& option : options)
        page.labelled(std::string{option.name} + (option.value.empty() ? "" : " ") + std::string{option.value},
                      option.summary, label_width(page), indent);
}

void print_all(Page& page)
{
    page.paragraph("Blend keeps you in touch: visits and calls, mail and chat, in a blend that suits each of you.");
    page.heading("Commands");
    for (const Command* each : commands()) page.labelled(each->name, each->summary, 11, indent);
    page.gap();
    page.paragraph("More of each: blend help COMMAND. Names match by their beginning, whatever case and accents.");
}

void help(Session& session)
{
    const Arguments& arguments = session.arguments;
    if (arguments.has("--man")) return session.print_document(manual_page());
    if (const auto shell = arguments.value("--completion")) {
        if (*shell != "bash")
            refuse_usage(help_command, "there are no completions for '" + *shell + "', only for bash");
        return session.print_document(bash_completion());
    }
    if (arguments.words.empty()) return print_all(session.page);
    const Command* found = command(arguments.words[0]);
    if (found == nullptr)
        throw Problem{Problem::Kind::bad_request, "there is no command '" + arguments.words[0] + "'",
                      "all commands: blend help"};
    print_help(session.page, *found);
}

} // namespace

void print_help(Page& page, const Command& command)
{
    page.labelled("usage:", "blend " + std::string{command.name} + " " + std::string{command.usage}, 7);
    page.gap();
    page.paragraph(command.summary);
    if (!command.more.empty()) page.paragraph(command.more);
    if (!command.options.empty()) {
        page.heading("Options");
        print_options(page, command.options);
    }
    page.heading("Always");
    print_options(page, common_options());
}

constinit const Command help_command{
    "help", "[COMMAND] [--man] [--completion bash]", "what there is, and how to use it", help_options, 0, 1, "", help};

} // namespace blend::cli
