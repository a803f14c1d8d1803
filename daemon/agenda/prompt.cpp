#include "daemon/agenda/prompt.hpp"

#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/columns.hpp"
#include "daemon/core/sentence.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

constexpr int name_width = 24;
constexpr std::chrono::hours ahead{24};

/// "call Amma 18:00", "video call tomorrow 09:30"
std::string next_plan(const wire::PlanShape& plan, const Settings& settings, Instant now, Naming naming)
{
    std::string text = mode_noun(from_word<Mode>(plan.mode).value_or(Mode::meet));
    if (naming == Naming::shown && !plan.contacts.empty())
        text += " " + clipped(plan.contacts.front(), name_width) + (plan.contacts.size() > 1 ? " and others" : "");
    const Instant start = parse_rfc3339(plan.start).value_or(now);
    std::string when = when_words(settings.zone.local(start), settings.zone.local(now));
    constexpr std::string_view today = "today ";
    if (when.starts_with(today)) when.erase(0, today.size());
    return text + " " + when;
}

} // namespace

wire::Prompt get_prompt(const App& app, Naming naming)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    std::string line;
    const auto add = [&](const std::string& part) { line += (line.empty() ? "" : " · ") + part; };
    const auto people = static_cast<long long>(count_open_nudges(app));
    if (people > 0) add(counted(people, "person", "people"));

    const auto plans = list_plans(app, Plans::open).plans;
    const auto asked = std::count_if(plans.begin(), plans.end(), [](const wire::PlanShape& each) { return each.ask; });
    if (asked > 0) add(counted(asked, "question", "questions"));
    const wire::PlanShape* next = nullptr;
    for (const wire::PlanShape& each : plans)
        if (!each.ask && (next == nullptr || each.start < next->start)) next = &each;
    if (next != nullptr && next->start <= rfc3339(now + ahead)) add("next: " + next_plan(*next, settings, now, naming));
    return {line};
}

} // namespace blend::agenda
