#pragma once

// A password typed by the owner: asked on the terminal without showing it, or the first line of standard input.

#include <string>

namespace blend::cli {

/// Throws Problem{bad_request} when nothing was given.
std::string asked_password(const std::string& question);

} // namespace blend::cli
