#include "daemon/wire/json.hpp"

#include "daemon/core/problem.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <set>

namespace blend {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(std::string what, std::string hint = {})
{
    throw Problem{Problem::Kind::bad_request, std::move(what), std::move(hint)};
}

[[noreturn]] void wrong_type(std::string_view field, std::string_view wanted)
{
    refuse("'" + std::string{field} + "' has to be " + std::string{wanted});
}

/// Takes one value of exactly the right type; nlohmann's own `get` would turn true into 1 and 1.5 into 1.
void take(const json& from, std::string& into, std::string_view field)
{
    if (!from.is_string()) wrong_type(field, "a string");
    into = from.get_ref<const std::string&>();
}

void take(const json& from, bool& into, std::string_view field)
{
    if (!from.is_boolean()) wrong_type(field, "true or false");
    into = from.get<bool>();
}

void take(const json& from, std::int64_t& into, std::string_view field)
{
    if (!from.is_number_integer()) wrong_type(field, "a whole number");
    if (from.is_number_unsigned() &&
        from.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
        wrong_type(field, "a smaller number");
    into = from.get<std::int64_t>();
}

void take(const json& from, int& into, std::string_view field)
{
    std::int64_t number{};
    take(from, number, field);
    if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max())
        wrong_type(field, "a smaller number");
    into = static_cast<int>(number);
}

void take(const json& from, double& into, std::string_view field)
{
    if (!from.is_number()) wrong_type(field, "a number");
    into = from.get<double>();
}

template <class Shape> void take(const json& from, Shape& into, std::string_view field)
{
    if (!from.is_object()) wrong_type(field, "an object");
    from.get_to(into);
}

template <class T> void take(const json& from, std::vector<T>& into, std::string_view field)
{
    if (!from.is_array()) wrong_type(field, "a list");
    into.clear();
    into.reserve(from.size());
    for (const json& each : from) take(each, into.emplace_back(), field);
}

template <class T> void take(const json& from, std::map<std::string, T>& into, std::string_view field)
{
    if (!from.is_object()) wrong_type(field, "an object");
    into.clear();
    for (const auto& [key, value] : from.items()) take(value, into[key], key);
}

template <class T> void take(const json& from, std::optional<T>& into, std::string_view field)
{
    take(from, into.emplace(), field);
}

template <class T> constexpr bool is_optional = false;
template <class T> constexpr bool is_optional<std::optional<T>> = true;

/// Reads the fields of one object, and knows at the end whether it had others.
class Reader {
public:
    explicit Reader(const json& object) : object_{object}
    {
        if (!object.is_object()) refuse("a JSON object is wanted");
    }

    template <class T> void read(const char* field, T& value)
    {
        known_.insert(field);
        const auto found = object_.find(field);
        if (found != object_.end() && !found->is_null())
            take(*found, value, field);
        else if constexpr (is_optional<T>)
            value.reset();
        else
            refuse("'" + std::string{field} + "' is missing");
    }

    void refuse_unknown() const
    {
        for (const auto& [field, value] : object_.items())
            if (!known_.contains(field)) refuse("unknown field '" + field + "'", known_fields());
    }

private:
    std::string known_fields() const
    {
        std::string list = "known fields:";
        for (const std::string_view field : known_) list += " " + std::string{field};
        return list;
    }

    const json& object_;
    std::set<std::string_view> known_;
};

/// A name that comes twice in one object would make two readers see two different requests.
class NamesOnce {
public:
    bool operator()(int, json::parse_event_t event, json& value)
    {
        if (event == json::parse_event_t::object_start) open_.emplace_back();
        if (event == json::parse_event_t::object_end) open_.pop_back();
        if (event == json::parse_event_t::key) {
            const auto& name = value.get_ref<const std::string&>();
            if (!open_.back().insert(name).second) refuse("the field '" + name + "' is there twice");
        }
        return true;
    }

private:
    std::vector<std::set<std::string>> open_;
};

} // namespace

