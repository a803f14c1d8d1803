#pragma once

// A file written whole or not at all.

#include <filesystem>
#include <string_view>

namespace blend::cli {

enum class Existing { refuse, replace };

/// Readable for the owner alone; it is on the disk when this returns. Throws a `Problem` and leaves an existing file
/// untouched when it cannot be written.
void write_file(const std::filesystem::path& path, std::string_view text, Existing existing);

} // namespace blend::cli
