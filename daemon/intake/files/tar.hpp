#pragma once

// Text members of a plain tar as inputs. Hides the layout of its blocks.
//
// As with a zip, no name from inside is used as a path and nothing is written; links, devices and the like are left
// out. A tar that is cut off gives what is there of its last member.

#include "daemon/intake/observation.hpp"

#include <filesystem>
#include <vector>

namespace blend::intake {

/// Of the first 512 bytes of a file.
bool is_tar(std::string_view head);

/// The members that may be read, in the order of the tar; `inside` is the member's name, `name` the tar's own. Throws
/// Problem{bad_input} when there is none.
std::vector<Input> tar_members(const std::filesystem::path& path);

} // namespace blend::intake
