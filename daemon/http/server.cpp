#include "daemon/http/server.hpp"

#include "daemon/http/access.hpp"
#include "daemon/http/answer.hpp"
#include "daemon/http/coding.hpp"
#include "daemon/http/connection.hpp"
#include "daemon/http/doors.hpp"
#include "daemon/http/events.hpp"
#include "daemon/http/feed.hpp"
#include "daemon/http/guard.hpp"
#include "daemon/http/pages.hpp"
#include "daemon/http/router.hpp"
#include "daemon/http/workers.hpp"
#include "daemon/wire/json.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <list>

namespace blend::http {

namespace {

using Kind = Problem::Kind;

/// What a request is answered with: nothing when it was lost on the way or has had its stream already.
using MaybeAnswer = std::optional<Answer>;

constexpr std::size_t most_at_once = 64;

/// Shorter answers fit a packet as they are.
constexpr std::size_t worth_packing = 1'400;

/// How long a peer may take its answer when the server is going.
constexpr std::chrono::milliseconds last_patience{300};

/// The one place where failures become answers.
template <class Work> MaybeAnswer guarded(std::string_view operation, const Work& work)
{
    try {
        return work();
    } catch (const Problem& problem) {
        if (problem.kind != Kind::internal) return answer_of(problem);
        spdlog::error("{}: {}", operation, problem.what());
    } catch (const std::exception& error) {
        spdlog::error("{}: {}", operation, error.what());
    } catch (...) {
        spdlog::error("{}: unknown failure", operation);
    }
    return answer_of(Problem{Kind::internal, "something went wrong in the daemon", "its log says more"});
}

/// A view besides Today needs a second file of the dashboard: a browser told so fetches both at once.
bool needs_other_pages(const Page& page, std::string_view path)
{
    return page.path == "/index.html" && path != "/" && path != "/today" && find_page(other_pages) != nullptr;
}

MaybeAnswer page_answer(const Head& head)
{
    if (head.method != "GET" && head.method != "HEAD")
        return answer_of(Refusal{405, Problem{Kind::bad_request, "a page can only be read"}});
    const Page* page = find_page(head.path());
    if (page == nullptr) return answer_of(Problem{Kind::not_found, "no such page"});

    const auto form = form_for(*page, head.header("accept-encoding").value_or(""));
    Answer answer;
    answer.content_type = page->content_type;
    // The page is asked for again each time and answered with 304 while it is the same: an update shows at once.
    answer.headers.emplace_back("Cache-Control", "no-cache");
    answer.headers.emplace_back("ETag", page->etag);
    answer.headers.emplace_back("Vary", "Accept-Encoding");
    if (head.header("if-none-match") == page->etag) {
        answer.status = 304;
        return answer;
    }
    if (!form.encoding.empty()) answer.headers.emplace_back("Content-Encoding", form.encoding);
    if (needs_other_pages(*page, head.path()))
        answer.headers.emplace_back("Link", "<" + std::string{other_pages} + ">; rel=modulepreload");
    answer.kept = form.bytes;
    return answer;
}

/// Opens a file and takes its name away: it is gone when the last byte is sent, or nobody takes it.
std::shared_ptr<const Descriptor> taken_out(const std::filesystem::path& file)
{
    auto opened = std::make_shared<const Descriptor>(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    std::error_code error;
    std::filesystem::remove_all(file.parent_path(), error);
    if (!opened->is_open()) throw Problem{Kind::internal, "the file to hand out is not there"};
    return opened;
}

Answer answer_of(nlohmann::json json, const Reply& reply)
{
    Answer answer;
    answer.status = reply.status;
    answer.headers.emplace_back("Cache-Control", "no-store");
    if (reply.cookie) answer.headers.emplace_back("Set-Cookie", *reply.cookie);
    if (reply.file) {
        answer.content_type = "application/octet-stream";
        answer.headers.emplace_back("Content-Disposition",
                                    "attachment; filename=\"" + reply.file->filename().string() + "\"");
        answer.file = taken_out(*reply.file);
    } else if (reply.content_type) {
        answer.content_type = *reply.content_type;
        answer.text = json.get<std::string>();
    } else {
        answer.text = wire::printed(json);
    }
    return answer;
}

/// For a client that takes it: a long list is a tenth as long on its way to a phone.
void pack(Answer& answer, const Head& head)
{
    answer.headers.emplace_back("Vary", "Accept-Encoding");
    if (answer.text.size() < worth_packing || !takes(head.header("accept-encoding").value_or(""), "gzip")) return;
    answer.text = gzipped(answer.text);
    answer.headers.emplace_back("Content-Encoding", "gzip");
}

/// A connection, and what it is doing: that decides who gives way when the house is full, and what a stop may cut.
struct Session {
    enum class Phase {
        reading,   ///< the request is not yet whole
        handling,  ///< a handler is at work
        writing,   ///< the answer is on its way
        listening, ///< a stream of events
        dropped,   ///< hung up, and about to go
    };

    Session(int descriptor, Way way, std::chrono::milliseconds patience) : connection{descriptor, patience}, way{way} {}

    Connection connection;
    Way way;
    Phase phase = Phase::reading;
};

using Sessions = std::list<std::unique_ptr<Session>>;

} // namespace

struct Server::Inside {
    Inside(agenda::App& app, std::span<const Route> routes, Keyring& keyring, Events& events, Doors doors);

