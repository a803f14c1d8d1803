#pragma once

// What a way is called, by people and by the keyring.

#include "daemon/store/way_records.hpp"

#include <string>

namespace blend::reach {

/// "desktop notifications", "mail to owner@example.org", "ntfy at ntfy.sh", "the command notify.sh"
std::string name_of(const store::WayRecord& way);

/// Under which its secret lies in the keyring: the same however often the way is set up anew.
std::string secret_name(const store::WayRecord& way);

} // namespace blend::reach
