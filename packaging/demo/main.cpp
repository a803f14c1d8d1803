// blend_demo_year DIR --today YYYY-MM-DD: writes the files of the demo year that ends on that day.

#include "packaging/demo/files.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

int main(int count, char** words)
{
    const auto today =
        count == 4 && std::string_view{words[2]} == "--today" ? blend::parse_iso_day(words[3]) : std::nullopt;
    if (!today) {
        std::cerr << "usage: blend_demo_year DIR --today YYYY-MM-DD\n";
        return 2;
    }
    const std::filesystem::path folder{words[1]};
    std::filesystem::create_directories(folder);
    for (const auto& file : blend::demo::files_of(blend::demo::story_of_the_year(*today))) {
        std::ofstream out{folder / file.name, std::ios::binary};
        out << file.bytes;
        if (!out.flush()) {
            std::cerr << "cannot write " << folder / file.name << '\n';
            return 1;
        }
    }
}
