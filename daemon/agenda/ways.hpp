#pragma once

// How the owner is told of things: ways out as they are set up, tested and shown, and what their buttons do.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

#include <string>
#include <vector>

namespace blend::agenda {

/// Whether the one who asks may name programs that the daemon runs: only who sits at this machine's command line.
enum class Programs { refused, allowed };

wire::WayList list_ways(const App& app);
wire::Way add_way(App& app, const wire::WayRequest& request, Programs programs);
wire::Way edit_way(App& app, std::int64_t number, const wire::WayChange& change, Programs programs);
wire::Done remove_way(App& app, std::int64_t number);

/// Sends a few words by it and waits for the end; throws what went wrong.
wire::Done test_way(App& app, std::int64_t number);

wire::DeliveryList list_deliveries(const App& app, std::int64_t number, std::int64_t limit);

/// A sentence for each way that turned itself off, as long as it is.
std::vector<std::string> ways_off(const App& app);

} // namespace blend::agenda
