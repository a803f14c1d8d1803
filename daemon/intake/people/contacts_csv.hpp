#pragma once

// Address books as tables: those of Google, Outlook and Thunderbird in several languages, and any with columns for
// names and addresses, also without headings. Each row is one card.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format contacts_csv;

} // namespace blend::intake
