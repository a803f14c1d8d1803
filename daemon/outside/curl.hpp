#pragma once

// What the sources of this room share of libcurl. Private to it.

#include <curl/curl.h>

#include <memory>
#include <optional>
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

/// A connection to be; starts libcurl with the first. Throws Problem{internal} when there is no memory for it.
Owned<CURL> new_handle();

/// Whom a handle believes: the system's certificates, or those in the file that SSL_CERT_FILE names.
void choose_trust(CURL* handle);

/// The parts of an address; null when it is none.
Owned<CURLU> parsed(const std::string& url);
/// Empty when there is none.
std::string part(CURLU* url, CURLUPart which, unsigned flags = 0);

struct Address {
    std::string scheme;
    std::string host; ///< in small letters, without brackets
    std::string port; ///< the scheme's own when none is said

    bool operator==(const Address&) const = default;
};

/// Empty when the text is no address.
std::optional<Address> address_of(const std::string& url);

bool is_this_machine(std::string_view host);

/// In small letters, those of ASCII.
std::string small(std::string_view text);

} // namespace blend::outside
