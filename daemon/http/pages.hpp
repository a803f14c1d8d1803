#pragma once

// The dashboard's files, inside the program: no name from an address ever reaches the file system.
//
// Hides how they got there (a custom command embeds web/dist, each file plain, gzip and brotli). Without a built
// dashboard there is one page that says so.

#include <optional>
#include <span>
#include <string_view>

namespace blend::http {

struct Page {
    std::string_view path; ///< "/assets/index-1f2e3d.js"
    std::string_view content_type;
    std::string_view etag; ///< with its quotes
    std::string_view plain;
    std::string_view gzip;   ///< empty when it would not be shorter
    std::string_view brotli; ///< the same
};

/// Sorted by path. Made by the build.
std::span<const Page> pages();

/// The file of the dashboard that has every view but Today; not there when the dashboard was not built.
inline constexpr std::string_view other_pages = "/pages.js";

/// The page at a path. Addresses of the dashboard's own views ("/", "/contacts/3": no dot, not under /v1) are its
/// index page.
const Page* find_page(std::string_view path);

/// A page in the shortest form that the client takes, from its Accept-Encoding.
struct Form {
    std::string_view bytes;
    std::string_view encoding; ///< empty for plain
};
Form form_for(const Page& page, std::string_view accept_encoding);

} // namespace blend::http
