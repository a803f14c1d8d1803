#include "daemon/core/interaction.hpp"

namespace blend {

namespace {
/// More other people than this in one written message: nobody was meant in particular.
constexpr int crowd = 10;
} // namespace

bool is_synchronous(Channel channel)
{
    switch (channel) {
    case Channel::in_person:
    case Channel::video:
    case Channel::phone:
    case Channel::missed_call: return true;
    case Channel::letter:
    case Channel::voice_message:
    case Channel::email:
    case Channel::chat:
    case Channel::sms:
    case Channel::reaction: return false;
    }
    return false;
}

bool counts_minutes(Channel channel) { return channel == Channel::voice_message || is_synchronous(channel); }

bool is_noise(const Interaction& interaction)
{
    return interaction.automated || interaction.forward == Forward::bare ||
           (!is_synchronous(interaction.channel) && interaction.others > crowd);
}

} // namespace blend
