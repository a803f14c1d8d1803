#pragma once

// Rows of CSV, in and out. Hides libcsv.

#include <cstdint>
#include <functional>
#include <istream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

using Cells = std::span<const std::string>;

/// Gives each row to `row` as soon as it is complete; the cells are valid during the call. Understands a byte order
/// mark, UTF-16, a first line `sep=;`, and comma, semicolon or tab, whichever the first row with any has most of. Rows
/// that are empty are left out; a quote that never closes ends with the file. Throws Problem{bad_input} for a row of
/// more than 16 MiB, which no table has. `progress` is told the bytes consumed.
///
/// A quote that damage has opened or lost would swallow what follows it. Where `begins_row` is given, it is asked of
/// each line within an open quote whether it looks like the beginning of a row of this table; then it is one, and the
/// row before it ends.
void read_csv(std::istream& stream, const std::function<void(Cells)>& row,
              const std::function<void(std::uint64_t)>& progress = {},
              const std::function<bool(Cells)>& begins_row = {});

/// One line of RFC 4180 with CR LF, every cell quoted. A cell that a spreadsheet would take for a formula gets a
/// leading apostrophe.
std::string csv_row(std::span<const std::string> cells);

/// The cell without the apostrophe that `csv_row` put there.
std::string_view without_guard(std::string_view cell);

} // namespace blend::intake
