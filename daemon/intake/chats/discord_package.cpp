// The data package: the owner's own messages.

#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/discord_shapes.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/csv.hpp"
#include "daemon/intake/files/json_files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace blend::intake {
namespace {

using nlohmann::json;

struct Conversation {
    const Input* messages{};
    DiscordChannel kind{DiscordChannel::server};
    std::string id;
    std::string title;                   ///< of the index: "Direct Message with ilse#0"
    std::vector<std::string> recipients; ///< numbers, the owner's perhaps among them
};

/// A small file of the package; null when it cannot be read.
json whole(const Input& file)
{
    try {
        return small_json(*file.open()).value_or(json{});
    } catch (const Problem&) { // the messages beside it are read all the same
        return {};
    }
}

std::string shown_name(const json& user)
{
    for (const char* key : {"global_name", "display_name", "username"})
        if (const std::string_view name = text_of(user, key); !name.empty()) return std::string{name};
    return {};
}

/// "ilse" of "Direct Message with ilse#0".
std::string name_in(std::string_view title)
{
    constexpr std::string_view beginning = "Direct Message with ";
    if (title.starts_with(beginning))
        title.remove_prefix(beginning.size());
    else
        title = title.substr(title.rfind(' ') + 1);
    title = title.substr(0, title.rfind('#'));
    return title == "Unknown Participant" || title == "Deleted User" ? std::string{} : std::string{title};
}

class Package {
public:
    Package(const Input& input, const Context& context)
    {
        for (const Input& file : input.members) {
            if (is_called(file, "user.json")) account(whole(file));
            if (is_called(file, "index.json")) titles(whole(file));
            if (is_called(file, "channel.json")) channel(file, whole(file));
            if (is_called(file, "messages.json") || is_called(file, "messages.csv")) at(file).messages = &file;
        }
        if (owner_.empty()) find_owner(context);
    }

    template <class Take> void each(Take take) const
    {
        for (const auto& [folder, conversation] : conversations_)
            if (conversation.messages != nullptr) take(conversation);
    }

    const std::vector<Party>& owner() const { return owner_; }

    /// Whom a message reaches; empty for nobody who is known.
    std::vector<Party> others(const Conversation& conversation) const
    {
        std::vector<Party> others;
        for (const std::string& id : conversation.recipients) {
            const auto name = names_.find(id);
            const Party party{{HandleKind::discord, id}, name == names_.end() ? std::string{} : name->second};
            const bool owner = std::any_of(owner_.begin(), owner_.end(),
                                           [&](const Party& each) { return each.handle == party.handle; });
            if (!owner) others.push_back(party);
        }
        if (conversation.kind != DiscordChannel::direct) return others;
        const std::string name = name_in(conversation.title);
        if (others.empty() && !name.empty()) others.push_back({{HandleKind::discord, name}, name});
        if (others.size() == 1 && others[0].name.empty()) others[0].name = name;
        return others;
    }

private:
    static std::string folder_of(const Input& file) { return file.inside.substr(0, file.inside.rfind('/') + 1); }

    Conversation& at(const Input& file)
    {
        const std::string folder = folder_of(file);
        Conversation& found = conversations_[folder];
        if (!found.id.empty()) return found;
        found.id = folder.substr(0, folder.empty() ? 0 : folder.size() - 1);
        found.id = found.id.substr(found.id.rfind('/') + 1);
        if (found.id.starts_with('c')) found.id.erase(0, 1);
        if (const auto title = titles_.find(found.id); title != titles_.end()) found.title = title->second;
        return found;
    }

    void account(const json& user)
    {
        const std::string id = discord_id(member(user, "id"));
        if (!id.empty() && owner_.empty()) owner_.push_back({{HandleKind::discord, id}, shown_name(user)});
        const json& relationships = member(user, "relationships");
        if (!relationships.is_array()) return;
        for (const json& each : relationships)
            names_[discord_id(member(each, "id"))] = shown_name(member(each, "user"));
    }

    void titles(const json& index)
    {
        if (!index.is_object()) return;
        for (const auto& [id, title] : index.items())
            if (title.is_string()) titles_[id] = title.get<std::string>();
        for (auto& [folder, conversation] : conversations_)
            if (const auto title = titles_.find(conversation.id); title != titles_.end())
                conversation.title = title->second;
    }

