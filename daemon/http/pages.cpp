#include "daemon/http/pages.hpp"

#include <algorithm>

namespace blend::http {

namespace {

const Page* page_at(std::string_view path)
{
    const auto all = pages();
    const auto found = std::ranges::lower_bound(all, path, {}, &Page::path);
    return found != all.end() && found->path == path ? &*found : nullptr;
}

/// Whether a list such as "gzip, deflate, br;q=0.9" takes a coding; "q=0" is a no.
bool takes(std::string_view accept_encoding, std::string_view coding)
{
    while (!accept_encoding.empty()) {
        const auto end = std::min(accept_encoding.find(','), accept_encoding.size());
        auto entry = accept_encoding.substr(0, end);
        accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));

        while (entry.starts_with(' ')) entry.remove_prefix(1);
        if (!entry.starts_with(coding)) continue;
        const auto rest = entry.substr(coding.size());
        if (rest.empty()) return true;
        if (rest.front() == ';') return rest.find_first_of("123456789", rest.find('q')) != std::string_view::npos;
    }
    return false;
}

} // namespace

const Page* find_page(std::string_view path)
{
    if (const Page* page = page_at(path)) return page;
    const bool is_view = path.starts_with('/') && path.find('.') == std::string_view::npos &&
                         path.find('%') == std::string_view::npos && path.find("//") == std::string_view::npos &&
                         path != "/v1" && !path.starts_with("/v1/");
    return is_view ? page_at("/index.html") : nullptr;
}

Form form_for(const Page& page, std::string_view accept_encoding)
{
    if (!page.brotli.empty() && takes(accept_encoding, "br")) return {page.brotli, "br"};
    if (!page.gzip.empty() && takes(accept_encoding, "gzip")) return {page.gzip, "gzip"};
    return {page.plain, ""};
}

} // namespace blend::http
