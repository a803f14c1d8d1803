// Chats as DiscordChatExporter saves them.

#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/discord_shapes.hpp"
#include "daemon/intake/files/json_files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace blend::intake {
namespace {

using nlohmann::json;

struct Writer {
    Party party;
    std::string login; ///< their name, where `party` has the nickname
    bool bot{};
};

struct Chat {
    DiscordChannel kind{};
    std::string id;
    std::string name;
    std::map<std::string, Writer> writers;
    std::vector<Party> others;
};

Writer writer_of(const json& author)
{
    std::string_view name = text_of(author, "nickname");
    if (name.empty()) name = text_of(author, "name");
    return {{{HandleKind::discord, discord_id(member(author, "id"))}, std::string{name}},
            std::string{text_of(author, "name")},
            is_true(author, "isBot")};
}

class Chats {
public:
    Chats(const Input& input, const Context& context, Sink& sink)
    {
        for (const Input& file : files_of(input)) {
            sink.progress(0);
            try {
                survey(file);
            } catch (const Problem&) { // the second reading tells it
                continue;
            }
        }
        decide(context);
    }

    const Chat& chat(const json& channel) const
    {
        static const Chat nothing{.kind = DiscordChannel::group, .id = {}, .name = {}, .writers = {}, .others = {}};
        const auto found = chats_.find(discord_id(member(channel, "id")));
        return found == chats_.end() ? nothing : found->second;
    }

    bool is_owner(const Party& party) const
    {
        return std::any_of(owner_.begin(), owner_.end(),
                           [&](const Party& each) { return each.handle == party.handle; });
    }
    const std::vector<Party>& owner() const { return owner_; }

private:
    void survey(const Input& file)
    {
        static constexpr std::string_view wanted[] = {"author"};
        Chat* chat = nullptr;
        const JsonPart parts[] = {{"channel",
                                   [&](const json& channel) {
                                       chat = &chats_[discord_id(member(channel, "id"))];
                                       chat->kind = discord_channel(member(channel, "type"));
                                       chat->id = discord_id(member(channel, "id"));
                                       chat->name = text_of(channel, "name");
                                   }},
                                  {"messages/*",
                                   [&](const json& message) {
                                       constexpr std::size_t most = 4096;
                                       Writer writer = writer_of(member(message, "author"));
                                       if (chat == nullptr || writer.party.handle.value.empty() ||
                                           chat->writers.size() >= most)
                                           return;
                                       chat->writers.emplace(writer.party.handle.value, std::move(writer));
                                   },
                                   wanted}};
        read_json(*file.open(), parts, [](std::uint64_t) {});
    }

    void decide(const Context& context)
    {
        std::map<std::string, Candidate> people;
        std::int64_t chats = 0;
        for (auto& [id, chat] : chats_) {
            if (chat.kind == DiscordChannel::server) continue;
            ++chats;
            for (const auto& [number, writer] : chat.writers) {
                auto& candidate = people.emplace(number, Candidate{.party = writer.party, .chats = 0}).first->second;
                ++candidate.chats;
                const bool called_after = writer.party.name == chat.name || writer.login == chat.name;
                const bool direct = chat.kind == DiscordChannel::direct && chat.writers.size() <= 2;
                if (writer.bot || (direct && called_after)) candidate.counterpart = true;
            }
        }
        std::vector<Candidate> candidates;
        for (auto& [number, candidate] : people) candidates.push_back(std::move(candidate));
        if (!candidates.empty()) owner_ = owners_among(candidates, chats, context);
        for (auto& [id, chat] : chats_) {
            for (const auto& [number, writer] : chat.writers)
                if (!writer.bot && !is_owner(writer.party)) chat.others.push_back(writer.party);
            // Whoever never answered is known by name alone.
            if (chat.kind == DiscordChannel::direct && chat.others.empty() && !chat.name.empty() &&
                std::none_of(chat.writers.begin(), chat.writers.end(),
                             [](const auto& each) { return each.second.bot; }))
                chat.others.push_back({{HandleKind::discord, chat.name}, chat.name});
        }
    }

    std::map<std::string, Chat> chats_;
    std::vector<Party> owner_;
};

bool is_voice_message(const json& message)
{
    const json& attachments = member(message, "attachments");
    return attachments.is_array() && attachments.size() == 1 &&
           text_of(attachments[0], "fileName") == "voice-message.ogg";
}

void tell_message(const json& message, const Chat& chat, const Chats& chats, const Context& context, Sink& sink)
{
    if (!message.is_object()) return sink.skip(Skip::broken);
    const auto at = discord_time(text_of(message, "timestamp"));
    if (!at) return sink.skip(Skip::no_date);
    const Writer writer = writer_of(member(message, "author"));
    const std::string type = discord_id(member(message, "type"));
    const bool call = type == "Call" || type == "3";
    // No bot can ring: who did is a person, whatever else the export says of them.
    if (chat.kind == DiscordChannel::server || (writer.bot && !call)) return sink.skip(Skip::bot, *at);
    const bool written = type == "Default" || type == "Reply" || type == "0" || type == "19" || type.empty();
    if (!call && !written) return sink.skip(Skip::system, *at);
    const std::string id = discord_id(member(message, "id"));
    if (id.empty() || writer.party.handle.value.empty()) return sink.skip(Skip::broken, *at);

    Observation observation;
    observation.at = *at;
    observation.source_key = "discord:" + chat.id + ":" + id;
    observation.channel = Channel::chat;
    if (call) {
        // From the first ring on: Discord does not say when somebody answered.
        const auto end = discord_time(text_of(message, "callEndedTimestamp"));
        const bool missed = end && *end <= *at;
        observation.call = true;
        observation.channel = missed ? Channel::missed_call : Channel::phone;
        if (end && !missed) observation.size = static_cast<double>((*end - *at).count()) / 60;
    } else if (is_voice_message(message)) {
        observation.channel = Channel::voice_message;
    } else {
        const Said words = said(text_of(message, "content"));
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
    }
    const Author who = chats.is_owner(writer.party) ? Author::owner : Author::other;
    tell(std::move(observation), who, writer.party, chat.others, static_cast<int>(chat.others.size()), context, sink);
}

} // namespace

void read_discord_chats(const Input& input, const Context& context, Sink& sink)
{
    const Chats chats{input, context, sink};
    for (const Party& each : chats.owner()) sink.owner(each);
    static constexpr std::string_view wanted[] = {"id",      "type",   "timestamp",  "callEndedTimestamp",
                                                  "content", "author", "attachments"};
    JsonFiles files{sink};
    for (const Input& file : files_of(input)) {
        const Chat* chat = &chats.chat({});
        const JsonPart parts[] = {
            {"channel", [&](const json& channel) { chat = &chats.chat(channel); }},
            {"messages/*", [&](const json& message) { tell_message(message, *chat, chats, context, sink); }, wanted}};
        files.read(file, parts);
    }
    files.finish(input.name);
}

} // namespace blend::intake
