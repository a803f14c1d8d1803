// Runs commands in turn, round after round, and prints what each run took: one line a command, in microseconds of wall
// time from before the start of the process until it was waited for. "{}" in an argument is the number of the round.

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

extern char** environ;

namespace {

using Command = std::vector<std::string>;

std::vector<Command> commands_in(int count, char** words)
{
    std::vector<Command> commands;
    for (int index = 2; index < count; ++index) {
        if (std::string_view{words[index]} == "--")
            commands.emplace_back();
        else if (!commands.empty())
            commands.back().emplace_back(words[index]);
    }
    return commands;
}

Command numbered(Command command, int round)
{
    for (std::string& word : command)
        if (const auto place = word.find("{}"); place != std::string::npos)
            word.replace(place, 2, std::to_string(round));
    return command;
}

double run(const Command& numbered_command, const posix_spawn_file_actions_t& files)
{
    Command command = numbered_command;
    std::vector<char*> arguments;
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int status = 0;
    pid_t child = 0;
    const auto begin = std::chrono::steady_clock::now();
    if (posix_spawn(&child, arguments.front(), &files, nullptr, arguments.data(), environ) != 0) {
        std::perror(arguments.front());
        std::exit(1);
    }
    waitpid(child, &status, 0);
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::fprintf(stderr, "bench_times: %s failed\n", command.front().c_str());
        std::exit(1);
    }
    return took.count();
}

} // namespace

int main(int count, char** words)
{
    const auto commands = commands_in(count, words);
    if (commands.empty())
        return std::fprintf(stderr, "usage: bench_times ROUNDS -- COMMAND ARGUMENT... [-- COMMAND ...]\n"), 2;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);

    std::vector<std::vector<double>> times(commands.size());
    const int rounds = std::atoi(words[1]);
    for (int round = 0; round < rounds; ++round)
        for (std::size_t index = 0; index < commands.size(); ++index)
            times[index].push_back(run(numbered(commands[index], round + 1), files));

    for (const auto& line : times) {
        for (const double time : line) std::printf("%.1f ", time);
        std::printf("\n");
    }
}
