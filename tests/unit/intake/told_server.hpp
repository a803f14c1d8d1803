#pragma once

// A server on this machine that says what it is told to, one connection at a time.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace blend {

class ToldServer {
public:
    /// `answer` is given each line of the client's, without its end, and says what goes back; "" hangs up. The greeting
    /// goes out before anything was heard.
    ToldServer(std::string greeting, std::function<std::string(const std::string& line)> answer)
        : listening_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address); // NOLINT: how sockets are spoken to
        if (::bind(listening_, any, length) != 0 || ::listen(listening_, 8) != 0 ||
            ::getsockname(listening_, any, &length) != 0)
            throw std::runtime_error{"no port for the server"};
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this, greeting = std::move(greeting), answer = std::move(answer)] {
            for (int line = 0; (line = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(line))
                converse(line, greeting, answer);
        }};
    }
    ToldServer(const ToldServer&) = delete;
    ToldServer& operator=(const ToldServer&) = delete;
    ~ToldServer()
    {
        ::shutdown(listening_, SHUT_RDWR);
        thread_.join();
        ::close(listening_);
    }

    int port() const { return port_; }

private:
    static bool say(int line, std::string_view text)
    {
        while (!text.empty()) {
            const ssize_t sent = ::send(line, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    static void converse(int line, const std::string& greeting,
                         const std::function<std::string(const std::string&)>& answer)
    {
        std::string heard;
        char bytes[4096];
        if (!say(line, greeting)) return;
        for (ssize_t count = 0; (count = ::recv(line, bytes, sizeof bytes, 0)) > 0;) {
            heard.append(bytes, static_cast<std::size_t>(count));
            for (auto end = heard.find("\r\n"); end != std::string::npos; end = heard.find("\r\n")) {
                const std::string reply = answer(heard.substr(0, end));
                heard.erase(0, end + 2);
                if (reply.empty() || !say(line, reply)) return;
            }
        }
    }

    int listening_;
    int port_{};
    std::thread thread_;
};

} // namespace blend
