#pragma once

// The places that are read by themselves, as the owner asks for them: added, listed, looked at, removed.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/looking.hpp"
#include "daemon/agenda/ways.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

/// How long files are left alone after their last change.
inline constexpr Settle usual_settle{2000};

wire::WatchedSourceList list_sources(const App& app);

/// Kept an eye on from now on, and looked at once. Refuses what is not there, and what is watched already.
wire::SourceReport add_source(App& app, const wire::WatchedSourceRequest& request,
                              Programs programs = Programs::refused);

wire::SourceReport sync_source(App& app, std::int64_t number);

/// What it gave stays.
wire::Done remove_source(App& app, std::int64_t number);

/// When each format was last known to be up to date because its place was kept an eye on. A folder of exports is as new
/// as the newest export in it, so only mailboxes count.
std::map<std::string, Instant> kept_current(const App& app, Instant now);

} // namespace blend::agenda
