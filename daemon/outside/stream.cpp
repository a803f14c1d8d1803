#include "daemon/outside/stream.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/outside/curl.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace blend::outside {

namespace {

using Kind = Problem::Kind;
using Ticks = std::chrono::steady_clock;
using Line = StreamAddress::Line;

/// How soon a wish to stop is noticed while a server is waited for.
constexpr std::chrono::milliseconds glance{100};

struct Scheme {
    std::string_view name;
    Line line;
    std::uint16_t port;
};
constexpr auto schemes = std::to_array<Scheme>({{"imaps", Line::encrypted, 993}, {"imap", Line::open, 143}});

const Scheme* scheme_named(std::string_view name)
{
    const auto* const found =
        std::find_if(schemes.begin(), schemes.end(), [&](const Scheme& each) { return each.name == name; });
    return found == schemes.end() ? nullptr : found;
}

std::string reason_of(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return "nobody knows this name";
    case CURLE_COULDNT_CONNECT: return "nobody answers there";
    case CURLE_OPERATION_TIMEDOUT: return "it does not answer";
    case CURLE_PEER_FAILED_VERIFICATION: return "its certificate is not to be trusted";
    case CURLE_SSL_CONNECT_ERROR: return "no safe connection";
    default: return curl_easy_strerror(code);
    }
}

} // namespace

StreamAddress stream_address(const std::string& url)
{
    const Owned<CURLU> parsed{curl_url()};
    const bool read = curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
    const auto has = [&](CURLUPart which) { return !part(parsed.get(), which).empty(); };
    const Scheme* const scheme = read ? scheme_named(part(parsed.get(), CURLUPART_SCHEME)) : nullptr;
    if (scheme == nullptr || !has(CURLUPART_HOST))
        throw Problem{Kind::bad_request, url + " is no address of a mail server", "write imaps://mail.example.org"};
    const std::string path = part(parsed.get(), CURLUPART_PATH);
    const bool more = has(CURLUPART_USER) || has(CURLUPART_PASSWORD) || has(CURLUPART_QUERY) ||
                      has(CURLUPART_FRAGMENT) || path.find_first_not_of('/') != std::string::npos;
    if (more)
        throw Problem{Kind::bad_request, "the address of a mail server is its name alone",
                      "write imaps://mail.example.org, and who signs in apart from it"};
    std::string host = part(parsed.get(), CURLUPART_HOST);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    if (scheme->line == Line::open && !is_this_machine(host))
        throw Problem{Kind::bad_request, url + " would be read by everybody on the way",
                      "write imaps://; plain imap is for this machine alone"};
    const std::string port = part(parsed.get(), CURLUPART_PORT); // libcurl refuses what is no port
    return {host, port.empty() ? scheme->port : static_cast<std::uint16_t>(std::stoi(port)), scheme->line};
}

struct Stream::Inside {
    StreamAddress address;
    const std::atomic<bool>* cancelled;
    std::chrono::seconds patience;
    Owned<CURL> line{new_handle()};

    Problem problem(const std::string& reason) const { return {Kind::cannot, address.host + ": " + reason}; }

    void stop_if_wished() const
    {
        if (cancelled != nullptr && *cancelled) throw problem("asked to stop");
    }

    void connect()
    {
        const bool numbered = address.host.find(':') != std::string::npos; // an address of IPv6
        const std::string url = (address.line == Line::encrypted ? "https://" : "http://") +
                                (numbered ? "[" + address.host + "]" : address.host) + ":" +
                                std::to_string(address.port);
        CURL* const curl = line.get();
        curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
        curl_easy_setopt(curl, CURLOPT_PROXY, ""); // those of the environment speak HTTP
        curl_easy_setopt(curl, CURLOPT_SSL_ENABLE_ALPN, 0L);
        curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(patience.count() * 1000));
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, is_stopped);
        const CURLcode code = curl_easy_perform(curl);
        if (code == CURLE_OK) return;
        stop_if_wished();
        throw problem(reason_of(code));
    }

    static int is_stopped(void* inside, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
    {
        const auto* const self = static_cast<const Inside*>(inside);
        return self->cancelled != nullptr && *self->cancelled ? 1 : 0;
    }

    /// Until the line is ready for it.
    void wait(short events) const
    {
        curl_socket_t number = CURL_SOCKET_BAD;
        if (curl_easy_getinfo(line.get(), CURLINFO_ACTIVESOCKET, &number) != CURLE_OK || number == CURL_SOCKET_BAD)
            throw problem("the connection broke");
        for (const auto end = Ticks::now() + patience; Ticks::now() < end;) {
            stop_if_wished();
            pollfd watched{number, events, 0};
            const int ready = ::poll(&watched, 1, static_cast<int>(glance.count()));
            if (ready > 0) return;
            if (ready < 0 && errno != EINTR) throw problem("the connection broke");
        }
        throw problem("it does not answer");
    }
};

Stream::Stream(const StreamAddress& address, const std::atomic<bool>* cancelled, std::chrono::seconds patience)
    : inside_{new Inside{address, cancelled, patience}}
{
    inside_->connect();
}

Stream::~Stream() = default;
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;

std::size_t Stream::read(std::span<char> bytes)
{
    for (;;) {
        inside_->stop_if_wished();
        std::size_t count = 0;
        const CURLcode code = curl_easy_recv(inside_->line.get(), bytes.data(), bytes.size(), &count);
        if (code == CURLE_OK) return count;
        if (code != CURLE_AGAIN) throw inside_->problem("the connection broke");
        inside_->wait(POLLIN);
    }
}

void Stream::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        std::size_t count = 0;
        const CURLcode code = curl_easy_send(inside_->line.get(), bytes.data(), bytes.size(), &count);
        if (code == CURLE_OK)
            bytes.remove_prefix(count);
        else if (code == CURLE_AGAIN)
            inside_->wait(POLLOUT);
        else
            throw inside_->problem("the connection broke");
    }
}

} // namespace blend::outside
