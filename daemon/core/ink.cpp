#include "daemon/core/ink.hpp"

namespace blend {
namespace {

std::string_view opening(Ink ink)
{
    switch (ink) {
    case Ink::plain: return "";
    case Ink::strong: return "\x1b[1m";
    case Ink::faint: return "\x1b[2m";
    case Ink::sync: return "\x1b[36m";
    case Ink::async: return "\x1b[34m";
    case Ink::target: return "\x1b[32m";
    }
    return "";
}

} // namespace

std::string inked(std::string_view text, Ink ink, Colours colours)
{
    if (colours == Colours::off || ink == Ink::plain || text.empty()) return std::string{text};
    return std::string{opening(ink)} + std::string{text} + "\x1b[0m";
}

} // namespace blend
