#include "daemon/agenda/explaining.hpp"

#include "daemon/agenda/people.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/explain.hpp"
#include "daemon/core/nudge.hpp"
#include "daemon/core/sentence.hpp"

#include <algorithm>
#include <charconv>

namespace blend::agenda {

using Kind = Problem::Kind;

namespace {

Instant moment_in(const std::string& text, Instant now, const zone::Zone& zone)
{
    if (const auto day = parse_iso_day(text)) // a day means all of it
        return std::min(now, zone.instant(*day + std::chrono::days{1}) - Seconds{1});
    return past_in(text, now, zone);
}

std::string purpose(NudgeKind kind)
{
    switch (kind) {
    case NudgeKind::reach_out: return "be in touch";
    case NudgeKind::rebalance: return "try the other way of being in touch";
    case NudgeKind::reply: return "write back";
    case NudgeKind::talk: return "talk";
    case NudgeKind::date: return "think of the day";
    }
    return {};
}

std::string clock_sentence(const char* did, std::optional<Instant> last, double every, Instant now)
{
    const std::string wish = "; you like it to be " + every_phrase(every);
    return last ? std::string{"last "} + did + " " + ago(*last, now) + wish : std::string{"not yet "} + did + wish;
}

} // namespace

wire::Explanation explain_contact(const App& app, const std::string& text, const std::optional<std::string>& as_of,
                                  std::int64_t limit)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    const Instant then = as_of ? moment_in(*as_of, now, settings.zone) : now;
    store::Known known = known_or_problem(app, text);
    const auto log = app.store.interactions(known.record.id, then);
    known.memory = remember(known.wishes.cadence_days, log);
    const Explained explained =
        explain(log, known.wishes, settings.limits, then, static_cast<std::size_t>(std::max<std::int64_t>(limit, 0)));

    wire::Explanation shape{.contact = known.record.name,
                            .as_of = rfc3339(then),
                            .others = explained.others,
                            .sync_sum = explained.sync_sum,
                            .async_sum = explained.async_sum,
                            .prior = prior_weight,
                            .target = explained.target,
                            .share = explained.share,
                            .standing = standing_shape(app, known, settings, then),
                            .noise = explained.noise};
    for (const ExplainedSession& row : explained.rows)
        shape.rows.push_back({rfc3339(row.start), row.channel ? std::string{word(*row.channel)} : "", row.count,
                              row.size, row.value, row.weight, row.sync, row.async, row.note});

    shape.sentences.push_back(clock_sentence("in touch", known.memory.last_contact, known.wishes.cadence_days, then));
    if (known.wishes.talk_every_days)
        shape.sentences.push_back(
            clock_sentence("spoken", known.memory.last_sync, *known.wishes.talk_every_days, then));
    const Reason reason = priority(known.memory, known.wishes, settings.limits, then);
    const auto percent = static_cast<int>(reason.rhythm.need * 100.0 + 0.5);
    shape.sentences.push_back("by your own pattern there is a " + std::to_string(percent) +
                              "% chance of a week without contact");
    if (!known.record.tracked())
        shape.sentences.push_back("no nudges without a circle or a cadence of its own");
    else if (reason.priority >= settings.policy.min_priority)
        shape.sentences.push_back("a good moment to " + purpose(reason.kind) + ": priority " +
                                  std::to_string(reason.priority).substr(0, 4));
    else
        shape.sentences.push_back("no nudge: nothing asks for one now");
    return shape;
}

namespace {

struct Page {
    std::vector<store::TimelineEntry> entries;
    std::optional<std::string> next;
};

/// A page ends between two seconds, because the next one begins before an instant: it holds at most `limit` entries
/// unless more than that happened in one second.
Page page_of(const App& app, ContactId contact, Instant before, std::int64_t limit)
{
    Page page{app.store.timeline(contact, before, limit + 1), {}};
    auto& entries = page.entries;
    for (auto wanted = limit; static_cast<std::int64_t>(entries.size()) > wanted;) {
        const Instant cut = entries.back().interaction.at;
        if (entries.front().interaction.at != cut) {
            while (entries.back().interaction.at == cut) entries.pop_back();
            page.next = rfc3339(entries.back().interaction.at);
            return page;
        }
        wanted *= 2;
        entries = app.store.timeline(contact, before, wanted + 1);
    }
    return page;
}

} // namespace

wire::Timeline list_interactions(const App& app, const std::string& text, const std::optional<std::string>& before,
                                 std::int64_t limit)
{
    const auto contact = resolve(app, text);
    std::optional<Instant> from;
    if (before && !(from = parse_rfc3339(*before)))
        throw Problem{Kind::bad_request, "before is no RFC 3339 instant", "use the `next` of the page before"};
    const Page page = page_of(app, contact.id, from.value_or(app.now() + Seconds{1}), std::max<std::int64_t>(limit, 1));
    wire::Timeline timeline{.next = page.next};
    for (const store::TimelineEntry& entry : page.entries) {
        const Interaction& each = entry.interaction;
        const LocalTime local{each.at.time_since_epoch() + each.utc_offset};
        std::string shown_local = iso_local(local).substr(0, 16);
        shown_local[10] = ' ';
        timeline.interactions.push_back({rfc3339(each.at), shown_local, std::string{word(each.channel)},
                                         std::string{word(each.direction)}, each.size, each.others, is_noise(each),
                                         entry.sources.front(), entry.sources, entry.note});
    }
    return timeline;
}

} // namespace blend::agenda
