#pragma once

// What the members of a zip and of a tar have in common.

#include "daemon/core/problem.hpp"
#include "daemon/intake/observation.hpp"

#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <string_view>

namespace blend::intake {

/// Whether the name of a member would lie outside the archive if it were a path: "../x", "/etc/x", "C:x".
bool leads_out(std::string_view name);

Problem leading_out(const std::filesystem::path& archive);

/// The member of an archive at `path` that is called `inside` there.
Input member_of(const std::filesystem::path& path, std::string_view inside, std::uint64_t size,
                std::function<std::unique_ptr<std::istream>()> open);

/// A member that tells its problem when its turn comes; one bad file never loses the archive.
Input unreadable_member(const std::filesystem::path& path, std::string_view inside, const Problem& problem);

} // namespace blend::intake
