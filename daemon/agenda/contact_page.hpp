#pragma once

// One contact at a glance, and what one more call or letter would change.
//
// Everything comes from the ledger's derived tables but the hours of the week, for which the log of a year is read.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

#include <cstdint>
#include <string>

namespace blend::agenda {

/// How many interactions the first page of the past holds.
inline constexpr std::int64_t first_page = 30;

/// Gives today's nudges first, as the first page does.
wire::ContactPage get_contact_page(App& app, const std::string& contact);

/// Of minutes or words, whatever the channel counts. Stores nothing. Throws Problem{bad_request} for a channel that is
/// no way to be in touch.
wire::WhatIf what_if(const App& app, const std::string& contact, const std::string& channel, std::int64_t size);

} // namespace blend::agenda