    void channel(const Input& file, const json& about)
    {
        Conversation& conversation = at(file);
        const json& recipients = member(about, "recipients");
        if (recipients.is_array())
            for (const json& each : recipients)
                if (std::string id = discord_id(each); !id.empty()) conversation.recipients.push_back(std::move(id));
        conversation.kind = discord_channel(member(about, "type"));
        if (about.is_object() && !about.contains("type") && !about.contains("guild"))
            conversation.kind = conversation.recipients.size() > 2 ? DiscordChannel::group : DiscordChannel::direct;
    }

    /// Whoever is among the recipients of most conversations.
    void find_owner(const Context& context)
    {
        std::map<std::string, Candidate> people;
        std::int64_t chats = 0;
        bool both = false; // named in some conversation
        for (const auto& [folder, conversation] : conversations_) {
            if (conversation.recipients.empty()) continue;
            ++chats;
            both = both || (conversation.kind == DiscordChannel::direct && conversation.recipients.size() > 1);
            for (const std::string& id : conversation.recipients)
                ++people.emplace(id, Candidate{.party = {{HandleKind::discord, id}, {}}, .chats = 0})
                      .first->second.chats;
        }
        std::vector<Candidate> candidates;
        for (auto& [id, candidate] : people) candidates.push_back(std::move(candidate));
        if (both) owner_ = owners_among(candidates, chats, context);
    }

    std::map<std::string, Conversation> conversations_; ///< by folder
    std::map<std::string, std::string> titles_;
    std::map<std::string, std::string> names_;
    std::vector<Party> owner_;
};

/// Tells the messages of one conversation.
class Teller {
public:
    Teller(const Conversation& conversation, std::vector<Party> others, const Context& context, Sink& sink)
        : conversation_{conversation}, others_{std::move(others)}, context_{context}, sink_{sink}
    {
    }

    /// Exactly one call of the sink.
    void message(const std::string& id, std::string_view timestamp, std::string_view contents)
    {
        const auto at = discord_time(timestamp);
        if (!at) return sink_.skip(Skip::no_date);
        if (conversation_.kind == DiscordChannel::server) return sink_.skip(Skip::bot, *at);
        if (id.empty()) return sink_.skip(Skip::broken, *at);
        if (others_.empty()) return sink_.skip(Skip::no_counterpart, *at);
        Observation observation;
        observation.at = *at;
        observation.source_key = "discord:" + conversation_.id + ":" + id;
        observation.channel = Channel::chat;
        const Said words = said(contents);
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        tell(std::move(observation), Author::owner, {}, others_, static_cast<int>(others_.size()), context_, sink_);
    }

    void table(const Input& file)
    {
        std::optional<std::vector<std::string>> heading;
        read_csv(
            *file.open(),
            [&](std::span<const std::string> row) {
                if (!heading) {
                    heading.emplace(row.begin(), row.end());
                    return;
                }
                const auto cell = [&](std::string_view name) {
                    for (std::size_t index = 0; index < std::min(row.size(), heading->size()); ++index)
                        if (same((*heading)[index], name)) return std::string_view{row[index]};
                    return std::string_view{};
                };
                message(std::string{cell("ID")}, cell("Timestamp"), cell("Contents"));
            },
            [this](std::uint64_t) { sink_.progress(0); });
    }

private:
    const Conversation& conversation_;
    std::vector<Party> others_;
    const Context& context_;
    Sink& sink_;
};

} // namespace

void read_discord_package(const Input& input, const Context& context, Sink& sink)
{
    const Package package{input, context};
    for (const Party& each : package.owner()) sink.owner(each);
    JsonFiles files{sink};
    package.each([&](const Conversation& conversation) {
        Teller teller{conversation, package.others(conversation), context, sink};
        if (is_called(*conversation.messages, "messages.json")) {
            const JsonPart parts[] = {{"*", [&](const json& message) {
                                           teller.message(discord_id(member(message, "ID")),
                                                          text_of(message, "Timestamp"), text_of(message, "Contents"));
                                       }}};
            return files.read(*conversation.messages, parts);
        }
        try { // one table that cannot be read must not lose the conversations beside it
            teller.table(*conversation.messages);
        } catch (const Problem& problem) {
            if (problem.kind != Problem::Kind::bad_input && problem.kind != Problem::Kind::not_found) throw;
            sink.skip(Skip::broken);
            sink.warn(problem.what());
        }
    });
    files.finish(input.name);
}

} // namespace blend::intake
