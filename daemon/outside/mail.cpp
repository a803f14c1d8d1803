#include "daemon/outside/mail.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/outside/curl.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace blend::outside {

namespace {

using Kind = Problem::Kind;

constexpr std::size_t longest_address = 254;
constexpr std::chrono::seconds connect_deadline{15};

struct Sending {
    std::string_view left;
    const std::atomic<bool>* cancelled{};
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* from)
{
    auto& sending = *static_cast<Sending*>(from);
    const std::size_t piece = std::min(sending.left.size(), size * count);
    std::memcpy(into, sending.left.data(), piece);
    sending.left.remove_prefix(piece);
    return piece;
}

int look_up(void* asker, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    const auto& sending = *static_cast<Sending*>(asker);
    return sending.cancelled && *sending.cancelled ? 1 : 0;
}

std::string meaning_of(long code)
{
    switch (code) {
    case 530: return "it wants you to sign in";
    case 534:
    case 535: return "the name or the password is not right";
    case 452:
    case 552: return "its disk or the mailbox is full";
    case 550:
    case 551:
    case 553: return "it does not take mail from or to these addresses";
    default: break;
    }
    return code >= 500 ? "it refuses the mail" : "not now";
}

std::string reason_of(CURLcode result, const Letter& letter)
{
    switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST: return "nobody knows this name";
    case CURLE_COULDNT_CONNECT: return "nobody answers there";
    case CURLE_OPERATION_TIMEDOUT: return "not done within " + std::to_string(letter.deadline.count()) + " seconds";
    case CURLE_PEER_FAILED_VERIFICATION: return "its certificate is not to be trusted";
    case CURLE_USE_SSL_FAILED: return "it offers no safe connection";
    case CURLE_SSL_CONNECT_ERROR: return "no safe connection";
    case CURLE_LOGIN_DENIED: return "the name or the password is not right";
    case CURLE_ABORTED_BY_CALLBACK: return "asked to stop";
    default: break;
    }
    return "the connection broke";
}

/// Without a port a mail is handed in at 587, on this machine at 25. The name of this machine is nobody's business, so
/// the greeting is without it.
std::string url_of(const std::string& written, const Address& server)
{
    const bool port_is_said = written.ends_with(":" + server.port);
    const bool hands_in = server.scheme == "smtp" && !is_this_machine(server.host) && !port_is_said;
    const std::string host = server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
    return server.scheme + "://" + host + ":" + (hands_in ? "587" : server.port) + "/%5B127.0.0.1%5D";
}

} // namespace

void refuse_unless_mail_address(const std::string& text)
{
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const auto refuse = [&] {
        throw Problem{Kind::bad_request, "no address for mail: " + text, "write it plainly: you@example.org"};
    };
    const auto at = text.find('@');
    if (at == std::string::npos || at == 0 || at > 64 || text.size() > longest_address) refuse();
    const std::string_view local = std::string_view{text}.substr(0, at);
    const std::string_view domain = std::string_view{text}.substr(at + 1);
    const std::string local_letters = std::string{letters} + "!#$%&'*+/=?^_`{|}~.-";
    if (local.find_first_not_of(local_letters) != std::string_view::npos || local.front() == '-' ||
        local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos)
        refuse();
    if (domain.empty() || domain.find_first_not_of(std::string{letters} + ".-") != std::string_view::npos ||
        domain.front() == '-' || domain.front() == '.' || domain.back() == '.' || domain.back() == '-' ||
        domain.find("..") != std::string_view::npos)
        refuse();
}

void refuse_unless_mail_server(const std::string& url)
{
    const auto server = address_of(url);
    const bool knows_scheme = server && (server->scheme == "smtps" || server->scheme == "smtp");
    const bool has_more = url.find_first_of("/?#@", url.find("://") + 3) != std::string::npos;
    if (!knows_scheme || has_more || server->host.empty())
        throw Problem{Kind::bad_request, url + " is no address of a mail server",
                      "write smtps://mail.example.org, or smtp://mail.example.org:587 when it uses STARTTLS"};
}

void send_mail(const Letter& letter, const std::atomic<bool>* cancelled)
{
    refuse_unless_mail_server(letter.server);
    refuse_unless_mail_address(letter.sender);
    refuse_unless_mail_address(letter.recipient);
    const Address server = address_of(letter.server).value();
    const bool is_near = server.scheme == "smtp" && is_this_machine(server.host);

    const auto easy = new_handle();
    CURL* handle = easy.get();
    Sending sending{letter.mail, cancelled};
    const Owned<curl_slist> recipients{curl_slist_append(nullptr, ("<" + letter.recipient + ">").c_str())};
    curl_easy_setopt(handle, CURLOPT_URL, url_of(letter.server, server).c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(is_near ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT,
                     static_cast<long>(std::min(connect_deadline, letter.deadline).count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(letter.deadline.count()));
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, ("<" + letter.sender + ">").c_str());
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(handle, CURLOPT_READDATA, &sending);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, look_up);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &sending);
    if (letter.login) {
        curl_easy_setopt(handle, CURLOPT_USERNAME, letter.login->user.c_str());
        curl_easy_setopt(handle, CURLOPT_PASSWORD, letter.login->password.c_str());
    }
    const CURLcode result = curl_easy_perform(handle);
    if (result == CURLE_OK) return;

    long code{};
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    if (code >= 400 && code < 600)
        throw Problem{code >= 500 ? Kind::not_allowed : Kind::cannot,
                      server.host + " says " + std::to_string(code) + ": " + meaning_of(code)};
    throw Problem{Kind::cannot, server.host + ": " + reason_of(result, letter)};
}

} // namespace blend::outside
