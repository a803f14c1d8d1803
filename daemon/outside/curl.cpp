#include "daemon/outside/curl.hpp"

#include "daemon/core/problem.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace blend::outside {

Owned<CURL> new_handle()
{
    // libcurl wants to be started once, by one thread.
    [[maybe_unused]] static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    Owned<CURL> handle{curl_easy_init()};
    if (!handle) throw Problem{Problem::Kind::internal, "no memory for a connection"};
    choose_trust(handle.get());
    return handle;
}

void choose_trust(CURL* handle)
{
    // As OpenSSL, Python and curl itself have it; the library leaves it to its callers.
    if (const char* file = std::getenv("SSL_CERT_FILE")) curl_easy_setopt(handle, CURLOPT_CAINFO, file);
}

Owned<CURLU> parsed(const std::string& url)
{
    Owned<CURLU> parts{curl_url()};
    if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return nullptr;
    return parts;
}

std::string part(CURLU* url, CURLUPart which, unsigned flags)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
    const Owned<char> owned{text};
    return owned.get();
}

std::optional<Address> address_of(const std::string& url)
{
    const auto parts = parsed(url);
    if (!parts) return std::nullopt;
    Address address{small(part(parts.get(), CURLUPART_SCHEME)), small(part(parts.get(), CURLUPART_HOST)),
                    part(parts.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT)};
    if (address.host.starts_with('[')) address.host = address.host.substr(1, address.host.size() - 2);
    return address;
}

bool is_this_machine(std::string_view host) { return host == "127.0.0.1" || host == "::1" || host == "localhost"; }

std::string small(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return result;
}

} // namespace blend::outside
