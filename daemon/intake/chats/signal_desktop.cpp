#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/signal_shapes.hpp"
#include "daemon/intake/files/json_files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace blend::intake {
namespace {

using nlohmann::json;

enum class Type { incoming, outgoing, call, other };

std::string_view service_id_of(const json& message)
{
    const std::string_view newest = text_of(message, "sourceServiceId");
    if (!newest.empty()) return newest;
    const std::string_view older = text_of(message, "sourceUuid");
    if (!older.empty()) return older;
    const std::string_view source = text_of(message, "source");
    return source.starts_with('+') ? std::string_view{} : source;
}

std::string_view number_of(const json& message)
{
    const std::string_view source = text_of(message, "source");
    return source.starts_with('+') ? source : std::string_view{};
}

/// Later versions keep the type in a column of their own, and the message only shows whose it is.
Type type_of(const json& message)
{
    const std::string_view type = text_of(message, "type");
    if (type == "incoming") return Type::incoming;
    if (type == "outgoing") return Type::outgoing;
    if (type == "call-history") return Type::call;
    if (!type.empty()) return Type::other;
    if (member(message, "callHistoryDetails").is_object() || member(message, "callId").is_string()) return Type::call;
    if (is_filled(member(message, "sendStateByConversationId"))) return Type::outgoing;
    return service_id_of(message).empty() && number_of(message).empty() ? Type::other : Type::incoming;
}

std::optional<std::int64_t> stamp_of(const json& message)
{
    // received_at became a counter, which is no moment.
    for (const char* key : {"sent_at", "timestamp", "received_at_ms", "received_at"})
        if (const auto stamp = integer_of(message, key); signal_instant(stamp)) return stamp;
    return std::nullopt;
}

bool reached_nobody(const json& message)
{
    const json& states = member(message, "sendStateByConversationId");
    if (!is_filled(states) || !states.is_object()) return false;
    std::size_t failed = 0;
    for (const auto& [conversation, state] : states.items())
        if (text_of(state, "status") == "Failed") ++failed;
    return failed > 0 && failed + 1 >= states.size(); // one of them may be the owner, whom it always reaches
}

std::optional<Skip> no_message(const json& message)
{
    constexpr std::int64_t timer_or_session = 1 | 2; // flags of what ends a session or sets a timer
    if (is_true(message, "deletedForEveryone") || is_true(message, "isErased")) return Skip::unsent;
    if (member(message, "storyReaction").is_object() || !text_of(message, "storyReactionEmoji").empty())
        return Skip::reaction;
    if (member(message, "expirationTimerUpdate").is_object() || member(message, "groupV2Change").is_object() ||
        member(message, "group_update").is_object())
        return Skip::system;
    if ((integer_of(message, "flags").value_or(0) & timer_or_session) != 0) return Skip::system;
    if (!text_of(message, "body").empty()) return std::nullopt;
    for (const char* key : {"attachments", "contact", "sticker", "preview", "payment", "giftBadge", "poll"})
        if (is_filled(member(message, key))) return std::nullopt;
    const bool holds = is_true(message, "hasAttachments") || integer_of(message, "hasAttachments").value_or(0) > 0 ||
                       is_true(message, "isViewOnce");
    return holds ? std::nullopt : std::optional{Skip::system};
}

/// A message that somebody spoke.
bool is_voice_message(const json& message)
{
    constexpr std::int64_t voice = 1;
    const json& attachments = member(message, "attachments");
    return text_of(message, "body").empty() && attachments.is_array() && attachments.size() == 1 &&
           (integer_of(attachments[0], "flags").value_or(0) & voice) != 0;
}

class Desktop {
public:
    Desktop(std::string title, const Context& context, Sink& sink)
        : title_{std::move(title)}, context_{context}, sink_{sink}
    {
    }

    void survey(const json& message)
    {
        if (type_of(message) != Type::incoming) return;
        circle_.learn(number_of(message), service_id_of(message));
        const Party author = circle_.party(number_of(message), service_id_of(message), {});
        if (!author.handle.value.empty()) circle_.add(conversation_of(message), author);
    }

