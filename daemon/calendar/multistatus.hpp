#pragma once

// What a WebDAV server says of several things at once (RFC 4918, 13): their addresses, and properties of each.
//
// Hides the XML. Names carry their namespace and a blank before them, whatever prefix the server chose: "DAV: href".

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace blend::calendar {

struct DavProperty {
    std::string text;
    std::vector<std::string> hrefs;  ///< addresses in it
    std::vector<std::string> within; ///< names of the elements in it; those of components with theirs: "… comp VEVENT"
};

struct DavResponse {
    std::string href; ///< as written
    int status{};     ///< of the thing itself; 0 when each property has its own
    std::map<std::string, DavProperty, std::less<>> properties; ///< those that are there

    /// Null when it is not there.
    const DavProperty* property(std::string_view name) const;
    /// Empty when it is not there.
    std::string text(std::string_view name) const;
};

struct Multistatus {
    std::vector<DavResponse> responses;
    std::string sync_token;
};

/// Throws Problem{cannot} when it is something else, or breaks off.
Multistatus read_multistatus(std::string_view body);

/// For a text or an attribute.
std::string xml_escaped(std::string_view text);

} // namespace blend::calendar
