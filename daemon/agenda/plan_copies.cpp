#include "daemon/agenda/plan_copies.hpp"

#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/calendar/dates.hpp"
#include "daemon/calendar/object.hpp"
#include "daemon/calendar/plan_entry.hpp"
#include "daemon/calendar/writing.hpp"
#include "daemon/core/sentence.hpp"

#include <algorithm>
#include <map>

namespace blend::agenda {

namespace {

using calendar::DavEntry;
using calendar::entry_in;
using calendar::joined;
using calendar::PlanEntry;
using calendar::PlanField;
using Fields = std::set<PlanField>;
using store::PlanCopyRecord;

constexpr int most_tries = 4;

Fields common(const Fields& one, const Fields& other)
{
    Fields both;
    std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::inserter(both, both.end()));
    return both;
}

Fields without(const Fields& one, const Fields& other)
{
    Fields rest;
    std::set_difference(one.begin(), one.end(), other.begin(), other.end(), std::inserter(rest, rest.end()));
    return rest;
}

/// What is to be done about one entry.
struct Verdict {
    Plan plan;        ///< as it is from now on
    Fields taken;     ///< from the calendar
    Fields written;   ///< into the calendar
    std::string lost; ///< what was said on the side that gave way; empty when nobody had to
    bool here_is_newer{};
};

/// A field of an entry in words.
std::string said(PlanField field, const PlanEntry& entry)
{
    switch (field) {
    case PlanField::time: return day_and_time(entry.start);
    case PlanField::length: return duration(static_cast<double>(entry.length.count()));
    case PlanField::rule: return entry.rule.empty() ? "once" : calendar::rule_phrase(entry.rule);
    case PlanField::exceptions:
        return counted(static_cast<long long>(entry.exceptions.size()), "other time", "other times");
    case PlanField::place: return entry.place.empty() ? "no place" : entry.place;
    case PlanField::note: return "another note";
    case PlanField::state: return entry.cancelled ? "cancelled" : "not cancelled";
    case PlanField::title:
    case PlanField::reminder: break;
    }
    return {};
}

/// `agreed` is empty when the two sides never met: then whatever differs was said by both.
Verdict verdict(const Plan& plan, const PlanEntry& here, const PlanEntry& there, const std::optional<PlanEntry>& agreed)
{
    Verdict result{.plan = plan};
    Fields ours = agreed ? differences(*agreed, here) : differences(here, there);
    Fields theirs = agreed ? differences(*agreed, there) : differences(here, there);
    // The title and the alarm are written only while nobody has chosen another.
    for (const PlanField field : {PlanField::title, PlanField::reminder}) {
        const bool chosen = theirs.erase(field) > 0;
        if (chosen || (field == PlanField::reminder && plan.state != PlanState::planned)) ours.erase(field);
    }
    const Fields contested = common(common(ours, theirs), differences(here, there));
    result.here_is_newer = there.modified && plan.changed > *there.modified;
    result.taken = without(theirs, ours);
    result.written = without(ours, theirs);
    for (const PlanField field : contested) {
        const PlanEntry& loser = result.here_is_newer ? there : here;
        result.lost += (result.lost.empty() ? "" : ", ") + said(field, loser);
        (result.here_is_newer ? result.written : result.taken).insert(field);
    }
    take(result.plan, there, result.taken);
    if (contested.contains(PlanField::exceptions)) {
        const auto& before = agreed ? agreed->exceptions : std::vector<PlanException>{};
        const auto& newer = result.here_is_newer ? here.exceptions : there.exceptions;
        const auto& older = result.here_is_newer ? there.exceptions : here.exceptions;
        result.plan.exceptions = joined(before, newer, older);
        result.taken.insert(PlanField::exceptions);
        result.written.insert(PlanField::exceptions);
    }
    result.plan.sequence = std::max(plan.sequence, there.sequence);
    return result;
}

std::string verb(const Fields& taken, const Plan& plan)
{
    if (taken.contains(PlanField::state))
        return plan.state == PlanState::cancelled ? "cancelled in your calendar: "
                                                  : "taken up again in your calendar: ";
    if (taken.contains(PlanField::time)) return "moved in your calendar: ";
    if (taken.contains(PlanField::exceptions)) return "one time changed in your calendar: ";
    return "changed in your calendar: ";
}

/// One meeting of all plans with one calendar.
class Meeting {
public:
    Meeting(App& app, const store::WatchedRecord& account, calendar::Dav& server, const OpenCollection& collection)
        : app_{app}, account_{account}, server_{server}, collection_{collection}
    {
        // An entry may have been moved to another calendar of the account.
        std::set<std::int64_t> own;
        for (const store::CollectionRecord& each : app.store.collections(account.id)) {
            own.insert(each.id);
            etags_.merge(app.store.item_etags(each.id));
        }
        for (PlanCopyRecord& each : app.store.plan_copies())
            if (own.contains(each.collection)) copies_.emplace(each.plan, std::move(each));
    }

