#pragma once

// Everything that reads bytes from outside, as functions that must survive any of them.
//
// A target ends by returning; a crash, a sanitizer's report, or time and memory out of proportion are findings. What a
// reader refuses it refuses with a Problem, which is no finding.

#include <string>
#include <string_view>
#include <vector>

namespace blend::fuzz {

/// A format by its name ("whatsapp"), or one of "zip", "database", "json", "csv_rows", "sentence",
/// "http_head".
std::vector<std::string> target_names();

/// Those that would read a file of this name and content, if only as a guess.
std::vector<std::string> targets_for(std::string_view file_name, std::string_view bytes);

/// One run. False when there is no such target.
bool run_target(std::string_view name, std::string_view bytes);

} // namespace blend::fuzz
