#include "daemon/outside/program.hpp"

#include "daemon/core/problem.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

namespace blend::outside {

namespace {

using Kind = Problem::Kind;
using Ticks = std::chrono::steady_clock;

constexpr std::size_t most_output = std::size_t{1} << 20;

/// A descriptor that closes itself.
struct End {
    int number{-1};

    End() = default;
    End(const End&) = delete;
    End& operator=(const End&) = delete;
    ~End() { shut(); }
    void shut()
    {
        if (number >= 0) ::close(std::exchange(number, -1));
    }
};

struct Pipe {
    End out; ///< is read
    End in;  ///< is written

    /// Sockets, not a pipe: to write to a program that is gone is an error then, and no signal.
    Pipe()
    {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
            throw Problem{Kind::internal, "no descriptors left"};
        out.number = ends[0];
        in.number = ends[1];
    }
};

/// How a program begins: its input and output, and signals as usual, which the daemon itself waits for.
class Beginning {
public:
    explicit Beginning(short session)
    {
        sigset_t none;
        sigemptyset(&none);
        sigset_t usual;
        sigemptyset(&usual);
        sigaddset(&usual, SIGPIPE);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &usual);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_,
                                 static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | session));
        posix_spawn_file_actions_init(&files_);
    }
    ~Beginning()
    {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }
    Beginning(const Beginning&) = delete;
    Beginning& operator=(const Beginning&) = delete;

    void give(int number, int as) { posix_spawn_file_actions_adddup2(&files_, number, as); }
    void give_nothing(int as) { posix_spawn_file_actions_addopen(&files_, as, "/dev/null", O_RDWR, 0); }

    pid_t begin(const std::vector<std::string>& words) const
    {
        std::vector<char*> arguments;
        for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        pid_t id{};
        const int failed = ::posix_spawnp(&id, arguments[0], &files_, &attributes_, arguments.data(), environ);
        if (failed == 0) return id;
        throw Problem{Kind::cannot, words.front() + " cannot be run: " + std::strerror(failed),
                      "check the command, with its whole path"};
    }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

void wait_for(pid_t id, int* status)
{
    while (::waitpid(id, status, 0) < 0 && errno == EINTR) {
    }
}

/// A child that is waited for, and ended before that if nobody waited.
class Child {
public:
    Child(const std::vector<std::string>& words, const Pipe& input, const Pipe& output, const Pipe& complaints)
    {
        Beginning beginning{POSIX_SPAWN_SETPGROUP};
        beginning.give(input.out.number, 0);
        beginning.give(output.in.number, 1);
        beginning.give(complaints.in.number, 2);
        id_ = beginning.begin(words);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child()
    {
        if (id_ <= 0) return;
        ::kill(-id_, SIGKILL); // with what it started itself
        wait_for(id_, nullptr);
    }

    int descriptor() const { return static_cast<int>(::syscall(SYS_pidfd_open, id_, 0)); }

    /// Its exit status; what ends by a signal has 128 and the signal's number.
    int wait()
    {
        int status{};
        wait_for(id_, &status);
        id_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    pid_t id_{};
};

std::string last_line(std::string_view text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    const auto line = text.rfind('\n');
    std::string last{line == std::string_view::npos ? text : text.substr(line + 1)};
    std::erase_if(last, [](unsigned char letter) { return letter < 0x20 || letter == 0x7f; });
    return last.substr(0, 200);
}

/// Takes what there is; false at the end.
bool take(const End& from, std::string& into)
{
    std::array<char, 4096> bytes{};
    const auto count = ::read(from.number, bytes.data(), bytes.size());
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    into.append(bytes.data(), static_cast<std::size_t>(count));
    return count > 0;
}

/// How long a program may take. A wish to stop is noticed soon, as long as somebody may wish it.
struct Patience {
    Ticks::time_point until;
    const std::atomic<bool>* cancelled{};

    bool is_over() const { return Ticks::now() >= until || (cancelled && *cancelled); }
    /// For poll.
    int nap() const
    {
        constexpr std::int64_t shortly = 100;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Ticks::now()).count();
        return static_cast<int>(std::max<std::int64_t>(0, cancelled ? std::min(left, shortly) : left));
    }
};

struct Talk {
    std::string printed;
    std::string complained;
    enum class End { whole, late, endless } end{End::whole};
};

/// Feeds and reads it until it closed both of its ends, or the time is up.
Talk talk(Pipe& input, Pipe& output, Pipe& complaints, std::string_view words, const Patience& patience)
{
    ::fcntl(input.in.number, F_SETFL, O_NONBLOCK);
    Talk heard;
    if (words.empty()) input.in.shut();
    while (output.out.number >= 0 || complaints.out.number >= 0) {
        std::array watched{pollfd{input.in.number, POLLOUT, 0}, pollfd{output.out.number, POLLIN, 0},
                           pollfd{complaints.out.number, POLLIN, 0}};
        const int ready = ::poll(watched.data(), watched.size(), patience.nap());
        const bool endless = heard.printed.size() > most_output || heard.complained.size() > most_output;
        if (endless || patience.is_over()) {
            heard.end = endless ? Talk::End::endless : Talk::End::late;
            return heard;
        }
        if (ready <= 0) continue;
        if (watched[0].revents != 0) {
            const auto count = ::send(input.in.number, words.data(), words.size(), MSG_NOSIGNAL);
            if (count > 0) words.remove_prefix(static_cast<std::size_t>(count));
            // A program need not read all that it is told.
            if (words.empty() || (count < 0 && errno != EAGAIN && errno != EINTR)) input.in.shut();
        }
        if (watched[1].revents != 0 && !take(output.out, heard.printed)) output.out.shut();
        if (watched[2].revents != 0 && !take(complaints.out, heard.complained)) complaints.out.shut();
    }
    return heard;
}

} // namespace