#define WRITE_FIELD(field) json[#field] = value.field;
#define READ_FIELD(field) reader.read(#field, value.field);
#define DEFINE_SHAPE(Type, ...)                                                                                        \
    void to_json(nlohmann::json& json, const Type& value)                                                              \
    {                                                                                                                  \
        json = nlohmann::json::object();                                                                               \
        NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(WRITE_FIELD, __VA_ARGS__))                                            \
    }                                                                                                                  \
    void from_json(const nlohmann::json& json, Type& value)                                                            \
    {                                                                                                                  \
        Reader reader{json};                                                                                           \
        NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(READ_FIELD, __VA_ARGS__))                                             \
        reader.refuse_unknown();                                                                                       \
    }

DEFINE_SHAPE(Sentence, key, names, words, numbers, times, phrases)
DEFINE_SHAPE(StaleSource, source, last_read, newest, sentence, stale)
DEFINE_SHAPE(ReportWeek, week, sync, async, share)
DEFINE_SHAPE(ReportLife, share, before, sentence)
DEFINE_SHAPE(ReportContact, id, contact, sentence, drift)
DEFINE_SHAPE(ReportHeld, id, contact, sentence, quiet_days, wished_days, channel, day)
DEFINE_SHAPE(ReportPlan, sentence, state, day, ask)
DEFINE_SHAPE(ReportDate, id, contact, sentence, day)
DEFINE_SHAPE(Report, week, from, to, complete, now, before, sentence, life, interactions, people, by_channel, held,
             toward_async, toward_sync, cooling, warming, plans, kept, missed, next_plans, next_dates, noise,
             noise_by_channel, coverage)

