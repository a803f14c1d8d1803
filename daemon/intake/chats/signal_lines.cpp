#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/signal_shapes.hpp"
#include "daemon/intake/files/json_files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>

namespace blend::intake {
namespace {

using nlohmann::json;

constexpr std::size_t most_open_calls = 64;

/// What signal-cli puts around an envelope depends on how it runs.
const json& params_of(const json& line)
{
    const json& params = member(line, "params");
    const json& result = member(params, "result"); // of a subscription
    return result.is_object() ? result : params.is_object() ? params : line;
}

/// What a person sent, in whichever message it lies; null when it is nothing of the kind.
struct Sent {
    const json* message{};
    bool by_owner{};
};

Sent sent_in(const json& envelope)
{
    if (const json& message = member(envelope, "dataMessage"); message.is_object()) return {&message, false};
    const json& sent = member(member(envelope, "syncMessage"), "sentMessage");
    if (!sent.is_object()) return {};
    // Older versions put the message into the note about it.
    const json& inner = member(sent, "message");
    return {inner.is_object() ? &inner : &sent, true};
}

bool holds_something(const json& message)
{
    if (!text_of(message, "message").empty()) return true;
    for (const char* key : {"attachments", "contacts", "previews"})
        if (const json& list = member(message, key); list.is_array() && !list.empty()) return true;
    for (const char* key : {"sticker", "pollCreate", "payment"})
        if (member(message, key).is_object()) return true;
    return is_true(message, "viewOnce");
}

std::optional<Skip> no_message(const json& message)
{
    if (member(message, "reaction").is_object()) return Skip::reaction;
    if (member(message, "remoteDelete").is_object()) return Skip::unsent;
    if (text_of(member(message, "groupInfo"), "type") == "UPDATE" && !holds_something(message)) return Skip::system;
    return holds_something(message) ? std::nullopt : std::optional{Skip::system};
}

class Receiving {
public:
    Receiving(const Context& context, Sink& sink) : context_{context}, sink_{sink} {}

    /// The first reading: who is the owner, and who writes in which group.
    void survey(const json& line)
    {
        const json& outer = params_of(line);
        if (const std::string_view account = text_of(outer, "account"); !account.empty()) own(account);
        const json& envelope = member(outer, "envelope");
        const std::string_view number = number_of_source(envelope);
        const std::string_view id = id_of_source(envelope);
        circle_.learn(number, id);
        const Sent sent = sent_in(envelope);
        if (sent.by_owner || member(envelope, "syncMessage").is_object()) {
            own(number);
            own(id);
            const json& note = member(member(envelope, "syncMessage"), "sentMessage");
            circle_.learn(destination_number(note), text_of(note, "destinationUuid"));
        } else if (sent.message != nullptr && !group_of(*sent.message).empty()) {
            circle_.add(group_of(*sent.message), source_of(envelope));
        }
    }

    void tell_owner()
    {
        for (const std::string& each : own_)
            sink_.owner(each.starts_with('+') ? signal_party(each, {}, {}) : signal_party({}, each, {}));
    }

    void tell(const json& line)
    {
        const json& envelope = member(params_of(line), "envelope");
        if (!envelope.is_object()) return sink_.skip(line.is_object() ? Skip::system : Skip::broken);
        if (const json& call = member(envelope, "callMessage"); call.is_object()) return take_call(envelope, call);
        const Sent sent = sent_in(envelope);
        const auto noted = integer_of(envelope, "timestamp");
        if (sent.message == nullptr) return sink_.skip(Skip::system, signal_instant(noted));
        const json& note = sent.by_owner ? member(member(envelope, "syncMessage"), "sentMessage") : *sent.message;
        const auto stamp = integer_of(note, "timestamp").value_or(noted.value_or(0));
        const auto at = signal_instant(stamp);
        if (member(note, "editMessage").is_object()) return sink_.skip(Skip::system, at);
        if (const auto why = no_message(*sent.message)) return sink_.skip(*why, at);
        if (!at) return sink_.skip(Skip::no_date);
        take_message(envelope, note, *sent.message, sent.by_owner ? Author::owner : Author::other, stamp);
    }

