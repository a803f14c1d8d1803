#pragma once

// The owner's day at a glance.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

wire::Today get_today(App& app);

} // namespace blend::agenda
