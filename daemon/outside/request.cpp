#include "daemon/outside/request.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/outside/curl.hpp"

#include <algorithm>
#include <array>

namespace blend::outside {

namespace {

using Kind = Problem::Kind;

constexpr int most_redirects = 5;
constexpr std::size_t most_header_bytes = std::size_t{256} << 10;
constexpr std::chrono::seconds connect_deadline{15};

/// What one exchange collects, and how much it may.
struct Exchange {
    Reply reply;
    std::size_t most_bytes{};
    std::size_t header_bytes{};
    bool too_long{};
    const std::atomic<bool>* cancelled{};
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* taker)
{
    auto& exchange = *static_cast<Exchange*>(taker);
    if (exchange.reply.body.size() + size * count > exchange.most_bytes) {
        exchange.too_long = true;
        return 0;
    }
    exchange.reply.body.append(bytes, size * count);
    return size * count;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* taker)
{
    auto& exchange = *static_cast<Exchange*>(taker);
    exchange.header_bytes += size * count;
    if (exchange.header_bytes > most_header_bytes) {
        exchange.too_long = true;
        return 0;
    }
    std::string_view line{bytes, size * count};
    if (line.starts_with("HTTP/")) exchange.reply.headers.clear(); // of a "100 Continue", or of the demand to sign in
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size * count;
    std::string_view value = line.substr(colon + 1);
    const auto first = value.find_first_not_of(" \t");
    value = first == std::string_view::npos ? std::string_view{} : value.substr(first);
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n' || value.back() == ' '))
        value.remove_suffix(1);
    exchange.reply.headers.insert_or_assign(small(line.substr(0, colon)), std::string{value});
    return size * count;
}

int look_up(void* asker, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    const auto& exchange = *static_cast<Exchange*>(asker);
    return exchange.cancelled && *exchange.cancelled ? 1 : 0;
}

std::string reason_of(CURLcode code, const Exchange& exchange, const Request& request)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return "nobody knows this name";
    case CURLE_COULDNT_CONNECT: return "nobody answers there";
    case CURLE_OPERATION_TIMEDOUT:
        return "no whole answer within " + std::to_string(request.deadline.count()) + " seconds";
    case CURLE_PEER_FAILED_VERIFICATION: return "its certificate is not to be trusted";
    case CURLE_SSL_CONNECT_ERROR: return "no safe connection";
    case CURLE_ABORTED_BY_CALLBACK: return "asked to stop";
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE: return "the connection broke";
    default: break;
    }
    return exchange.too_long ? "it sends more than it should" : curl_easy_strerror(code);
}

std::string rest_of(const Address& address)
{
    return address.port == "443" || address.port.empty() ? address.host : address.host + ":" + address.port;
}

} // namespace

