#include "daemon/intake/files/archive.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/input.hpp"

#include <string>
#include <utility>

namespace blend::intake {

bool leads_out(std::string_view name)
{
    const bool drive = name.size() > 1 && name[1] == ':' && lower(name[0]) >= 'a' && lower(name[0]) <= 'z';
    if (drive || name.starts_with('/') || name.starts_with('\\')) return true;
    const std::string slashes = "/" + std::string{name} + "/";
    return slashes.find("/../") != std::string::npos || name.find("..\\") != std::string_view::npos;
}

Problem leading_out(const std::filesystem::path& archive)
{
    return {Problem::Kind::bad_input, archive.filename().string() + " holds a file that would lie outside of it",
            "do not trust where it came from"};
}

Input member_of(const std::filesystem::path& path, std::string_view inside, std::uint64_t size,
                std::function<std::unique_ptr<std::istream>()> open)
{
    return {.path = path,
            .name = std::string{file_name(inside)},
            .folder = false,
            .size = size,
            .open = std::move(open),
            .inside = std::string{inside}};
}

Input unreadable_member(const std::filesystem::path& path, std::string_view inside, const Problem& problem)
{
    Input member = member_of(path, inside, 0, [problem]() -> std::unique_ptr<std::istream> { throw problem; });
    member.inside.clear();
    return member;
}

} // namespace blend::intake
