#pragma once

// What a path of the owner's holds: files, members of a zip, a Maildir tree. Hides the file system.
//
// Only regular files are read: no link is followed, and a pipe or device is refused before it is opened for reading.
// A folder is walked in the order of names; links and odd files in it are left out.

#include "daemon/intake/observation.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

/// Throws Problem{not_found} when there is nothing, Problem{bad_input} when it is nothing that can be read.
std::vector<Input> inputs_at(const std::filesystem::path& path);

/// What a path ends in: "message_1.json" of "inbox/ana_17/message_1.json". Without a slash, all of it: npos + 1 is 0.
inline std::string_view file_name(std::string_view inside) { return inside.substr(inside.rfind('/') + 1); }

/// The first bytes of a file, at most 64 KiB; empty for a folder.
std::string head_of(const Input& input);

/// A regular file for reading, a link at its end refused. Throws as `inputs_at` does.
std::unique_ptr<std::istream> open_regular(const std::filesystem::path& path);

} // namespace blend::intake
