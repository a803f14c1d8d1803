#include "tests/unit/reach/partners.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sdbus-c++/sdbus-c++.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace blend::reach::test {

namespace {

constexpr const char* bus_config = R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=SOCKET</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>)";

int begun(const std::vector<std::string>& words, const Environment& more, int output)
{
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    if (output >= 0) posix_spawn_file_actions_adddup2(&files, output, 1);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    std::vector<std::string> environment;
    for (char** each = environ; *each != nullptr; ++each) environment.emplace_back(*each);
    for (const auto& [name, value] : more) environment.insert(environment.begin(), name + "=" + value);
    std::vector<char*> variables;
    for (std::string& each : environment) variables.push_back(each.data());
    variables.push_back(nullptr);
    std::vector<std::string> copies = words;
    std::vector<char*> arguments;
    for (std::string& each : copies) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    pid_t id{};
    const int failed = posix_spawnp(&id, arguments[0], &files, nullptr, arguments.data(), variables.data());
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) throw std::runtime_error{words.front() + " cannot be started"};
    return id;
}

} // namespace

Folder::Folder()
{
    std::string name = (std::filesystem::temp_directory_path() / "blend-reach-XXXXXX").native();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = name;
}

Folder::~Folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string Folder::write(std::string_view name, std::string_view text, int mode) const
{
    const auto file = path_ / name;
    std::ofstream{file, std::ios::binary} << text;
    ::chmod(file.c_str(), static_cast<mode_t>(mode));
    return file.native();
}

std::string contents(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

Running::Running(const std::vector<std::string>& words, const Environment& more)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no descriptors left"};
    output_ = ends[0];
    id_ = begun(words, more, ends[1]);
    ::close(ends[1]);
}

Running::~Running()
{
    end();
    ::close(output_);
}

void Running::end()
{
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    wait();
}

void Running::wait()
{
    while (id_ > 0 && ::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
    id_ = 0;
}

std::string Running::first_line()
{
    std::string line;
    for (char each{}; ::read(output_, &each, 1) == 1;) {
        if (each == '\n') return line;
        line += each;
    }
    throw std::runtime_error{"a program ended before it was ready"};
}

void run(const std::vector<std::string>& words, const Environment& more)
{
    int status{};
    ::waitpid(begun(words, more, -1), &status, 0);
    if (status != 0) throw std::runtime_error{words.front() + " failed"};
}

void until(const std::function<bool()>& state)
{
    while (!state()) std::this_thread::yield();
}

Bus::Bus()
{
    std::string text = bus_config;
    text.replace(text.find("SOCKET"), 6, (folder_ / "bus").native());
    config_ = folder_.write("bus.conf", text);
    begin();
    ::setenv("DBUS_SESSION_BUS_ADDRESS", address_.c_str(), 1);
}

void Bus::begin()
{
    std::filesystem::remove(folder_ / "bus");
    daemon_.emplace(std::vector<std::string>{"dbus-daemon", "--config-file=" + config_, "--nofork", "--nopidfile",
                                             "--print-address"});
    daemon_->first_line();
    address_ = "unix:path=" + (folder_ / "bus").native();
}

bool Bus::has(const std::string& name) const
{
    const auto connection = sdbus::createSessionBusConnectionWithAddress(address_);
    const auto proxy = sdbus::createProxy(*connection, "org.freedesktop.DBus", "/org/freedesktop/DBus");
    bool owned{};
    connection->enterEventLoopAsync();
    proxy->callMethod("NameHasOwner").onInterface("org.freedesktop.DBus").withArguments(name).storeResultsTo(owned);
    connection->leaveEventLoop();
    return owned;
}

} // namespace blend::reach::test
