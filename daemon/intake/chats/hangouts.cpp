#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/google_chat.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/json_files.hpp"
#include "daemon/intake/files/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace blend::intake {
namespace {

using nlohmann::json;

std::string_view id_of(const json& participant)
{
    const std::string_view account = text_of(participant, "gaia_id");
    return account.empty() ? text_of(participant, "chat_id") : account;
}

/// Timestamps are microseconds.
std::optional<Instant> instant_of(const json& event)
{
    constexpr std::int64_t earliest = 100'000'000'000'000;
    const auto stamp = integer_of(event, "timestamp");
    if (!stamp || *stamp < earliest || *stamp > earliest * 1000) return std::nullopt;
    return Instant{Seconds{*stamp / 1'000'000}};
}

std::string text_in(const json& content)
{
    std::string text;
    const json& segments = member(content, "segment");
    if (segments.is_array())
        for (const json& each : segments) text += text_of(each, "type") == "LINE_BREAK" ? "\n" : text_of(each, "text");
    return text;
}

class Teller {
public:
    Teller(const Context& context, Sink& sink) : context_{context}, sink_{sink} {}

    /// Who takes part; it comes before the events.
    void begin(const json& outer)
    {
        const json& inner = member(outer, "conversation");
        const json& conversation = inner.is_object() ? inner : outer;
        others_.clear();
        const json& state = member(member(conversation, "self_conversation_state"), "self_read_state");
        own(id_of(member(state, "participant_id")));
        const json& people = member(conversation, "participant_data");
        if (!people.is_array()) return;
        for (const json& each : people) {
            const std::string id{id_of(member(each, "id"))};
            if (id.empty() || owner_ == id) continue;
            const std::string_view number = text_of(member(each, "phone_number"), "e164");
            const std::string_view name = text_of(each, "fallback_name");
            const Handle handle =
                number.empty() ? Handle{HandleKind::google, id} : Handle{HandleKind::phone, std::string{number}};
            others_[id] = {handle, std::string{name}};
        }
    }

    void tell(const json& event)
    {
        if (!event.is_object()) return sink_.skip(Skip::broken);
        own(id_of(member(member(event, "self_event_state"), "user_id")));
        const auto at = instant_of(event);
        const json& call = member(event, "hangout_event");
        const json& content = member(member(event, "chat_message"), "message_content");
        if (!content.is_object() && !call.is_object()) return sink_.skip(Skip::system, at);
        if (!at) return sink_.skip(Skip::no_date);
        Observation observation;
        observation.at = *at;
        observation.source_key = "hangouts:" + std::string{text_of(event, "event_id")} + ":" +
                                 std::to_string(integer_of(event, "timestamp").value_or(0));
        const std::string_view sender = id_of(member(event, "sender_id"));
        if (call.is_object()) return take_call(observation, call, sender);

        const std::string text = text_in(content);
        const json& files = member(content, "attachment");
        if (text.empty() && !(files.is_array() && !files.empty())) return sink_.skip(Skip::system, at);
        observation.channel = text_of(event, "event_type") == "SMS" ? Channel::sms : Channel::chat;
        const Said words = said(text);
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        const auto others = other_parties();
        const bool by_owner = !owner_.empty() && sender == owner_;
        if (!by_owner && sender.empty()) return sink_.skip(Skip::no_counterpart, at);
        intake::tell(observation, by_owner ? Author::owner : Author::other, party(sender), others,
                     static_cast<int>(others.size()), context_, sink_);
    }

private:
    void own(std::string_view id)
    {
        if (id.empty() || owner_ == id) return;
        owner_ = id;
        others_.erase(owner_);
        sink_.owner({{HandleKind::google, owner_}, {}});
    }

    Party party(std::string_view id) const
    {
        const auto known = others_.find(std::string{id});
        return known != others_.end() ? known->second : Party{{HandleKind::google, std::string{id}}, {}};
    }

    std::vector<Party> other_parties() const
    {
        std::vector<Party> others;
        for (const auto& [id, party] : others_) others.push_back(party);
        return others;
    }

    /// The end of a call says how long it was; its beginning nothing more.
    void take_call(Observation& observation, const json& call, std::string_view sender)
    {
        if (text_of(call, "event_type") != "END_HANGOUT") return sink_.skip(Skip::system, observation.at);
        const auto seconds = number_of(call, "hangout_duration_secs");
        observation.call = true;
        observation.channel = text_of(call, "media_type") == "AUDIO_ONLY" ? Channel::phone : Channel::video;
        if (!seconds || !(*seconds > 0))
            observation.channel = Channel::missed_call;
        else {
            observation.size = *seconds / 60;
            observation.at -= Seconds{static_cast<std::int64_t>(std::min(*seconds, 1e7))};
        }
        observation.direction = sender == owner_ ? Direction::out : Direction::in;
        const json& present = member(call, "participant_id");
        if (present.is_array())
            for (const json& each : present)
                if (const auto found = others_.find(std::string{id_of(each)}); found != others_.end())
                    observation.parties.push_back(found->second);
        if (observation.parties.empty()) observation.parties = other_parties();
        observation.others = std::max(1, static_cast<int>(observation.parties.size()));
        if (observation.at > context_.now) return sink_.skip(Skip::future, observation.at);
        if (observation.parties.empty()) return sink_.skip(Skip::no_counterpart, observation.at);
        sink_.record(observation);
    }

    const Context& context_;
    Sink& sink_;
    std::string owner_;
    std::map<std::string, Party> others_; ///< of the conversation that is being read, by id
};

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    const std::string text = utf8_head(head);
    const std::string_view front = stripped(text);
    const auto has = [&](std::string_view key) { return front.find(key) != front.npos; };
    if (!front.starts_with('{') || !has("\"conversations\"")) return 0;
    return has("\"gaia_id\"") || has("\"self_conversation_state\"") || has("\"conversation_id\"") ? 96 : 0;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    Teller teller{context, sink};
    const JsonPart parts[] = {{"conversations/*/conversation", [&](const json& one) { teller.begin(one); }},
                              {"conversations/*/events/*", [&](const json& event) { teller.tell(event); }}};
    JsonFiles files{sink};
    files.read(input, parts);
    files.finish(input.name);
}

} // namespace

const Format hangouts{"hangouts", sniff, read};

} // namespace blend::intake
