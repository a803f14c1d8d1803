#pragma once

// The formats this program reads.

#include "daemon/intake/observation.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace blend::intake {

/// Address books first: whoever they name is known when messages are read.
std::span<const Format* const> formats();

/// By name; null when there is none.
const Format* format_named(std::string_view name);

/// The format that is surest of the input; null when none knows it.
const Format* recognised(const Input& input);

struct Recognised {
    Input input;
    const Format* format{}; ///< of an export of many files; null for a single one, which `recognised` has not seen yet
};

/// The inputs of one folder or zip, with those joined that make up one export.
std::vector<Recognised> gathered(std::vector<Input> inputs);

} // namespace blend::intake
