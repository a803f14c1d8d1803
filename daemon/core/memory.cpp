#include "daemon/core/memory.hpp"

#include "daemon/core/channel.hpp"
#include "daemon/core/numerics.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

namespace blend {

namespace {

constexpr double mere_fact = 0.3; ///< share of its channel's richness that any session has
constexpr Seconds longest_session{86400};
constexpr double commented_forward = 0.6;
constexpr double acknowledgement_only = 0.25;
constexpr double one_way = 0.7;
constexpr double touch_quality = 0.25;    ///< from here on it is at least a touch
constexpr double long_half_life = 120.0;  ///< strength, reciprocity
constexpr double middle_half_life = 42.0; ///< drift, rhythm

double days_between(Instant from, Instant to) { return static_cast<double>((to - from).count()) / seconds_per_day; }

void raise(std::optional<Instant>& latest, Instant at) { latest = latest ? std::max(*latest, at) : at; }

/// The open session that the interaction continues, or a new one in its place.
std::pair<Session&, bool> session_for(Memory& memory, const Interaction& each)
{
    auto& open = memory.open.at(static_cast<std::size_t>(each.channel));
    const bool begins =
        !open || each.at - open->last > traits(each.channel).gap || each.at - open->start > longest_session;
    if (begins) {
        open = Session{};
        open->start = open->last = each.at;
        open->channel = each.channel;
        open->day = day_of(each.at, each.utc_offset);
    }
    return {*open, begins};
}

/// The difference goes to the session's start: the same as if sessions had been built first.
double add_value(Memory& memory, Session& session)
{
    const double value = session_value(session);
    const double gained = value - session.value;
    const bool synchronous = is_synchronous(session.channel);
    (synchronous ? memory.sync : memory.async).add(session.start, gained);
    (synchronous ? memory.life_sync : memory.life_async).add(session.start, gained);
    memory.squares.add(session.start, value * value - session.value * session.value);
    memory.long_term.add(session.start, gained);
    memory.middle_term.add(session.start, gained);
    session.value = value;
    return gained;
}

void count_touch(Memory& memory, Instant at, Day day)
{
    raise(memory.last_touch, at);
    if (!memory.last_day) {
        memory.touch_days = 1.0;
        memory.first_day = memory.last_day = day;
    } else if (day > *memory.last_day) {
        memory.touch_days =
            decay(memory.touch_days, static_cast<double>((day - *memory.last_day).count()), middle_half_life) + 1.0;
        memory.last_day = day;
    }
}

void count_contact(Memory& memory, const Interaction& each, const Session& session)
{
    const bool synchronous = is_synchronous(each.channel);
    raise(memory.last_contact, each.at);
    (synchronous ? memory.last_sync : memory.last_async) = memory.last_contact;
    if (each.direction != Direction::out) memory.incoming.add(each.at, 1.0);
    if (each.direction != Direction::in) memory.outgoing.add(each.at, 1.0);

    const bool began_to_write = !synchronous && each.direction != Direction::in && session.out == 1;
    memory.unspoken = synchronous ? 0 : memory.unspoken + (began_to_write ? 1 : 0);

    if (synchronous || each.direction == Direction::mutual) {
        memory.unanswered = 0;
        memory.owed = false;
    } else if (each.direction == Direction::in) {
        memory.unanswered = 0;
        memory.owed = !each.acknowledgement;
    } else {
        memory.owed = false;
        if (session.out == 1) ++memory.unanswered;
    }
}

/// A total order: records that share second and key differ in nothing or in one of these.
bool before(const Interaction& a, const Interaction& b)
{
    if (a.at != b.at || a.key != b.key) return earlier(a, b);
    const auto rest = [](const Interaction& each) {
        return std::tuple{each.channel, each.direction,       each.size.value_or(-1.0), each.others,
                          each.forward, each.acknowledgement, each.automated,           each.utc_offset};
    };
    return rest(a) < rest(b);
}

} // namespace

double Fading::left(Instant now) const { return decay(value, days_between(at, now), half_life_days); }

void Fading::add(Instant when, double amount)
{
    if (when >= at) {
        value = left(when) + amount;
        at = when;
    } else {
        value += decay(amount, days_between(when, at), half_life_days);
    }
}

Fading Fading::merged(const Fading& other) const
{
    const Instant later = std::max(at, other.at);
    return {half_life_days, left(later) + other.left(later), later};
}

void Session::add(const Interaction& interaction)
{
    last = std::max(last, interaction.at);
    ++count;
    if (interaction.direction != Direction::out) ++in;
    if (interaction.direction != Direction::in) ++out;
    size += interaction.size ? std::max(0.0, *interaction.size) : traits(channel).unknown_size;
    others = std::max(others, interaction.others);
    if (interaction.acknowledgement && interaction.forward == Forward::none) ++acknowledgements;
    if (interaction.forward == Forward::commented) ++commented_forwards;
}

double noise_factor(const Session& session)
{
    if (session.count - session.commented_forwards - session.acknowledgements > 0) return 1.0;
    return session.commented_forwards > 0 ? commented_forward : acknowledgement_only;
}

double group_discount(int others, Channel channel)
{
    const int company = std::max(1, others);
    if (!is_synchronous(channel)) return 1.0 / company;
    return company <= 4 ? 1.0 / std::sqrt(company) : 2.0 / company;
}

double reciprocity_factor(const Session& session)
{
    switch (session.channel) {
    case Channel::voice_message:
    case Channel::chat:
    case Channel::sms: return session.in > 0 && session.out > 0 ? 1.0 : one_way;
    case Channel::in_person:
    case Channel::video:
    case Channel::phone:
    case Channel::letter:
    case Channel::email:
    case Channel::reaction:
    case Channel::missed_call: return 1.0;
    }
    return 1.0;
}

double saturation(double size, double scale) { return 1.0 - std::exp(-std::max(0.0, size) / scale); }

double session_value(const Session& session)
{
    const ChannelTraits& channel = traits(session.channel);
    const double attention =
        noise_factor(session) * group_discount(session.others, session.channel) * reciprocity_factor(session);
    return attention * channel.richness * (mere_fact + (1.0 - mere_fact) * saturation(session.size, channel.scale));
}

double session_quality(const Session& session)
{
    return noise_factor(session) * group_discount(session.others, session.channel);
}

double blend_half_life(double cadence_days) { return clamp(6.0 * cadence_days, 42.0, 365.0); }

Memory fresh_memory(double cadence_days)
{
    const double half_life = blend_half_life(cadence_days);
    Memory memory;
    memory.sync.half_life_days = memory.async.half_life_days = half_life;
    memory.squares.half_life_days = half_life / 2.0;
    memory.long_term.half_life_days = long_half_life;
    memory.middle_term.half_life_days = middle_half_life;
    memory.incoming.half_life_days = memory.outgoing.half_life_days = long_half_life;
    memory.life_sync.half_life_days = memory.life_async.half_life_days = life_half_life;
    return memory;
}

bool in_order(const Memory& memory, const Interaction& interaction)
{
    if (is_noise(interaction) || !memory.newest) return true;
    return interaction.at != *memory.newest ? interaction.at > *memory.newest : interaction.key > memory.newest_key;
}

Growth ingest(Memory& memory, const Interaction& interaction)
{
    if (!memory.newest || std::tie(interaction.at, interaction.key) > std::tie(*memory.newest, memory.newest_key)) {
        memory.newest = interaction.at;
        memory.newest_key = interaction.key;
    }
    if (is_noise(interaction)) {
        ++memory.noise;
        return {day_of(interaction.at, interaction.utc_offset), interaction.channel, true, 0.0, false};
    }
    const auto [session, begins] = session_for(memory, interaction);
    session.add(interaction);
    if (!memory.first) memory.first = interaction.at;
    const double gained = add_value(memory, session);

    const bool attempt = is_attempt(interaction.channel);
    const bool said = !attempt && interaction.channel != Channel::reaction;
    const double quality = session_quality(session);
    if (attempt || (said && quality >= touch_quality)) count_touch(memory, interaction.at, session.day);
    if (said && quality >= contact_quality) count_contact(memory, interaction, session);
    return {session.day, interaction.channel, false, gained, begins};
}

Memory remember(double cadence_days, std::span<const Interaction> interactions)
{
    return remember(cadence_days, interactions, {});
}

Memory remember(double cadence_days, std::span<const Interaction> interactions, const GrowthSeen& seen)
{
    Memory memory = fresh_memory(cadence_days);
    const auto take = [&](const Interaction& each) {
        const Growth growth = ingest(memory, each);
        if (seen) seen(each, growth);
    };
    if (std::is_sorted(interactions.begin(), interactions.end(), before)) {
        std::for_each(interactions.begin(), interactions.end(), take);
    } else {
        std::vector<Interaction> sorted{interactions.begin(), interactions.end()};
        std::sort(sorted.begin(), sorted.end(), before);
        std::for_each(sorted.begin(), sorted.end(), take);
    }
    return memory;
}

} // namespace blend
