#pragma once

// The past of one contact: what happened, and how it makes the numbers.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

#include <optional>
#include <string>

namespace blend::agenda {

wire::Explanation explain_contact(const App& app, const std::string& contact, const std::optional<std::string>& as_of,
                                  std::int64_t limit);
wire::Timeline list_interactions(const App& app, const std::string& contact, const std::optional<std::string>& before,
                                 std::int64_t limit);

} // namespace blend::agenda
