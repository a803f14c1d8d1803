#pragma once

// Latin letters, cases and blanks of protocols: what headers, keywords and file names are compared by.
//
// Other letters are left as they are, in every locale. Names of people are compared by zone::folded instead.

#include <algorithm>
#include <string>
#include <string_view>

namespace blend::intake {

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

constexpr char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

inline std::string lower(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char letter) { return lower(letter); });
    return result;
}

/// Equal but for case.
inline bool same(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

/// Whether a host in small letters is this one or below it: "www.x.org" is x.org, "notx.org" is not.
inline bool is_host(std::string_view host, std::string_view wanted)
{
    return host.ends_with(wanted) && (host.size() == wanted.size() || host[host.size() - wanted.size() - 1] == '.');
}

/// Without blanks and control characters at the ends.
inline std::string_view stripped(std::string_view text)
{
    const auto is_blank = [](char letter) { return static_cast<unsigned char>(letter) <= ' '; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

} // namespace blend::intake
