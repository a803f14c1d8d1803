// Answers over a socket, however they are cut and whatever they say of their length.

#include "cli/exchange.hpp"
#include "cli/socket_daemon.hpp"
#include "daemon/core/problem.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <thread>

using namespace blend;
using namespace blend::cli;

namespace {

/// Answers the first who asks with these bytes, piece by piece, and goes.
class Server {
public:
    Server(std::string answer, std::size_t piece)
    {
        std::string folder = (std::filesystem::temp_directory_path() / "blend-cli-XXXXXX").native();
        if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        folder_ = folder;
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strcpy(address.sun_path, path().c_str());
        listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        REQUIRE(::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(::listen(listening_, 4) == 0);
        thread_ = std::thread{[this, answer = std::move(answer), piece] {
            const int asked = ::accept(listening_, nullptr, nullptr);
            char bytes[4096];
            while (heard.find("\r\n\r\n") == std::string::npos)
                heard.append(bytes, static_cast<std::size_t>(std::max<ssize_t>(0, ::read(asked, bytes, sizeof bytes))));
            for (std::size_t at = 0; at < answer.size(); at += piece)
                ::send(asked, answer.data() + at, std::min(piece, answer.size() - at), MSG_NOSIGNAL);
            ::close(asked);
        }};
    }
    ~Server()
    {
        thread_.join();
        ::close(listening_);
        std::filesystem::remove_all(folder_);
    }
    Server(const Server&) = delete;

    std::string path() const { return (folder_ / "api.sock").native(); }

    std::string heard;

private:
    std::filesystem::path folder_;
    int listening_{-1};
    std::thread thread_;
};

Answer asked(const Server& server)
{
    SocketDaemon daemon{server.path(), [](const std::function<bool()>&) { FAIL("it is there"); }};
    return daemon.ask({"GET", "/v1/health", ""});
}

} // namespace

TEST_CASE("an answer is read however it is cut, by its length, in chunks, or until the end", "[client]")
{
    const std::size_t piece = GENERATE(as<std::size_t>{}, 1, 3, 7, 4096);
    const std::string head = "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\n";
    const auto body_of = [&](const std::string& rest) {
        const Server server{head + rest, piece};
        const Answer answer = asked(server);
        CHECK(answer.status == 200);
        CHECK(answer.at == Instant{Seconds{1'795'435'200}});
        return answer.body;
    };
    CHECK(body_of("Content-Length: 5\r\n\r\nhello and more") == "hello");
    CHECK(body_of("transfer-encoding: Chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n") == "hello");
    CHECK(body_of("\r\nhello") == "hello");
    CHECK(body_of("Content-Length: 0\r\n\r\n") == "");
}

TEST_CASE("an answer that breaks off is no answer", "[client]")
{
    const std::string cut =
        GENERATE(as<std::string>{}, "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n",
                 "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello", "SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
    const Server server{cut, 4096};
    try {
        asked(server);
        FAIL("it was taken for an answer");
    } catch (const Problem& problem) {
        CHECK(problem.what() == std::string{"the daemon went away while it worked"});
    }
}

TEST_CASE("where silence is fine, nobody is started and nothing is thrown", "[client]")
{
    SocketDaemon daemon{"/nonexistent/blend/api.sock", [](const std::function<bool()>&) { FAIL("it was started"); }};
    CHECK(daemon.ask({"GET", "/v1/prompt", "", Silence::is_fine}).status == 0);
}
