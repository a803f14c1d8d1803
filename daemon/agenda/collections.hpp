#pragma once

// The calendars or address books of an account, kept in step with the server: which there are, and what each holds.
//
// What was fetched is on the disk piece by piece; how far a collection was read is noted when all of it is. Whatever
// ends a reading early, the next one fetches only what is missing.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/looking.hpp"
#include "daemon/calendar/dav.hpp"

#include <functional>
#include <vector>

namespace blend::intake {
struct Format;
}

namespace blend::agenda {

/// A collection as it is kept, and as the server has it.
struct OpenCollection {
    store::CollectionRecord kept;
    calendar::DavCollection there;
};

/// Those of the account that the server has. New ones are kept, others forgotten; one that takes plans and is gone is a
/// Problem{cannot}.
std::vector<OpenCollection> open_collections(App& app, const store::WatchedRecord& account, calendar::Dav& server,
                                             calendar::Shelf shelf);

/// Makes of entries what is to be kept of them, and whatever else is to come of them before they count as read.
using ReadEntries = std::function<std::vector<store::ItemRecord>(const std::vector<calendar::DavEntry>& entries)>;

struct Pulled {
    std::int64_t fetched{};
    std::int64_t gone{};
};

/// Reads what is new or changed.
Pulled pull(App& app, calendar::Dav& server, calendar::Shelf shelf, OpenCollection& collection,
            const ReadEntries& read);

/// Reads a text of the format into the log as a file of the collection would be, once; counted in `look`. Waits for an
/// import that is running.
void import_text(App& app, const store::WatchedRecord& account, const OpenCollection& collection,
                 const intake::Format& format, std::string text, Look& look);

} // namespace blend::agenda
