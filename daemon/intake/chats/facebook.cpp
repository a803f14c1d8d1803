#include "daemon/intake/chats/facebook.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/facebook_files.hpp"
#include "daemon/intake/chats/facebook_threads.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/json_files.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/identity.hpp"
#include "daemon/zone/letters.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace blend::intake {
namespace {

using nlohmann::json;

std::optional<std::int64_t> milliseconds(const json& message)
{
    constexpr std::int64_t latest = 253'402'300'799'000;     // the year 9999
    constexpr std::int64_t earliest_in_ms = 100'000'000'000; // what is less counts seconds, as the first exports did
    auto value = integer_of(message, "timestamp_ms");
    if (!value) value = integer_of(message, "timestamp");
    if (!value || *value <= 0 || *value > latest) return std::nullopt;
    return *value < earliest_in_ms ? *value * 1000 : *value;
}

bool any_of_these(std::string_view text, std::initializer_list<std::string_view> parts)
{
    return std::any_of(parts.begin(), parts.end(), [text](auto part) { return text.find(part) != text.npos; });
}

/// "Reacted 😮 to your message", in the languages we have seen.
bool is_reaction(std::string_view text)
{
    constexpr std::size_t longest = 160;
    if (text.size() > longest) return false;
    text = stripped(text);
    const bool reacted = text.starts_with("Reacted ") || text.find(" reacted ") != text.npos;
    if (reacted && any_of_these(text, {" to your message", " to a message", " to the message"})) return true;
    for (const std::string_view liked :
         {"Liked a message", "Hat eine Nachricht mit \"Gefällt mir\" markiert", "Gefällt eine Nachricht",
          "Le gustó un mensaje", "Indicó que le gusta un mensaje", "A aimé un message", "Curtiu uma mensagem",
          "Ha messo Mi piace a un messaggio", "Vond een bericht leuk"})
        if (text == liked) return true;
    return (text.starts_with("Hat mit ") && text.find(" auf deine Nachricht reagiert") != text.npos) ||
           (text.starts_with("Reaccionó con ") && text.find(" a tu mensaje") != text.npos) ||
           (text.starts_with("A réagi avec ") && text.find(" à votre message") != text.npos) ||
           (text.starts_with("Reagiu com ") && text.find(" à sua mensagem") != text.npos) ||
           (text.starts_with("Ha reagito ") && text.find("al tuo messaggio") != text.npos) ||
           (text.starts_with("Reageerde met ") && text.find(" op je bericht") != text.npos);
}

/// A line of the service. It names whoever did it, or speaks to the owner; what people write does neither.
bool is_notice(std::string_view text, std::string_view sender)
{
    constexpr std::size_t longest = 300;
    if (text.empty() || text.size() > longest) return false;
    if (any_of_these(text, {"You are now connected on Messenger", "You can now message and call each other",
                            "can now message and call each other"}))
        return true;
    const std::string_view first = sender.substr(0, sender.find(' '));
    const bool names_somebody = text.starts_with("You ") || (!first.empty() && text.starts_with(first));
    if (!names_somebody) return any_of_these(text, {" named the group ", "Sie sind jetzt auf Messenger verbunden"});
    return any_of_these(text, {" named the group",
                               " changed the group",
                               " created the group",
                               " created this group",
                               " left the group",
                               " left the chat",
                               " to the group",
                               " from the group",
                               " the nickname",
                               " your nickname",
                               " own nickname",
                               " changed the theme",
                               " chat theme",
                               " changed the chat",
                               " set the emoji",
                               " set the quick reaction",
                               " removed the group",
                               " pinned a message",
                               " unpinned a message",
                               " joined the video",
                               " joined the call",
                               " joined the audio",
                               " started a video chat",
                               " started a call",
                               " started an audio call",
                               " started a video call",
                               " started sharing",
                               " changed the listing",
                               " created a poll",
                               " voted for ",
                               " in the poll",
                               " turned on ",
                               " turned off ",
                               " disappearing messages",
                               " message requests"});
}

/// Made up by the service for a picture: no words of anybody's.
bool is_stand_in(std::string_view text)
{
    return text.size() < 200 && (text.ends_with(" sent an attachment.") || text.ends_with(" sent a photo.") ||
                                 text.ends_with(" sent a voice message.") || text.ends_with(" sent a video.") ||
                                 text.ends_with(" shared a story.") || text.ends_with(" sent a sticker."));
}

/// The thumb of Messenger, in its three sizes.
bool is_thumb(const json& message)
{
    return any_of_these(text_of(member(message, "sticker"), "uri"),
                        {"369239263222822", "369239343222814", "369239383222810"});
}

bool has_items(const json& message, std::string_view key)
{
    const json& items = member(message, key);
    return items.is_array() && !items.empty();
}

class Teller {
public:
    Teller(HandleKind service, const FacebookThreads& threads, const Context& context, Sink& sink)
        : service_{service}, threads_{threads}, context_{context}, sink_{sink}
    {
    }

    void begin(const FacebookThread& thread)
    {
        thread_ = &thread;
        ordinals_ = {};
    }

    /// Exactly one call of the sink.
    void message(const json& message);

private:
    static std::string content(const json& message);
    std::optional<Skip> no_message(const json& message, std::string_view text, const std::string& sender) const;
    void call(Observation& observation, const json& message, std::string_view text) const;
    std::string key(std::int64_t at, const std::string& sender, std::string_view text);

