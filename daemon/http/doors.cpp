#include "daemon/http/doors.hpp"

#include "daemon/core/problem.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace blend::http {

namespace {

constexpr int backlog = 256;

Problem cannot(std::string what, std::string hint = {})
{
    return Problem{Problem::Kind::cannot, std::move(what), std::move(hint)};
}

std::string reason() { return std::strerror(errno); }

sockaddr* generic(sockaddr_un& address) { return reinterpret_cast<sockaddr*>(&address); }
sockaddr* generic(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

sockaddr_un unix_address(const std::filesystem::path& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& text = path.native();
    if (text.empty() || text.size() >= sizeof address.sun_path)
        throw cannot("the path of the socket is too long: " + text,
                     "use a shorter --home: " + std::to_string(sizeof address.sun_path - 1) + " bytes are the limit");
    std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
    return address;
}

Descriptor new_socket(int family)
{
    Descriptor descriptor{::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!descriptor.is_open()) throw cannot("no socket: " + reason());
    return descriptor;
}

/// The folder is made when it is missing, and otherwise must be a folder of ours that nobody else enters.
void secure_folder(const std::filesystem::path& folder)
{
    std::error_code ignored; // what went wrong shows in the look at the folder
    std::filesystem::create_directories(folder.parent_path(), ignored);
    ::mkdir(folder.c_str(), 0700);

    struct stat found {};
    if (::lstat(folder.c_str(), &found) != 0) throw cannot("no folder for the socket: " + folder.native(), reason());
    if (!S_ISDIR(found.st_mode)) throw cannot("not a folder: " + folder.native());
    if (found.st_uid != ::geteuid())
        throw cannot("the folder of the socket belongs to somebody else: " + folder.native());
    if ((found.st_mode & 077) != 0)
        throw cannot("others can enter the folder of the socket: " + folder.native(),
                     "run: chmod 700 " + folder.native());
}

/// Makes room for the socket: removes the file of a daemon that ended without doing so.
void remove_stale(const std::filesystem::path& path)
{
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) return;
    if (!S_ISSOCK(found.st_mode) || found.st_uid != ::geteuid())
        throw cannot("something else is in the place of the socket: " + path.native(), "move it away, or use --home");

    auto address = unix_address(path);
    const Descriptor caller = new_socket(AF_UNIX);
    if (::connect(caller.number(), generic(address), sizeof address) == 0)
        throw cannot("another blendd is running", "stop it first, or use another --home");
    if (errno != ECONNREFUSED) throw cannot("the socket does not say whether it is in use: " + reason(), path.native());
    ::unlink(path.c_str());
}

/// Whether only this machine can reach a listening descriptor.
bool is_loopback(const Descriptor& descriptor)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    return ::getsockname(descriptor.number(), generic(address), &length) == 0 &&
           address.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
}

} // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept
{
    if (this != &other) {
        if (is_open()) ::close(number_);
        number_ = other.release();
    }
    return *this;
}

Descriptor::~Descriptor()
{
    if (is_open()) ::close(number_);
}

int Descriptor::release() { return std::exchange(number_, -1); }

Descriptor open_socket(const std::filesystem::path& path)
{
    auto address = unix_address(path);
    secure_folder(path.parent_path());
    remove_stale(path);

    Descriptor descriptor = new_socket(AF_UNIX);
    // Between bind and chmod the folder alone protects the socket; that is why it was checked first.
    if (::bind(descriptor.number(), generic(address), sizeof address) != 0)
        throw cannot("the socket cannot be opened: " + reason(), path.native());
    if (::chmod(path.c_str(), 0600) != 0 || ::listen(descriptor.number(), backlog) != 0)
        throw cannot("the socket cannot be opened: " + reason(), path.native());
    return descriptor;
}

Descriptor open_port(std::uint16_t port)
{
    Descriptor descriptor = new_socket(AF_INET);
    const int on = 1; // a port that was just closed is free again at once; two servers still cannot share it
    ::setsockopt(descriptor.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);

    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::bind(descriptor.number(), generic(address), sizeof address) != 0 ||
        ::listen(descriptor.number(), backlog) != 0) {
        if (errno == EADDRINUSE)
            throw cannot("port " + std::to_string(port) + " is in use",
                         "choose another with --port, --port 0 for any, or do without: --no-http");
        throw cannot("port " + std::to_string(port) + " cannot be opened: " + reason(), "choose another with --port");
    }
    return descriptor;
}

std::uint16_t port_of(const Descriptor& descriptor)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (::getsockname(descriptor.number(), generic(address), &length) != 0) return 0;
    return ntohs(address.sin_port);
}

HandedOver take_over_doors()
{
    HandedOver doors;
    const int count = sd_listen_fds(1);
    for (int number = SD_LISTEN_FDS_START; number < SD_LISTEN_FDS_START + count; ++number) {
        Descriptor descriptor{number};
        if (sd_is_socket(number, AF_UNIX, SOCK_STREAM, 1) > 0) {
            doors.socket = std::move(descriptor);
        } else if (sd_is_socket(number, AF_INET, SOCK_STREAM, 1) > 0) {
            if (!is_loopback(descriptor))
                throw cannot("the port that systemd opened can be reached from outside",
                             "in the socket unit, write ListenStream=127.0.0.1:2626");
            doors.port = std::move(descriptor);
        }
    }
    return doors;
}

} // namespace blend::http
