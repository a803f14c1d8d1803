#pragma once

// What calendar programs get of Blend without an account: a feed under a secret address, and invitations as files.
//
// The address is the key: whoever has it can read the feed until it is made void.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

#include <string>

namespace blend::agenda {

/// `door` is where the port is: "http://127.0.0.1:2626".
wire::FeedList list_feeds(const App& app, const std::string& door);
/// Its present address, unless a new one is asked for or there is none.
wire::Feed open_feed(App& app, const wire::FeedRequest& request, const std::string& door);
wire::Done close_feed(App& app, const std::string& name);

struct FeedText {
    std::string text;
    Instant changed{};
};

FeedText feed_text(const App& app, const store::FeedRecord& feed);

/// For the owner to send; nothing here does.
wire::Export get_invitation(const App& app, PlanId plan);

} // namespace blend::agenda
