#include "daemon/agenda/duties.hpp"

#include "daemon/agenda/accounts.hpp"
#include "daemon/agenda/choosing.hpp"
#include "daemon/agenda/messages.hpp"
#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/core/problem.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace blend::agenda {

namespace {

using std::chrono::days;
using store::Topic;

constexpr Seconds minute = Minutes{1};
constexpr Minutes after_the_end{15}; ///< of a plan, before it is asked about
constexpr int most_questions = 2;
constexpr int week = 7;
constexpr int year = 366;

bool is_quiet(const Settings& settings, Instant at)
{
    const LocalTime local = settings.zone.local(at);
    const auto hour = std::chrono::floor<std::chrono::hours>(local - std::chrono::floor<days>(local));
    return in_quiet(static_cast<int>(hour.count()), settings.policy.quiet);
}

std::optional<Instant> earlier(std::optional<Instant> one, std::optional<Instant> other)
{
    if (!one || !other) return one ? one : other;
    return std::min(*one, *other);
}

/// A round that comes on some days: those up to `now`, latest first, else those after it.
template <class RoundOf> std::optional<Instant> latest_of(const zone::Zone& zone, Instant now, RoundOf round_of_day)
{
    std::optional<Instant> latest;
    // A round may have been put off beyond midnight, so the latest day need not have the latest round.
    for (int back = -1; back <= week; ++back)
        if (const auto round = round_of_day(zone.day(now) - days{back}); round && *round <= now)
            latest = std::max(latest.value_or(*round), *round);
    return latest;
}

template <class RoundOf> std::optional<Instant> next_of(const zone::Zone& zone, Instant now, RoundOf round_of_day)
{
    for (int ahead = -1; ahead <= year; ++ahead)
        if (const auto round = round_of_day(zone.day(now) + days{ahead}); round && *round > now) return round;
    return std::nullopt;
}

std::optional<Instant> report_of(const Settings& settings, Day day)
{
    if (!settings.report_days.at(std::chrono::weekday{day}.iso_encoding() - 1)) return std::nullopt;
    return after_quiet(settings, settings.zone.instant(day + std::chrono::hours{settings.report_hour}));
}

/// When what comes round is due: at once, or after quiet hours, when the last one was missed; else when the next is.
std::optional<Instant> due_round(const App& app, std::string_view task, std::optional<Instant> last,
                                 std::optional<Instant> next, const Settings& settings, Instant now)
{
    const auto done = app.store.round_done(task);
    if (!done) return now; // noted as begun, without looking back
    return last && *done < *last ? after_quiet(settings, now) : next;
}

void note_round(App& app, std::string_view task, Instant now)
{
    app.store.keep([&](store::Writer& writer) { writer.set_round_done(task, now); });
}

// ---- the digest

/// Whether the day has a round at all: what was missed before is not made up on a holiday.
bool has_round(const Settings& settings, Day day)
{
    const auto falls_on_it = [&](Day planned) {
        const auto round = round_of(settings, planned);
        return round && settings.zone.day(*round) == day;
    };
    return falls_on_it(day) || falls_on_it(day - days{1});
}

std::optional<Instant> nudges_due(App& app, Instant now)
{
    const Settings settings = app.settings();
    const auto last = has_round(settings, settings.zone.day(now)) ? last_round(settings, now) : std::nullopt;
    return due_round(app, "nudges", last, next_round(settings, now), settings, now);
}

void nudge(App& app, Instant now)
{
    if (const auto before = app.store.round_done("nudges")) {
        give_nudges(app);
        if (const auto message = digest(app, app.settings().zone.day(now), *before)) app.ways.deliver(*message, now);
    }
    note_round(app, "nudges", now);
}

// ---- the report

std::optional<Instant> report_due(App& app, Instant now)
{
    const Settings settings = app.settings();
    const auto of_day = [&](Day day) { return report_of(settings, day); };
    return due_round(app, "report", latest_of(settings.zone, now, of_day), next_of(settings.zone, now, of_day),
                     settings, now);
}

void report(App& app, Instant now)
{
    // A Monday reports the week that ended the day before.
    const Day day = app.settings().zone.day(now) - days{1};
    if (app.store.round_done("report"))
        if (const auto told = message(app, Topic::report, iso_week(day))) app.ways.deliver(*told, now);
    note_round(app, "report", now);
}

// ---- plans

/// Something to say of one time of a plan.
struct Word {
    Plan plan;
    calendar::PlanTime time;
    Topic topic{};
    int times{}; ///< how often it was said before
    Instant due{};
};

const store::PlanWordRecord* said_before(const std::vector<store::PlanWordRecord>& words, const Plan& plan,
                                         const calendar::PlanTime& time, Topic topic)
{
    const auto found = std::find_if(words.begin(), words.end(), [&](const store::PlanWordRecord& each) {
        return each.plan == plan.id && each.start == time.named && each.topic == topic;
    });
    return found == words.end() ? nullptr : &*found;
}

std::optional<Word> reminder(const std::vector<store::PlanWordRecord>& words, const Plan& plan,
                             const Settings& settings, Instant now)
{
    if (plan.reminder <= Minutes{0}) return std::nullopt;
    const calendar::PlanTime time = calendar::next_time(plan, now + minute);
    if (time.start <= now || said_before(words, plan, time, Topic::reminders)) return std::nullopt;
    const Instant due = before_quiet(settings, time.start - plan.reminder);
    if (due < plan.changed) return std::nullopt; // it was planned at shorter notice
    return Word{plan, time, Topic::reminders, 0, due};
}

std::optional<Word> question(const App& app, const std::vector<store::PlanWordRecord>& words, const Plan& plan,
                             const Settings& settings, Instant now)
{
    auto time = awaits_answer(plan, app.store.occurrences(), now);
    if (!time) {
        // The next one that will be asked about.
        const calendar::PlanTime next = calendar::next_time(plan, now);
        const auto under_way = calendar::last_time(plan, now);
        time = under_way && under_way->end() > now ? *under_way : next;
        if (time->end() < now) return std::nullopt;
    }
    const auto* before = said_before(words, plan, *time, Topic::questions);
    const int times = before ? before->times : 0;
    if (times >= most_questions) return std::nullopt;
    Instant due = time->end() + after_the_end;
    if (before) {
        const Day day = settings.zone.day(before->last) + days{settings.ask_again_days};
        due = settings.zone.instant(day + std::chrono::hours{settings.nudge_hour});
    }
    return Word{plan, *time, Topic::questions, times, after_quiet(settings, std::max(due, now))};
}

std::vector<Word> plan_words(const App& app, Instant now)
{
    const Settings settings = app.settings();
    const auto words = app.store.plan_words();
    std::vector<Word> all;
    for (const Plan& plan : app.store.plans()) {
        if (plan.state != PlanState::planned) continue;
        if (auto word = reminder(words, plan, settings, now)) all.push_back(std::move(*word));
        if (auto word = question(app, words, plan, settings, now)) all.push_back(std::move(*word));
    }
    return all;
}

std::optional<Instant> plans_due(App& app, Instant now)
{
    std::optional<Instant> next;
    for (const Word& word : plan_words(app, now)) next = earlier(next, word.due);
    return next;
}

void tell_of_plans(App& app, Instant now)
{
    for (const Word& word : plan_words(app, now)) {
        if (word.due > now) continue;
        if (const auto told = message(app, word.topic, key_of(word.plan, word.time, word.times)))
            app.ways.deliver(*told, now);
        app.store.keep([&](store::Writer& writer) {
            writer.set_plan_word({word.plan.id, word.time.named, word.topic, word.times + 1, now});
        });
    }
}

// ---- what waits for others

std::optional<Instant> retries_due(App& app, Instant now)
{
    const auto next = app.ways.next_due();
    if (!next) return std::nullopt;
    return after_quiet(app.settings(), std::max(*next, now)); // what was late already can wait until morning
}

void try_again(App& app, Instant now)
{
    app.ways.deliver_again([&](Topic topic, const std::string& key) { return message(app, topic, key); }, now);
}

bool is_account(const store::WatchedRecord& watched)
{
    using Kind = store::WatchedKind;
    return watched.kind == Kind::caldav || watched.kind == Kind::carddav || watched.kind == Kind::imap;
}

/// When the account is to be read: a calendar also as soon as a plan changed.
Instant account_due(const App& app, const store::WatchedRecord& account, const Settings& settings)
{
    if (account.kind == store::WatchedKind::caldav && app.plans_changed) return Instant{};
    const auto look = app.store.look(account.id);
    return look ? look->looked + settings.poll : Instant{};
}

std::optional<Instant> accounts_due(App& app, Instant)
{
    const Settings settings = app.settings();
    std::optional<Instant> next;
    for (const store::WatchedRecord& each : app.store.watched())
        if (is_account(each)) next = earlier(next, account_due(app, each, settings));
    return next;
}

void read_accounts(App& app, Instant now)
{
    const Settings settings = app.settings();
    std::vector<store::WatchedRecord> due;
    for (const store::WatchedRecord& each : app.store.watched())
        if (is_account(each) && account_due(app, each, settings) <= now) due.push_back(each);
    app.plans_changed = false; // what changes meanwhile is for the next time
    for (const store::WatchedRecord& each : due) {
        if (app.stopping) return;
        const Look look = sync_account(app, each);
        if (look.stored > 0) spdlog::info("source {}: {} new records", each.id, look.stored);
    }
}

} // namespace

