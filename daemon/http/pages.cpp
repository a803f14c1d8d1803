#include "daemon/http/pages.hpp"

#include "daemon/http/coding.hpp"

#include <algorithm>

namespace blend::http {

namespace {

const Page* page_at(std::string_view path)
{
    const auto all = pages();
    const auto found = std::ranges::lower_bound(all, path, {}, &Page::path);
    return found != all.end() && found->path == path ? &*found : nullptr;
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
