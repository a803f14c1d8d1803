#include "daemon/agenda/logging.hpp"

#include "daemon/agenda/people.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/numerics.hpp"
#include "daemon/core/phrase.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/zone/messages.hpp"

#include <algorithm>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;

constexpr const char* example = "say it like \"called Amma 20 min yesterday 7pm\"";

std::string quoted(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& each : words) text += (text.empty() ? "\"" : ", \"") + each + "\"";
    return text;
}

/// What of a sentence is still wanting; empty when it is whole.
std::string missing_of(const Phrase& phrase)
{
    if (!phrase.channel) return "how you were in touch";
    if (phrase.names.empty()) return "with whom";
    if (!phrase.not_understood.empty()) return quoted(phrase.not_understood);
    return "";
}

/// Without a way to be in touch the first words look like a name: only one that somebody has counts then.
std::vector<std::string> sure_names(const App& app, const Phrase& phrase)
{
    std::vector<std::string> names;
    for (const std::string& name : phrase.names)
        if (phrase.channel || !app.store.find_contacts(name).empty()) names.push_back(name);
    return names;
}

std::string understood(const App& app, const Phrase& phrase)
{
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (phrase.channel) add(channel_phrase(*phrase.channel));
    if (const auto names = sure_names(app, phrase); !names.empty()) add("with " + listed(names));
    if (phrase.channel && phrase.size) add(size_phrase(*phrase.channel, *phrase.size));
    if (phrase.at) add(day_and_time(*phrase.at));
    return text.empty() ? "nothing of it" : text;
}

Happening happening_of(const Phrase& phrase, const App& app, const Settings& settings, Instant now)
{
    Happening happening;
    for (const std::string& name : phrase.names) {
        const auto contact = resolve(app, name);
        const auto& there = happening.contacts;
        if (std::find(there.begin(), there.end(), contact.id) != there.end()) continue; // named twice
        happening.contacts.push_back(contact.id);
        happening.names.push_back(contact.name);
    }
    const Instant at = phrase.at ? std::min(settings.zone.instant(*phrase.at), now) : now;
    happening.interaction = {.at = at,
                             .channel = phrase.channel.value_or(Channel::phone),
                             .direction = phrase.direction,
                             .size = phrase.size,
                             .others = static_cast<int>(std::max<std::size_t>(1, happening.contacts.size())),
                             .utc_offset = settings.zone.offset(at)};
    happening.interaction.key = log_key(happening.interaction);
    return happening;
}

Happening from_sentence(const App& app, const std::string& sentence, const Settings& settings, Instant now)
{
    const Phrase phrase = understand(sentence, settings.zone.local(now));
    if (const auto missing = missing_of(phrase); !missing.empty())
        throw Problem{Kind::bad_request, "understood: " + understood(app, phrase) + "; not understood: " + missing,
                      example};
    return happening_of(phrase, app, settings, now);
}

Happening from_parts(const App& app, const wire::LogRequest& request, const Settings& settings, Instant now)
{
    if (!request.channel) throw Problem{Kind::bad_request, "how were you in touch?", example};
    const auto channel = channel_in(*request.channel);
    if (!channel)
        throw Problem{
            Kind::bad_request, *request.channel + " is no channel",
            "there are in_person, video, phone, letter, voice_message, email, chat, sms, reaction and missed_call"};
    if (!request.contacts || request.contacts->empty()) throw Problem{Kind::bad_request, "with whom?", example};

    Phrase phrase{.channel = channel, .names = *request.contacts};
    const bool talk = is_synchronous(*channel) && *channel != Channel::missed_call;
    phrase.direction = talk ? Direction::mutual : Direction::out;
    if (request.direction) {
        const auto direction = from_word<Direction>(*request.direction);
        if (!direction)
            throw Problem{Kind::bad_request, *request.direction + " is no direction", "there are in, out and mutual"};
        phrase.direction = *direction;
    }
    if (request.size) phrase.size = size_in(*request.size, *channel);
    Happening happening = happening_of(phrase, app, settings, now);
    Interaction& each = happening.interaction;
    if (request.at) {
        each.at = past_in(*request.at, now, settings.zone);
        each.utc_offset = settings.zone.offset(each.at);
    }
    if (request.others) {
        if (*request.others < 1) throw Problem{Kind::bad_request, "at least one other person takes part"};
        each.others = std::max(*request.others, each.others);
    }
    each.key = log_key(each);
    return happening;
}