    /// Calls of which no end came.
    void finish()
    {
        for (const OpenCall& call : open_) conclude(call, std::nullopt);
        open_.clear();
    }

private:
    struct OpenCall {
        std::string id;
        Party with;
        Direction direction{Direction::in};
        Channel channel{Channel::phone};
        std::int64_t began{};
        std::optional<std::int64_t> answered;
        bool elsewhere{}; ///< answered on another device
    };

    static std::string_view number_of_source(const json& envelope)
    {
        const std::string_view number = text_of(envelope, "sourceNumber");
        if (!number.empty()) return number;
        const std::string_view source = text_of(envelope, "source");
        return source.starts_with('+') ? source : std::string_view{};
    }
    static std::string_view id_of_source(const json& envelope)
    {
        const std::string_view id = text_of(envelope, "sourceUuid");
        if (!id.empty()) return id;
        const std::string_view source = text_of(envelope, "source");
        return source.starts_with('+') ? std::string_view{} : source;
    }
    static std::string_view destination_number(const json& note)
    {
        const std::string_view number = text_of(note, "destinationNumber");
        if (!number.empty()) return number;
        const std::string_view destination = text_of(note, "destination");
        return destination.starts_with('+') ? destination : std::string_view{};
    }
    static std::string group_of(const json& message)
    {
        return std::string{text_of(member(message, "groupInfo"), "groupId")};
    }

    void own(std::string_view value)
    {
        if (!value.empty() && own_.size() < 16) own_.insert(signal_party({}, value, {}).handle.value);
    }
    bool is_owner(const Party& party) const
    {
        return own_.contains(party.handle.value) || (context_.is_owner && context_.is_owner(party));
    }
    Party source_of(const json& envelope) const
    {
        return circle_.party(number_of_source(envelope), id_of_source(envelope), text_of(envelope, "sourceName"));
    }

    void take_message(const json& envelope, const json& note, const json& message, Author who, std::int64_t stamp)
    {
        Observation observation;
        observation.at = *signal_instant(stamp);
        observation.channel = Channel::chat;
        const Said words = said(text_of(message, "message"));
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        const Party author = source_of(envelope);
        const bool by_owner = who == Author::owner || is_owner(author);
        if (!by_owner && author.handle.value.empty()) return sink_.skip(Skip::no_counterpart, observation.at);
        observation.source_key =
            "signal:" + (by_owner ? std::string{"me"} : author.handle.value) + ":" + std::to_string(stamp);

        std::string group = group_of(message);
        if (group.empty()) group = group_of(note);
        std::vector<Party> others;
        int other_people = 0;
        if (!group.empty()) {
            others = circle_.others(group);
            std::erase_if(others, [this](const Party& each) { return is_owner(each); });
            other_people = std::max(1, static_cast<int>(others.size()));
        } else if (by_owner) {
            const std::string_view destination = text_of(note, "destination");
            const std::string_view id = text_of(note, "destinationUuid");
            Party to = circle_.party(destination_number(note),
                                     !id.empty()                    ? id
                                     : destination.starts_with('+') ? ""
                                                                    : destination,
                                     {});
            if (!to.handle.value.empty() && !is_owner(to)) others.push_back(std::move(to));
            other_people = static_cast<int>(others.size());
        }
        intake::tell(observation, by_owner ? Author::owner : Author::other, author, others, other_people, context_,
                     sink_);
    }

    void take_call(const json& envelope, const json& call)
    {
        const std::int64_t stamp = integer_of(envelope, "timestamp").value_or(0);
        const auto at = signal_instant(stamp);
        const auto id_of = [&call](const char* key) {
            const json& part = member(call, key);
            const json& id = member(part, "id");
            return id.is_string() ? id.get<std::string>() : id.is_number() ? id.dump() : std::string{};
        };
        if (!at) return sink_.skip(Skip::no_date);
        if (const std::string id = id_of("offerMessage"); !id.empty()) return begin_call(envelope, id, stamp);
        if (const std::string id = id_of("answerMessage"); !id.empty()) return answer_call(envelope, id, stamp);
        std::string ended = id_of("hangupMessage");
        if (ended.empty()) ended = id_of("busyMessage");
        const auto open =
            std::find_if(open_.begin(), open_.end(), [&](const OpenCall& each) { return each.id == ended; });
        if (!ended.empty() && open != open_.end()) {
            OpenCall over = *open;
            open_.erase(open);
            over.elsewhere = text_of(member(call, "hangupMessage"), "type") == "ACCEPTED";
            conclude(over, stamp);
        }
        sink_.skip(Skip::system, at);
    }

