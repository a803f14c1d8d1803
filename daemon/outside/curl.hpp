#pragma once

// libcurl as this room uses it. Private to it.

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>

namespace blend::outside {

struct FreeCurl {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(char* text) const { curl_free(text); }
};
template <class Type> using Owned = std::unique_ptr<Type, FreeCurl>;

/// libcurl wants to be started once, by one thread.
inline void start_curl() { [[maybe_unused]] static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT); }

/// A part of an address; empty when it has none.
inline std::string part(CURLU* url, CURLUPart which, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
    const Owned<char> owned{text};
    return owned.get();
}

/// A host's name without the brackets of an address of IPv6.
inline bool is_this_machine(std::string_view host)
{
    return host == "127.0.0.1" || host == "::1" || host == "localhost";
}

} // namespace blend::outside
