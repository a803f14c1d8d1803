#include "cli/table.hpp"

#include "daemon/core/columns.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace blend::cli {
namespace {

constexpr int gap = 2;
constexpr int narrowest_text = 6;
constexpr int gone = 0;

int width_of(const Cell& cell) { return cell.width >= 0 ? cell.width : columns(cell.text); }

int total(const std::vector<int>& widths)
{
    const auto shown = std::count_if(widths.begin(), widths.end(), [](int width) { return width != gone; });
    return std::accumulate(widths.begin(), widths.end(), 0) + gap * std::max(0, static_cast<int>(shown) - 1);
}

} // namespace

Cell Cell::drawn(std::string text, int width)
{
    Cell cell{std::move(text)};
    cell.width = width;
    return cell;
}

void Table::row(std::vector<Cell> cells)
{
    assert(cells.size() == columns_.size());
    rows_.push_back({std::move(cells), {}, ruled_});
    ruled_ = false;
}

void Table::beneath(std::string text)
{
    assert(!rows_.empty());
    rows_.back().beneath.push_back(std::move(text));
}

void Table::rule() { ruled_ = true; }

std::vector<int> Table::widths(int page_width) const
{
    std::vector<int> widths;
    for (const Column& column : columns_) widths.push_back(columns(column.title));
    for (const Row& row : rows_)
        for (std::size_t index = 0; index < widths.size(); ++index)
            widths[index] = std::max(widths[index], width_of(row.cells[index]));

    while (total(widths) > page_width) {
        std::size_t widest = columns_.size();
        std::size_t rightmost = columns_.size();
        for (std::size_t index = 0; index < columns_.size(); ++index) {
            const bool can_shrink = columns_[index].fit == Fit::shrink && widths[index] > narrowest_text;
            if (can_shrink && (widest == columns_.size() || widths[index] > widths[widest])) widest = index;
            if (columns_[index].fit == Fit::leave && widths[index] != gone) rightmost = index;
        }
        const int spare = total(widths) - page_width;
        const bool shrinking_suffices = widest != columns_.size() && widths[widest] - spare >= 2 * narrowest_text;
        if (widest != columns_.size() && (shrinking_suffices || rightmost == columns_.size()))
            --widths[widest];
        else if (rightmost != columns_.size())
            widths[rightmost] = gone;
        else
            break;
    }
    return widths;
}

std::string Table::line(const std::vector<Cell>& cells, const std::vector<int>& widths, Colours colours) const
{
    std::string text;
    int blanks = 0; // owed: the last column is not filled up
    bool first = true;
    for (std::size_t index = 0; index < cells.size(); ++index) {
        if (widths[index] == gone) continue;
        if (!first) blanks += gap;
        first = false;
        const std::string shown =
            cells[index].width >= 0 ? cells[index].text : clipped(cells[index].text, widths[index]);
        const int spare = widths[index] - (cells[index].width >= 0 ? cells[index].width : columns(shown));
        if (columns_[index].align == Align::right) blanks += spare;
        if (shown.empty()) { // nothing behind it may be left either, and a line ends with its last letter
            blanks += columns_[index].align == Align::right ? 0 : spare;
            continue;
        }
        text += std::string(static_cast<std::size_t>(blanks), ' ') + inked(shown, cells[index].ink, colours);
        blanks = columns_[index].align == Align::left ? spare : 0;
    }
    return text;
}

void Table::print(Page& page) const
{
    const std::vector<int> widths = this->widths(page.width());
    std::vector<Cell> titles;
    for (const Column& column : columns_) titles.emplace_back(std::string{column.title}, Ink::faint);
    page.line(line(titles, widths, page.colours()));
    for (const Row& row : rows_) {
        if (row.ruled) {
            std::string rule;
            for (int column = 0; column < std::min(total(widths), page.width()); ++column) rule += "─";
            page.line(inked(rule, Ink::faint, page.colours()));
        }
        page.line(line(row.cells, widths, page.colours()));
        for (const std::string& text : row.beneath) page.paragraph(text, 2, 2, Ink::faint);
    }
}

} // namespace blend::cli
