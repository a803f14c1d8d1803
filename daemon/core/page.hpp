#pragma once

// A page of text for a terminal: headings, wrapped paragraphs and ready-made lines, none wider than the page.
//
// Everything that comes in as a paragraph or heading is made harmless; `line` takes text that was measured and inked
// by the caller.

#include "daemon/core/ink.hpp"

#include <string>
#include <string_view>

namespace blend {

class Page {
public:
    /// At least 40 columns.
    Page(int width, Colours colours);

    /// With an empty line before it, unless it is the first.
    void heading(std::string_view text);
    /// Lines after the first stand `hang` columns further in.
    void paragraph(std::string_view text, int indent = 0, int hang = 0, Ink ink = Ink::plain);
    /// A label of fixed width beside text that wraps in a column of its own.
    void labelled(std::string_view label, std::string_view text, int label_width, int indent = 0, Ink ink = Ink::plain);
    void line(std::string_view text);
    void gap();

    int width() const { return width_; }
    Colours colours() const { return colours_; }
    const std::string& text() const { return text_; }

private:
    int width_;
    Colours colours_;
    std::string text_;
};

} // namespace blend
