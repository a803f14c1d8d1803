#pragma once

// Where an export of Facebook or Instagram keeps its threads: by names alone.

#include "daemon/intake/observation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace blend::intake {

/// As `Format::home`.
std::optional<std::string> facebook_home(std::string_view name, Names names);
std::optional<std::string> instagram_home(std::string_view name, Names names);

/// "message_12.json" and "12"; empty for any other file.
std::optional<int> message_file(std::string_view name, std::string_view ending = ".json");

/// A chat that Messenger saved by itself, "alice_1.json": its name without the number.
std::optional<std::string> encrypted_file(std::string_view name);

/// The folder that a file lies in: empty, or ends in "/".
std::string_view folder_of(std::string_view inside);

} // namespace blend::intake
