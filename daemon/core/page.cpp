#include "daemon/core/page.hpp"

#include "daemon/core/columns.hpp"

#include <algorithm>

namespace blend {
namespace {

constexpr int narrowest = 40;

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

} // namespace

Page::Page(int width, Colours colours) : width_{std::max(width, narrowest)}, colours_{colours} {}

void Page::heading(std::string_view text)
{
    if (!text_.empty()) gap();
    for (const std::string& each : wrapped(text, width_)) line(inked(each, Ink::strong, colours_));
}

void Page::paragraph(std::string_view text, int indent, int hang, Ink ink)
{
    int from = indent;
    for (const std::string& each : wrapped(text, width_ - indent - hang)) {
        line(blanks(from) + inked(each, ink, colours_));
        from = indent + hang;
    }
}

void Page::labelled(std::string_view label, std::string_view text, int label_width, int indent, Ink ink)
{
    std::string before = blanks(indent) + inked(padded(label, label_width), Ink::faint, colours_);
    for (const std::string& each : wrapped(text, width_ - indent - label_width)) {
        line(before + inked(each, ink, colours_));
        before = blanks(indent + label_width);
    }
}

void Page::line(std::string_view text)
{
    text_ += text;
    text_ += '\n';
}

void Page::gap() { text_ += '\n'; }

} // namespace blend
