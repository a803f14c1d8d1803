#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "daemon/core/bar.hpp"
#include "daemon/core/columns.hpp"

#include <fmt/format.h>

#include <cmath>

namespace blend::cli {
namespace {

constexpr int label_width = 16;
constexpr int lately = 5;

void label(Page& page, std::string_view name, std::string_view text)
{
    if (!text.empty()) page.labelled(name, text, label_width);
}

/// "every 7 days; last 3 hours ago (Sun 22 Nov 19:00)"
std::string wished_and_last(const std::string& wish, const wire::Optional<std::string>& moment, const Clock& clock)
{
    const std::string last = moment ? "last " + clock.ago(*moment) + " (" + clock.moment(*moment) + ")" : "not yet";
    return wish.empty() ? last : wish + "; " + last;
}

std::string trend(double drift)
{
    constexpr double noticeable = 0.5; // a factor of 1.4 between the last six weeks and the last four months
    if (drift > noticeable) return "more contact than before";
    if (drift < -noticeable) return "less contact than before";
    return "steady";
}

std::string extreme_words(int extreme)
{
    if (extreme < 0) return "nearly all of it is written";
    if (extreme > 0) return "nearly all of it is meeting and talking";
    return {};
}

void print_clocks(Page& page, const wire::Contact& contact, const wire::Standing& standing, const Clock& clock)
{
    const std::string any = contact.tracked ? every_phrase(contact.cadence_days) : "";
    const std::string talk = contact.talk_every_days ? every_phrase(*contact.talk_every_days) : "";
    label(page, "any contact", wished_and_last(any, standing.last_contact, clock));
    label(page, "talking", wished_and_last(talk, standing.last_sync, clock));
    label(page, "writing", wished_and_last("", standing.last_async, clock));
}

void print_blend(Page& page, const wire::Contact& contact, const wire::Standing& standing)
{
    page.heading("Blend");
    if (!standing.last_contact) {
        page.line(blend_line({.share = {}, .target = standing.target, .band = contact.band}, page));
        return;
    }
    page.line(blend_line({.share = standing.share, .target = standing.target, .band = contact.band}, page));
    std::string beneath = interval(standing.low, standing.high, bar_width(page));
    beneath.erase(beneath.find_last_not_of(' ') + 1);
    page.line(std::string(static_cast<std::size_t>(bar_indent()), ' ') + inked(beneath, Ink::faint, page.colours()));
    label(page, "likely", percent(standing.low) + " to " + percent(standing.high));
    label(page, "wished",
          standing.target ? percent(*standing.target) + " ± " + percent(contact.band)
                          : "no way to be in touch is left; nothing is asked");
    label(page, "fits", percent(standing.balance) + ", known with " + percent(standing.confidence) + " confidence");
    label(page, "", extreme_words(standing.extreme));
    label(page, "closeness", percent(standing.strength) + " of what the wished rhythm gives, " + trend(standing.drift));
    label(page, "two-way", percent(standing.reciprocity));
}

void print_person(Page& page, const wire::Contact& contact, const Clock& clock)
{
    if (contact.handles.empty() && contact.cannot.empty() && contact.limited.empty() && !contact.zone &&
        !contact.birthday && !contact.note && contact.days.empty() && !contact.paused_until)
        return;
    page.heading("About");
    for (const wire::HandleShape& handle : contact.handles) {
        const bool says_more = handle.name && *handle.name != contact.name && *handle.name != handle.value;
        label(page, handle.kind, handle.value + (says_more ? " (" + *handle.name + ")" : ""));
    }
    label(page, "not possible", listed(plain_words(contact.cannot)));
    label(page, "with effort", listed(plain_words(contact.limited)));
    label(page, "zone", contact.zone.value_or(""));
    label(page, "birthday", contact.birthday.value_or(""));
    for (const auto& [name, date] : contact.days) label(page, name, date);
    if (contact.paused_until) label(page, "paused", "no nudges until " + clock.moment(*contact.paused_until));
    label(page, "note", contact.note.value_or(""));
}

void print_coverage(Page& page, const wire::Coverage& coverage, const Clock& clock)
{
    if (coverage.sources.empty()) return;
    page.heading("What this rests on");
    if (!coverage.sentence.empty()) page.paragraph(coverage.sentence);
    for (const wire::CoverageSource& source : coverage.sources) {
        const bool by_hand = source.source == "log";
        std::string text = by_hand ? "" : "imported " + clock.ago(source.last_read);
        if (source.newest) text += (by_hand ? "newest " : ", newest ") + clock.moment(*source.newest);
        if (source.stale) text += "; a fresh import would help";
        label(page, by_hand ? "by hand" : source.source, text);
    }
}

/// As the daemon names them, but for what the owner wrote down.
std::vector<std::string> plain_sources(std::vector<std::string> sources)
{
    for (std::string& each : sources)
        if (each == "log") each = "your own log";
    return sources;
}

void print_lately(Page& page, const wire::Timeline& timeline)
{
    if (timeline.interactions.empty()) return;
    page.heading("Lately");
    Table table{{{"When"},
                 {"How", Align::left, Fit::shrink},
                 {"Way", Align::left, Fit::leave},
                 {"Size", Align::right},
                 {"", Align::left, Fit::shrink}}};
    for (const wire::TimelineItem& item : timeline.interactions) {
        table.row({item.local, plain_word(item.channel), item.direction, size_words(item.channel, item.size),
                   Cell{item.noise ? "tuned out" : item.note.value_or(""), Ink::faint}});
        if (item.sources.size() > 1) table.beneath("from " + listed(plain_sources(item.sources)));
    }
    table.print(page);
}

void show(Session& session)
{
    const std::string path = "/v1/contacts/" + segment(session.arguments.joined());
    const Reply reply = session.client.get(path);
    if (session.printed(reply)) return;
    const auto [contact, standing] = reply.as<wire::ContactStanding>();
    const Clock& clock = session.clock(reply);
    Page& page = session.page;
    page.heading(contact.name + (contact.circle ? " · " + *contact.circle : ""));
    page.paragraph(!contact.tracked        ? "no circle and no cadence: seen, but never nudged"
                   : standing.last_contact ? state_words(standing.state)
                                           : "nothing is logged yet");
    print_clocks(page, contact, standing, clock);
    print_blend(page, contact, standing);
    print_person(page, contact, clock);
    print_coverage(page, standing.coverage, clock);
    print_lately(page, session.client
                           .get("/v1/contacts/" + std::to_string(contact.id) + "/interactions" +
                                query({{"limit", std::to_string(lately)}}))
                           .as<wire::Timeline>());
}

/// Amounts rounded so that what is printed adds up to the printed sum: each is what it adds to the rounded total.
class Adding {
public:
    std::string next(double amount)
    {
        exact_ += amount;
        const double before = shown_;
        shown_ = std::round(exact_ * 1000.0) / 1000.0;
        const double step = shown_ - before;
        return std::abs(step) < 0.0005 ? "" : fmt::format("{:.3f}", step);
    }

private:
    double exact_{};
    double shown_{};
};

void print_rows(Page& page, const wire::Explanation& explanation, const Clock& clock)
{
    Table table{{{"When"},
                 {"How", Align::left, Fit::shrink},
                 {"Size", Align::right, Fit::leave},
                 {"Value", Align::right, Fit::leave},
                 {"Left", Align::right, Fit::leave},
                 {"sync", Align::right},
                 {"async", Align::right},
                 {"", Align::left, Fit::shrink}}};
    Adding sync;
    Adding async;
    for (std::size_t index = 0; index < explanation.rows.size(); ++index) {
        const wire::ExplainRow& row = explanation.rows[index];
        const bool folded = explanation.others > 0 && index + 1 == explanation.rows.size();
        const std::string how = plain_word(row.channel) + (row.count > 1 ? fmt::format(" ×{}", row.count) : "");
        table.row({folded ? "earlier" : clock.column(row.at).substr(0, 10),
                   folded ? many(explanation.others, "session", "sessions") : how,
                   folded ? "" : size_words(row.channel, row.size), folded ? "" : fmt::format("{:.2f}", row.value),
                   folded ? "" : percent(row.weight), Cell{sync.next(row.sync), Ink::sync},
                   Cell{async.next(row.async), Ink::async}, Cell{folded ? "" : row.note, Ink::faint}});
    }
    table.rule();
    table.row({"sum", "", "", "", "", Cell{fmt::format("{:.3f}", explanation.sync_sum), Ink::strong},
               Cell{fmt::format("{:.3f}", explanation.async_sum), Ink::strong}, ""});
    table.print(page);
}

void print_sum(Page& page, const wire::Explanation& explanation)
{
    const std::string sync = fmt::format("sync {:.3f}", explanation.sync_sum);
    const std::string async = fmt::format("async {:.3f}", explanation.async_sum);
    const std::string prior = fmt::format("prior {}", short_number(explanation.prior));
    if (!explanation.target) return page.paragraph("no way to be in touch is left, so no blend is wished");
    page.paragraph(fmt::format("({} + {} × target {}) / ({} + {} + {}) = {:.3f}, that is {}", sync, prior,
                               short_number(*explanation.target), sync, async, prior, explanation.share,
                               percent(explanation.share)),
                   0, 2);
    page.paragraph("The prior stands for the wished blend while little is known; it weighs the same however much is "
                   "logged.",
                   0, 0, Ink::faint);
}

constexpr Option explain_options[] = {
    {"--as-of", "DATE", "as it was at the end of that day, like 2026-06-30"},
    {"--rows", "N", "so many rows; older sessions are folded into the last"},
};

void explain(Session& session)
{
    const Arguments& arguments = session.arguments;
    const Reply reply =
        session.client.get("/v1/contacts/" + segment(arguments.joined()) + "/explanation" +
                           query({{"as_of", arguments.value("--as-of")}, {"limit", arguments.value("--rows")}}));
    if (session.printed(reply)) return;
    const auto explanation = reply.as<wire::Explanation>();
    const Clock& clock = session.clock(reply);
    Page& page = session.page;
    page.heading("Why " + explanation.contact + " stands at " + percent(explanation.share) + ", as of " +
                 clock.moment(explanation.as_of));
    print_rows(page, explanation, clock);
    page.gap();
    print_sum(page, explanation);
    if (explanation.noise > 0)
        page.paragraph(many(explanation.noise, "message was", "messages were") + " tuned out and touched nothing.");
    if (explanation.sentences.empty()) return;
    page.gap();
    for (const std::string& sentence : explanation.sentences) page.paragraph("· " + sentence, 0, 2);
}

} // namespace

constinit const Command show_command{
    "show", "NAME", "one contact: both clocks, blend, handles, limits, what is known", {}, 1, any_number, "", show};
constinit const Command explain_command{
    "explain",
    "NAME [--as-of DATE] [--rows N]",
    "what a blend is made of, row by row",
    explain_options,
    1,
    any_number,
    "Value is what a session was worth when it happened, Left what time has left of it; the rows add up to the sums.",
    explain};

} // namespace blend::cli
