#pragma once

// Colours for a terminal, calm ones: nothing here is red, because nothing here is an alarm.
//
// Ink adds sequences that take no columns, so it is put on after text was measured, clipped and padded.

#include <string>
#include <string_view>

namespace blend {

enum class Colours { off, on };

enum class Ink { plain, strong, faint, sync, async, target };

/// The text as it is when colours are off.
std::string inked(std::string_view text, Ink ink, Colours colours);

} // namespace blend
