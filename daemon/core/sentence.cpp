#include "daemon/core/sentence.hpp"

#include "daemon/core/channel.hpp"

#include <algorithm>
#include <cmath>

namespace blend {

namespace {

using namespace std::chrono;

constexpr int days_in_words = 730; ///< from here on years say more than days
constexpr int often = 3;           ///< so many letters without a word spoken are worth naming

/// Whole and within what a sentence can carry; anything that is no number is 0.
long long whole(double value)
{
    if (!(value > 0.0)) return 0;
    return std::llround(std::min(value, 1e12));
}

Sentence why_talk(const NudgeWords& words)
{
    const int written = words.written_since_talk;
    if (!words.last_sync && written > 0)
        return {.key = "talk.first_written", .numbers = {{"written", static_cast<double>(written)}}};
    if (!words.last_sync) return {.key = "talk.first"};
    const Sentence when = ago_said(*words.last_sync, words.now);
    if (written > 0)
        return {
            .key = "talk.written", .numbers = {{"written", static_cast<double>(written)}}, .phrases = {{"ago", when}}};
    return {.key = "talk.spoke", .phrases = {{"ago", when}}};
}

/// What was wished for is left out where letters tell enough.
Said why_talk_with_wish(const NudgeWords& words)
{
    Said said{why_talk(words)};
    if (words.talk_every_days && said.front().key != "talk.written")
        said.push_back({.key = "talk.wish", .phrases = {{"every", every_said(*words.talk_every_days)}}});
    return said;
}

Said why_reach_out(const NudgeWords& words)
{
    if (!words.last_contact) return {{.key = "reach.first", .names = {{"name", {words.name}}}}};
    const bool mostly_written = words.last_sync && is_synchronous(words.mode) && words.written_since_talk >= often;
    if (mostly_written) return why_talk_with_wish(words);
    const auto likely = std::clamp(whole(words.need * 100.0), 1LL, 99LL);
    return {
        {.key = "reach.rhythm",
         .numbers = {{"quiet", static_cast<double>(likely) / 100.0}},
         .phrases = {{"ago", ago_said(*words.last_contact, words.now)}, {"every", every_said(words.cadence_days)}}}};
}

Said why_rebalance(const NudgeWords& words)
{
    if (words.extreme < 0) return why_talk_with_wish(words);
    if (!words.last_async) return {{.key = "balance.write"}};
    return {{.key = "balance.write_since", .phrases = {{"ago", ago_said(*words.last_async, words.now)}}}};
}

Said why_reply(const NudgeWords& words)
{
    if (!words.last_async) return {{.key = "reply"}};
    return {{.key = "reply.since",
             .names = {{"name", {words.name}}},
             .phrases = {{"ago", ago_said(*words.last_async, words.now)}}}};
}

Said why_date(const NudgeWords& words)
{
    const bool ends_in_s = !words.name.empty() && (words.name.back() == 's' || words.name.back() == 'S');
    const bool is_usual = words.occasion.empty() || words.occasion == "birthday";
    Sentence said{.key = "date",
                  .names = {{"name", {words.name}}},
                  .words = {{"ending", ends_in_s ? "s" : "other"},
                            {"occasion", words.occasion.empty() ? "day"
                                         : is_usual             ? "birthday"
                                                                : "other"}},
                  .numbers = {{"days", static_cast<double>(std::max(0, words.occasion_in_days))}}};
    said.names["called"] = {words.occasion};
    return {said};
}

Said why(const NudgeWords& words)
{
    switch (words.kind) {
    case NudgeKind::reach_out: return why_reach_out(words);
    case NudgeKind::talk: return why_talk_with_wish(words);
    case NudgeKind::rebalance: return why_rebalance(words);
    case NudgeKind::reply: return why_reply(words);
    case NudgeKind::date: return why_date(words);
    }
    return {};
}

Sentence counted_said(std::string key, long long count)
{
    return {.key = std::move(key), .numbers = {{"count", static_cast<double>(count)}}};
}

} // namespace

std::string counted(long long count, std::string_view one, std::string_view many)
{
    return std::to_string(count) + " " + std::string{count == 1 ? one : many};
}

std::string ago(Instant then, Instant now)
{
    const Seconds passed = now - then;
    if (passed < minutes{1}) return "just now";
    if (passed < hours{1}) return counted(duration_cast<minutes>(passed).count(), "minute", "minutes") + " ago";
    if (passed < days{1}) return counted(duration_cast<hours>(passed).count(), "hour", "hours") + " ago";
    const auto whole_days = duration_cast<days>(passed).count();
    if (whole_days == 1) return "yesterday";
    if (whole_days < days_in_words) return counted(whole_days, "day", "days") + " ago";
    return counted(duration_cast<years>(passed).count(), "year", "years") + " ago";
}

std::string duration(double minutes)
{
    const long long all = minutes > 0.0 ? std::max(1LL, whole(minutes)) : 0;
    const long long full_hours = all / 60;
    const long long rest = all % 60;
    if (full_hours == 0) return std::to_string(rest) + " min";
    return std::to_string(full_hours) + " h" + (rest == 0 ? "" : " " + std::to_string(rest) + " min");
}

std::string size_phrase(Channel channel, double size)
{
    return counts_minutes(channel) ? duration(size) : counted(whole(size), "word", "words");
}

std::string every_phrase(double days)
{
    const long long count = std::max(1LL, whole(days));
    switch (count) {
    case 1: return "every day";
    case 7: return "every week";
    case 365: return "every year";
    default: return "every " + std::to_string(count) + " days";
    }
}

std::string channel_phrase(Channel channel)
{
    switch (channel) {
    case Channel::in_person: return "meeting";
    case Channel::video: return "video call";
    case Channel::phone: return "call";
    case Channel::chat: return "message";
    case Channel::sms: return "text message";
    case Channel::letter:
    case Channel::voice_message:
    case Channel::email:
    case Channel::reaction:
    case Channel::missed_call: break;
    }
    std::string text{word(channel)};
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::string mode_phrase(Mode mode, std::string_view name)
{
    const std::string who{name};
    switch (mode) {
    case Mode::meet: return "Meet " + who;
    case Mode::video: return "Have a video call with " + who;
    case Mode::call: return "Call " + who;
    case Mode::voice_message: return "Send " + who + " a voice message";
    case Mode::write: return "Write to " + who;
    case Mode::letter: return "Send " + who + " a letter";
    }
    return who;
}

std::string mode_noun(Mode mode)
{
    switch (mode) {
    case Mode::meet: return "meeting";
    case Mode::video: return "video call";
    case Mode::call: return "call";
    case Mode::voice_message: return "voice message";
    case Mode::write: return "message";
    case Mode::letter: return "letter";
    }
    return {};
}

Sentence ago_said(Instant then, Instant now)
{
    const Seconds passed = now - then;
    if (passed < minutes{1}) return {.key = "ago.now"};
    if (passed < hours{1}) return counted_said("ago.minutes", duration_cast<minutes>(passed).count());
    if (passed < days{1}) return counted_said("ago.hours", duration_cast<hours>(passed).count());
    const auto whole_days = duration_cast<days>(passed).count();
    if (whole_days < days_in_words) return counted_said("ago.days", whole_days);
    return counted_said("ago.years", duration_cast<years>(passed).count());
}

Sentence every_said(double days) { return counted_said("every.days", std::max(1LL, whole(days))); }

Sentence duration_said(double minutes)
{
    const long long all = minutes > 0.0 ? std::max(1LL, whole(minutes)) : 0;
    const long long whole_hours = all / 60;
    const auto full_hours = static_cast<double>(whole_hours);
    const auto rest = static_cast<double>(all % 60);
    if (whole_hours == 0) return {.key = "length.minutes", .numbers = {{"minutes", rest}}};
    if (rest == 0) return {.key = "length.hours", .numbers = {{"hours", full_hours}}};
    return {.key = "length.both", .numbers = {{"hours", full_hours}, {"minutes", rest}}};
}

Sentence size_said(Channel channel, double size)
{
    return counts_minutes(channel) ? duration_said(size) : counted_said("length.words", whole(size));
}

Said nudge_said(const NudgeWords& words)
{
    const Sentence step{
        .key = "step", .names = {{"name", {words.name}}}, .words = {{"mode", std::string{word(words.mode)}}}};
    Sentence first{.key = "nudge.step", .phrases = {{"step", step}}};
    if (words.slot) {
        first.key = words.their_slot ? "nudge.step_at_both" : "nudge.step_at";
        first.times["at"] = iso_local(*words.slot);
        if (words.their_slot) first.times["theirs"] = iso_local(*words.their_slot);
    }
    Said said{std::move(first)};
    for (Sentence& each : why(words)) said.push_back(std::move(each));
    return said;
}

} // namespace blend
