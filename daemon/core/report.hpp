#pragma once

// The weekly report as a value, and its faces: text, Markdown, a page, a picture, a mail.
//
// Pure: whoever has the numbers fills in a `Report`; rendering reads nothing else. Names and sentences are hostile
// until they are shown: no face lets them become markup, steer a terminal or break a line.

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
    bool stale{}; ///< not read for longer than the owner allows
};

struct ReportWeek {
    std::string week; ///< "2026-W47"
    double sync{};
    double async{};
    std::optional<double> share; ///< empty when nothing happened
};

/// The blend of the whole life, older contact fading.
struct ReportLife {
    std::optional<double> share;  ///< as it stood at the end of the week; empty while too little is known
    std::optional<double> before; ///< four weeks earlier
    std::string sentence;
};

struct ReportContact {
    std::int64_t id{}; ///< of the contact
    std::string contact;
    std::string sentence;
    double drift{};
};

/// A silence that had nearly run out, or had, when a contact of the right kind ended it.
struct ReportHeld {
    std::int64_t id{}; ///< of the contact
    std::string contact;
    std::string sentence; ///< "28 of 30 quiet days, then you called on Thursday"
    std::int64_t quiet_days{};
    double wished_days{};
    std::string channel; ///< of the contact that ended it
    std::string day;
};

struct ReportPlan {
    std::string sentence;
    std::string state;
    std::string day;
    bool ask{}; ///< over, and the owner has not said yet whether it happened
};

/// A birthday or another yearly day.
struct ReportDate {
    std::int64_t id{}; ///< of the contact
    std::string contact;
    std::string sentence; ///< "birthday on Sun 29 Nov"
    std::string day;
};

struct Report {
    std::string week; ///< "2026-W47"
    std::string from; ///< first day
    std::string to;   ///< last day
    bool complete{};  ///< false while the week is running
    ReportWeek now;
    std::vector<ReportWeek> before; ///< the twelve weeks before, oldest first
    std::string sentence;           ///< the week's blend against the four before
    ReportLife life;
    std::int64_t interactions{};
    std::int64_t people{};
    std::map<std::string, std::int64_t> by_channel;
    std::vector<ReportHeld> held;            ///< close to slipping and did not, and silences that ended
    std::vector<ReportContact> toward_async; ///< drifted to writing only
    std::vector<ReportContact> toward_sync;
    std::vector<ReportContact> cooling;
    std::vector<ReportContact> warming;
    std::vector<ReportPlan> plans; ///< of the week: kept, missed, still open
    std::int64_t kept{};
    std::int64_t missed{};
    std::vector<ReportPlan> next_plans; ///< of the week after
    std::vector<ReportDate> next_dates; ///< from the end of the week, or from today while it is running
    std::int64_t noise{};               ///< tuned out this week
    std::map<std::string, std::int64_t> noise_by_channel;
    std::vector<StaleSource> coverage; ///< every source, with when it was last read
};

/// "Week 47 of 2026, 16 Nov to 22 Nov": also the subject of a mail; one line.
std::string report_title(const Report& report);
/// Two sentences without names, for a notification: "82% of this week's time in touch was together. …"
std::string report_brief(const Report& report);

/// For a terminal of `width` columns. Every line fits.
std::string report_text(const Report& report, int width, Colours colours);
std::string report_markdown(const Report& report);
/// A whole page without scripts or foreign addresses. It follows the screen into the dark and prints in black on white.
std::string report_html(const Report& report);

/// The weeks as an SVG: meeting and talking filled above a line, writing hollow below it. Its colours are attributes,
/// so it needs no style sheet and a page that allows none may take it as it is.
std::string report_picture(const Report& report);

/// The two bodies of a mail. The HTML is the page: programs that drop its style sheet or its picture still show its
/// tables in order.
std::string report_mail_text(const Report& report);
std::string report_mail_html(const Report& report);

} // namespace blend
