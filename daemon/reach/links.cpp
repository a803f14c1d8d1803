#include "daemon/reach/links.hpp"

#include <algorithm>

namespace blend::reach {

bool is_start_link(std::string_view link)
{
    const bool plain = std::all_of(link.begin(), link.end(), [](char each) { return each > ' ' && each < 0x7F; });
    constexpr std::string_view schemes[] = {"tel:", "mailto:", "sip:", "https://"};
    return plain && std::any_of(std::begin(schemes), std::end(schemes), [&](std::string_view scheme) {
               return link.starts_with(scheme) && link.size() > scheme.size();
           });
}

std::string_view link_words(std::string_view link)
{
    if (link.starts_with("tel:") || link.starts_with("sip:")) return "Call";
    if (link.starts_with("mailto:")) return "Write a mail";
    if (link.starts_with("https://wa.me/")) return "WhatsApp";
    if (link.starts_with("https://t.me/")) return "Telegram";
    return "Open";
}

} // namespace blend::reach