    std::optional<std::string> run()
    {
        std::optional<std::string> note;
        if (was_emptied()) {
            note = "all plans are gone from " + collection_.kept.name + " at once; they were written there again";
            for (const auto& [id, copy] : copies_) forget(id, copy);
            copies_.clear();
        }
        std::set<PlanId> present;
        for (const Plan& plan : app_.store.plans()) {
            present.insert(plan.id);
            if (app_.stopping) return note;
            const auto copy = copies_.find(plan.id);
            if (copy == copies_.end())
                write_new(plan);
            else if (plan.state == PlanState::planned || plan.state == PlanState::cancelled)
                meet(plan, copy->second);
        }
        for (const auto& [id, copy] : copies_)
            if (!present.contains(id)) withdraw(id, copy);
        return note;
    }

private:
    /// A calendar that lost everything at once was replaced or restored; nobody called that many plans off.
    bool was_emptied() const
    {
        return copies_.size() >= 3 && app_.store.item_etags(collection_.kept.id).empty() &&
               std::none_of(copies_.begin(), copies_.end(),
                            [&](const auto& each) { return etags_.contains(each.second.href); });
    }

    void forget(PlanId plan, const PlanCopyRecord& copy)
    {
        app_.store.keep([&](store::Writer& writer) {
            writer.drop_plan_copy(plan);
            writer.drop_item(copy.collection, copy.href);
        });
    }

    /// Undone or forgotten here.
    void withdraw(PlanId plan, const PlanCopyRecord& copy)
    {
        // If somebody changed the entry since, it is theirs now.
        server_.remove(copy.href, copy.etag);
        forget(plan, copy);
    }

    std::string href_for(const Plan& plan) const
    {
        std::string name = plan.uid.substr(0, plan.uid.find('@'));
        std::erase_if(name, [](unsigned char each) { return std::isalnum(each) == 0 && each != '-'; });
        return collection_.kept.href + name + ".ics";
    }

    void write_new(const Plan& plan)
    {
        const Instant now = app_.now();
        if (plan.state != PlanState::planned || calendar::next_time(plan, now).end() <= now) return;
        const std::string href = href_for(plan);
        const std::string text = calendar::object_text(plan, now);
        if (const auto etag = server_.put(href, text, std::nullopt)) return settle(plan, href, *etag, text);
        // It stands there already: from before a crash, or before the account was added again.
        if (const auto entry = server_.fetch(href)) bring_together(plan, {}, *entry);
    }

    void meet(const Plan& plan, PlanCopyRecord copy)
    {
        if (!etags_.contains(copy.href)) {
            const auto elsewhere = app_.store.item_called(account_.id, plan.uid);
            if (!elsewhere) return gone(plan, copy);
            copy.collection = elsewhere->first; // moved to another calendar, or under another name
            copy.href = elsewhere->second.href;
            copy.etag.clear();
        }
        const auto here = entry_in(calendar::object_text(plan, app_.now()), plan);
        const auto agreed = entry_in(copy.agreed, plan);
        const auto present = etags_.find(copy.href);
        const bool same_there = present != etags_.end() && present->second == copy.etag && !copy.etag.empty();
        if (same_there && here && agreed && verdict(plan, *here, *agreed, agreed).written.empty()) return;
        if (const auto entry = server_.fetch(copy.href))
            bring_together(plan, copy, *entry);
        else
            gone(plan, copy);
    }

