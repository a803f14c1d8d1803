#pragma once

// Rows under a header, aligned by what the eye sees, never wider than the page.
//
// When a row does not fit, the columns that may shrink do, the widest first; then those that may go leave, from the
// right; a column without a title and without a text is not there. Cells are made harmless.

#include "daemon/core/page.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace blend::cli {

enum class Align { left, right };
enum class Fit { keep, shrink, leave }; ///< what a column does when the page is too narrow

struct Column {
    std::string_view title;
    Align align{Align::left};
    Fit fit{Fit::keep};
};

struct Cell {
    Cell(std::string text, Ink ink = Ink::plain) : text{std::move(text)}, ink{ink} {}
    Cell(const char* text) : text{text} {}
    Cell(std::string_view text) : text{text} {}

    /// Something drawn and inked already, `width` columns wide. It cannot shrink.
    static Cell drawn(std::string text, int width);

    std::string text;
    Ink ink{Ink::plain};
    int width{-1}; ///< of something drawn; -1 for text
};

class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_{std::move(columns)} {}

    /// As many cells as there are columns.
    void row(std::vector<Cell> cells);
    /// A line beneath the last row.
    void beneath(std::string text);
    /// A rule before the next row: what follows are sums.
    void rule();

    bool empty() const { return rows_.empty(); }
    void print(Page& page) const;

private:
    struct Row {
        std::vector<Cell> cells;
        std::vector<std::string> beneath;
        bool ruled{};
    };

    std::vector<int> widths(int page_width) const;
    std::string line(const std::vector<Cell>& cells, const std::vector<int>& widths, Colours colours) const;

    std::vector<Column> columns_;
    std::vector<Row> rows_;
    bool ruled_{};
};

} // namespace blend::cli
