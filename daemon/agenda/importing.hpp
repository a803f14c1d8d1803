#pragma once

// Importing files of the owner's machine: one at a time, with progress for whoever watches, and a way to stop it.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

wire::ImportReport import_files(App& app, const wire::ImportRequest& request);

/// Stops the running import; it leaves nothing behind.
wire::Done cancel_import(App& app);

} // namespace blend::agenda