Instant after_quiet(const Settings& settings, Instant at)
{
    using std::chrono::hours;
    constexpr int most_hours = 48; // quiet hours end within a day, also when a clock is set back
    for (int tried = 0; tried < most_hours && is_quiet(settings, at); ++tried) {
        const LocalTime local = settings.zone.local(at);
        at += std::chrono::floor<hours>(local) + hours{1} - local;
    }
    return at;
}

Instant before_quiet(const Settings& settings, Instant at)
{
    for (int tried = 0; tried <= 24 * 4 && is_quiet(settings, at); ++tried) at -= Minutes{15};
    return at;
}

std::optional<Instant> last_round(const Settings& settings, Instant now)
{
    return latest_of(settings.zone, now, [&](Day day) { return round_of(settings, day); });
}

std::optional<Instant> next_round(const Settings& settings, Instant now)
{
    return next_of(settings.zone, now, [&](Day day) { return round_of(settings, day); });
}

std::vector<Duty> own_duties()
{
    return {{"nudges", nudges_due, nudge}, {"plans", plans_due, tell_of_plans}, {"report", report_due, report}};
}

std::vector<Duty> outside_duties()
{
    return {{"messages", retries_due, try_again}, {"accounts", accounts_due, read_accounts}};
}

} // namespace blend::agenda