    void bring_together(Plan plan, const std::optional<PlanCopyRecord>& copy, DavEntry entry)
    {
        const auto agreed = copy ? entry_in(copy->agreed, plan) : std::nullopt;
        for (int attempt = 0; attempt < most_tries; ++attempt) {
            const Instant now = app_.now();
            const auto here = entry_in(calendar::object_text(plan, now), plan);
            const auto there = entry_in(entry.text, plan);
            if (!here || !there) return; // somebody made it something else than an event
            const Verdict found = verdict(plan, *here, *there, agreed);
            take_over(plan, found);
            plan = found.plan;
            const std::int64_t collection = copy ? copy->collection : collection_.kept.id;
            if (found.written.empty()) return settle(plan, entry.href, entry.etag, entry.text, collection);
            const std::string text =
                calendar::with_fields(entry.text, plan, agreed.value_or(*there), found.written, now);
            if (const auto etag = server_.put(entry.href, text, entry.etag))
                return settle(plan, entry.href, *etag, text, collection);
            auto again = server_.fetch(entry.href); // changed there meanwhile: both are brought together once more
            if (!again) return gone(plan, copy.value_or(PlanCopyRecord{.plan = plan.id, .href = entry.href}));
            entry = std::move(*again);
        }
    }

    /// What the calendar said, as a change that can be taken back.
    void take_over(const Plan& before, const Verdict& found)
    {
        const bool changes = !(found.plan == before) && !found.taken.empty();
        if (!changes && found.lost.empty()) return;
        const Instant now = app_.now();
        const Settings settings = app_.settings();
        Plan plan = found.plan;
        if (changes) plan.changed = now;
        std::string what = changes ? verb(found.taken, plan) : std::string{"kept as it is here: "};
        what += shape_of(app_, plan, settings, now).sentence;
        if (!found.lost.empty())
            what += found.here_is_newer ? "; your calendar said " + found.lost : "; here it said " + found.lost;
        app_.store.change(now, [&](store::Writer& writer) {
            if (changes) writer.edit_plan(plan);
            if (plan.state == PlanState::cancelled && before.state == PlanState::planned)
                nudge_again(app_, writer, plan, now);
            return what;
        });
        app_.changed("plans");
    }

    /// The entry is not there any more.
    void gone(const Plan& plan, const PlanCopyRecord& copy)
    {
        const Instant now = app_.now();
        forget(plan.id, copy);
        if (plan.state != PlanState::planned || calendar::next_time(plan, now).end() <= now) return;
        const auto here = entry_in(calendar::object_text(plan, now), plan);
        const auto agreed = entry_in(copy.agreed, plan);
        const bool changed_here = here && agreed && !verdict(plan, *here, *agreed, agreed).written.empty();
        Verdict found{.plan = plan};
        if (changed_here) { // the later wish is ours: it is written anew, and the history says why
            found.here_is_newer = true;
            found.lost = "it was deleted";
            take_over(plan, found);
            return write_new(plan);
        }
        found.plan.state = PlanState::cancelled;
        ++found.plan.sequence;
        found.taken = {PlanField::state};
        take_over(plan, found);
    }

    void settle(const Plan& plan, const std::string& href, std::string etag, std::string text,
                std::optional<std::int64_t> collection = {})
    {
        if (etag.empty()) // the server does not say what it made of it
            if (const auto entry = server_.fetch(href)) {
                etag = entry->etag;
                text = entry->text;
            }
        const Instant now = app_.now();
        const std::int64_t id = collection.value_or(collection_.kept.id);
        PlanCopyRecord copy{.plan = plan.id, .collection = id, .href = href, .etag = etag};
        copy.agreed = calendar::object_text(plan, now);
        const Instant start = calendar::start_of(plan);
        app_.store.keep([&](store::Writer& writer) {
            writer.set_item(id, {.href = href,
                                 .etag = etag,
                                 .uid = plan.uid,
                                 .told = calendar::without_words(text),
                                 .first = start,
                                 .last = plan.rule.empty() ? std::optional{start + plan.length} : std::nullopt});
            writer.set_plan_copy(copy);
            writer.forget_state(id);
        });
        etags_[href] = etag;
    }

    App& app_;
    const store::WatchedRecord& account_;
    calendar::Dav& server_;
    const OpenCollection& collection_;
    std::map<PlanId, PlanCopyRecord> copies_;
    std::map<std::string, std::string> etags_; ///< of the account's entries, by address
};

} // namespace

std::optional<std::string> meet_plans(App& app, const store::WatchedRecord& account, calendar::Dav& server,
                                      const OpenCollection& collection)
{
    return Meeting{app, account, server, collection}.run();
}

} // namespace blend::agenda