    void open_doors();
    void accept_all();
    void accept_one(int descriptor, Way way);
    void leave(Sessions::iterator place);
    bool make_room(Way way);
    bool enter(Session& session, Session::Phase phase);
    void serve(Session& session);
    std::optional<Refusal> refuse_stranger(const Head& head) const;
    MaybeAnswer answer(Session& session, const Head& head);
    MaybeAnswer call(Session& session, const Head& head, const Match& match);
    MaybeAnswer stream(Session& session);
    void hang_up_waiting();
    void stop();

    agenda::App& app;
    std::span<const Route> routes;
    Keyring& keyring;
    Events& events;
    Doors doors;

    Descriptor socket;
    Descriptor tcp;
    Descriptor wake;
    std::uint16_t port = 0;
    bool socket_is_ours = false;

    std::mutex mutex;  ///< guards what follows
    Sessions sessions; ///< oldest first
    bool stopping = false;

    std::thread acceptor;
    Workers workers;
};

Server::Inside::Inside(agenda::App& app, std::span<const Route> routes, Keyring& keyring, Events& events, Doors doors)
    : app{app}, routes{routes}, keyring{keyring}, events{events}, doors{std::move(doors)}, wake{eventfd(0, EFD_CLOEXEC)}
{
    if (!wake.is_open()) throw Problem{Kind::internal, "no descriptors left"};
    open_doors();
}

void Server::Inside::open_doors()
{
    auto handed_over = take_over_doors();
    if (doors.socket) {
        socket = std::move(handed_over.socket);
        if (!socket.is_open()) {
            socket = open_socket(*doors.socket);
            socket_is_ours = true;
        }
    }
    if (doors.port) {
        tcp = handed_over.port.is_open() ? std::move(handed_over.port) : open_port(*doors.port);
        port = port_of(tcp);
    }
}

void Server::Inside::accept_all()
{
    while (true) {
        std::array watched{pollfd{wake.number(), POLLIN, 0}, pollfd{socket.number(), POLLIN, 0},
                           pollfd{tcp.number(), POLLIN, 0}};
        if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) return;
        if (watched[0].revents != 0) return;
        if (watched[1].revents != 0) accept_one(socket.number(), Way::socket);
        if (watched[2].revents != 0) accept_one(tcp.number(), Way::browser);
    }
}

void Server::Inside::accept_one(int door, Way way)
{
    const int descriptor = ::accept4(door, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM) {
            // The caller stays in the queue and would be reported again at once: let some go first.
            pollfd watched{wake.number(), POLLIN, 0};
            ::poll(&watched, 1, 100);
        }
        return;
    }
    if (way == Way::browser) {
        const int on = 1; // the answer must not wait 40 ms for an acknowledgement
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }

    auto session = std::make_unique<Session>(descriptor, way, doors.patience);
    const std::lock_guard lock{mutex};
    if (!make_room(way)) return;
    const auto place = sessions.insert(sessions.end(), std::move(session));
    workers.run([this, place] {
        serve(**place);
        leave(place);
    });
}

void Server::Inside::leave(Sessions::iterator place)
{
    const std::lock_guard lock{mutex};
    sessions.erase(place);
}

/// Drops the oldest request that is still being said when there are too many. False when all are being answered.
bool Server::Inside::make_room(Way way)
{
    const auto counts = [&](const auto& each) {
        return each->way == way && each->phase != Session::Phase::listening && each->phase != Session::Phase::dropped;
    };
    if (static_cast<std::size_t>(std::ranges::count_if(sessions, counts)) < most_at_once) return true;

    const auto oldest = std::ranges::find_if(
        sessions, [&](const auto& each) { return each->way == way && each->phase == Session::Phase::reading; });
    if (oldest == sessions.end()) return false;
    (*oldest)->phase = Session::Phase::dropped;
    (*oldest)->connection.hang_up();
    return true;
}

/// Goes on to the next phase; false when the session has been dropped, or the server is going.
bool Server::Inside::enter(Session& session, Session::Phase phase)
{
    const std::lock_guard lock{mutex};
    if (session.phase == Session::Phase::dropped) return false;
    if (stopping && phase != Session::Phase::writing) return false;
    session.phase = phase;
    session.connection.set_patience(stopping ? std::min(last_patience, doors.patience) : doors.patience);
    return true;
}

