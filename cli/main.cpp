// blend: the command line. Arguments in, one or two questions to the daemon, text out.

#include "cli/launch.hpp"
#include "cli/run.hpp"
#include "cli/socket_daemon.hpp"
#include "cli/terminal.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/wire/places.hpp"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace blend;
using Home = std::optional<std::filesystem::path>;

std::unique_ptr<cli::Daemon> connect(const Home& given)
{
    const wire::Environment environment = wire::environment();
    const Home home = given ? Home{std::filesystem::absolute(*given)} : std::nullopt;
    const bool may_start = !environment("BLEND_NO_START");
    return std::make_unique<cli::SocketDaemon>(
        wire::find_places(home, environment).socket, [home, may_start](const std::function<bool()>& answers) {
            if (!may_start)
                throw Problem{Problem::Kind::no_daemon, "the daemon is not running", "start it with: blendd"};
            cli::start_daemon(home, answers);
        });
}

/// 0 also when the reader has seen enough: `blend contacts | head` is no mistake.
int write_out(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno == EPIPE) return 0;
        if (written < 0 && errno != EINTR) {
            std::cerr << "blend: cannot write the answer: " << std::strerror(errno) << '\n';
            return 1;
        }
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

} // namespace

int main(int count, char** words)
{
    std::signal(SIGPIPE, SIG_IGN);
    const auto now = std::chrono::floor<Seconds>(std::chrono::system_clock::now());
    const std::vector<std::string> arguments{words + 1, words + count};
    const cli::Outcome outcome =
        cli::run(arguments, connect, cli::terminal_of(cli::descriptors(), wire::environment()), now);
    const int written = write_out(outcome.out);
    std::cerr << outcome.err;
    return outcome.exit_code != 0 ? outcome.exit_code : written;
}
