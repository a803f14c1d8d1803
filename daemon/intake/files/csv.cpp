#include "daemon/intake/files/csv.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/text.hpp"

#include <csv.h>

#include <algorithm>
#include <new>
#include <utility>

namespace blend::intake {
namespace {

constexpr std::size_t longest_row = std::size_t{16} << 20; // a quote that never closes must not fill the memory

constexpr std::string_view formula_starts = "=+-@\t\r";

/// Rows wait here until the parser has returned: what the caller does with a row may throw, and C does not know that.
struct Gathered {
    std::vector<std::string> cells;
    std::vector<std::vector<std::string>> rows;
};

extern "C" void take_cell(void* text, std::size_t length, void* gathered)
{
    static_cast<Gathered*>(gathered)->cells.emplace_back(static_cast<const char*>(text), length);
}

extern "C" void take_row(int, void* gathered)
{
    auto* all = static_cast<Gathered*>(gathered);
    all->rows.push_back(std::move(all->cells));
    all->cells.clear();
}

class Parser {
public:
    Parser()
    {
        if (csv_init(&parser_, 0) != 0) throw std::bad_alloc{};
        csv_set_blk_size(&parser_, std::size_t{1} << 20); // 128 bytes at a time would copy a long cell over and over
    }
    ~Parser() { csv_free(&parser_); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    /// Whether the text so far ends inside a row.
    bool within_row() const { return parser_.pstate != 0; }

    void separate_at(char separator) { csv_set_delim(&parser_, static_cast<unsigned char>(separator)); }

    void feed(std::string_view text)
    {
        if (csv_parse(&parser_, text.data(), text.size(), take_cell, take_row, &gathered_) != text.size())
            throw std::bad_alloc{};
    }
    void finish() { csv_fini(&parser_, take_cell, take_row, &gathered_); }

    std::vector<std::vector<std::string>> rows() { return std::exchange(gathered_.rows, {}); }

private:
    csv_parser parser_{};
    Gathered gathered_;
};

/// The separator that the first row with any has most of; quoted ones do not count.
char separator_of(std::string_view text)
{
    std::size_t counts[3]{};
    constexpr std::string_view candidates = ",;\t";
    bool quoted = false;
    for (const char each : text) {
        if (each == '"') quoted = !quoted;
        if (each == '\n' && !quoted && std::any_of(counts, counts + 3, [](std::size_t count) { return count > 0; }))
            break;
        const std::size_t which = candidates.find(each);
        if (!quoted && which != std::string_view::npos) ++counts[which];
    }
    return candidates[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

/// "sep=;" as Excel writes it; the line is taken off the text.
char announced_separator(std::string& text)
{
    if (text.size() < 6 || !text.starts_with("sep=") || (text[5] != '\n' && text[5] != '\r')) return '\0';
    const char separator = text[4];
    text.erase(0, text[5] == '\r' && text.size() > 6 && text[6] == '\n' ? 7 : 6);
    return separator;
}

/// Feeds whole lines, and ends a row whose quote cannot be meant to go on.
class LineByLine {
public:
    LineByLine(Parser& parser, const std::function<bool(Cells)>& begins_row) : parser_{parser}, begins_row_{begins_row}
    {
    }

    void separate_at(char separator) { probe_.separate_at(separator); }

    void feed(std::string_view text)
    {
        for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
            feed_line(text.substr(0, end + 1));
            text.remove_prefix(end + 1);
        }
        rest_ += text;
    }
    void finish()
    {
        feed_line({});
        parser_.finish();
    }

private:
    void feed_line(std::string_view end)
    {
        rest_ += end;
        if (parser_.within_row() && looks_like_a_row()) parser_.finish();
        parser_.feed(rest_);
        rest_.clear();
    }

    bool looks_like_a_row()
    {
        probe_.feed(rest_);
        probe_.finish();
        const auto rows = probe_.rows();
        return rows.size() == 1 && begins_row_(rows.front());
    }

    Parser& parser_;
    Parser probe_;
    const std::function<bool(Cells)>& begins_row_;
    std::string rest_; ///< a line that has not ended yet
};

} // namespace

void read_csv(std::istream& stream, const std::function<void(Cells)>& row,
              const std::function<void(std::uint64_t)>& progress, const std::function<bool(Cells)>& begins_row)
{
    Utf8Source source{stream};
    Parser parser;
    LineByLine lines{parser, begins_row};
    std::string text;
    bool begun = false;
    std::size_t since_row = 0;
    const auto deliver = [&] {
        const auto rows = parser.rows();
        if (!rows.empty()) since_row = 0;
        for (const auto& each : rows) row(each);
    };
    for (bool more = true; more;) {
        more = source.append_to(text);
        if (!begun) {
            if (more && text.find('\n') == std::string::npos && text.size() < longest_row) continue;
            begun = true;
            const char announced = announced_separator(text);
            const char separator = announced != '\0' ? announced : separator_of(text);
            parser.separate_at(separator);
            lines.separate_at(separator);
        }
        since_row += text.size();
        if (begins_row)
            lines.feed(text);
        else
            parser.feed(text);
        text.clear();
        if (!more && begins_row)
            lines.finish();
        else if (!more)
            parser.finish();
        deliver();
        if (since_row > longest_row)
            throw Problem{Problem::Kind::bad_input, "a row of this table does not end: a quote is never closed",
                          "open the table in a spreadsheet and save it as CSV again"};
        if (progress) progress(source.consumed());
    }
}

std::string csv_row(std::span<const std::string> cells)
{
    std::string line;
    for (const std::string& cell : cells) {
        if (!line.empty()) line += ',';
        line += '"';
        if (!cell.empty() && formula_starts.find(cell.front()) != std::string_view::npos) line += '\'';
        for (const char each : cell) {
            if (each == '"') line += '"';
            line += each;
        }
        line += '"';
    }
    return line + "\r\n";
}

std::string_view without_guard(std::string_view cell)
{
    const bool guarded =
        cell.size() > 1 && cell.front() == '\'' && formula_starts.find(cell[1]) != std::string_view::npos;
    return guarded ? cell.substr(1) : cell;
}

} // namespace blend::intake