    HandleKind service_;
    const FacebookThreads& threads_;
    const Context& context_;
    Sink& sink_;
    const FacebookThread* thread_{};
    Ordinals ordinals_;
};

std::string Teller::content(const json& message)
{
    if (message.is_object() && message.contains("senderName")) return std::string{text_of(message, "text")};
    return without_mojibake(text_of(message, "content"));
}

bool is_call(const json& message)
{
    return message.contains("call_duration") || message.contains("callDuration") || text_of(message, "type") == "Call";
}

std::optional<Skip> Teller::no_message(const json& message, std::string_view text, const std::string& sender) const
{
    const std::string_view type = text_of(message, "type");
    if (is_true(message, "is_unsent") || is_true(message, "isUnsent")) return Skip::unsent;
    if (type == "Subscribe" || type == "Unsubscribe") return Skip::system;
    if (is_call(message)) return std::nullopt;
    if (is_reaction(text)) return Skip::reaction;
    return is_notice(text, sender) ? std::optional{Skip::system} : std::nullopt;
}

void Teller::call(Observation& observation, const json& message, std::string_view text) const
{
    auto seconds = number_of(message, "call_duration");
    if (!seconds) seconds = number_of(message, "callDuration");
    const std::string said = zone::folded(text);
    // Words of all these languages, without their accents.
    const bool missed = is_true(message, "missed") ||
                        (seconds.value_or(0) <= 0 && any_of_these(said, {"missed", "verpasst", "perdid", "perso",
                                                                         "pers", "manque", "gemist", "nieodebran"}));
    const bool unanswered = seconds.value_or(0) <= 0 && thread_->others.size() < 2;
    observation.call = true;
    observation.channel = said.find("video") != said.npos ? Channel::video : Channel::phone;
    if (missed || unanswered)
        observation.channel = Channel::missed_call;
    else if (seconds.value_or(0) > 0) // a group call is often told without its length
        observation.size = *seconds / 60;
}

std::string Teller::key(std::int64_t at, const std::string& sender, std::string_view text)
{
    const std::uint64_t same = Hash{}.add(sender).add("\n").add(text).value();
    const std::uint64_t whole =
        Hash{}.add(static_cast<std::uint64_t>(at)).add(same).add(ordinals_.next(at, same)).value();
    return std::string{word(service_)} + ":" + thread_->key + ":" + hexadecimal(whole);
}

void Teller::message(const json& message)
{
    if (!message.is_object()) return sink_.skip(Skip::broken);
    const auto at = milliseconds(message);
    if (!at) return sink_.skip(Skip::no_date);
    Observation observation;
    observation.at = Instant{Seconds{*at / 1000}};
    const std::string sender = facebook_sender(message);
    const std::string text = content(message);
    if (const auto why = no_message(message, text, sender)) return sink_.skip(*why, observation.at);

    observation.source_key = key(*at, sender, text);
    observation.channel = Channel::chat;
    if (is_call(message)) {
        call(observation, message, text);
    } else if (has_items(message, "audio_files")) {
        observation.channel = Channel::voice_message;
    } else {
        const Said words = said(is_stand_in(text) ? std::string_view{} : text);
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement || is_thumb(message);
    }
    const Author who = threads_.is_owner(sender) ? Author::owner : Author::other;
    tell(std::move(observation), who, threads_.party(sender, *thread_), thread_->others,
         static_cast<int>(thread_->others.size()), context_, sink_);
}

void read_as(HandleKind service, const Input& input, const Context& context, Sink& sink)
{
    const FacebookThreads threads{input, service, context, sink};
    for (const Party& each : threads.owner()) sink.owner(each);
    Teller teller{service, threads, context, sink};
    const JsonPart parts[] = {{"messages/*", [&teller](const json& message) { teller.message(message); }}};
    JsonFiles files{sink};
    for (const FacebookThread& thread : threads.threads()) {
        teller.begin(thread);
        for (const Input* file : thread.files) files.read(*file, parts);
    }
    files.finish(input.name);
}

void read_facebook(const Input& input, const Context& context, Sink& sink)
{
    read_as(HandleKind::facebook, input, context, sink);
}

void read_instagram(const Input& input, const Context& context, Sink& sink)
{
    read_as(HandleKind::instagram, input, context, sink);
}

int sure(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    const std::string text = utf8_head(head);
    const auto has = [&text](std::string_view part) { return text.find(part) != std::string::npos; };
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return 0;
    if (message_file(file_name(input.name), ".html") && has("<html")) return 80;
    if (text[first] != '{') return 0;
    if (has("\"sender_name\"") && (has("\"timestamp_ms\"") || has("\"timestamp\""))) return 95;
    if (has("\"senderName\"") && has("\"messages\"")) return 92;
    const bool titled = has("\"title\"") || has("\"thread_path\"") || has("\"threadName\"");
    return has("\"participants\"") && has("\"messages\"") && titled ? 85 : 0;
}

bool says_instagram(const Input& input)
{
    return input.path.string().find("your_instagram_activity") != std::string::npos ||
           lower(input.name).find("instagram") != std::string::npos;
}

int sniff_facebook(const Input& input, std::string_view head) { return sure(input, head); }

int sniff_instagram(const Input& input, std::string_view head)
{
    const int found = sure(input, head);
    return found > 0 && says_instagram(input) ? found + 1 : 0;
}

} // namespace

const Format facebook{"facebook", sniff_facebook, read_facebook, facebook_home};
const Format instagram{"instagram", sniff_instagram, read_instagram, instagram_home};

} // namespace blend::intake
