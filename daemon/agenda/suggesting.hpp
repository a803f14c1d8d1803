#pragma once

// Whom the owner might want to track: the people they are most in touch with and have not decided about yet.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

/// By the days on which they were in touch within two years; groups, machines and those left untracked are no
/// suggestions. A person is a contact, or a handle that belongs to nobody yet.
wire::SuggestedPeople list_suggested_people(const App& app, std::int64_t limit);

/// The owner does not want to track them, and is not asked about them again.
wire::Done leave_untracked(App& app, const std::string& contact);

} // namespace blend::agenda