std::vector<std::string> words_of(std::string_view line)
{
    std::vector<std::string> words;
    std::string word;
    bool inside_word = false;
    char quote = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char each = line[at];
        if (each == '\\' && quote != '\'' && at + 1 < line.size()) {
            word += line[++at];
            inside_word = true;
        } else if (quote != 0) {
            if (each == quote)
                quote = 0;
            else
                word += each;
        } else if (each == '"' || each == '\'') {
            quote = each;
            inside_word = true;
        } else if (each == ' ' || each == '\t') {
            if (inside_word) words.push_back(std::exchange(word, {}));
            inside_word = false;
        } else {
            word += each;
            inside_word = true;
        }
    }
    if (quote != 0) throw Problem{Kind::bad_request, "a quote is not closed in: " + std::string{line}, "close it"};
    if (inside_word) words.push_back(word);
    if (words.empty()) throw Problem{Kind::bad_request, "there is no command", "name a program and its arguments"};
    return words;
}

std::string run(const std::vector<std::string>& words, std::string_view input, std::chrono::seconds deadline,
                const std::atomic<bool>* cancelled)
{
    const Patience patience{Ticks::now() + deadline, cancelled};
    Pipe to, from, complaints;
    Child child{words, to, from, complaints};
    to.out.shut();
    from.in.shut();
    complaints.in.shut();
    const Talk heard = talk(to, from, complaints, input, patience);
    if (heard.end == Talk::End::endless) throw Problem{Kind::cannot, words.front() + " prints without end"};
    End done;
    done.number = child.descriptor();
    pollfd ended{done.number, POLLIN, 0};
    bool late = heard.end == Talk::End::late;
    while (!late && done.number >= 0 && ::poll(&ended, 1, patience.nap()) <= 0) late = patience.is_over();
    if (late && cancelled && *cancelled) throw Problem{Kind::cannot, words.front() + " was asked to stop"};
    if (late)
        throw Problem{Kind::cannot,
                      words.front() + " was not done after " + std::to_string(deadline.count()) + " seconds"};
    const int status = child.wait();
    if (status == 0) return heard.printed;
    const std::string complaint = last_line(heard.complained);
    throw Problem{Kind::cannot, words.front() + " failed (" + std::to_string(status) + ")" +
                                    (complaint.empty() ? "" : ": " + complaint)};
}

void start(const std::vector<std::string>& words)
{
    Beginning beginning{POSIX_SPAWN_SETSID};
    for (const int each : {0, 1, 2}) beginning.give_nothing(each);
    const pid_t id = beginning.begin(words);
    std::thread{[id] { wait_for(id, nullptr); }}.detach(); // the system keeps what is left of it until somebody looks
}

} // namespace blend::outside
