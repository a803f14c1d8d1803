#include "daemon/core/report_parts.hpp"

#include "daemon/core/bar.hpp"
#include "daemon/core/plan.hpp"
#include "daemon/core/time.hpp"

#include <algorithm>
#include <array>

namespace blend {
namespace {

std::string counted_word(std::int64_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count) + " " + std::string{count == 1 ? one : many};
}

std::string spaced(std::string word)
{
    std::replace(word.begin(), word.end(), '_', ' ');
    return word;
}

} // namespace

std::vector<ReportGroup> moved_groups(const Report& report)
{
    std::vector<ReportGroup> groups{{"Toward writing", report.toward_async},
                                    {"Toward meeting and talking", report.toward_sync},
                                    {"Less contact than before", report.cooling},
                                    {"More contact than before", report.warming}};
    std::erase_if(groups, [](const ReportGroup& group) { return group.contacts.empty(); });
    return groups;
}

std::vector<ReportWeek> weeks(const Report& report)
{
    std::vector<ReportWeek> all = report.before;
    all.push_back(report.now);
    return all;
}

std::string day_in_words(std::string_view iso)
{
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = parse_iso_day(iso);
    if (!day) return std::string{iso};
    const std::chrono::year_month_day date{*day};
    return std::to_string(unsigned{date.day()}) + " " + months.at(unsigned{date.month()} - 1);
}

std::string week_title(const Report& report)
{
    const bool is_week = parse_iso_week(report.week).has_value();
    const std::string name = is_week ? report.week.substr(6) + " of " + report.week.substr(0, 4) : report.week;
    return "Week " + name + ", " + day_in_words(report.from) + " to " + day_in_words(report.to) +
           (report.complete ? "" : " (still running)");
}

std::string contact_sentence(const Report& report)
{
    if (report.interactions == 0) return report.sentence.empty() ? "A quiet week: nothing was logged." : "";
    std::string text = counted_word(report.interactions, "interaction", "interactions") + " with " +
                       counted_word(report.people, "person", "people");
    std::vector<std::pair<std::string, std::int64_t>> channels{report.by_channel.begin(), report.by_channel.end()};
    std::stable_sort(channels.begin(), channels.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string_view separator = ": ";
    for (const auto& [channel, count] : channels) {
        if (count == 0) continue;
        text += std::string{separator} + spaced(channel) + " " + std::to_string(count);
        separator = ", ";
    }
    return text + ".";
}

std::string about(const ReportContact& contact)
{
    const bool names_them = contact.sentence.starts_with(contact.contact);
    return names_them ? contact.sentence : contact.contact + ": " + contact.sentence;
}

std::string plans_sentence(const Report& report)
{
    const auto ahead = std::count_if(report.plans.begin(), report.plans.end(),
                                     [](const ReportPlan& plan) { return plan.state == word(PlanState::planned); });
    std::string text;
    const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (report.kept > 0) add(counted_word(report.kept, "plan happened", "plans happened"));
    if (report.missed > 0) add(counted_word(report.missed, "plan did not", "plans did not"));
    if (ahead > 0) add(counted_word(ahead, "plan is open", "plans are open"));
    return text.empty() ? text : text + ".";
}

std::string noise_sentence(const Report& report)
{
    if (report.noise == 0) return {};
    return counted_word(report.noise, "message was", "messages were") +
           " tuned out: newsletters, forwards and the like touch no number.";
}

std::string_view plan_state_in_words(std::string_view state)
{
    const auto known = from_word<PlanState>(state);
    if (!known) return state;
    switch (*known) {
    case PlanState::planned: return "open";
    case PlanState::happened: return "happened";
    case PlanState::missed: return "did not happen";
    case PlanState::cancelled: return "called off";
    }
    return state;
}

std::string share_in_words(const ReportWeek& week) { return week.share ? percent(*week.share) : "quiet"; }

} // namespace blend
