#include "cli/progress.hpp"

#include "cli/words.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/wire/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace blend::cli {
namespace {

constexpr std::chrono::seconds between_lines{10};

std::string left_phrase(double seconds)
{
    if (seconds < 60) return fmt::format("{:.0f} s left", std::max(1.0, seconds));
    if (seconds < 3600) return fmt::format("{:.0f} min left", seconds / 60);
    return fmt::format("{:.1f} h left", seconds / 3600);
}

std::string bar(double part, int width)
{
    const int filled = static_cast<int>(part * width);
    std::string text;
    for (int cell = 0; cell < width; ++cell) text += cell < filled ? "━" : "─";
    return text;
}

} // namespace

ImportProgress import_progress(std::string_view event_data)
{
    // Progress is a courtesy: an event that cannot be read is left out, the import goes on.
    try {
        const nlohmann::json data = wire::parsed(event_data);
        return {data.value("path", ""),
                data.value("done", std::int64_t{}),
                data.value("total", std::int64_t{}),
                data.value("records", std::int64_t{}),
                data.value("file", std::int64_t{}),
                data.value("files", std::int64_t{})};
    } catch (const Problem&) {
        return {};
    } catch (const nlohmann::json::exception&) {
        return {};
    }
}

std::string progress_line(const ImportProgress& progress, std::chrono::duration<double> elapsed, int width)
{
    const double seconds = std::max(elapsed.count(), 1e-3);
    const double rate = static_cast<double>(progress.done) / seconds;
    const bool knows_total = progress.total > 0;
    const double part =
        knows_total ? std::clamp(static_cast<double>(progress.done) / static_cast<double>(progress.total), 0.0, 1.0)
                    : 0.0;

    std::string figures = progress.records > 0 ? many(progress.records, "record", "records") + ", " : "";
    figures += fmt::format("{:.1f} MB/s", rate / 1e6);
    if (knows_total) figures = fmt::format("{:3.0f}%, ", part * 100) + figures;
    if (knows_total && rate > 0 && part < 1)
        figures += ", " + left_phrase(static_cast<double>(progress.total - progress.done) / rate);

    const std::string place =
        progress.files > 1 ? fmt::format("{} of {}: ", progress.file, progress.files) : std::string{};
    const std::string name = place + std::filesystem::path{progress.path}.filename().string();
    constexpr int bar_width = 16;
    const int spare = width - columns(figures) - 1;
    if (!knows_total || spare < bar_width + 8) return clipped(clipped(name, std::max(8, spare)) + " " + figures, width);
    return clipped(name, spare - bar_width - 1) + " " + bar(part, bar_width) + " " + figures;
}

ProgressDrawing::ProgressDrawing(const Terminal& terminal) : terminal_{terminal} {}

ProgressDrawing::~ProgressDrawing()
{
    if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void ProgressDrawing::show(const Event& event)
{
    if (event.name != "import") return;
    const ImportProgress progress = import_progress(event.data);
    const auto now = Ticks::now();
    // A file may be gone through twice: once to settle what its dates mean, once to store.
    if (progress.path != path_ || progress.done < done_) file_began_ = now;
    path_ = progress.path;
    done_ = progress.done;
    if (terminal_.reports) {
        std::fprintf(stderr, "\r%s\x1b[K", progress_line(progress, now - file_began_, terminal_.width - 1).c_str());
        std::fflush(stderr);
        drawn_ = true;
    } else if (now - last_line_ >= between_lines) {
        std::fprintf(stderr, "%s\n", progress_line(progress, now - file_began_, terminal_.width).c_str());
        last_line_ = now;
    }
}

} // namespace blend::cli
