#include "cli/manual.hpp"

#include "cli/command.hpp"
#include "daemon/core/problem.hpp"

#include <fmt/format.h>

#include <map>

namespace blend::cli {
namespace {

/// Text that troff shows as it is.
std::string plain(std::string_view text)
{
    std::string shown;
    for (const char character : text) {
        if (character == '\\')
            shown += "\\e";
        else if (character == '-')
            shown += "\\-";
        else
            shown += character;
    }
    return shown.starts_with('.') || shown.starts_with('\'') ? "\\&" + shown : shown;
}

std::string option_items(std::span<const Option> options)
{
    std::string text;
    for (const Option& option : options) {
        text += ".TP\n\\fB" + plain(option.name) + "\\fR";
        if (!option.value.empty()) text += " \\fI" + plain(option.value) + "\\fR";
        text += "\n" + plain(option.summary) + "\n";
    }
    return text;
}

std::string exit_codes()
{
    std::map<int, std::string> words;
    for (const ProblemFace& face : problem_faces)
        words[face.exit_code] += (words[face.exit_code].empty() ? "" : ", ") + std::string{face.word};
    std::string text = ".TP\n0\nfine\n";
    for (const auto& [code, names] : words) text += fmt::format(".TP\n{}\n{}\n", code, plain(names));
    return text;
}

} // namespace

std::string manual_page()
{
    std::string text = ".TH BLEND 1 \"\" \"blend " BLEND_VERSION "\" \"User Commands\"\n"
                       ".SH NAME\nblend \\- keep in touch, in a blend of meeting, talking and writing\n"
                       ".SH SYNOPSIS\n.B blend\n[\\fICOMMAND\\fR] [\\fIWORD\\fR...] [\\fIOPTION\\fR...]\n"
                       ".SH DESCRIPTION\nblend talks to the daemon blendd on this machine and starts it when it is not "
                       "running. Without a command it shows today. Names match by their beginning, whatever case and "
                       "accents.\n.SH COMMANDS\n";
    for (const Command* each : commands()) {
        text += ".SS " + plain(each->name) + "\n\\fBblend " + plain(each->name) + "\\fR " + plain(each->usage) +
                "\n.PP\n" + plain(each->summary) + ".\n";
        if (!each->more.empty()) text += plain(each->more) + "\n";
        text += option_items(each->options);
    }
    return text + ".SH OPTIONS\n" + option_items(common_options()) + ".SH EXIT STATUS\n" + exit_codes() +
           ".SH ENVIRONMENT\n"
           ".TP\nBLEND_HOME\nkeep everything under this folder\n"
           ".TP\nBLEND_NO_START\nnever start the daemon; exit 5 when it is not running\n"
           ".TP\nCOLUMNS, NO_COLOR, TERM\nwidth and colours of what is printed\n"
           ".SH SEE ALSO\nblendd(1)\n";
}

std::string bash_completion()
{
    std::string commands_line;
    std::string cases;
    const auto names = [](std::span<const Option> options) {
        std::string text;
        for (const Option& option : options) text += " " + std::string{option.name};
        return text;
    };
    for (const Command* each : commands()) {
        commands_line += (commands_line.empty() ? "" : " ") + std::string{each->name};
        cases += fmt::format("        {}) options=\"{}{}\" ;;\n", each->name, names(common_options()).substr(1),
                             names(each->options));
    }
    return "# bash completion for blend\n"
           "_blend() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} options=\"\"\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
           "        COMPREPLY=($(compgen -W \"" +
           commands_line +
           "\" -- \"$word\"))\n"
           "        return\n"
           "    fi\n"
           "    case $command in\n" +
           cases +
           "    esac\n"
           "    case $word in\n"
           "        -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
           "        *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
           "    esac\n"
           "}\n"
           "complete -o filenames -F _blend blend\n";
}

} // namespace blend::cli