namespace wire {

DEFINE_SHAPE(Problem, kind, what, hint)
DEFINE_SHAPE(HandleShape, id, kind, value, name)
DEFINE_SHAPE(Contact, id, name, tracked, circle, cadence_days, talk_every_days, target, band, importance, cannot,
             limited, zone, birthday, days, note, paused_until, added, handles)
DEFINE_SHAPE(CoverageSource, source, last_read, newest, stale)
DEFINE_SHAPE(Coverage, sentence, sources)
DEFINE_SHAPE(Standing, share, low, high, target, balance, confidence, extreme, rho, need, urgency, state, strength,
             drift, reciprocity, last_contact, last_sync, last_async, coverage)
DEFINE_SHAPE(ContactStanding, contact, standing)
DEFINE_SHAPE(ContactList, contacts, total, next)
DEFINE_SHAPE(ContactChange, name, circle, every, talk_every, target, band, importance, phones, emails, cannot, limited,
             zone, birthday, days, note, pause)
DEFINE_SHAPE(Done, done, said, hint, change)
DEFINE_SHAPE(Merge, other)
DEFINE_SHAPE(ApartRequest, at)
DEFINE_SHAPE(LogRequest, sentence, channel, contacts, size, at, direction, others, note, key, said_at)
DEFINE_SHAPE(Interpretation, sentence, said, complete, channel, contacts, at, size, missing)
DEFINE_SHAPE(TimelineItem, at, local, channel, direction, size, others, noise, source, sources, note)
DEFINE_SHAPE(Timeline, interactions, next)
DEFINE_SHAPE(ExplainRow, at, channel, count, size, value, weight, sync, async, note)
DEFINE_SHAPE(Explanation, contact, as_of, rows, others, sync_sum, async_sum, prior, target, share, standing, sentences,
             noise)
DEFINE_SHAPE(Suggestion, id, contact, known_by, reason)
DEFINE_SHAPE(UnmatchedHandle, handle, interactions, first, last, suggestions, set_aside)
DEFINE_SHAPE(UnmatchedList, handles, total, next)
DEFINE_SHAPE(LinkRequest, handle, contact, reject)
DEFINE_SHAPE(PossibleMatch, handle, id, contact, known_by, other_id, other, other_known_by, reason, interactions, last,
             accept, reject)
DEFINE_SHAPE(SuggestionList, suggestions, total, next)
DEFINE_SHAPE(RejectRequest, one, contact, contacts)
DEFINE_SHAPE(PostponeRequest, handle, length)
DEFINE_SHAPE(OwnHandles, handles)
DEFINE_SHAPE(OwnHandleRequest, handle)
DEFINE_SHAPE(OwnHandleChange, done, read_again, give_again)
DEFINE_SHAPE(IgnoreRequest, handle)
DEFINE_SHAPE(Slot, start, local, their_local, minutes, reason, said)
DEFINE_SHAPE(NudgeNumbers, quiet_days, talkless_days, written, cadence_days, talk_every_days, quiet_week, share, target)
DEFINE_SHAPE(Nudge, id, contact, contact_id, kind, mode, reason, said, slot, priority, slots, numbers, last_note, link)
DEFINE_SHAPE(NudgePreviewDay, day, rest, nudges)
DEFINE_SHAPE(NudgePreview, days)
DEFINE_SHAPE(FreshStart, due, tracked, sentence, said)
DEFINE_SHAPE(NudgeList, nudges)
DEFINE_SHAPE(NudgeDetail, nudge, state, given, sentences, last_note, links)
DEFINE_SHAPE(DoneRequest, size, at, note)
DEFINE_SHAPE(SnoozeRequest, length)
DEFINE_SHAPE(PlanAnswer, contact, answer)
DEFINE_SHAPE(PlanShape, id, uid, mode, contacts, start, local, zone, minutes, rule, place, note, reminder_minutes,
             sequence, state, ask, sentence, said, answers, change)
DEFINE_SHAPE(Feed, name, address, created)
DEFINE_SHAPE(FeedList, feeds)
DEFINE_SHAPE(FeedRequest, name, rotate)
DEFINE_SHAPE(PlanList, plans)
DEFINE_SHAPE(PlanRequest, mode, contacts, when, length, every, place, note, zone, reminder_minutes)
DEFINE_SHAPE(HappenedRequest, happened, length, note)
DEFINE_SHAPE(MoveRequest, when, once, time)
DEFINE_SHAPE(SkipRequest, time)
DEFINE_SHAPE(DiaryPerson, id, name)
DEFINE_SHAPE(DiaryPlan, plan, named, mode, contacts, start, local, their_local, their_zone, minutes, zone, rule, place,
             note, reminder_minutes, state, ask)
DEFINE_SHAPE(DiaryDate, id, contact, name, day, years)
DEFINE_SHAPE(BusyTime, from, to)
DEFINE_SHAPE(Diary, from, to, today, zone, waking_from, waking_to, reminder_minutes, plans, dates, busy)
DEFINE_SHAPE(SlotList, slots, contact, mode, waking_from, waking_to, their_zone)
DEFINE_SHAPE(Life, share, score, mean_contact_score, confidence, extreme, target, band, sentence, said)
DEFINE_SHAPE(Today, day, zone, life, nudges, fresh_start, plans, ask, stale, contacts, tracked, interactions, unmatched,
             notices, next)
DEFINE_SHAPE(OwnWishes, cadence_days, talk_every_days, target, band, importance)
DEFINE_SHAPE(Circle, name, cadence_days, talk_every_days, target, band, importance)
DEFINE_SHAPE(ContactWeek, week, monday, sync, async, talks, writings, minutes)
DEFINE_SHAPE(ContactPage, contact, own, circles, standing, day, zone, first, weeks, talk_hours, write_hours, timeline,
             plans, nudge)
DEFINE_SHAPE(WhatIf, contact, channel, size, standing_now, standing, life_now, life)
DEFINE_SHAPE(CircleRequest, contacts, circle)
DEFINE_SHAPE(UnlinkRequest, handle)
DEFINE_SHAPE(ImportRequest, paths, format, me, zone, date_order, columns, create_contacts, dry_run, upload)
DEFINE_SHAPE(ImportFile, path, format, refused, read, stored, duplicate, skipped, noise, unmatched_handles, calls,
             call_seconds, first, last, warnings)
DEFINE_SHAPE(OwnerGuess, name, chats, of)
DEFINE_SHAPE(ImportReport, batch, files, owner, read_again, give_again)
DEFINE_SHAPE(UploadPiece, upload, name, offset, data)
DEFINE_SHAPE(Upload, upload, name, size)
DEFINE_SHAPE(SuggestedPerson, name, contact, handle, days, last, sentence)
DEFINE_SHAPE(SuggestedPeople, people)
DEFINE_SHAPE(SourceCollection, name, takes_plans, counts_busy)
DEFINE_SHAPE(WatchedSource, id, kind, path, user, collections, added, looked, gave, newest, problem, sentence)
DEFINE_SHAPE(WatchedSourceList, sources)
DEFINE_SHAPE(WatchedSourceRequest, kind, path, me, zone, date_order, user, secret, password, plans, busy)
DEFINE_SHAPE(SourceReport, source, files, read, stored, duplicate, waiting, sentence)
DEFINE_SHAPE(Way, id, kind, name, address, server, sender, user, secret, carries, hide_names, is_on, off, problem,
             delivered, sentence)
DEFINE_SHAPE(WayList, ways)
DEFINE_SHAPE(WayRequest, kind, address, server, sender, user, secret, password, carries, hide_names)
DEFINE_SHAPE(WayChange, carries, hide_names, is_on, secret, password)
DEFINE_SHAPE(Delivery, topic, key, made, tries, next, delivered, problem, sentence)
DEFINE_SHAPE(DeliveryList, deliveries)
DEFINE_SHAPE(Prompt, line)
DEFINE_SHAPE(HistoryItem, id, at, what, undone)
DEFINE_SHAPE(History, changes)
DEFINE_SHAPE(PathRequest, path)
DEFINE_SHAPE(RebuildRequest, check)
DEFINE_SHAPE(RebuildReport, contacts, different, sentence)
DEFINE_SHAPE(Check, name, fine, sentence)
DEFINE_SHAPE(Doctor, fine, checks)
DEFINE_SHAPE(Token, name, created, last_used)
DEFINE_SHAPE(TokenList, tokens)
DEFINE_SHAPE(TokenRequest, name)
DEFINE_SHAPE(NewToken, name, token)
DEFINE_SHAPE(SignInWish, host)
DEFINE_SHAPE(SignIn, address)
DEFINE_SHAPE(SignInRequest, code)
DEFINE_SHAPE(Moment, now)
DEFINE_SHAPE(Settings, settings)
DEFINE_SHAPE(SettingKey, key, group, about, fits)
DEFINE_SHAPE(SettingList, settings, keys)
DEFINE_SHAPE(Health, version, home, started)
DEFINE_SHAPE(Export, format, text)

namespace {

/// No shape is deeper than a few levels; brackets without end would keep the parser busy for seconds.
bool too_deep(std::string_view body)
{
    constexpr int deepest = 32;
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < body.size(); ++at) {
        const char each = body[at];
        if (quoted && each == '\\')
            ++at;
        else if (each == '"')
            quoted = !quoted;
        else if (!quoted && (each == '[' || each == '{') && ++depth > deepest)
            return true;
        else if (!quoted && (each == ']' || each == '}'))
            --depth;
    }
    return false;
}

} // namespace

nlohmann::json parsed(std::string_view body)
{
    if (too_deep(body)) refuse("this is not JSON", "it is nested too deeply");
    // The library throws a family of its own here; its words carry the place of the fault, which helps whoever wrote
    // the body, but its type must not reach the callers.
    try {
        return json::parse(body, NamesOnce{});
    } catch (const json::exception& fault) {
        refuse("this is not JSON", fault.what());
    }
}

std::string printed(const nlohmann::json& json) { return json.dump(-1, ' ', false, json::error_handler_t::replace); }

template <class Shape> Shape read(std::string_view body)
{
    return parsed(body.empty() ? "{}" : body).template get<Shape>();
}

template <class Shape> std::string write(const Shape& shape) { return printed(json(shape)); }

#define INSTANTIATE_SHAPE(Type)                                                                                        \
    template Type read<Type>(std::string_view);                                                                        \
    template std::string write<Type>(const Type&);
#define INSTANTIATE_CORE_SHAPE(Type) INSTANTIATE_SHAPE(blend::Type)
BLEND_WIRE_SHAPES(INSTANTIATE_SHAPE)
BLEND_CORE_SHAPES(INSTANTIATE_CORE_SHAPE)

} // namespace wire
} // namespace blend
