#pragma once

// Importing files of the owner's machine: one at a time, with progress for whoever watches, and a way to stop it.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::intake {
struct Order;
struct Progress;
} // namespace blend::intake

namespace blend::agenda {

/// What is asked for, with the owner's settings filled in; throws Problem{bad_request} when it makes no sense.
intake::Order order_of(const App& app, const wire::ImportRequest& request);

/// For what an account on a server tells, which lies in no file.
intake::Order order_of(const App& app, const store::WatchedRecord& account);

/// To whoever follows the events.
void tell_progress(App& app, const intake::Progress& progress);

wire::ImportReport import_files(App& app, const wire::ImportRequest& request);

/// Stops the running import; it leaves nothing behind.
wire::Done cancel_import(App& app);

} // namespace blend::agenda
