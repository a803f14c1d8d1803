#include "daemon/agenda/messages.hpp"

#include "daemon/agenda/choosing.hpp"
#include "daemon/agenda/duties.hpp"
#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/reporting.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/sentence.hpp"

#include <algorithm>
#include <charconv>

namespace blend::agenda {

namespace {

using reach::Item;
using reach::Message;
using std::chrono::days;
using store::Topic;

/// "Sun 29 Nov 10:30 (their 20:00)"
std::string slot_words(const wire::Slot& slot)
{
    const auto local = parse_iso_local(slot.local);
    const auto theirs = slot.their_local ? parse_iso_local(*slot.their_local) : std::nullopt;
    return (local ? day_and_time(*local) : slot.local) + (theirs ? " (their " + clock_time(*theirs) + ")" : "");
}

std::string whole_days(double days) { return counted(static_cast<long long>(days), "day", "days"); }

/// The numbers in words, a line each, and the last note.
std::vector<std::string> details_of(const wire::Nudge& nudge)
{
    const wire::NudgeNumbers& numbers = nudge.numbers;
    std::vector<std::string> lines;
    if (numbers.quiet_days)
        lines.push_back(whole_days(*numbers.quiet_days) + " since you were in touch; you like to be " +
                        every_phrase(numbers.cadence_days));
    if (numbers.talkless_days && numbers.talk_every_days)
        lines.push_back(whole_days(*numbers.talkless_days) + " since you spoke; you like to " +
                        every_phrase(*numbers.talk_every_days));
    if (nudge.last_note) lines.push_back("Last note: " + *nudge.last_note);
    return lines;
}

Item item_of(const wire::Nudge& nudge)
{
    Item item{.sentence = nudge.reason,
              .details = details_of(nudge),
              .mode = from_word<Mode>(nudge.mode),
              .nudge = NudgeId{nudge.id}};
    if (nudge.link) item.links.push_back(*nudge.link);
    for (const wire::Slot& slot : nudge.slots) item.slots.push_back(slot_words(slot));
    return item;
}

/// Given on the day, or awake again since then. What the owner asked for the day before was seen, and has spent that
/// day's budget.
bool is_new(const store::NudgeRecord& nudge, const zone::Zone& zone, Day day, Instant since)
{
    return zone.day(nudge.given) == day || (nudge.snoozed_until && *nudge.snoozed_until > since);
}

/// When the digest before that of the day was due.
Instant digest_before(const Settings& settings, Day day)
{
    const Instant noon = settings.zone.instant(day + std::chrono::hours{12});
    const Instant round = round_of(settings, day).value_or(noon);
    return last_round(settings, round - Seconds{1}).value_or(round - days{7});
}

struct Named {
    Plan plan;
    calendar::PlanTime time;
    int times{};
};

/// What a key of a plan says; empty when there is no such plan or time any more.
std::optional<Named> named_in(const App& app, const std::string& key)
{
    std::int64_t number{};
    int times{};
    const auto blank = key.find(' ');
    const auto last = key.rfind(' ');
    if (blank == std::string::npos || last == blank) return std::nullopt;
    const auto reads = [](std::string_view text, auto& value) {
        return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
    };
    const std::string_view view{key};
    const auto start = parse_iso_local(view.substr(blank + 1, last - blank - 1));
    if (!reads(view.substr(0, blank), number) || !reads(view.substr(last + 1), times) || !start) return std::nullopt;
    const auto plan = app.store.plan(PlanId{number});
    if (!plan || plan->state != PlanState::planned) return std::nullopt;
    const Instant about = calendar::zone_of(*plan).instant(*start);
    for (const calendar::PlanTime& time : calendar::times(*plan, about - days{32}, about + days{32}))
        if (time.named == *start) return Named{*plan, time, times};
    return std::nullopt;
}

std::string with_whom(const Plan& plan)
{
    std::vector<std::string> names;
    for (const PlanContact& contact : plan.contacts) names.push_back(contact.name);
    return mode_noun(plan.mode) + " with " + listed(names);
}

std::optional<Message> question(const App& app, const std::string& key)
{
    const auto named = named_in(app, key);
    if (!named) return std::nullopt;
    const Instant now = app.now();
    const auto asked = awaits_answer(named->plan, app.store.occurrences(), now);
    if (!asked || asked->named != named->time.named) return std::nullopt;
    const zone::Zone zone = app.settings().zone;
    const std::string what =
        "the " + with_whom(named->plan) + ", " + when_words(zone.local(named->time.start), zone.local(now));
    Message message{.topic = Topic::questions,
                    .key = key,
                    .title = "Did it happen?",
                    .summary = named->times == 0 ? "" : "Asked once more, and then no more."};
    message.items.push_back(
        {.sentence = "Did it happen: " + what + "?", .mode = named->plan.mode, .plan = named->plan.id});
    return message;
}

std::optional<Message> reminder(const App& app, const std::string& key)
{
    const auto named = named_in(app, key);
    const Instant now = app.now();
    if (!named || named->time.start <= now) return std::nullopt;
    const Settings settings = app.settings();
    const Plan& plan = named->plan;
    const auto minutes = std::chrono::ceil<Minutes>(named->time.start - now).count();
    const std::string when = minutes <= 90
                                 ? "in " + counted(minutes, "minute", "minutes")
                                 : when_words(settings.zone.local(named->time.start), settings.zone.local(now));
    Message message{.topic = Topic::reminders, .key = key, .title = "Coming up: " + with_whom(plan)};
    Item item{.sentence = "The " + with_whom(plan) + " is " + when + ".", .mode = plan.mode, .plan = plan.id};
    if (!plan.place.empty()) item.details.push_back("Where: " + plan.place);
    if (!plan.note.empty()) item.details.push_back("Note: " + plan.note);
    if (plan.place.starts_with("https://")) item.links.push_back(plan.place);
    if (plan.mode == Mode::call)
        for (const PlanContact& contact : plan.contacts)
            if (!contact.phone.empty()) item.links.push_back("tel:" + contact.phone.substr(0, contact.phone.find(';')));
    message.items.push_back(std::move(item));
    return message;
}

std::optional<Message> weekly(const App& app, const std::string& week)
{
    const Report report = get_report(app, week);
    return Message{.topic = Topic::report,
                   .key = week,
                   .title = report_title(report),
                   .summary = report_brief(report),
                   .text = report_mail_text(report),
                   .html = report_mail_html(report)};
}

} // namespace

std::optional<Message> digest(const App& app, Day day, Instant since)
{
    const zone::Zone zone = app.settings().zone;
    Message message{.topic = Topic::nudges, .key = iso_day(day)};
    std::vector<std::string> still_open;
    for (const wire::Nudge& nudge : open_nudges(app)) {
        const auto record = app.store.nudge(NudgeId{nudge.id});
        if (record && is_new(*record, zone, day, since))
            message.items.push_back(item_of(nudge));
        else
            still_open.push_back(nudge.contact);
    }
    if (message.items.empty()) return std::nullopt;
    message.title =
        message.items.size() == 1 ? "A good next step" : std::to_string(message.items.size()) + " good next steps";
    if (!still_open.empty()) message.summary = "Still open: " + listed(still_open) + ".";
    return message;
}

std::string key_of(const Plan& plan, const calendar::PlanTime& time, int times)
{
    return std::to_string(plan.id.value) + " " + iso_local(time.named) + " " + std::to_string(times);
}

std::optional<Message> message(const App& app, Topic topic, const std::string& key)
{
    switch (topic) {
    case Topic::nudges:
        if (const auto day = parse_iso_day(key)) return digest(app, *day, digest_before(app.settings(), *day));
        return std::nullopt;
    case Topic::questions: return question(app, key);
    case Topic::reminders: return reminder(app, key);
    case Topic::report: return parse_iso_week(key) ? weekly(app, key) : std::nullopt;
    case Topic::notice:
    case Topic::test: return std::nullopt;
    }
    return std::nullopt;
}

} // namespace blend::agenda
