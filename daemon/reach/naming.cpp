#include "daemon/reach/naming.hpp"

#include "daemon/core/columns.hpp"
#include "daemon/outside/request.hpp"

namespace blend::reach {

using store::WayKind;

std::string name_of(const store::WayRecord& way)
{
    switch (way.kind) {
    case WayKind::desktop: return "desktop notifications";
    case WayKind::mail: return "mail to " + way.address;
    case WayKind::sendmail: return "mail to " + way.address + " by sendmail";
    // Whoever knows the whole address of an ntfy topic can read along.
    case WayKind::ntfy: return "ntfy at " + outside::host_of(way.address);
    case WayKind::gotify: return "Gotify at " + outside::host_of(way.address);
    case WayKind::webhook: return "the webhook at " + outside::host_of(way.address);
    case WayKind::command: return "the command " + clipped(way.address.substr(0, way.address.find(' ')), 40);
    }
    return {};
}

std::string secret_name(const store::WayRecord& way)
{
    return std::string{word(way.kind)} + " " + way.user.value_or("") + (way.user ? "@" : "") +
           way.server.value_or(way.address);
}

} // namespace blend::reach
