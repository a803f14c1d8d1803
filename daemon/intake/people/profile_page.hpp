#pragma once

// Services by the names that address books give them, and whose page a web address is.

#include "daemon/core/handle.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace blend::intake {

/// "telegram", "Google Talk", "skype-username": whatever address books write, in any case.
std::optional<HandleKind> service_named(std::string_view word);

struct ProfilePage {
    std::optional<HandleKind> service; ///< empty: a site that is no service of ours
    std::string user;
};

/// Of "https://www.linkedin.com/in/ana-luz/?x=y": linkedin, ana-luz. Empty when it is no web address.
std::optional<ProfilePage> profile_page(std::string_view url);

} // namespace blend::intake
