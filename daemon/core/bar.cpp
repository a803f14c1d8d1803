#include "daemon/core/bar.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace blend {
namespace {

constexpr int shortest = 5;

/// The cell between the arrow heads in which a share falls.
int cell_of(double share, int cells)
{
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (cells - 1)));
}

std::string repeated(std::string_view piece, int times)
{
    std::string text;
    for (int index = 0; index < times; ++index) text += piece;
    return text;
}

std::string decimal(double number, int digits)
{
    if (!std::isfinite(number)) return "–";
    char text[400];
    const auto end = std::to_chars(std::begin(text), std::end(text), number, std::chars_format::fixed, digits).ptr;
    const std::string shown{std::begin(text), end};
    return shown == "-0" || shown == "-0.0" ? shown.substr(1) : shown;
}

} // namespace

std::string drawn(const BlendBar& bar, int width, Colours colours)
{
    const int cells = std::max(width, shortest) - 2;
    const bool has_band = bar.target && std::isfinite(*bar.target) && std::isfinite(bar.band);
    const int first = has_band ? cell_of(*bar.target - bar.band, cells) : cells;
    const int last = has_band ? cell_of(*bar.target + bar.band, cells) : -1;
    const int mark = bar.share && std::isfinite(*bar.share) ? cell_of(*bar.share, cells) : -1;

    std::string line = inked("◄", Ink::async, colours);
    for (int cell = 0; cell < cells;) {
        if (cell == mark) {
            line += inked("●", Ink::strong, colours);
            ++cell;
            continue;
        }
        const bool in_band = cell >= first && cell <= last;
        int end = cell + 1;
        while (end < cells && end != mark && (end >= first && end <= last) == in_band) ++end;
        line += inked(repeated(in_band ? "━" : "─", end - cell), in_band ? Ink::target : Ink::faint, colours);
        cell = end;
    }
    return line + inked("►", Ink::sync, colours);
}

std::string interval(double low, double high, int width)
{
    const int cells = std::max(width, shortest) - 2;
    if (!std::isfinite(low) || !std::isfinite(high)) return repeated(" ", cells + 2);
    const int first = cell_of(std::min(low, high), cells);
    const int last = cell_of(std::max(low, high), cells);
    const std::string line = first == last ? "┴" : "├" + repeated("─", last - first - 1) + "┤";
    return repeated(" ", first + 1) + line + repeated(" ", cells - last);
}

std::string percent(double share) { return std::isfinite(share) ? decimal(share * 100.0, 0) + "%" : "–"; }

std::string one_decimal(double number) { return decimal(number, 1); }

} // namespace blend