std::string_view Reply::header(std::string_view name) const
{
    const auto found = headers.find(std::string{name});
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

void refuse_unless_allowed(const std::string& url)
{
    const auto address = address_of(url);
    if (!address || address->host.empty())
        throw Problem{Kind::bad_request, url + " is no address", "write https://server.example.org/path"};
    if (address->scheme == "https") return;
    if (address->scheme == "http" && is_this_machine(address->host)) return;
    throw Problem{Kind::bad_request, url + " would be read by everybody on the way",
                  "write https://; plain http is for this machine alone"};
}

std::optional<std::string> resolved(const std::string& url, const std::string& link)
{
    const auto parts = parsed(url);
    if (!parts || curl_url_set(parts.get(), CURLUPART_URL, link.c_str(), CURLU_URLENCODE) != CURLUE_OK)
        return std::nullopt;
    const std::string there = part(parts.get(), CURLUPART_URL);
    const auto from = address_of(url);
    const auto to = address_of(there);
    if (!from || !to || from->host != to->host) return std::nullopt;
    const bool made_safe = from->scheme == "http" && to->scheme == "https";
    return *from == *to || made_safe ? std::optional{there} : std::nullopt;
}

std::string host_of(const std::string& url)
{
    const auto address = address_of(url);
    return address ? rest_of(*address) : "";
}

std::string said(const Reply& reply)
{
    struct Meaning {
        int status;
        std::string_view words;
    };
    constexpr auto meanings = std::to_array<Meaning>({{400, "it does not understand the request"},
                                                      {401, "the name or the password is not right"},
                                                      {403, "this is not allowed"},
                                                      {404, "there is nothing at this address"},
                                                      {405, "it does not do this here"},
                                                      {412, "it was changed meanwhile"},
                                                      {413, "this is too long for it"},
                                                      {423, "it is locked"},
                                                      {429, "it was asked too often"},
                                                      {500, "something is broken there"},
                                                      {502, "something is broken there"},
                                                      {503, "it is busy or under repair"},
                                                      {507, "its disk is full"}});
    const auto found = std::find_if(meanings.begin(), meanings.end(),
                                    [&](const Meaning& each) { return each.status == reply.status; });
    return host_of(reply.url) + " says " + std::to_string(reply.status) +
           (found == meanings.end() ? "" : ": " + std::string{found->words});
}

struct Caller::Inside {
    Owned<CURL> easy;
    std::optional<Login> login;
    const std::atomic<bool>* cancelled;

    void prepare(const Request& request, Exchange& exchange, const curl_slist* headers);
    Reply once(const Request& request);
};

void Caller::Inside::prepare(const Request& request, Exchange& exchange, const curl_slist* headers)
{
    CURL* handle = easy.get();
    curl_easy_reset(handle); // options go, the connection stays
    choose_trust(handle);
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY,
                     is_this_machine(address_of(request.url).value_or(Address{}).host) ? "" : nullptr);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT,
                     static_cast<long>(std::min(connect_deadline, request.deadline).count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(request.deadline.count()));
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "Blend");
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, ""); // bounded below, after it was unpacked
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, look_up);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &exchange);
    if (login) {
        curl_easy_setopt(handle, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC | CURLAUTH_DIGEST));
        curl_easy_setopt(handle, CURLOPT_USERNAME, login->user.c_str());
        curl_easy_setopt(handle, CURLOPT_PASSWORD, login->password.c_str());
    }
    if (request.method == "GET") return;
    if (request.method == "HEAD") {
        curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
        return;
    }
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

Reply Caller::Inside::once(const Request& request)
{
    refuse_unless_allowed(request.url);
    Exchange exchange{.most_bytes = request.most_bytes, .cancelled = cancelled};
    Owned<curl_slist> headers{curl_slist_append(nullptr, "Expect:")}; // no waiting for "100 Continue"
    for (const auto& [name, value] : request.headers) {
        const std::string line = name + ": " + value;
        if (line.find_first_of("\r\n") != std::string::npos)
            throw Problem{Kind::bad_request, "a header of a request has one line only"};
        headers.reset(curl_slist_append(headers.release(), line.c_str()));
    }
    prepare(request, exchange, headers.get());
    const CURLcode code = curl_easy_perform(easy.get());
    if (code != CURLE_OK) throw Problem{Kind::cannot, host_of(request.url) + ": " + reason_of(code, exchange, request)};
    long status{};
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    exchange.reply.status = static_cast<int>(status);
    exchange.reply.url = request.url;
    return std::move(exchange.reply);
}

Caller::Caller(std::optional<Login> login, const std::atomic<bool>* cancelled)
{
    inside_ = std::make_unique<Inside>(new_handle(), std::move(login), cancelled);
}

Caller::~Caller() = default;
Caller::Caller(Caller&&) noexcept = default;
Caller& Caller::operator=(Caller&&) noexcept = default;

Reply Caller::ask(const Request& request)
{
    Request here = request;
    for (int followed = 0; followed <= most_redirects; ++followed) {
        Reply reply = inside_->once(here);
        constexpr std::array redirects{301, 302, 307, 308};
        const std::string link{reply.header("location")};
        if (std::find(redirects.begin(), redirects.end(), reply.status) == redirects.end() || link.empty())
            return reply;
        const auto there = resolved(here.url, link);
        if (!there)
            throw Problem{Kind::cannot, host_of(here.url) + " sends us to another address: " + host_of(link),
                          "if that is right, set it up with that address"};
        here.url = *there;
    }
    throw Problem{Kind::cannot, host_of(request.url) + " sends us in circles"};
}

} // namespace blend::outside
