#include "daemon/http/connection.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace blend::http {

Connection::Connection(int descriptor, std::chrono::milliseconds patience)
    : descriptor_{descriptor}, deadline_{Clock::now() + patience}
{
}

Connection::~Connection() { ::close(descriptor_); }

bool Connection::wait(Direction direction) const
{
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
        if (left.count() <= 0) return false;
        pollfd watched{descriptor_, static_cast<short>(direction == Direction::in ? POLLIN : POLLOUT), 0};
        const int ready = ::poll(&watched, 1, static_cast<int>(left.count()));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

std::size_t Connection::read(char* into, std::size_t size)
{
    if (!ahead_.empty()) {
        const auto taken = std::min(size, ahead_.size());
        std::memcpy(into, ahead_.data(), taken);
        ahead_.erase(0, taken);
        return taken;
    }
    while (wait(Direction::in)) {
        const auto count = ::recv(descriptor_, into, size, MSG_DONTWAIT);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) break;
    }
    return 0;
}

Connection::Bytes Connection::read_head(std::size_t most)
{
    constexpr std::string_view empty_line = "\r\n\r\n";
    std::string bytes;
    std::array<char, 4096> buffer{};
    while (true) {
        const auto count = read(buffer.data(), buffer.size());
        if (count == 0) return {HeadEnd::lost, {}};

        // The end may lie across two pieces; what was searched before is not searched again.
        const auto from = bytes.size() < empty_line.size() ? 0 : bytes.size() - (empty_line.size() - 1);
        bytes.append(buffer.data(), count);
        if (const auto end = bytes.find(empty_line, from); end != std::string::npos) {
            if (end + empty_line.size() > most) return {HeadEnd::too_long, {}};
            ahead_ = bytes.substr(end + empty_line.size());
            bytes.resize(end + empty_line.size());
            return {HeadEnd::whole, std::move(bytes)};
        }
        if (bytes.size() > most) return {HeadEnd::too_long, {}};
    }
}

bool Connection::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait(Direction::out)) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool Connection::read_all(std::size_t size, std::string& into)
{
    into.resize(size);
    for (std::size_t have = 0; have < size;) {
        const auto count = read(into.data() + have, size - have);
        if (count == 0) return false;
        have += count;
    }
    return true;
}

void Connection::set_patience(std::chrono::milliseconds patience) { deadline_ = Clock::now() + patience; }

Connection::Woken Connection::wait_for(int descriptor)
{
    while (true) {
        std::array watched{pollfd{descriptor, POLLIN, 0}, pollfd{descriptor_, POLLIN | POLLRDHUP, 0}};
        if (::poll(watched.data(), watched.size(), -1) < 0) {
            if (errno == EINTR) continue;
            return Woken::by_end;
        }
        if (watched[1].revents != 0) return Woken::by_end;
        return Woken::by_descriptor;
    }
}

void Connection::finish()
{
    ::shutdown(descriptor_, SHUT_WR);
    // Closing with unread bytes resets the connection and may take the answer from the peer: read on a little.
    constexpr std::size_t most_unread = 256 * 1024;
    deadline_ = std::min(deadline_, Clock::now() + std::chrono::milliseconds{500});
    std::array<char, 4096> buffer{};
    std::size_t total = 0;
    while (total < most_unread) {
        const auto count = read(buffer.data(), buffer.size());
        if (count == 0) break;
        total += count;
    }
}

void Connection::break_off()
{
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void Connection::hang_up() { ::shutdown(descriptor_, SHUT_RDWR); }

bool Connection::is_own_user() const
{
    ucred peer{};
    socklen_t length = sizeof peer;
    return ::getsockopt(descriptor_, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == ::geteuid();
}

} // namespace blend::http