void Server::Inside::serve(Session& session)
{
    Connection& connection = session.connection;
    if (session.way == Way::socket && !connection.is_own_user()) return;

    const auto bytes = connection.read_head(most_head_bytes);
    if (bytes.end == Connection::HeadEnd::lost) return;

    MaybeAnswer found;
    auto body = Body::sent;
    if (bytes.end == Connection::HeadEnd::too_long) {
        found = answer_of(Refusal{431, Problem{Kind::too_large, "the headers are too large"}});
    } else {
        const auto read = read_head(bytes.head);
        if (const auto* refusal = std::get_if<Refusal>(&read)) {
            found = answer_of(*refusal);
        } else {
            const auto& head = std::get<Head>(read);
            if (head.method == "HEAD") body = Body::left_out;
            found = guarded("request", [&] { return answer(session, head); });
        }
    }
    if (!found || !enter(session, Session::Phase::writing)) return;
    found->headers.emplace_back("Date", http_date(keyring.now())); // clients count "2 days ago" from here
    if (write_answer(connection, *found, body))
        connection.finish();
    else
        connection.break_off();
}

std::optional<Refusal> Server::Inside::refuse_stranger(const Head& head) const
{
    const bool from_afar = passage_of(head, port) == Passage::tls && doors.allowed_hosts;
    return http::refuse_stranger(head, port, from_afar ? doors.allowed_hosts() : std::vector<std::string>{});
}

MaybeAnswer Server::Inside::answer(Session& session, const Head& head)
{
    const auto admits = [this](std::string_view secret) { return keyring.admits(secret); };
    const bool from_browser = session.way == Way::browser;

    if (from_browser)
        if (const auto refusal = refuse_stranger(head)) return answer_of(*refusal);
    if (const auto refusal = refuse_form(head)) return answer_of(*refusal);

    const auto path = head.path();
    if (is_feed(path)) return feed_answer(head, doors.feed);
    if (path != "/v1" && !path.starts_with("/v1/")) return page_answer(head);

    const auto found = find_route(routes, head.method, path);
    const auto* match = std::get_if<Match>(&found);
    // Whoever is not signed in does not learn what is there either.
    if (from_browser)
        if (const auto refusal = refuse_unknown(head, match ? match->route->access : Access::signed_in, admits))
            return answer_of(*refusal);

    if (match == nullptr) {
        if (std::get<Mismatch>(found) == Mismatch::no_method)
            return answer_of(Refusal{405, Problem{Kind::bad_request, "not with this method"}});
        return answer_of(Problem{Kind::not_found, "no such operation"});
    }
    if (match->route->handler != nullptr)
        return guarded(match->route->operation, [&] { return call(session, head, *match); });
    return head.method == "HEAD" ? answer_of(Refusal{405, Problem{Kind::bad_request, "not with this method"}})
                                 : stream(session);
}

MaybeAnswer Server::Inside::call(Session& session, const Head& head, const Match& match)
{
    Request::Parts parts;
    parts.way = session.way;
    parts.parameters = match.parameters;
    parts.queries = read_query(head.query());
    parts.session = head.cookie(Keyring::cookie_name);
    if (port != 0) parts.address = "http://127.0.0.1:" + std::to_string(port);
    if (session.way == Way::browser) parts.passage = passage_of(head, port);
    if (head.length > 0 && head.header("expect")) session.connection.write("HTTP/1.1 100 Continue\r\n\r\n");
    if (!session.connection.read_all(head.length, parts.body)) return std::nullopt;
    if (!enter(session, Session::Phase::handling)) return std::nullopt;

    Reply reply;
    const Request request{std::move(parts), keyring, reply};
    auto json = match.route->handler(app, request);
    auto answer = answer_of(std::move(json), reply);
    pack(answer, head);
    return answer;
}

MaybeAnswer Server::Inside::stream(Session& session)
{
    const auto listener = events.listen();
    if (!listener) return answer_of(Refusal{503, Problem{Kind::cannot, "too many pages are open", "close some"}});
    if (!enter(session, Session::Phase::listening)) return std::nullopt;

    Connection& connection = session.connection;
    bool goes_on = connection.write(event_stream_head());
    while (goes_on && connection.wait_for(listener->descriptor()) == Connection::Woken::by_descriptor) {
        const bool ended = listener->ended();
        connection.set_patience(doors.patience);
        goes_on = connection.write(listener->take()) && !ended;
    }
    return std::nullopt;
}

void Server::Inside::hang_up_waiting()
{
    const std::lock_guard lock{mutex};
    stopping = true;
    for (const auto& each : sessions)
        if (each->phase != Session::Phase::handling) each->connection.hang_up();
}

void Server::Inside::stop()
{
    [[maybe_unused]] const int woken = eventfd_write(wake.number(), 1);
    if (acceptor.joinable()) acceptor.join();
    if (socket_is_ours && socket.is_open()) ::unlink(doors.socket->c_str());
    socket = Descriptor{};
    tcp = Descriptor{};

    events.close();
    hang_up_waiting();
    workers.join();
}

Server::Server(agenda::App& app, std::span<const Route> routes, Keyring& keyring, Events& events, Doors doors)
    : inside_{std::make_unique<Inside>(app, routes, keyring, events, std::move(doors))}
{
}

Server::~Server() { stop(); }

void Server::start()
{
    inside_->acceptor = std::thread{[this] { inside_->accept_all(); }};
}

void Server::stop() { inside_->stop(); }

std::uint16_t Server::port() const { return inside_->port; }

} // namespace blend::http
