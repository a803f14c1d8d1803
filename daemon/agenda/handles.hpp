#pragma once

// Handles that belong to nobody yet: whose they may be, linking them, setting them aside.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

wire::UnmatchedList list_unmatched(const App& app, std::int64_t offset, std::int64_t limit);
wire::Done link_handle(App& app, const wire::LinkRequest& request);
wire::Done ignore_handle(App& app, const wire::IgnoreRequest& request);

} // namespace blend::agenda