/// The contact's own handle for what is logged by hand, made when first needed. Its value is no number of a contact:
/// numbers are used again, and a merge takes the handle along.
HandleId log_handle(const App& app, store::Writer& writer, ContactId contact, const std::string& name)
{
    for (const store::HandleRecord& record : app.store.handles_of(contact))
        if (record.handle.kind == HandleKind::log) return record.id;
    const HandleId handle = writer.add_handle({HandleKind::log, unique_name()}, name);
    writer.own(handle, contact);
    return handle;
}

/// Exactly this, with all of these people, is in the log.
bool logged_already(const App& app, const Happening& happening)
{
    return std::all_of(happening.contacts.begin(), happening.contacts.end(),
                       [&](ContactId contact) { return app.store.holds(contact, happening.interaction); });
}

} // namespace

std::uint64_t log_key(const Interaction& interaction)
{
    return fnv1a("log:" + rfc3339(interaction.at) + " " + std::string{word(interaction.channel)} + " " +
                 std::string{word(interaction.direction)} + " " +
                 (interaction.size ? std::to_string(*interaction.size) : "unknown"));
}

std::string said_back(const Happening& happening, LocalTime local, LocalTime now)
{
    const Interaction& each = happening.interaction;
    std::string text = channel_phrase(each.channel);
    switch (each.direction) {
    case Direction::in: text += " from "; break;
    case Direction::out:
        text += is_synchronous(each.channel) && each.channel != Channel::missed_call ? " with " : " to ";
        break;
    case Direction::mutual: text += " with "; break;
    }
    text += listed(happening.names);
    if (each.size) text += ", " + size_phrase(each.channel, *each.size);
    return text + ", " + when_words(local, now);
}

Sentence heard_said(const Happening& happening, LocalTime local, LocalTime now)
{
    const Interaction& each = happening.interaction;
    const bool reaches =
        each.direction == Direction::out && (!is_synchronous(each.channel) || each.channel == Channel::missed_call);
    Sentence said{.key = "heard",
                  .names = {{"names", happening.names}},
                  .words = {{"channel", std::string{word(each.channel)}},
                            {"way", each.direction == Direction::in ? "from"
                                    : reaches                       ? "to"
                                                                    : "other"}},
                  .phrases = {{"when", when_said(local, now)}}};
    if (!each.size) return said;
    said.key = "heard.sized";
    said.phrases["size"] = size_said(each.channel, *each.size);
    return said;
}

Sentence logged_said(const Happening& happening, LocalTime local, LocalTime now)
{
    return {.key = "done.logged", .phrases = {{"what", heard_said(happening, local, now)}}};
}

void write(const App& app, store::Writer& writer, const Happening& happening)
{
    for (std::size_t index = 0; index < happening.contacts.size(); ++index)
        writer.add_interaction(log_handle(app, writer, happening.contacts[index], happening.names[index]),
                               happening.interaction, happening.note);
}

wire::Interpretation interpret(const App& app, const std::string& sentence)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    const LocalTime local = settings.zone.local(now);
    const Phrase phrase = understand(sentence, local);
    wire::Interpretation said{.channel = phrase.channel ? std::string{word(*phrase.channel)} : "",
                              .contacts = phrase.names,
                              .at = rfc3339(phrase.at ? settings.zone.instant(*phrase.at) : now),
                              .size = phrase.size};
    if (const auto missing = missing_of(phrase); !missing.empty()) {
        said.sentence = understood(app, phrase);
        said.missing = missing;
        return said;
    }
    // Whom a name means is part of the interpretation; nobody and several are said, not thrown.
    try {
        const Happening happening = happening_of(phrase, app, settings, now);
        said.contacts = happening.names;
        said.said = heard_said(happening, settings.zone.local(happening.interaction.at), local);
        said.sentence = zone::say(*said.said, settings.language);
        said.complete = true;
    } catch (const Problem& problem) {
        said.sentence = understood(app, phrase);
        said.missing = problem.what();
    }
    return said;
}

