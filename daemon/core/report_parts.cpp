#include "daemon/core/report_parts.hpp"

#include "daemon/core/bar.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/interaction.hpp"
#include "daemon/core/markup.hpp"
#include "daemon/core/plan.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/core/time.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace blend {
namespace {

/// More names than this make a wall.
constexpr std::size_t most_names = 8;

std::string day_in_words(std::string_view iso)
{
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = parse_iso_day(iso);
    if (!day) return std::string{iso};
    const std::chrono::year_month_day date{*day};
    return std::to_string(unsigned{date.day()}) + " " + months.at(unsigned{date.month()} - 1);
}

std::string with_name(const std::string& contact, const std::string& sentence)
{
    return sentence.starts_with(contact) ? sentence : contact + ": " + sentence;
}

/// "3 calls"
std::string counted_channel(std::string_view channel, std::int64_t count)
{
    const auto known = from_word<Channel>(channel);
    if (!known) return std::string{channel} + " " + std::to_string(count);
    if (*known == Channel::missed_call) return counted(count, "ring without an answer", "rings without an answer");
    const std::string one = channel_phrase(*known);
    return counted(count, one, one + "s");
}

/// "2 meetings, 3 calls, 8 messages": the richest first.
std::string counted_channels(const std::map<std::string, std::int64_t>& by_channel)
{
    const auto rank = [](const std::string& channel) {
        const auto known = from_word<Channel>(channel);
        return known ? static_cast<std::size_t>(*known) : Words<Channel>::all.size();
    };
    std::vector<std::pair<std::string, std::int64_t>> channels{by_channel.begin(), by_channel.end()};
    std::stable_sort(channels.begin(), channels.end(),
                     [&](const auto& a, const auto& b) { return rank(a.first) < rank(b.first); });
    std::string text;
    for (const auto& [channel, count] : channels)
        if (count != 0) text += (text.empty() ? "" : ", ") + counted_channel(channel, count);
    return text;
}

/// "12 interactions with 7 people: 3 calls, 8 messages."; empty when the report's own sentence says that it was quiet.
std::string contact_sentence(const Report& report)
{
    if (report.interactions == 0) return report.sentence.empty() ? "A quiet week: nothing was logged." : "";
    const std::string channels = counted_channels(report.by_channel);
    return counted(report.interactions, "interaction", "interactions") + " with " +
           counted(report.people, "person", "people") + (channels.empty() ? "" : ": " + channels) + ".";
}

template <class Item, class Line> ReportSection named(std::string_view title, const std::vector<Item>& items, Line line)
{
    ReportSection section{title, "", {}};
    for (const Item& each : items) {
        if (section.lines.size() == most_names) {
            section.lines.push_back("and " + std::to_string(items.size() - most_names) + " more");
            break;
        }
        section.lines.push_back(line(each));
    }
    return section;
}

ReportSection moved(std::string_view title, const std::vector<ReportContact>& contacts)
{
    return named(title, contacts, [](const ReportContact& each) { return with_name(each.contact, each.sentence); });
}

enum class Run { within, beyond };

ReportSection held(std::string_view title, const Report& report, Run which)
{
    std::vector<ReportHeld> held;
    for (const ReportHeld& each : report.held)
        if ((static_cast<double>(each.quiet_days) <= each.wished_days) == (which == Run::within)) held.push_back(each);
    return named(title, held, [](const ReportHeld& each) { return with_name(each.contact, each.sentence); });
}

std::string plan_state_in_words(const ReportPlan& plan)
{
    const auto known = from_word<PlanState>(plan.state);
    if (!known) return plan.state;
    switch (*known) {
    case PlanState::planned: return plan.ask ? "did it happen?" : "ahead";
    case PlanState::happened: return "happened";
    case PlanState::missed: return "did not happen";
    case PlanState::cancelled: return "called off";
    }
    return plan.state;
}

/// "2 plans happened, 1 did not, 1 is ahead."; empty when there was none of these.
std::string plans_sentence(const Report& report)
{
    std::int64_t asked = 0;
    std::int64_t ahead = 0;
    for (const ReportPlan& plan : report.plans)
        if (plan.state == word(PlanState::planned)) ++(plan.ask ? asked : ahead);
    std::string text;
    const auto add = [&](std::int64_t count, std::string_view one, std::string_view many) {
        if (count == 0) return;
        const std::string_view plans = count == 1 ? " plan" : " plans";
        text += (text.empty() ? std::to_string(count) + std::string{plans} : ", " + std::to_string(count)) + " " +
                std::string{count == 1 ? one : many};
    };
    add(report.kept, "happened", "happened");
    add(report.missed, "did not happen", "did not happen");
    add(asked, "waits for your word", "wait for your word");
    add(ahead, "is ahead", "are ahead");
    return text.empty() ? text : text + ".";
}

ReportSection plans(const Report& report)
{
    ReportSection section{"Plans", plans_sentence(report), {}};
    for (const ReportPlan& plan : report.plans)
        section.lines.push_back(plan_state_in_words(plan) + (plan.ask ? " " : ": ") + plan.sentence);
    return section;
}

/// Plans and dates as they come.
ReportSection coming(const Report& report)
{
    std::vector<std::pair<std::string, std::string>> by_day;
    for (const ReportDate& date : report.next_dates)
        by_day.emplace_back(date.day, with_name(date.contact, date.sentence));
    for (const ReportPlan& plan : report.next_plans) by_day.emplace_back(plan.day, plan.sentence);
    std::stable_sort(by_day.begin(), by_day.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return named("Coming up", by_day, [](const auto& each) { return each.second; });
}

ReportSection tuned_out(const Report& report)
{
    ReportSection section{"Tuned out", "", {}};
    if (report.noise == 0) return section;
    const std::string channels = counted_channels(report.noise_by_channel);
    section.intro = (channels.empty() ? counted(report.noise, "message", "messages") : channels) +
                    (report.noise == 1 ? " was" : " were") +
                    " tuned out: newsletters, forwards and the like touch no number.";
    return section;
}

ReportSection coverage(const Report& report)
{
    ReportSection section{"What this rests on", "", {}};
    bool stale = false;
    for (const StaleSource& source : report.coverage) {
        stale = stale || source.stale;
        section.lines.push_back(source.sentence + (source.stale ? ": what came since is not counted yet" : ""));
    }
    if (report.coverage.empty() && report.interactions > 0) section.intro = "All of it was logged by hand.";
    if (stale) section.intro = "A silent source is not a silent friend: some of these were last read a while ago.";
    return section;
}

} // namespace

std::vector<ReportSection> report_sections(const Report& report)
{
    std::vector<ReportSection> sections{held("Close to slipping, and did not", report, Run::within),
                                        held("In touch again", report, Run::beyond),
                                        moved("Toward writing", report.toward_async),
                                        moved("Toward meeting and talking", report.toward_sync),
                                        moved("More contact than before", report.warming),
                                        moved("Less contact than before", report.cooling),
                                        plans(report),
                                        coming(report),
                                        tuned_out(report),
                                        coverage(report)};
    std::erase_if(sections, [](const ReportSection& each) { return each.intro.empty() && each.lines.empty(); });
    return sections;
}

std::vector<std::string> report_opening(const Report& report)
{
    std::vector<std::string> opening{report.sentence, report.life.sentence, contact_sentence(report)};
    std::erase(opening, "");
    return opening;
}

std::vector<ReportWeek> weeks(const Report& report)
{
    std::vector<ReportWeek> all = report.before;
    all.push_back(report.now);
    return all;
}

std::vector<ReportWeek> known_weeks(const Report& report)
{
    constexpr std::ptrdiff_t least = 5;
    std::vector<ReportWeek> all = weeks(report);
    const auto first = std::find_if(all.begin(), all.end(), [](const ReportWeek& week) { return week.share; });
    if (std::ssize(all) > least) all.erase(all.begin(), std::min(first, all.end() - least));
    return all;
}

double value_shown(double value) { return std::isfinite(value) ? std::max(0.0, value) : 0.0; }

double highest(const std::vector<ReportWeek>& weeks)
{
    double value = 1e-9;
    for (const ReportWeek& week : weeks) value = std::max({value, value_shown(week.sync), value_shown(week.async)});
    return value;
}

std::string week_name(const ReportWeek& week)
{
    return parse_iso_week(week.week) ? week.week.substr(5) : harmless(week.week);
}

std::string week_and_day(const ReportWeek& week)
{
    const auto monday = parse_iso_week(week.week);
    return week_name(week) + (monday ? ", " + day_in_words(iso_day(*monday)) : "");
}

std::string share_in_words(const ReportWeek& week) { return week.share ? percent(*week.share) : "quiet"; }

std::string element(std::string_view name, std::string_view text, std::string_view attributes)
{
    return "<" + std::string{name} + std::string{attributes} + ">" + in_markup(text) + "</" + std::string{name} + ">\n";
}

std::string report_title(const Report& report)
{
    const bool is_week = parse_iso_week(report.week).has_value();
    const std::string name = is_week ? report.week.substr(6) + " of " + report.week.substr(0, 4) : report.week;
    return harmless("Week " + name + ", " + day_in_words(report.from) + " to " + day_in_words(report.to) +
                    (report.complete ? "" : " (still running)"));
}

std::string report_brief(const Report& report)
{
    const std::string counts = contact_sentence(report);
    return harmless(report.sentence + (report.sentence.empty() || counts.empty() ? "" : " ") + counts);
}

} // namespace blend
