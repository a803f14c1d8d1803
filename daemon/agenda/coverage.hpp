#pragma once

// What the numbers rest on: which sources were read when. The silence of a source is not the silence of a person.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

#include <vector>

namespace blend::agenda {

/// The sources of one contact's log.
wire::Coverage coverage_of(const App& app, ContactId contact, const Settings& settings, Instant now);

/// Sources not read for longer than the owner allows, or all of them; address books have no silence.
enum class Sources { stale, all };
std::vector<wire::StaleSource> sources(const App& app, const Settings& settings, Instant now, Sources which);

} // namespace blend::agenda
