#include "daemon/core/channel.hpp"

#include <array>

namespace blend {

namespace {

using namespace std::chrono_literals;

constexpr std::array<ChannelTraits, Words<Channel>::all.size()> channels{{
    // richness, scale, unknown size, gap
    {1.00, 60.0, 42.0, 30min}, // in_person
    {0.90, 30.0, 21.0, 10min}, // video
    {0.85, 15.0, 10.0, 10min}, // phone
    {0.60, 150.0, 104.0, 0s},  // letter: each is a session of its own
    {0.55, 1.0, 0.7, 30min},   // voice_message
    {0.50, 60.0, 42.0, 12h},   // email
    {0.40, 40.0, 8.0, 30min},  // chat
    {0.40, 40.0, 8.0, 30min},  // sms
    {0.05, 1.0, 1.0, 30min},   // reaction
    {0.00, 1.0, 0.0, 10min},   // missed_call: no value, but it counts for the rhythm
}};

constexpr std::array<ModeTraits, Words<Mode>::all.size()> modes{{
    // ease, typical value, length
    {0.60, 0.75, 120min}, // meet
    {0.80, 0.65, 30min},  // video
    {0.90, 0.60, 20min},  // call
    {0.95, 0.40, 10min},  // voice_message
    {1.00, 0.30, 15min},  // write
    {0.70, 0.45, 45min},  // letter
}};

} // namespace

const ChannelTraits& traits(Channel channel) { return channels.at(static_cast<std::size_t>(channel)); }

bool is_attempt(Channel channel) { return channel == Channel::missed_call; }

const ModeTraits& traits(Mode mode) { return modes.at(static_cast<std::size_t>(mode)); }

Channel channel_of(Mode mode)
{
    switch (mode) {
    case Mode::meet: return Channel::in_person;
    case Mode::video: return Channel::video;
    case Mode::call: return Channel::phone;
    case Mode::voice_message: return Channel::voice_message;
    case Mode::write: return Channel::chat;
    case Mode::letter: return Channel::letter;
    }
    return Channel::chat;
}

Mode mode_of(Channel channel)
{
    switch (channel) {
    case Channel::in_person: return Mode::meet;
    case Channel::video: return Mode::video;
    case Channel::phone:
    case Channel::missed_call: return Mode::call;
    case Channel::letter: return Mode::letter;
    case Channel::voice_message: return Mode::voice_message;
    case Channel::email:
    case Channel::chat:
    case Channel::sms:
    case Channel::reaction: return Mode::write;
    }
    return Mode::write;
}

} // namespace blend
