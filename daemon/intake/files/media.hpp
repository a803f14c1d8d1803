#pragma once

// Photos, films and the like, which lie beside what is read by the thousand: left out by the end of their names.

#include <string_view>

namespace blend::intake {

/// Whether a member of an archive so called need not be looked into: media, office documents, programs,
/// packed files that are not read, and what systems leave behind ("__MACOSX/", names that begin with a dot).
bool is_media(std::string_view name);

} // namespace blend::intake
