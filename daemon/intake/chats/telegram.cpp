#include "daemon/intake/chats/telegram.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/telegram_survey.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/identity.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace blend::intake {
namespace {

using nlohmann::json;

struct Moment {
    Instant at{};
    bool zoned{};
};

std::optional<Moment> moment(const json& message, const zone::Zone& zone)
{
    constexpr std::int64_t latest = 253'402'300'799; // the year 9999
    if (const auto unix_time = integer_of(message, "date_unixtime"); unix_time && *unix_time > 0)
        return *unix_time <= latest ? std::optional{Moment{Instant{Seconds{*unix_time}}, true}} : std::nullopt;
    const std::string_view date = text_of(message, "date");
    if (const auto instant = parse_rfc3339(date)) return Moment{*instant, true};
    if (const auto local = parse_iso_local(date)) return Moment{zone.instant(*local), false};
    return std::nullopt;
}

/// "text" is one string, or a row of strings and of objects with a "text" of their own.
std::string joined(const json& text)
{
    if (text.is_string()) return text.get<std::string>();
    std::string whole;
    if (text.is_array())
        for (const json& piece : text)
            whole += piece.is_string() ? std::string_view{piece.get_ref<const std::string&>()} : text_of(piece, "text");
    return whole;
}

/// The second reading: one message at a time.
class Teller {
public:
    Teller(const TelegramSurvey& survey, const Context& context, Sink& sink)
        : survey_{survey}, context_{context}, sink_{sink}
    {
    }

    /// Exactly one call of the sink.
    void message(const TelegramHead& head, const json& message);

private:
    void call(Observation observation, const json& message, const TelegramChat& chat);
    void written(Observation observation, const json& message, const TelegramChat& chat);
    void give(Observation observation, const Party& author, const TelegramChat& chat);
    std::string key(const TelegramHead& head, const json& message, Instant at);

    const TelegramSurvey& survey_;
    const Context& context_;
    Sink& sink_;
    Ordinals ordinals_;

