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

std::string percent(double probability)
{
    return std::to_string(std::clamp(whole(probability * 100.0), 1LL, 99LL)) + "%";
}

/// "Amma's", "James'"
std::string possessive(std::string_view name)
{
    return std::string{name} + (!name.empty() && (name.back() == 's' || name.back() == 'S') ? "'" : "'s");
}

std::string times(int count) { return count == 1 ? "once" : count == 2 ? "twice" : std::to_string(count) + " times"; }

std::string why_talk(const NudgeWords& words)
{
    const std::string wish =
        words.talk_every_days ? " You would like to talk " + every_phrase(*words.talk_every_days) + "." : "";
    const int written = words.written_since_talk;
    if (!words.last_sync)
        return (written > 0 ? "You have written " + times(written) + ", and a first talk is still to come."
                            : "A first talk is still to come.") +
               wish;
    const std::string when = ago(*words.last_sync, words.now);
    if (written > 0) return "You have written " + times(written) + " since you last spoke, " + when + ".";
    return "You last spoke " + when + "." + wish;
}

std::string why_reach_out(const NudgeWords& words)
{
    if (!words.last_contact) return "Nothing is logged with " + words.name + " yet: any small sign is a good start.";
    const bool mostly_written = words.last_sync && is_synchronous(words.mode) && words.written_since_talk >= often;
    if (mostly_written) return why_talk(words);
    return "You were last in touch " + ago(*words.last_contact, words.now) + " and like to be " +
           every_phrase(words.cadence_days) + ". By your own rhythm, another quiet week is " + percent(words.need) +
           " likely.";
}

std::string why_rebalance(const NudgeWords& words)
{
    if (words.extreme < 0) return why_talk(words);
    const std::string known = words.last_async ? "The last written word was " + ago(*words.last_async, words.now) : "";
    return "You nearly always talk. " +
           (known.empty() ? "A few written words keep well" : known + ", and a few more keep well") + ".";
}

std::string why_reply(const NudgeWords& words)
{
    if (!words.last_async) return "A few words back would be welcome.";
    return words.name + " wrote " + ago(*words.last_async, words.now) + ", and a few words back would be welcome.";
}

std::string why_date(const NudgeWords& words)
{
    const int days = words.occasion_in_days;
    const std::string when = days <= 0 ? "today" : days == 1 ? "tomorrow" : "in " + counted(days, "day", "days");
    return possessive(words.name) + " " + (words.occasion.empty() ? "day" : words.occasion) + " is " + when + ".";
}

std::string why(const NudgeWords& words)
{
    switch (words.kind) {
    case NudgeKind::reach_out: return why_reach_out(words);
    case NudgeKind::talk: return why_talk(words);
    case NudgeKind::rebalance: return why_rebalance(words);
    case NudgeKind::reply: return why_reply(words);
    case NudgeKind::date: return why_date(words);
    }
    return {};
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

std::string nudge_reason(const NudgeWords& words)
{
    std::string step = mode_phrase(words.mode, words.name);
    if (!words.slot.empty()) {
        step += ", maybe " + words.slot;
        if (!words.their_slot.empty()) step += " (their " + words.their_slot + ")";
    }
    return step + ". " + why(words);
}

} // namespace blend
