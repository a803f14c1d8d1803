#include "cli/exchange.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace blend::cli {
namespace {

constexpr std::size_t longest_line = 16 * 1024;

std::optional<std::uint64_t> number(std::string_view text, int base)
{
    std::uint64_t value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

std::string small(std::string_view text)
{
    std::string result{text};
    for (char& each : result)
        if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

Exchange::Exchange(const std::string& socket, std::chrono::milliseconds patience)
{
    sockaddr_un address{};
    if (socket.size() >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket.c_str(), socket.size() + 1);
    socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval limit{patience.count() / 1000, patience.count() % 1000 * 1000};
    for (const int which : {SO_RCVTIMEO, SO_SNDTIMEO})
        setsockopt(socket_, SOL_SOCKET, which, &limit, static_cast<socklen_t>(sizeof limit));
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    close(socket_);
    socket_ = -1;
}

Exchange::~Exchange()
{
    if (socket_ >= 0) close(socket_);
}

void Exchange::stop() const { shutdown(socket_, SHUT_RDWR); }

bool Exchange::ask(const Question& question, std::string_view accept)
{
    std::string text = question.method + " " + question.path +
                       " HTTP/1.1\r\nHost: localhost\r\nAccept: " + std::string{accept} + "\r\nConnection: close\r\n";
    if (!question.body.empty())
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(question.body.size()) + "\r\n";
    text += "\r\n" + question.body;
    for (std::string_view rest = text; !rest.empty();) {
        const ssize_t sent = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        // It may have answered before it read everything.
        if (sent < 0) return errno == EPIPE || errno == ECONNRESET;
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Exchange::fill()
{
    char part[16 * 1024];
    ssize_t size = 0;
    do size = recv(socket_, part, sizeof part, 0);
    while (size < 0 && errno == EINTR);
    if (size <= 0) return false;
    unread_.append(part, static_cast<std::size_t>(size));
    return true;
}

bool Exchange::read_line(std::string& line)
{
    std::size_t end = 0;
    while ((end = unread_.find('\n')) == std::string::npos)
        if (unread_.size() > longest_line || !fill()) return false;
    line = unread_.substr(0, end > 0 && unread_[end - 1] == '\r' ? end - 1 : end);
    unread_.erase(0, end + 1);
    return true;
}

bool Exchange::read_head()
{
    std::string line;
    if (!read_line(line) || !line.starts_with("HTTP/1.") || line.size() < 12) return false;
    status_ = static_cast<int>(number(std::string_view{line}.substr(9, 3), 10).value_or(0));
    while (read_line(line) && !line.empty())
        if (const auto colon = line.find(':'); colon != std::string::npos)
            headers_.insert_or_assign(small(line.substr(0, colon)),
                                      std::string{trimmed(std::string_view{line}.substr(colon + 1))});
    if (!line.empty()) return false;
    chunked_ = small(header("transfer-encoding")) == "chunked";
    if (const auto length = number(header("content-length"), 10); length && !chunked_) {
        counted_ = true;
        left_ = *length;
    }
    return true;
}

std::string Exchange::header(std::string_view name) const
{
    const auto found = headers_.find(name);
    return found == headers_.end() ? std::string{} : found->second;
}

Exchange::Piece Exchange::read_counted(std::string& piece)
{
    if (unread_.empty() && !fill()) return Piece::broken;
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, unread_.size()));
    piece = unread_.substr(0, size);
    unread_.erase(0, size);
    left_ -= size;
    return Piece::more;
}

Exchange::Piece Exchange::read(std::string& piece)
{
    if (counted_) return left_ == 0 ? Piece::end : read_counted(piece);
    if (!chunked_) {
        if (unread_.empty() && !fill()) return Piece::end; // it says that it is done by going
        piece = std::move(unread_);
        unread_.clear();
        return Piece::more;
    }
    if (left_ == 0) {
        std::string line;
        if (within_chunks_ && !read_line(line)) return Piece::broken;
        if (!read_line(line)) return Piece::broken;
        const auto size = number(trimmed(std::string_view{line}.substr(0, line.find(';'))), 16);
        if (!size) return Piece::broken;
        if (*size == 0) return Piece::end;
        within_chunks_ = true;
        left_ = *size;
    }
    return read_counted(piece);
}

} // namespace blend::cli
