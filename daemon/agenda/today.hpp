#pragma once

// The owner's day at a glance.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

wire::Today get_today(App& app);

/// The blend of the life that these people make.
wire::Life life_shape(const std::vector<store::Known>& everybody, const Settings& settings, Instant now);

} // namespace blend::agenda
