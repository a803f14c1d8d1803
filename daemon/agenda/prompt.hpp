#pragma once

// One short line for a shell prompt or a status bar.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

enum class Naming { shown, hidden };

/// "2 people · next: call Amma 18:00"; empty when there is nothing to say. Gives no nudges, changes nothing.
wire::Prompt get_prompt(const App& app, Naming naming);

} // namespace blend::agenda
