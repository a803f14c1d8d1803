#pragma once

// The weekly report as a value, and its faces as text, Markdown and HTML.
//
// Pure: whoever has the numbers fills in a `Report`; rendering reads nothing else.

#include "daemon/core/ink.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace blend {

struct StaleSource {
    std::string source;
    std::string last_read;
    std::optional<std::string> newest;
    std::string sentence;
};

struct ReportWeek {
    std::string week; ///< "2026-W47"
    double sync{};
    double async{};
    std::optional<double> share; ///< empty when nothing happened
};

struct ReportContact {
    std::string contact;
    std::string sentence;
    double drift{};
};

struct ReportPlan {
    std::string sentence;
    std::string state;
};

struct Report {
    std::string week; ///< "2026-W47"
    std::string from; ///< first day
    std::string to;   ///< last day
    bool complete{};  ///< false while the week is running
    ReportWeek now;
    std::vector<ReportWeek> before; ///< the four weeks before, oldest first
    std::string sentence;           ///< the week's blend against the four before
    std::int64_t interactions{};
    std::int64_t people{};
    std::map<std::string, std::int64_t> by_channel;
    std::vector<ReportContact> toward_async; ///< drifted to writing only
    std::vector<ReportContact> toward_sync;
    std::vector<ReportContact> cooling;
    std::vector<ReportContact> warming;
    std::vector<ReportPlan> plans; ///< of the week: kept, missed, still open
    std::int64_t kept{};
    std::int64_t missed{};
    std::int64_t noise{};              ///< tuned out this week
    std::vector<StaleSource> coverage; ///< every source, with when it was last read
};

/// For a terminal of `width` columns. Every line fits.
std::string report_text(const Report& report, int width, Colours colours);
std::string report_markdown(const Report& report);
/// A whole page without scripts or foreign addresses; prints well.
std::string report_html(const Report& report);

} // namespace blend
