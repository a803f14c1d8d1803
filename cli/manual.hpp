#pragma once

// What is made from the rows of the command table for other programs to read: the manual page and completions.

#include <string>

namespace blend::cli {

/// blend(1) as troff.
std::string manual_page();

/// A script for bash: commands, their options, and files where a command takes one.
std::string bash_completion();

} // namespace blend::cli
