#include "daemon/intake/chats/chat.hpp"

#include "daemon/core/utf8.hpp"
#include "daemon/intake/thanks.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>

namespace blend::intake {

Said said(std::string_view text) { return {static_cast<double>(zone::words(text)), is_acknowledgement(text)}; }

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

void ask_who_is_owner(std::span<const std::string> names, const std::string& proposed)
{
    constexpr std::size_t listed = 12;
    std::string list;
    for (std::size_t index = 0; index < std::min(names.size(), listed); ++index)
        list += (index > 0 ? ", " : "") + names[index];
    if (names.size() > listed) list += " and " + std::to_string(names.size() - listed) + " more";
    const std::string who = names.size() == 1
                                ? "cannot tell whether the one person who writes is you: "
                                : "cannot tell which of the " + std::to_string(names.size()) + " people is you: ";
    throw UnknownOwner{{names.begin(), names.end()}, who + list, "say so once: --me \"" + proposed + '"'};
}

namespace {

std::vector<Party> known_owners(std::span<const Candidate> people, const Context& context)
{
    std::vector<Party> owners;
    if (!context.is_owner) return owners;
    for (const Candidate& each : people)
        if (context.is_owner(each.party)) owners.push_back(each.party);
    if (!owners.empty()) return owners;
    const auto named = [&](const std::string& name) {
        return !name.empty() && context.is_owner({{HandleKind::name, name}, name});
    };
    for (const Candidate& each : people)
        if (!each.counterpart && (named(each.party.name) || named(each.party.handle.value)))
            owners.push_back(each.party);
    return owners;
}

std::string shown(const Party& party) { return party.name.empty() ? party.handle.value : party.name; }

} // namespace

std::vector<Party> owners_among(std::span<const Candidate> people, std::int64_t chats, const Context& context)
{
    if (auto known = known_owners(people, context); !known.empty()) return known;
    const Candidate* most = nullptr;
    bool sole = true;
    for (const Candidate& each : people) {
        if (each.counterpart) continue;
        if (most != nullptr && each.chats == most->chats) sole = false;
        if (most != nullptr && each.chats <= most->chats) continue;
        most = &each;
        sole = true;
    }
    if (most == nullptr) return {};
    const bool any_counterpart =
        std::any_of(people.begin(), people.end(), [](const Candidate& each) { return each.counterpart; });
    if (sole && (chats > 1 || any_counterpart) && most->chats * 2 > chats) return {most->party};

    std::vector<std::string> names;
    for (const Candidate& each : people)
        if (!each.counterpart) names.push_back(shown(each.party));
    ask_who_is_owner(names, shown(most->party));
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
