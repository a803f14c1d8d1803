#include "daemon/core/silence.hpp"

#include "daemon/core/blend.hpp"
#include "daemon/core/channel.hpp"
#include "daemon/core/memory.hpp"
#include "daemon/core/sentence.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace blend {

namespace {

/// One clock on its way through a log.
struct Running {
    SilenceKind kind{};
    std::optional<double> wished_days;
    std::optional<Day> last;

    /// The silence that a contact of this day ends; empty when there was none before.
    std::optional<EndedSilence> ended(Day day, const Interaction& by)
    {
        std::optional<EndedSilence> silence;
        if (last && wished_days && *wished_days > 0.0)
            silence = EndedSilence{kind, static_cast<int>((day - *last).count()), *wished_days, day, by};
        last = last ? std::max(*last, day) : day;
        return silence;
    }
};

/// "you called", "they wrote", "you met"
std::string ending(const Interaction& each)
{
    const bool theirs = each.direction == Direction::in;
    const bool both = each.direction == Direction::mutual;
    const std::string who = theirs ? "they " : "you ";
    switch (each.channel) {
    case Channel::in_person: return "you met";
    case Channel::video: return both ? "you talked by video" : who + "called by video";
    case Channel::phone: return both ? "you talked" : who + "called";
    case Channel::letter: return both ? "you exchanged letters" : who + "sent a letter";
    case Channel::voice_message: return both ? "you exchanged voice messages" : who + "sent a voice message";
    case Channel::email:
    case Channel::chat:
    case Channel::sms: return both ? "you wrote to each other" : who + "wrote";
    case Channel::reaction:
    case Channel::missed_call: break;
    }
    return "you were in touch";
}

std::string weekday_name(Day day)
{
    constexpr std::array names{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    return names.at(std::chrono::weekday{day}.c_encoding());
}

} // namespace

std::optional<EndedSilence> ended_silence(std::span<const Interaction> interactions, const Wishes& wishes,
                                          const Limits& own, Day first, Day last)
{
    const bool can_talk = feasibility(own, wishes.limits).sync > 0.0;
    Running contact{SilenceKind::contact, wishes.cadence_days, {}};
    Running talk{SilenceKind::talk, can_talk ? wishes.talk_every_days : std::nullopt, {}};
    Memory memory = fresh_memory(wishes.cadence_days);
    std::optional<EndedSilence> furthest;
    const auto consider = [&](const std::optional<EndedSilence>& silence) {
        if (!silence || silence->day < first || silence->day > last || silence->run() < nearly_run_out) return;
        if (!furthest || furthest->run() < silence->run()) furthest = silence;
    };
    for (const Interaction& each : interactions) {
        const auto last_contact = memory.last_contact;
        const auto last_sync = memory.last_sync;
        const Day day = ingest(memory, each).day;
        if (memory.last_contact != last_contact) consider(contact.ended(day, each));
        if (memory.last_sync != last_sync) consider(talk.ended(day, each));
    }
    return furthest;
}

bool proves_contact(Channel channel, std::int64_t sessions, double value)
{
    if (is_attempt(channel) || channel == Channel::reaction) return false;
    return value > contact_quality * traits(channel).richness * static_cast<double>(sessions);
}

std::string held_sentence(const EndedSilence& silence)
{
    const bool talk = silence.kind == SilenceKind::talk;
    const bool within = silence.run() <= 1.0;
    const std::string count =
        std::to_string(silence.quiet_days) +
        (within ? " of " + std::to_string(std::llround(std::min(silence.wished_days, 1e9))) : std::string{});
    const bool one = count == "1";
    const std::string days =
        talk ? (one ? " day without a talk" : " days without a talk") : (one ? " quiet day" : " quiet days");
    return count + days + ", then " + ending(silence.ended_by) + " on " + weekday_name(silence.day);
}

} // namespace blend
