#include "daemon/intake/chats/google_chat.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/json_files.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/identity.hpp"
#include "daemon/zone/long_date.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace blend::intake {
namespace {

using nlohmann::json;

constexpr std::size_t most_authors = 64; // remembered of a conversation whose members nobody lists

Party party_of(const json& person)
{
    const std::string_view email = text_of(person, "email");
    const std::string_view name = text_of(person, "name");
    if (email.find('@') != email.npos) return {{HandleKind::email, std::string{email}}, std::string{name}};
    return {{HandleKind::google, std::string{name}}, std::string{name}};
}

bool is_bot(const json& person)
{
    const std::string_view type = text_of(person, "user_type");
    return same(type, "Bot") || same(type, "App");
}

/// The people of one conversation besides the owner.
struct GoogleCircle {
    std::vector<Party> others;
    int other_people{};
};

class Takeout {
public:
    Takeout(const Input& input, const Context& context, Sink& sink)
        : input_{input}, context_{context}, sink_{sink}, files_{sink}
    {
    }

    void read()
    {
        for (const Input& file : files_of(input_))
            if (file.inside.ends_with("user_info.json")) learn_owner(file);
        for (const Party& each : owner_) sink_.owner(each);
        for (const Input& file : files_of(input_))
            if (input_.members.empty() || file.inside.ends_with("messages.json")) read_conversation(file);
        if (undated_)
            sink_.warn("some dates are written in a way that could mean more than one day; they were left out");
        files_.finish(input_.name);
    }

private:
    bool is_owner(const Party& party) const
    {
        const bool known = std::any_of(owner_.begin(), owner_.end(), [&](const Party& each) {
            return each.handle.kind == party.handle.kind && same(each.handle.value, party.handle.value);
        });
        return known || (context_.is_owner && context_.is_owner(party));
    }

    void learn_owner(const Input& file)
    {
        const JsonPart parts[] = {{"user", [&](const json& user) {
                                       const Party party = party_of(user);
                                       if (!party.handle.value.empty()) owner_.push_back(party);
                                   }}};
        files_.read(file, parts);
    }

    void read_conversation(const Input& file)
    {
        const std::string folder = file.inside.substr(0, file.inside.rfind('/') + 1);
        const GoogleCircle circle = circle_of(file, folder);
        group_ = folder.empty() ? std::string{} : folder.substr(0, folder.size() - 1);
        group_ = group_.substr(group_.rfind('/') + 1);
        const JsonPart parts[] = {{"messages/*", [&](const json& message) { tell(message, circle); }}};
        files_.read(file, parts);
    }

    GoogleCircle circle_of(const Input& file, const std::string& folder)
    {
        GoogleCircle circle;
        const auto add = [&](const json& person) {
            const Party party = party_of(person);
            if (is_bot(person) || party.handle.value.empty() || is_owner(party)) return;
            const bool known = std::any_of(circle.others.begin(), circle.others.end(),
                                           [&](const Party& each) { return each.handle == party.handle; });
            if (known) return;
            ++circle.other_people;
            if (circle.others.size() < most_authors) circle.others.push_back(party);
        };
        if (const Input* info = member_named(input_, folder + "group_info.json")) {
            const JsonPart parts[] = {{"members/*", add}};
            files_.read(*info, parts);
        }
        if (circle.other_people == 0) {
            const JsonPart parts[] = {{"messages/*/creator", add}};
            const auto stream = file.open();
            read_json(*stream, parts, [](std::uint64_t) {});
        }
        return circle;
    }

