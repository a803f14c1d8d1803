#pragma once

// A folder packed as exporters pack it.

#include <catch2/catch.hpp>
#include <zip.h>

#include <filesystem>
#include <string>

namespace blend::intake {

inline std::filesystem::path zip_of(const std::filesystem::path& folder, const std::filesystem::path& into)
{
    zip_t* zip = zip_open(into.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    REQUIRE(zip);
    for (const auto& each : std::filesystem::recursive_directory_iterator{folder}) {
        if (!each.is_regular_file()) continue;
        const std::string name = each.path().lexically_relative(folder).generic_string();
        zip_source_t* source = zip_source_file(zip, each.path().c_str(), 0, -1);
        REQUIRE(zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    REQUIRE(zip_close(zip) == 0);
    return into;
}

/// Beside the folder, called like it.
inline std::filesystem::path zip_of(const std::filesystem::path& folder)
{
    return zip_of(folder, folder.native() + ".zip");
}

} // namespace blend::intake
