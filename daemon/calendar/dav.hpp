#pragma once

// A calendar or address book server: CalDAV (RFC 4791) and CardDAV (RFC 6352).
//
// Hides WebDAV: finding the owner's collections behind whatever address they know, what changed in one since it was
// read last (by a sync-token, else a ctag, else the list of all versions), and writing an entry only where nobody else
// has. What a server does not allow or understand is a Problem{cannot} in one line with what a person can do. Answers
// are bounded in size and time; addresses of another host are not followed. For one thread.

#include "daemon/outside/request.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace blend::calendar {

enum class Shelf { calendars, address_books };

struct DavCollection {
    std::string href; ///< its path on the server, with a slash at its end
    std::string name; ///< as the server displays it
    bool writable{};
    std::string ctag;       ///< differs when anything in it does; may be empty
    std::string sync_token; ///< may be empty
};

/// A calendar object or a card.
struct DavEntry {
    std::string href;
    std::string etag; ///< of this version, without quotes; empty when the server does not say
    std::string text;
};

struct DavChanges {
    std::vector<DavEntry> there;   ///< new or changed; without their texts
    std::vector<std::string> gone; ///< addresses
    std::string state;             ///< for the next time
};

class Dav {
public:
    /// Nothing is asked yet. `cancelled` ends whatever is under way.
    Dav(std::string url, std::optional<outside::Login> login, const std::atomic<bool>* cancelled);

    /// Those that hold events, or cards. Throws when there is no such server.
    std::vector<DavCollection> collections(Shelf shelf);

    /// Against `known` (versions by address) as of `state`; both empty at first.
    DavChanges changes(const DavCollection& collection, const std::string& state,
                       const std::map<std::string, std::string>& known);

    /// The texts of entries, in batches; those that are gone meanwhile are left out.
    void fetch(const DavCollection& collection, Shelf shelf, std::span<const std::string> hrefs,
               const std::function<void(DavEntry)>& each);
    /// Empty when there is none.
    std::optional<DavEntry> fetch(const std::string& href);

    /// Writes a calendar object: in place of the version `etag`, or where nothing is. Its new version, which is empty
    /// when the server does not say; nothing when somebody else was there before.
    std::optional<std::string> put(const std::string& href, const std::string& text,
                                   const std::optional<std::string>& etag);
    /// False when somebody else changed it. What is gone is removed.
    bool remove(const std::string& href, const std::string& etag);

private:
    outside::Reply ask(outside::Request request);
    outside::Reply ask_about(const std::string& url, const char* method, const char* depth, const std::string& body);
    std::string absolute(const std::string& href) const;
    std::string path_of(const std::string& link) const;
    void ask_home(Shelf shelf, std::string& home, std::vector<DavCollection>& found);
    std::optional<DavChanges> synced(const DavCollection& collection, const std::string& token,
                                     const std::map<std::string, std::string>& known);
    DavChanges listed(const DavCollection& collection, const std::map<std::string, std::string>& known);
    bool fetch_batch(const DavCollection& collection, Shelf shelf, std::span<const std::string> hrefs,
                     const std::function<void(DavEntry)>& each);

    std::string url_;
    outside::Caller caller_;
};

} // namespace blend::calendar
