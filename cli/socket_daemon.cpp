#include "cli/socket_daemon.hpp"

#include "cli/exchange.hpp"
#include "daemon/core/problem.hpp"

#include <sys/un.h>

#include <chrono>
#include <ctime>

namespace blend::cli {
namespace {

constexpr std::chrono::hours as_long_as_it_works{24};
constexpr std::chrono::milliseconds no_longer{500}; // for whoever would rather hear nothing

/// "Mon, 23 Nov 2026 12:00:00 GMT", as every answer has it.
std::optional<Instant> date_in(const std::string& text)
{
    std::tm fields{};
    const char* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &fields);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return Instant{Seconds{timegm(&fields)}};
}

/// Empty when nobody is there; status 0 when whoever was there went away.
std::optional<Answer> answered(const std::string& socket, const Question& question, std::chrono::milliseconds patience)
{
    Exchange exchange{socket, patience};
    if (!exchange.connected()) return std::nullopt;
    Answer answer;
    if (!exchange.ask(question, "application/json") || !exchange.read_head()) return answer;
    std::string piece;
    auto read = exchange.read(piece);
    for (; read == Exchange::Piece::more; read = exchange.read(piece)) answer.body += piece;
    if (read == Exchange::Piece::broken) return answer;
    answer.status = exchange.status();
    answer.at = date_in(exchange.header("date"));
    return answer;
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
    if (question.silence == Silence::is_fine) return answered(socket_.string(), question, no_longer).value_or(Answer{});
    auto answer = answered(socket_.string(), question, as_long_as_it_works);
    if (!answer) {
        start_([this] { return Exchange{socket_.string(), as_long_as_it_works}.connected(); });
        answer = answered(socket_.string(), question, as_long_as_it_works);
    }
    if (!answer) throw Problem{Problem::Kind::no_daemon, "the daemon is not running", "start it with: blendd"};
    if (answer->status == 0)
        throw Problem{Problem::Kind::no_daemon, "the daemon went away while it worked",
                      "ask again; what it had answered before is safe"};
    return *answer;
}

void SocketDaemon::follow(std::stop_token stop, const std::function<void(const Event&)>& each)
{
    Exchange exchange{socket_.string(), as_long_as_it_works};
    const std::stop_callback when_stopped{stop, [&exchange] { exchange.stop(); }};
    if (!exchange.connected() || !exchange.ask({"GET", "/v1/events", ""}, "text/event-stream")) return;
    if (!exchange.read_head() || exchange.status() != 200) return;
    EventReader reader{each};
    for (std::string piece; !stop.stop_requested() && exchange.read(piece) == Exchange::Piece::more;)
        reader.read(piece);
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
