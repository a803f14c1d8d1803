#pragma once

// Members of a zip as inputs. Hides libzip.
//
// No name from inside a zip is ever used as a path and nothing is written. A member that unpacks to more than 16 GiB,
// or to more than 200 times its packed size, is refused while it is read, whatever the directory of the zip claims.

#include "daemon/intake/observation.hpp"

#include <filesystem>
#include <vector>

namespace blend::intake {

bool is_zip(std::string_view head);

/// The members that may be read, in the order of the zip, media left out; `inside` is the name in the zip. They share
/// one open zip and are read by one thread. A member that is locked, a bomb, or named like a path out of the zip tells
/// its problem when it is opened, and belongs to no export. Throws Problem{bad_input} for a zip that is cut off, locked
/// as a whole, or holds nothing to read.
std::vector<Input> zip_members(const std::filesystem::path& path);

} // namespace blend::intake
