#include "cli/socket_daemon.hpp"

#include "daemon/core/problem.hpp"

#include <httplib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <ctime>

namespace blend::cli {
namespace {

constexpr std::chrono::hours as_long_as_it_works{24};

void prepare(httplib::Client& client)
{
    client.set_address_family(AF_UNIX);
    client.set_read_timeout(as_long_as_it_works);
    client.set_write_timeout(as_long_as_it_works);
    client.set_url_encode(false); // paths come encoded
}

httplib::Result send(const std::string& socket, const Question& question)
{
    httplib::Client client{socket};
    prepare(client);
    httplib::Request request;
    request.method = question.method;
    request.path = question.path;
    request.headers.emplace("Accept", "application/json");
    if (!question.body.empty()) {
        request.body = question.body;
        request.headers.emplace("Content-Type", "application/json");
    }
    return client.send(request);
}

/// "Mon, 23 Nov 2026 12:00:00 GMT", as every answer has it.
std::optional<Instant> date_of(const httplib::Response& response)
{
    std::tm fields{};
    const std::string text = response.get_header_value("Date");
    const char* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &fields);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return Instant{Seconds{timegm(&fields)}};
}

bool answers(const std::string& socket)
{
    sockaddr_un address{};
    if (socket.size() >= sizeof address.sun_path) return false;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket.c_str(), socket.size() + 1);
    const int file = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (file < 0) return false;
    const bool connected = connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(file);
    return connected;
}

} // namespace

SocketDaemon::SocketDaemon(std::filesystem::path socket, Start start)
    : socket_{std::move(socket)}, start_{std::move(start)}
{
    // The kernel keeps 108 bytes for the path of a socket.
    if (socket_.string().size() >= sizeof(sockaddr_un::sun_path))
        throw Problem{Problem::Kind::no_daemon, "the path of the socket is too long: " + socket_.string(),
                      "choose a shorter home"};
}

Answer SocketDaemon::ask(const Question& question)
{
    httplib::Result result = send(socket_.string(), question);
    if (result.error() == httplib::Error::Connection) {
        start_([this] { return answers(socket_.string()); });
        result = send(socket_.string(), question);
    }
    if (result.error() == httplib::Error::Connection)
        throw Problem{Problem::Kind::no_daemon, "the daemon is not running", "start it with: blendd"};
    if (!result)
        throw Problem{Problem::Kind::no_daemon, "the daemon went away while it worked",
                      "ask again; what it had answered before is safe"};
    return {result->status, result->body, date_of(*result)};
}

void SocketDaemon::follow(std::stop_token stop, const std::function<void(const Event&)>& each)
{
    httplib::Client client{socket_.string()};
    prepare(client);
    const std::stop_callback when_stopped{stop, [&client] { client.stop(); }};
    EventReader reader{each};
    // A stop that comes before the connection stands does not reach it: the head of the answer is looked at as well.
    client.Get(
        "/v1/events", httplib::Headers{{"Accept", "text/event-stream"}},
        [&stop](const httplib::Response& head) { return !stop.stop_requested() && head.status == 200; },
        [&](const char* data, std::size_t size) {
            reader.read({data, size});
            return !stop.stop_requested();
        });
}

void EventReader::read(std::string_view piece)
{
    unfinished_ += piece;
    std::size_t from = 0;
    for (std::size_t end = 0; (end = unfinished_.find('\n', from)) != std::string::npos; from = end + 1) {
        std::string_view each = std::string_view{unfinished_}.substr(from, end - from);
        if (each.ends_with('\r')) each.remove_suffix(1);
        line(each);
    }
    unfinished_.erase(0, from);
}

void EventReader::line(std::string_view line)
{
    const auto value = [line](std::string_view field) {
        std::string_view rest = line.substr(field.size());
        if (rest.starts_with(' ')) rest.remove_prefix(1);
        return std::string{rest};
    };
    if (line.starts_with("event:")) event_.name = value("event:");
    if (line.starts_with("data:")) event_.data += (event_.data.empty() ? "" : "\n") + value("data:");
    if (!line.empty()) return;
    if (!event_.data.empty()) each_(event_);
    event_ = {};
}

} // namespace blend::cli
