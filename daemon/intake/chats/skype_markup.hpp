#pragma once

// The markup inside Skype's messages: what a person wrote, and who was in a call. Pure and total.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

/// Without tags, entities decoded; what is quoted and what stands for a file are not the author's words.
std::string skype_text(std::string_view content);

struct SkypePart {
    std::string identity;
    std::string name;
    std::optional<double> seconds;
};

struct SkypeCall {
    std::string type; ///< "started", "ended", "missed"; may be anything
    std::string id;   ///< may be empty
    std::vector<SkypePart> parts;
};

/// Of `<partlist type="ended" …><part identity="…">…`; empty when it is nothing of the kind.
std::optional<SkypeCall> skype_call(std::string_view content);

} // namespace blend::intake
