#include "tests/unit/http/house.hpp"

#include "daemon/core/problem.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace blend::http::test {

namespace {

using nlohmann::json;

constexpr int patience_ms = 10'000;

json get_thing(agenda::App&, const Request& request)
{
    return {{"thing", request.parameter("thing")}, {"limit", request.number("limit", 1, 100).value_or(0)}};
}

json change_thing(agenda::App& app, const Request& request)
{
    const auto snooze = request.body<wire::SnoozeRequest>();
    return {{"length", snooze.length}, {"changes", ++app.changes}};
}

json touch_thing(agenda::App& app, const Request&) { return {{"changes", ++app.changes}}; }

json refuse_thing(agenda::App&, const Request&)
{
    throw Problem{Problem::Kind::ambiguous, "several fit", "Amma, Anna"};
}

json break_thing(agenda::App&, const Request&) { throw std::runtime_error{"secret details"}; }

json sign_in(agenda::App&, const Request& request)
{
    request.reply().cookie = request.keyring().finish_sign_in(request.body<wire::SignInRequest>().code);
    return {{"done", "signed in"}};
}

json big_thing(agenda::App&, const Request&) { return {{"text", std::string(16 * 1024 * 1024, 'x')}}; }

json save_thing(agenda::App&, const Request& request)
{
    request.reply().content_type = "text/calendar";
    return "BEGIN:VCALENDAR\r\n";
}

constexpr Route table[] = {
    {"GET", "/v1/things/{thing}", "get_thing", Access::signed_in, get_thing},
    {"PATCH", "/v1/things/{thing}", "change_thing", Access::signed_in, change_thing},
    {"DELETE", "/v1/things/{thing}", "forget_thing", Access::signed_in, touch_thing},
    {"POST", "/v1/things", "touch_thing", Access::signed_in, touch_thing},
    {"GET", "/v1/refused", "refuse_thing", Access::signed_in, refuse_thing},
    {"GET", "/v1/broken", "break_thing", Access::signed_in, break_thing},
    {"GET", "/v1/big", "big_thing", Access::signed_in, big_thing},
    {"GET", "/v1/file", "save_thing", Access::signed_in, save_thing},
    {"POST", "/v1/private", "private_thing", Access::socket_only, touch_thing},
    {"POST", "/v1/session", "finish_sign_in", Access::open, sign_in},
    {"GET", "/v1/events", "follow_events", Access::signed_in, nullptr},
};

int connected(int descriptor, const sockaddr* address, socklen_t length)
{
    if (descriptor < 0 || ::connect(descriptor, address, length) != 0)
        throw std::runtime_error{std::string{"no connection: "} + std::strerror(errno)};
    return descriptor;
}

int connect_port(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return connected(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), reinterpret_cast<const sockaddr*>(&address),
                     sizeof address);
}

int connect_socket(const std::filesystem::path& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    return connected(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), reinterpret_cast<const sockaddr*>(&address),
                     sizeof address);
}

} // namespace

Folder::Folder()
{
    std::string name = (std::filesystem::temp_directory_path() / "blend-http-XXXXXX").native();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = name;
}

Folder::~Folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

int Heard::status() const
{
    constexpr std::string_view begin = "HTTP/1.1 ";
    return bytes.starts_with(begin) ? std::atoi(bytes.c_str() + begin.size()) : 0;
}

int Heard::answers() const
{
    int count = 0;
    for (auto at = bytes.find("HTTP/1.1 "); at != std::string::npos; at = bytes.find("HTTP/1.1 ", at + 1)) ++count;
    return count;
}

std::string Heard::header(std::string_view name) const
{
    const auto head = bytes.substr(0, bytes.find("\r\n\r\n") + 2);
    const auto begin = head.find("\r\n" + std::string{name} + ": ");
    if (begin == std::string::npos) return {};
    const auto value = begin + name.size() + 4;
    return head.substr(value, head.find("\r\n", value) - value);
}

std::string Heard::body() const
{
    const auto end = bytes.find("\r\n\r\n");
    return end == std::string::npos ? std::string{} : bytes.substr(end + 4);
}

Caller::Caller(std::uint16_t port) : descriptor_{connect_port(port)} {}
Caller::Caller(const std::filesystem::path& socket) : descriptor_{connect_socket(socket)} {}
Caller::Caller(Caller&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)}, heard_{std::move(other.heard_)}
{
}
Caller& Caller::operator=(Caller&& other) noexcept
{
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    heard_ = std::move(other.heard_);
    return *this;
}
Caller::~Caller() { close(); }

void Caller::close()
{
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

bool Caller::say(std::string_view bytes)
{
    while (!bytes.empty()) {
        pollfd watched{descriptor_, POLLOUT, 0};
        if (::poll(&watched, 1, patience_ms) <= 0) return false;
        const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::string Caller::hear_until(std::string_view text)
{
    std::array<char, 65536> buffer{};
    while (text.empty() || heard_.find(text) == std::string::npos) {
        pollfd watched{descriptor_, POLLIN, 0};
        if (::poll(&watched, 1, patience_ms) <= 0) break;
        const auto count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
        if (count <= 0) break;
        heard_.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return heard_;
}

Heard Caller::hear() { return {hear_until("")}; }

bool Caller::is_closed_by_peer()
{
    pollfd watched{descriptor_, POLLRDHUP, 0};
    return ::poll(&watched, 1, patience_ms) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

House::House(std::chrono::milliseconds patience)
    : server{app, table, keyring, events, Doors{socket, std::uint16_t{0}, patience}}
{
    server.start();
}

Heard House::ask(std::string_view bytes) const
{
    Caller caller{server.port()};
    caller.say(bytes);
    return caller.hear();
}

Heard House::ask_socket(std::string_view bytes) const
{
    Caller caller{socket};
    caller.say(bytes);
    return caller.hear();
}

std::string House::request(std::string_view method, std::string_view target, std::string_view bearer,
                           std::string_view body) const
{
    std::string text = std::string{method} + " " + std::string{target} + " HTTP/1.1\r\nHost: " + host() + "\r\n";
    if (!bearer.empty()) text += "Authorization: Bearer " + std::string{bearer} + "\r\n";
    if (method != "GET" && method != "HEAD") text += "Content-Type: application/json\r\n";
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + std::string{body};
}

} // namespace blend::http::test
