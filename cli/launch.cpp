#include "cli/launch.hpp"

#include "daemon/core/problem.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <vector>

extern char** environ;

namespace blend::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{60}; // a migration of a large ledger makes a backup first
constexpr int look_every_ms = 10;

bool is_program(const fs::path& path) { return access(path.c_str(), X_OK) == 0 && fs::is_regular_file(path); }

std::optional<fs::path> find_program(std::string_view name)
{
    std::error_code unreadable;
    const fs::path beside = fs::read_symlink("/proc/self/exe", unreadable).parent_path() / name;
    if (!unreadable && is_program(beside)) return beside;
    const char* variable = std::getenv("PATH");
    std::string_view folders = variable == nullptr ? "/usr/local/bin:/usr/bin:/bin" : variable;
    while (!folders.empty()) {
        const std::string_view folder = folders.substr(0, folders.find(':'));
        if (!folder.empty() && is_program(fs::path{folder} / name)) return fs::path{folder} / name;
        folders.remove_prefix(std::min(folders.size(), folder.size() + 1));
    }
    return std::nullopt;
}

/// What a new program gets: its own session, no signals held back, /dev/null for input and output.
class Surroundings {
public:
    explicit Surroundings(int error_output)
    {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        if (error_output >= 0)
            posix_spawn_file_actions_adddup2(&files_, error_output, STDERR_FILENO);
        else
            posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
    }
    ~Surroundings()
    {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }
    Surroundings(const Surroundings&) = delete;
    Surroundings& operator=(const Surroundings&) = delete;

    std::optional<pid_t> spawn(const fs::path& program, std::vector<std::string> words) const
    {
        std::string name = program.string();
        std::vector<char*> arguments{name.data()};
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        pid_t started{};
        if (posix_spawn(&started, name.c_str(), &files_, &attributes_, arguments.data(), environ) != 0)
            return std::nullopt;
        return started;
    }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

/// What the daemon says while it starts.
class Pipe {
public:
    Pipe()
    {
        if (pipe2(ends_, O_CLOEXEC | O_NONBLOCK) != 0)
            throw Problem{Problem::Kind::no_daemon, "the daemon cannot be started: too many open files"};
    }
    ~Pipe()
    {
        close(ends_[0]);
        close_writing();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int writing() const { return ends_[1]; }

    void close_writing()
    {
        if (ends_[1] >= 0) close(ends_[1]);
        ends_[1] = -1;
    }

    void read_what_is_there(std::string& into) const
    {
        char part[4096];
        for (ssize_t size = 0; (size = read(ends_[0], part, sizeof part)) > 0;)
            into.append(part, static_cast<std::size_t>(size));
    }

    void wait_a_little() const
    {
        pollfd end{ends_[0], POLLIN, 0};
        poll(&end, 1, look_every_ms);
    }

private:
    int ends_[2]{-1, -1};
};

/// "blendd: the port 2626 is in use\nhint: …" taken apart, so that it reads like any other problem.
Problem problem_in(std::string_view said)
{
    std::string what = "the daemon stopped as soon as it was started";
    std::string hint = "start it by hand to see why: blendd";
    while (!said.empty()) {
        const std::string_view line = said.substr(0, said.find('\n'));
        said.remove_prefix(std::min(said.size(), line.size() + 1));
        if (line.starts_with("blendd: ")) what = line.substr(8);
        if (line.starts_with("hint: ")) hint = line.substr(6);
    }
    return {Problem::Kind::no_daemon, what, hint};
}

} // namespace

void start_daemon(const std::optional<fs::path>& home, const std::function<bool()>& answers)
{
    const auto program = find_program("blendd");
    if (!program)
        throw Problem{Problem::Kind::no_daemon, "the daemon is not running, and blendd was not found",
                      "install it beside blend or somewhere in $PATH"};
    Pipe pipe;
    const Surroundings surroundings{pipe.writing()};
    const auto started = surroundings.spawn(*program, home ? std::vector<std::string>{"--home", home->string()}
                                                           : std::vector<std::string>{});
    if (!started) throw Problem{Problem::Kind::no_daemon, program->string() + " cannot be started"};
    pipe.close_writing();

    std::string said;
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        if (answers()) return;
        pipe.wait_a_little();
        pipe.read_what_is_there(said);
        int status{};
        if (waitpid(*started, &status, WNOHANG) != *started) continue;
        pipe.read_what_is_there(said);
        if (answers()) return; // another one was faster, and ours stepped back
        throw problem_in(said);
    }
    throw Problem{Problem::Kind::no_daemon, "the daemon was started but does not answer",
                  "look at it with: blend doctor"};
}

bool start_browser(const std::string& address)
{
    const bool has_screen = std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr;
    const auto program = find_program("xdg-open");
    return has_screen && program && Surroundings{-1}.spawn(*program, {address}).has_value();
}

} // namespace blend::cli