namespace {

void check_key(const std::string& key)
{
    const bool fits = key.size() >= 16 && key.size() <= 64 && std::all_of(key.begin(), key.end(), [](char each) {
                          return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') ||
                                 (each >= 'A' && each <= 'Z') || each == '-';
                      });
    if (!fits) throw Problem{Kind::bad_request, "key: this is no UUID", "make a new one for each entry"};
}

/// The answer that the first asking had; empty when this is the first.
std::optional<wire::Done> told_before(const App& app, const std::optional<std::string>& key)
{
    const auto entry = key ? app.store.changed_under(*key) : std::nullopt;
    if (!entry) return std::nullopt;
    if (!entry->undone) return wire::Done{.done = entry->what, .change = entry->id};
    return wire::Done{
        .done = entry->what + "; taken back since", .hint = "log it anew if it should stand", .change = entry->id};
}

/// From where "today" and "yesterday" count. A clock that is ahead of ours says nothing.
Instant moment_said(const wire::LogRequest& request, Instant now)
{
    if (!request.said_at) return now;
    const auto said = parse_rfc3339(*request.said_at);
    if (!said)
        throw Problem{Kind::bad_request, "said_at: " + *request.said_at + " is no moment",
                      "write 2026-11-23T09:30:00Z"};
    return std::min(*said, now);
}

} // namespace

wire::Done log_interaction(App& app, const wire::LogRequest& request)
{
    if (request.key) check_key(*request.key);
    if (const auto told = told_before(app, request.key)) return *told;
    const Settings settings = app.settings();
    const Instant now = app.now();
    const Instant moment = moment_said(request, now);
    Happening happening = request.sentence ? from_sentence(app, *request.sentence, settings, moment)
                                           : from_parts(app, request, settings, moment);
    happening.note = request.note;
    if (logged_already(app, happening)) {
        if (const auto told = told_before(app, request.key)) return *told; // asked twice at the same moment
        throw Problem{Kind::cannot,
                      "this is logged already: " +
                          said_back(happening, settings.zone.local(happening.interaction.at), settings.zone.local(now)),
                      "if it happened twice, say at what times"};
    }
    const Sentence said =
        logged_said(happening, settings.zone.local(happening.interaction.at), settings.zone.local(now));
    const std::string what = zone::say(said, settings.language);
    const auto work = [&](store::Writer& writer) {
        write(app, writer, happening);
        return what;
    };
    const auto change = request.key ? app.store.change_once(now, *request.key, work) : app.store.change(now, work);
    app.changed("log");
    return {.done = what, .said = said, .change = change};
}

namespace {

/// "sms and your own log"
std::string tellers(const store::TimelineEntry& entry)
{
    auto sources = entry.sources;
    std::replace(sources.begin(), sources.end(), std::string{"log"}, std::string{"your own log"});
    return listed(sources);
}

/// The one thing of that minute that several sources tell of.
store::TimelineEntry told_together(const App& app, const store::ContactRecord& contact, Instant at,
                                   const std::string& text)
{
    const auto minute = std::chrono::floor<Minutes>(at);
    for (auto& entry : app.store.timeline(contact.id, minute + Minutes{1}, 100)) {
        if (entry.interaction.at < minute) break;
        if (entry.sources.size() > 1) return entry;
    }
    throw Problem{Kind::not_found, "nothing with " + contact.name + " at " + text + " is told by several sources",
                  "blend show \"" + contact.name + "\" lists what happened, with its sources"};
}

} // namespace

wire::Done keep_apart(App& app, const std::string& text, const wire::ApartRequest& request)
{
    const Settings settings = app.settings();
    const Instant now = app.now();
    const auto contact = resolve(app, text);
    const auto entry = told_together(app, contact, past_in(request.at, now, settings.zone), request.at);
    const Happening happening{.contacts = {contact.id}, .names = {contact.name}, .interaction = entry.interaction};
    const std::string what = "counted apart, as " + tellers(entry) + " tell of it: " +
                             said_back(happening, settings.zone.local(entry.interaction.at), settings.zone.local(now));
    const auto change = app.store.change(now, [&](store::Writer& writer) {
        for (auto record = entry.records.begin() + 1; record != entry.records.end(); ++record)
            writer.keep_apart(contact.id, *record);
        return what;
    });
    app.changed("log");
    return {.done = what, .hint = "take it back: blend undo", .change = change};
}

} // namespace blend::agenda
