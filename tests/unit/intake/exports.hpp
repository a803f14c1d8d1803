#pragma once

// Exports of many files as inputs: a folder on the disk, or texts by name.

#include "daemon/intake/files/input.hpp"
#include "daemon/intake/formats.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <map>

namespace blend::intake {

/// The one export that a folder or zip holds.
inline Input export_at(const std::filesystem::path& path)
{
    auto found = gathered(inputs_at(path));
    if (found.size() != 1) throw std::runtime_error{"not exactly one export"};
    return found.front().input;
}

/// Files by their name within the export.
inline Input export_of(const std::map<std::string, std::string>& files)
{
    std::vector<Input> inputs;
    for (const auto& [name, text] : files) {
        inputs.push_back(input_of_text(text, std::filesystem::path{name}.filename().string()));
        inputs.back().inside = name;
        inputs.back().path = name;
    }
    auto found = gathered(std::move(inputs));
    if (found.size() != 1) throw std::runtime_error{"not exactly one export"};
    return found.front().input;
}

inline Recorder read_with(const Format& format, const Input& input, const Context& context)
{
    Recorder recorder;
    format.read(input, context, recorder);
    return recorder;
}

} // namespace blend::intake