    // Of the message before: what is said about a forward is sent as a message of its own just ahead of it.
    Instant said_at_{};
    std::string said_by_;
};

void Teller::message(const TelegramHead& head, const json& message)
{
    const auto when = moment(message, context_.zone);
    if (!message.is_object()) return sink_.skip(Skip::broken);
    if (!when) return sink_.skip(Skip::no_date);
    const std::string_view type = text_of(message, "type");
    const std::string_view action = text_of(message, "action");
    const bool is_call = action == "phone_call" || action == "group_call" || action == "conference_call";
    if (type == "unsupported" || (type == "service" && !is_call)) return sink_.skip(Skip::system, when->at);

    const TelegramChat& chat = survey_.chat(head);
    if (chat.kind == TelegramKind::saved) return sink_.skip(Skip::note_to_self, when->at);
    if (chat.kind == TelegramKind::program) return sink_.skip(Skip::bot, when->at);

    Observation observation;
    observation.at = when->at;
    observation.zoned = when->zoned;
    observation.source_key = key(head, message, when->at);
    if (type == "service")
        call(std::move(observation), message, chat);
    else
        written(std::move(observation), message, chat);
}

void Teller::call(Observation observation, const json& message, const TelegramChat& chat)
{
    const bool group_call = text_of(message, "action") == "group_call";
    const auto seconds = number_of(message, group_call ? "duration" : "duration_seconds").value_or(0);
    const std::string_view end = text_of(message, "discard_reason");
    const bool active = is_true(message, "is_active");
    // A group call is told twice: when it begins, and when it ends with its length.
    if (group_call && seconds <= 0) return sink_.skip(Skip::system, observation.at);
    const bool missed = end == "missed" || end == "busy" || is_true(message, "is_missed") || (seconds <= 0 && !active);
    observation.call = true;
    observation.channel = missed ? Channel::missed_call : Channel::phone;
    if (!missed && seconds > 0) observation.size = seconds / 60;
    give(std::move(observation), telegram_author(message, "actor", survey_.ids()), chat);
}

void Teller::written(Observation observation, const json& message, const TelegramChat& chat)
{
    const Party author = telegram_author(message, "from", survey_.ids());
    const std::string_view media = text_of(message, "media_type");
    observation.channel = Channel::chat;
    if (media == "voice_message" || media == "video_message") {
        observation.channel = Channel::voice_message;
        if (const auto seconds = number_of(message, "duration_seconds")) observation.size = *seconds / 60;
    } else {
        const Said words = said(joined(member(message, "text")));
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
    }
    if (message.contains("forwarded_from") || message.contains("forwarded_from_id")) {
        const bool introduced =
            author.handle.value == said_by_ && observation.at - said_at_ <= Seconds{1} && observation.at >= said_at_;
        observation.forward = introduced ? Forward::commented : Forward::bare;
    } else {
        said_by_ = author.handle.value;
        said_at_ = observation.at;
    }
    give(std::move(observation), author, chat);
}

void Teller::give(Observation observation, const Party& author, const TelegramChat& chat)
{
    if (author.handle.value.empty()) return sink_.skip(Skip::no_counterpart, observation.at);
    // A group's channel, or its administrators in its name.
    if (telegram_is_program(author)) return sink_.skip(Skip::bot, observation.at);
    const Author who = survey_.is_owner(author) ? Author::owner : Author::other;
    tell(std::move(observation), who, author, chat.others, static_cast<int>(chat.others.size()), context_, sink_);
}

std::string Teller::key(const TelegramHead& head, const json& message, Instant at)
{
    const std::string chat = head.id.empty() ? hexadecimal(fnv1a(head.name)) : survey_.ids().id(head.id);
    if (std::string id = written_id(member(message, "id")); !id.empty()) return "telegram:" + chat + ":" + id;
    const std::int64_t moment = at.time_since_epoch().count();
    const std::uint64_t said = Hash{}
                                   .add(telegram_author(message, "from", survey_.ids()).handle.value)
                                   .add(text_of(message, "action"))
                                   .add(joined(member(message, "text")))
                                   .value();
    const std::uint64_t whole =
        Hash{}.add(static_cast<std::uint64_t>(moment)).add(said).add(ordinals_.next(moment, said)).value();
    return "telegram:" + chat + ":" + hexadecimal(whole);
}

Card card_of(const json& contact)
{
    Card card;
    card.name = whole_name(contact);
    if (const std::string_view phone = text_of(contact, "phone_number"); !phone.empty())
        card.handles.push_back(telegram_phone(phone, card.name));
    if (const std::string id = written_id(member(contact, "user_id")); !id.empty() && id != "0")
        card.handles.push_back({{HandleKind::telegram, id}, card.name});
    return card;
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    const std::string text = utf8_head(head);
    const auto has = [&text](std::string_view part) { return text.find(part) != std::string::npos; };
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos || text[first] != '{') return 0;
    if (has("\"sender_name\"") || has("\"guild\"")) return 0;
    if (has("\"personal_information\"") && (has("Telegram") || has("\"user_id\""))) return 97;
    for (const std::string_view type : {"personal_chat", "private_group", "private_supergroup", "public_supergroup",
                                        "saved_messages", "bot_chat", "private_channel", "public_channel"})
        if (has('"' + std::string{type} + '"')) return 97;
    if (has("\"date_unixtime\"")) return 90;
    if (has("\"from_id\"") && has("\"messages\"")) return 80;
    return has("\"frequent_contacts\"") || (has("\"chats\"") && has("\"list\"") && has("about")) ? 70 : 0;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    const auto first_reading = input.open();
    const TelegramSurvey survey{*first_reading, context, [&sink](std::uint64_t bytes) { sink.progress(bytes / 2); }};
    for (const Party& each : survey.owner()) sink.owner(each);

    static constexpr std::string_view wanted[] = {"id",
                                                  "type",
                                                  "date",
                                                  "date_unixtime",
                                                  "from",
                                                  "from_id",
                                                  "actor",
                                                  "actor_id",
                                                  "text",
                                                  "media_type",
                                                  "forwarded_from",
                                                  "duration_seconds",
                                                  "discard_reason",
                                                  "is_active",
                                                  "is_missed",
                                                  "action",
                                                  "duration",
                                                  "forwarded_from_id"};
    Teller teller{survey, context, sink};
    TelegramPlace place;
    std::uint64_t taken = 0;
    auto parts = telegram_parts(place, wanted, [&](const json& message) {
        ++taken;
        teller.message(place.message(), message);
    });
    parts.push_back({"contacts/list/*", [&](const json& contact) {
                         ++taken;
                         sink.card(card_of(contact));
                     }});
    const auto second_reading = input.open();
    const JsonReading reading =
        read_json(*second_reading, parts, [&](std::uint64_t bytes) { sink.progress(input.size / 2 + bytes / 2); });
    tell(reading, taken, input.name, sink);
}

} // namespace

const Format telegram{"telegram", sniff, read};

} // namespace blend::intake