    void tell(const json& message)
    {
        if (!message.is_object()) return sink_.skip(Skip::broken);
        const auto stamp = stamp_of(message);
        const auto at = signal_instant(stamp);
        const Type type = type_of(message);
        if (type == Type::other) return sink_.skip(Skip::system, at);
        if (!at) return sink_.skip(Skip::no_date);
        if (type == Type::call) return take_call(message, *at);
        if (const auto why = no_message(message)) return sink_.skip(*why, at);
        const bool by_owner = type == Type::outgoing;
        if (by_owner && reached_nobody(message)) return sink_.skip(Skip::unsent, at);

        Observation observation;
        observation.at = *at;
        observation.channel = is_voice_message(message) ? Channel::voice_message : Channel::chat;
        if (observation.channel == Channel::chat) {
            const Said words = said(text_of(message, "body"));
            observation.size = words.words;
            observation.acknowledgement = words.acknowledgement;
        }
        Party author = circle_.party(number_of(message), service_id_of(message), {});
        const auto others = others_in(message);
        if (!by_owner && author.handle.value.empty() && others.size() == 1) author = others.front();
        if (!by_owner && author.handle.value.empty()) return sink_.skip(Skip::no_counterpart, at);
        if (!by_owner && author.name.empty() && others.size() == 1) author.name = others.front().name;
        observation.source_key =
            "signal:" + (by_owner ? std::string{"me"} : author.handle.value) + ":" + std::to_string(*stamp);
        const json& states = member(message, "sendStateByConversationId");
        int people = static_cast<int>(others.size());
        if (states.is_object() && states.size() > 1) people = std::max(people, static_cast<int>(states.size()) - 1);
        intake::tell(observation, by_owner ? Author::owner : Author::other, author, others, people, context_, sink_);
    }

private:
    static std::string conversation_of(const json& message) { return std::string{text_of(message, "conversationId")}; }

    /// Who writes in the conversation; where only the owner does, whom the file is called after.
    std::vector<Party> others_in(const json& message) const
    {
        std::vector<Party> others = circle_.others(conversation_of(message));
        std::erase_if(others, [this](const Party& each) { return context_.is_owner && context_.is_owner(each); });
        if (others.size() == 1) { // a file is called after whom one writes with
            const Party named = party_of_title(title_);
            if (named.name != title_ || !named.name.starts_with('+')) others.front().name = named.name;
        }
        if (!others.empty() || title_.empty() || title_.ends_with("(group)")) return others;
        return {party_of_title(title_)};
    }

    void take_call(const json& message, Instant at)
    {
        const auto call = signal_call(member(message, "callHistoryDetails"));
        if (!call) {
            sink_.warn("calls whose outcome the file does not tell were left out");
            return sink_.skip(Skip::system, at);
        }
        Observation observation;
        observation.at = at;
        const std::string_view id = text_of(message, "callId");
        observation.source_key = "signal:call:" + (id.empty() ? std::to_string(*stamp_of(message)) : std::string{id});
        tell_call(observation, *call, others_in(message), context_, sink_);
    }

    std::string title_;
    const Context& context_;
    Sink& sink_;
    SignalCircle circle_;
};

} // namespace

bool is_signal_desktop(std::string_view head)
{
    if (!head.starts_with('[')) return false;
    const std::string_view first = head.substr(0, std::size_t{16} << 10);
    const auto has = [first](std::string_view key) { return first.find(key) != first.npos; };
    return has("\"conversationId\"") && (has("\"sent_at\"") || has("\"received_at\"") || has("\"timestamp\""));
}

void read_signal_desktop(const Input& input, const Context& context, Sink& sink)
{
    Desktop desktop{title_of_input(input), context, sink};
    const JsonPart first[] = {{"*", [&](const json& message) { desktop.survey(message); }}};
    const auto first_reading = input.open();
    read_json(*first_reading, first, [](std::uint64_t) {});
    JsonFiles files{sink};
    const JsonPart second[] = {{"*", [&](const json& message) { desktop.tell(message); }}};
    files.read(input, second);
    files.finish(input.name);
}

} // namespace blend::intake