    /// The record that begins a call is told when its end is known.
    OpenCall& open_call(const json& envelope, const std::string& id, std::int64_t stamp)
    {
        if (open_.size() >= most_open_calls) {
            conclude(open_.front(), std::nullopt);
            open_.pop_front();
        }
        OpenCall& call = open_.emplace_back();
        call.id = id;
        call.with = source_of(envelope);
        call.began = stamp;
        return call;
    }

    void begin_call(const json& envelope, const std::string& id, std::int64_t stamp)
    {
        OpenCall& call = open_call(envelope, id, stamp);
        call.direction = is_owner(call.with) ? Direction::out : Direction::in;
        const json& offer = member(member(envelope, "callMessage"), "offerMessage");
        if (text_of(offer, "type") == "VIDEO_CALL") call.channel = Channel::video;
    }

    void answer_call(const json& envelope, const std::string& id, std::int64_t stamp)
    {
        const auto open = std::find_if(open_.begin(), open_.end(), [&](const OpenCall& each) { return each.id == id; });
        if (open != open_.end()) {
            open->answered = stamp;
            return sink_.skip(Skip::system, signal_instant(stamp));
        }
        // Whoever answers was called: by the owner, whose own offer is in no file.
        OpenCall& call = open_call(envelope, id, stamp);
        call.direction = is_owner(call.with) ? Direction::in : Direction::out;
        call.answered = stamp;
    }

    void conclude(const OpenCall& open, std::optional<std::int64_t> ended)
    {
        Observation observation;
        observation.at = *signal_instant(open.began);
        observation.source_key = "signal:call:" + open.id;
        SignalCall call{open.direction, open.channel, std::nullopt};
        if (open.answered && ended && *ended >= *open.answered)
            call.minutes = static_cast<double>(*ended - *open.answered) / 60'000;
        if (!open.answered && !open.elsewhere) call.channel = Channel::missed_call;
        const bool nobody = open.with.handle.value.empty() || is_owner(open.with);
        tell_call(observation, call, nobody ? std::span<const Party>{} : std::span{&open.with, 1}, context_, sink_);
    }

    const Context& context_;
    Sink& sink_;
    SignalCircle circle_;
    std::set<std::string> own_;
    std::deque<OpenCall> open_;
};

} // namespace

bool is_signal_lines(std::string_view head)
{
    const auto is_received = [](std::string_view line) {
        if (!line.starts_with('{') || line.find("\"envelope\"") == line.npos) return false;
        for (const char* key :
             {"\"dataMessage\"", "\"syncMessage\"", "\"receiptMessage\"", "\"typingMessage\"", "\"timestamp\""})
            if (line.find(key) != line.npos) return true;
        return false;
    };
    // What a daemon logs may open with its answers to what it was asked, and the first line may be damaged.
    for (int lines = 0; lines < 20 && !head.empty(); ++lines) {
        const std::size_t end = std::min(head.find('\n'), head.size());
        if (is_received(head.substr(0, end))) return true;
        head.remove_prefix(std::min(end + 1, head.size()));
    }
    return false;
}

void read_signal_lines(const Input& input, const Context& context, Sink& sink)
{
    Receiving lines{context, sink};
    const auto first_reading = input.open();
    read_json_lines(
        *first_reading, [&](const json& line) { lines.survey(line); }, [](std::uint64_t) {});
    lines.tell_owner();
    JsonFiles files{sink};
    files.read_lines(input, [&](const json& line) { lines.tell(line); });
    lines.finish();
    files.finish(input.name);
}

} // namespace blend::intake
