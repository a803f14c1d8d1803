#pragma once

// Text members of a zip as inputs. Hides libzip.
//
// No name from inside a zip is ever used as a path and nothing is written. A member that unpacks to more than 16 GiB,
// or to more than 200 times its packed size, is refused while it is read, whatever the directory of the zip claims.

#include "daemon/intake/observation.hpp"

#include <filesystem>
#include <vector>

namespace blend::intake {

bool is_zip(std::string_view head);

/// Whether a member so called may be text that a format reads: by the end of its name only.
bool may_be_text(std::string_view name);

/// The members that may be read, in the order of the zip; photos, films and the like are left out. The name of each is
/// the zip's own; `inside` is the member's. They share one open zip and are read by one thread. Throws
/// Problem{bad_input} for a zip that is cut off, locked or a bomb.
std::vector<Input> zip_members(const std::filesystem::path& path);

} // namespace blend::intake