    void tell(const json& message, const GoogleCircle& circle)
    {
        if (!message.is_object()) return sink_.skip(Skip::broken);
        const std::string_view written = text_of(message, "created_date");
        const auto date = zone::long_date(written);
        std::optional<Instant> at;
        if (date && date->offset)
            at = Instant{date->time.time_since_epoch()} - *date->offset;
        else if (date)
            at = context_.zone.instant(date->time);
        else
            at = parse_rfc3339(written);

        const json& creator = member(message, "creator");
        if (is_bot(creator)) return sink_.skip(Skip::bot, at);
        const std::string_view text = text_of(message, "text");
        const bool deleted = text_of(message, "message_state") == "DELETED" ||
                             member(message, "deletion_metadata").is_object() ||
                             !text_of(message, "deleted_date").empty();
        if (deleted) return sink_.skip(Skip::unsent, at);
        if (text.empty() && !is_filled(member(message, "attached_files")) && !is_filled(member(message, "annotations")))
            return sink_.skip(Skip::system, at);
        if (!at) {
            undated_ = undated_ || !written.empty();
            return sink_.skip(Skip::no_date);
        }
        Observation observation;
        observation.at = *at;
        observation.zoned = !date || date->offset;
        observation.channel = Channel::chat;
        const Said words = said(text);
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        const Party author = party_of(creator);
        if (author.handle.value.empty()) return sink_.skip(Skip::no_counterpart, at);
        observation.source_key = key_of(message, *at, author, text);
        intake::tell(observation, is_owner(author) ? Author::owner : Author::other, author, circle.others,
                     circle.other_people, context_, sink_);
    }

    /// Older exports have no ids.
    std::string key_of(const json& message, Instant at, const Party& author, std::string_view text)
    {
        const std::string_view id = text_of(message, "message_id");
        if (!id.empty()) return "google-chat:" + std::string{id};
        const std::string own = group_ + ":" + std::string{text_of(message, "topic_id")} + ":" +
                                std::string{text_of(message, "created_date")} + ":" + author.handle.value + ":" +
                                hexadecimal(fnv1a(text));
        const std::uint64_t ordinal = ordinals_.next(at.time_since_epoch().count(), fnv1a(own));
        return "google-chat:" + own + ":" + std::to_string(ordinal);
    }

    const Input& input_;
    const Context& context_;
    Sink& sink_;
    JsonFiles files_;
    std::vector<Party> owner_;
    std::string group_;
    Ordinals ordinals_; ///< of equal messages of one second
    bool undated_{};
};

std::optional<std::string> home(std::string_view name, Names names)
{
    const auto slash = name.rfind('/');
    if (slash == name.npos || slash == 0) return std::nullopt;
    const std::string_view file = name.substr(slash + 1);
    const std::string_view folder = name.substr(0, slash + 1);
    const auto above = folder.rfind('/', slash - 1);
    const std::string_view upper = above == folder.npos ? std::string_view{} : folder.substr(0, above + 1);
    const auto has = [&](const std::string& wanted) { return std::binary_search(names.begin(), names.end(), wanted); };
    const auto within = [&](std::string_view kind) {
        const bool fits = upper == kind || upper.ends_with("/" + std::string{kind});
        return fits ? std::optional{std::string{upper.substr(0, upper.size() - kind.size())}} : std::nullopt;
    };
    if (file == "user_info.json") return within("Users/");
    if (file != "messages.json" && file != "group_info.json") return std::nullopt;
    const std::string_view own = folder.substr(upper.size());
    if (!has(std::string{folder} + "group_info.json") && !own.starts_with("DM ") && !own.starts_with("Space "))
        return std::nullopt;
    return within("Groups/");
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    const std::string text = utf8_head(head);
    const std::string_view front = stripped(text);
    const auto has = [&](std::string_view key) { return front.find(key) != front.npos; };
    return front.starts_with('{') && has("\"messages\"") && has("\"creator\"") && has("\"created_date\"") ? 95 : 0;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    Takeout takeout{input, context, sink};
    if (input.members.empty() && context.owner_known_by && !context.owner_known_by(HandleKind::email) &&
        !context.owner_known_by(HandleKind::google))
        throw UnknownOwner{{},
                           "this file does not say which of its people is you",
                           "name the whole folder of Google Chat, or add --me with your mail address"};
    takeout.read();
}

} // namespace

const Format google_chat{"google_chat", sniff, read, home};

} // namespace blend::intake
