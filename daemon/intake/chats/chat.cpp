#include "daemon/intake/chats/chat.hpp"

#include "daemon/core/utf8.hpp"
#include "daemon/intake/chats/whatsapp_words.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>

namespace blend::intake {

Said said(std::string_view text)
{
    constexpr double most_thanks = 6;          // words of it
    constexpr std::size_t longest_thanks = 60; // bytes
    const double words = zone::words(text);
    const bool brief = words <= most_thanks && text.size() <= longest_thanks && text.find('\n') == text.npos;
    return {words, brief && is_acknowledgement(text)};
}

std::optional<Skip> address(Observation& observation, Author who, const Party& author, std::span<const Party> others,
                            int other_people)
{
    observation.others = std::max({other_people, static_cast<int>(others.size()), 1});
    if (who == Author::other) {
        observation.direction = Direction::in;
        observation.parties = {author};
        return std::nullopt;
    }
    observation.direction = Direction::out;
    observation.parties.assign(others.begin(), others.end());
    const bool written = !is_synchronous(observation.channel);
    if (written && observation.others > crowd) return Skip::crowd;
    if (others.empty()) return other_people > 0 ? Skip::no_counterpart : Skip::note_to_self;
    return std::nullopt;
}

void tell(Observation observation, Author who, const Party& author, std::span<const Party> others, int other_people,
          const Context& context, Sink& sink)
{
    if (observation.at > context.now) return sink.skip(Skip::future, observation.at);
    if (const auto why = address(observation, who, author, others, other_people))
        return sink.skip(*why, observation.at);
    sink.record(observation);
}

std::string without_mojibake(std::string_view text)
{
    std::string bytes;
    for (std::string_view rest = text; !rest.empty();) {
        const Utf8 next = first_character(rest);
        if (!next.valid || next.code > 0xFF) return std::string{text};
        bytes += static_cast<char>(next.code);
        rest.remove_prefix(next.length);
    }
    for (std::string_view rest = bytes; !rest.empty();) {
        const Utf8 next = first_character(rest);
        if (!next.valid) return std::string{text};
        rest.remove_prefix(next.length);
    }
    return bytes;
}

} // namespace blend::intake
