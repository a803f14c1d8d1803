#include "daemon/http/answer.hpp"

#include "daemon/http/connection.hpp"
#include "daemon/http/guard.hpp"
#include "daemon/wire/json.hpp"

#include <httplib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace blend::http {

namespace {

constexpr std::chrono::seconds piece_patience{10};
constexpr std::size_t piece_size = 64 * 1024;

/// The library's view of a connection: a request that says nothing but its method, and a way to write.
class Stream : public httplib::Stream {
public:
    Stream(Connection& connection, std::string request) : connection_{connection}, request_{std::move(request)} {}

    bool is_readable() const override { return read_ < request_.size(); }
    bool is_writable() const override { return !failed_; }

    ssize_t read(char* into, size_t size) override
    {
        const auto count = std::min(size, request_.size() - read_);
        std::memcpy(into, request_.data() + read_, count);
        read_ += count;
        return static_cast<ssize_t>(count);
    }

    ssize_t write(const char* from, size_t size) override
    {
        failed_ = failed_ || !connection_.write({from, size});
        return failed_ ? -1 : static_cast<ssize_t>(size);
    }

    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return connection_.descriptor(); }

    bool failed() const { return failed_; }

    /// What comes next may take its own time.
    void begin_piece() { connection_.set_patience(piece_patience); }

private:
    Connection& connection_;
    std::string request_;
    std::size_t read_ = 0;
    bool failed_ = false;
};

/// The library's server without its sockets: it writes one answer.
class Writer : public httplib::Server {
public:
    Writer(const Answer& answer, Stream& stream)
    {
        set_pre_routing_handler([&](const httplib::Request&, httplib::Response& response) {
            fill(response, answer, stream);
            return HandlerResponse::Handled;
        });
    }

    void run(Stream& stream)
    {
        svr_sock_ = stream.socket(); // otherwise it takes itself for stopped, and stops writing
        bool closed = true;
        process_request(stream, true, closed, nullptr);
        svr_sock_ = INVALID_SOCKET;
    }

private:
    static void fill(httplib::Response& response, const Answer& answer, Stream& stream)
    {
        response.status = answer.status;
        for (const auto& [name, value] : safety_headers()) response.set_header(std::string{name}, std::string{value});
        for (const auto& [name, value] : answer.headers) response.set_header(name, value);

        if (answer.file) return fill_from(response, answer, stream);
        const std::string_view bytes = answer.kept.empty() ? std::string_view{answer.text} : answer.kept;
        if (bytes.empty()) return;
        // A provider, because the library compresses any other body again.
        response.set_content_provider(bytes.size(), answer.content_type,
                                      [bytes](size_t offset, size_t length, httplib::DataSink& sink) {
                                          return sink.write(bytes.data() + offset, length);
                                      });
    }

    static void fill_from(httplib::Response& response, const Answer& answer, Stream& stream)
    {
        struct stat found {};
        if (::fstat(answer.file->number(), &found) != 0 || found.st_size <= 0) return;
        response.set_content_provider(
            static_cast<std::size_t>(found.st_size), answer.content_type,
            [&stream, file = answer.file](size_t offset, size_t length, httplib::DataSink& sink) {
                std::array<char, piece_size> piece{};
                const auto read =
                    ::pread(file->number(), piece.data(), std::min(length, piece.size()), static_cast<off_t>(offset));
                if (read <= 0) return false;
                stream.begin_piece();
                return sink.write(piece.data(), static_cast<std::size_t>(read));
            });
    }
};

} // namespace

Answer answer_of(const Problem& problem) { return answer_of(Refusal{face(problem.kind).http_status, problem}); }

Answer answer_of(const Refusal& refusal)
{
    const Problem& problem = refusal.problem;
    Answer answer;
    answer.status = refusal.status;
    answer.text = wire::write(wire::Problem{std::string{face(problem.kind).word}, problem.what(), problem.hint});
    answer.headers.emplace_back("Cache-Control", "no-store");
    if (refusal.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer");
    return answer;
}

bool write_answer(Connection& connection, const Answer& answer, Body body)
{
    Stream stream{connection, std::string{body == Body::sent ? "GET" : "HEAD"} + " / HTTP/1.1\r\n\r\n"};
    Writer{answer, stream}.run(stream);
    return !stream.failed();
}

std::string event_stream_head()
{
    std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
                       "Connection: close\r\n";
    for (const auto& [name, value] : safety_headers()) head += std::string{name} + ": " + std::string{value} + "\r\n";
    return head + "\r\n";
}

} // namespace blend::http
