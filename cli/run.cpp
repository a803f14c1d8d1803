#include "cli/run.hpp"

#include "cli/command.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/problem.hpp"

#include <algorithm>
#include <mutex>

namespace blend::cli {
namespace {

struct Line {
    const Command* command{};
    std::vector<std::string> words; ///< without the command's own
};

bool takes_value(std::string_view word)
{
    for (const Option& option : common_options())
        if (option.name == word && !option.value.empty()) return true;
    return false;
}

/// The first word that is no option is the command; without one it is `today`. `--help` and `--version` alone are
/// commands too.
Line split(std::span<const std::string> words)
{
    Line line{nullptr, {words.begin(), words.end()}};
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (words[at] == "--version") return {command("version"), {}};
        if (takes_value(words[at])) {
            ++at;
            continue;
        }
        if (words[at].starts_with('-')) continue;
        line.command = command(words[at]);
        if (line.command == nullptr) {
            std::vector<std::string_view> names;
            for (const Command* each : commands()) names.push_back(each->name);
            const auto meant = nearest(words[at], names);
            throw Problem{Problem::Kind::bad_request, "there is no command '" + words[at] + "'",
                          meant ? "did you mean: blend " + *meant : "all commands: blend help"};
        }
        line.words.erase(line.words.begin() + static_cast<std::ptrdiff_t>(at));
        return line;
    }
    const bool asks_help = !words.empty() && (words.front() == "--help" || words.front() == "-h");
    if (asks_help) return {command("help"), {}};
    line.command = command("today");
    return line;
}

/// Connects when the first question is asked: help needs no daemon.
class Later final : public Daemon {
public:
    Later(const Connect& connect, std::optional<std::filesystem::path> home) : connect_{connect}, home_{std::move(home)}
    {
    }

    Answer ask(const Question& question) override { return daemon().ask(question); }
    void follow(std::stop_token stop, const std::function<void(const Event&)>& each) override
    {
        daemon().follow(std::move(stop), each);
    }

private:
    Daemon& daemon()
    {
        std::call_once(once_, [this] { daemon_ = connect_(home_); });
        return *daemon_;
    }

    const Connect& connect_;
    std::optional<std::filesystem::path> home_;
    std::once_flag once_;
    std::unique_ptr<Daemon> daemon_;
};

void run_command(const Line& line, const Connect& connect, const Terminal& terminal, Instant now, Outcome& outcome)
{
    const Command& command = *line.command;
    const Arguments arguments = sort_arguments(line.words, command.options);
    if (arguments.has("--help")) {
        Page page{terminal.width, terminal.colours};
        print_help(page, command);
        outcome.out = page.text();
        return;
    }
    if (arguments.words.size() < command.least)
        refuse_usage(command, "something is missing behind 'blend " + std::string{command.name} + "'");
    if (arguments.words.size() > command.most)
        refuse_usage(command, "'" + arguments.words[command.most] + "' is one word too many");

    Later daemon{connect, arguments.value("--home")};
    const Client client{daemon};
    Session session{arguments, client, terminal, now};
    command.run(session);
    outcome.out = session.page.text();
    outcome.exit_code = session.exit_code;
}

} // namespace

Outcome run(std::span<const std::string> words, const Connect& connect, const Terminal& terminal, Instant now)
{
    Outcome outcome;
    try {
        run_command(split(words), connect, terminal, now, outcome);
    } catch (const Problem& problem) {
        const auto one_line = [](std::string_view text) {
            std::string line{text};
            std::replace(line.begin(), line.end(), '\n', ' ');
            return harmless(line);
        };
        outcome.err = "blend: " + one_line(problem.what()) + "\n";
        if (!problem.hint.empty()) outcome.err += "hint: " + one_line(problem.hint) + "\n";
        outcome.exit_code = face(problem.kind).exit_code;
    }
    return outcome;
}

} // namespace blend::cli
