#include "daemon/intake/chats/slack.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/slack_workspace.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/json_files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace blend::intake {
namespace {

using nlohmann::json;

/// "1736478514.000100": the seconds say when, the whole says which.
std::optional<Instant> instant_of(const json& message)
{
    const auto seconds = number_of(message, "ts");
    if (!seconds || !(*seconds > 0) || *seconds > 1e11) return std::nullopt;
    return Instant{Seconds{static_cast<std::int64_t>(*seconds)}};
}

/// Text without what Slack writes around it: `&amp;` and a thumb as `:+1:`.
std::string plain(std::string_view text)
{
    static constexpr std::pair<std::string_view, std::string_view> marks[] = {{"&lt;", "<"},
                                                                              {"&gt;", ">"},
                                                                              {"&amp;", "&"},
                                                                              {":+1:", "👍"},
                                                                              {":thumbsup:", "👍"},
                                                                              {":ok_hand:", "👌"},
                                                                              {":white_check_mark:", "✅"},
                                                                              {":pray:", "🙏"},
                                                                              {":heart:", "❤"},
                                                                              {":tada:", "🎉"}};
    std::string result{text};
    for (const auto& [mark, sign] : marks)
        for (auto at = result.find(mark); at != std::string::npos; at = result.find(mark, at + sign.size()))
            result.replace(at, mark.size(), sign);
    return result;
}

/// Minutes of a clip that somebody spoke instead of writing.
std::optional<double> spoken_minutes(const json& message)
{
    const json& files = member(message, "files");
    if (!files.is_array() || files.size() != 1 || text_of(files[0], "subtype") != "slack_audio") return std::nullopt;
    return number_of(files[0], "duration_ms").value_or(0) / 60'000;
}

/// Why an entry is nothing that a person wrote or began; empty when it is.
std::optional<Skip> no_message(const json& message, const SlackWorkspace& workspace)
{
    const std::string_view subtype = text_of(message, "subtype");
    if (text_of(message, "type") != "message") return Skip::system;
    if (subtype == "bot_message" || !text_of(message, "bot_id").empty()) return Skip::bot;
    if (subtype == "tombstone" || subtype == "message_deleted") return Skip::system;
    static constexpr std::string_view written[] = {"", "thread_broadcast", "me_message", "file_share", "huddle_thread"};
    if (std::find(std::begin(written), std::end(written), subtype) == std::end(written)) return Skip::system;
    const std::string_view author = text_of(message, "user");
    if (subtype == "huddle_thread") return std::nullopt;
    if (author.empty()) return Skip::no_counterpart;
    return workspace.is_bot(author) ? std::optional{Skip::bot} : std::nullopt;
}

class Teller {
public:
    Teller(const SlackWorkspace& workspace, const Context& context, Sink& sink)
        : workspace_{workspace}, context_{context}, sink_{sink}
    {
    }

    void tell(const json& message, const SlackConversation& conversation)
    {
        const auto at = instant_of(message);
        if (const auto why = no_message(message, workspace_)) return sink_.skip(*why, at);
        if (!at) return sink_.skip(Skip::no_date);
        if (!conversation.with_owner)
            return sink_.skip(conversation.kind == SlackConversation::Kind::channel ? Skip::bot : Skip::no_counterpart,
                              at);
        Observation observation;
        observation.at = *at;
        observation.source_key = "slack:" + conversation.id + ":" + std::string{text_of(message, "ts")};
        if (text_of(message, "subtype") == "huddle_thread")
            huddle(observation, message, conversation);
        else
            said_in(observation, message, conversation);
    }

private:
    void said_in(Observation& observation, const json& message, const SlackConversation& conversation)
    {
        const std::string_view author = text_of(message, "user");
        observation.channel = Channel::chat;
        const Said words = said(plain(text_of(message, "text")));
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        if (const auto minutes = spoken_minutes(message); minutes && words.words == 0) {
            observation.channel = Channel::voice_message;
            observation.size = *minutes > 0 ? minutes : std::nullopt;
        }
        const Author who = workspace_.is_owner(author) ? Author::owner : Author::other;
        Party by = workspace_.party(author);
        // Guests of other workspaces are in no list, but bring their name along.
        if (by.name.empty()) by.name = text_of(member(message, "user_profile"), "real_name");
        intake::tell(observation, who, by, workspace_.others(conversation), conversation.other_people, context_, sink_);
    }

    /// Everybody who was in the room; a ring when nobody else came.
    void huddle(Observation& observation, const json& message, const SlackConversation& conversation)
    {
        const json& room = member(message, "room");
        observation.call = true;
        observation.channel = Channel::video;
        const json& present =
            member(room, member(room, "participant_history").is_array() ? "participant_history" : "participants");
        bool owner_came = !present.is_array();
        if (present.is_array())
            for (const json& each : present) {
                const auto id = each.is_string() ? each.get<std::string>() : std::string{};
                if (workspace_.is_owner(id))
                    owner_came = true;
                else if (!id.empty() && !workspace_.is_bot(id))
                    observation.parties.push_back(workspace_.party(id));
            }
        const auto began = integer_of(room, "date_start");
        const auto ended = integer_of(room, "date_end");
        if (began && *began > 0) observation.at = Instant{Seconds{*began}};
        if (began && ended && *began > 0 && *ended > *began)
            observation.size = static_cast<double>(*ended - *began) / 60;
        if (observation.at > context_.now) return sink_.skip(Skip::future, observation.at);

        const std::string_view by =
            text_of(room, "created_by").empty() ? text_of(message, "user") : text_of(room, "created_by");
        observation.direction = workspace_.is_owner(by) ? Direction::out : Direction::in;
        if (!owner_came || observation.parties.empty()) {
            if (conversation.kind == SlackConversation::Kind::channel)
                return sink_.skip(Skip::no_counterpart, observation.at);
            observation.channel = Channel::missed_call;
            observation.size.reset();
            observation.parties = workspace_.others(conversation);
            if (observation.direction == Direction::in && !by.empty()) observation.parties = {workspace_.party(by)};
        }
        observation.others = std::max(1, static_cast<int>(observation.parties.size()));
        if (observation.parties.empty()) return sink_.skip(Skip::no_counterpart, observation.at);
        sink_.record(observation);
    }

    const SlackWorkspace& workspace_;
    const Context& context_;
    Sink& sink_;
};

bool is_list(std::string_view name)
{
    static constexpr std::string_view lists[] = {"users.json", "channels.json",         "groups.json",  "dms.json",
                                                 "mpims.json", "integration_logs.json", "canvases.json"};
    return std::find(std::begin(lists), std::end(lists), name) != std::end(lists);
}

/// "2025-01-10.json"
bool is_day(std::string_view name)
{
    return name.size() == 15 && name.ends_with(".json") && parse_iso_day(name.substr(0, 10));
}

std::optional<std::string> home(std::string_view name, Names names)
{
    const auto has = [&](const std::string& wanted) { return std::binary_search(names.begin(), names.end(), wanted); };
    const auto slash = name.rfind('/');
    const std::string_view file = name.substr(slash + 1); // npos + 1 is 0
    std::string_view folder = name.substr(0, slash + 1);
    if (!is_list(file)) {
        if (!is_day(file) || folder.empty()) return std::nullopt;
        const auto above = folder.rfind('/', folder.size() - 2);
        folder = folder.substr(0, above == std::string_view::npos ? 0 : above + 1);
    }
    const std::string root{folder};
    const bool workspace = has(root + "users.json") && (has(root + "channels.json") || has(root + "dms.json") ||
                                                        has(root + "groups.json") || has(root + "mpims.json"));
    return workspace ? std::optional{root} : std::nullopt;
}

int sniff(const Input&, std::string_view) { return 0; }

void read(const Input& input, const Context& context, Sink& sink)
{
    if (member_named(input, "users.json") == nullptr)
        throw Problem{Problem::Kind::bad_input, "this is one file of a Slack export",
                      "name the whole folder or zip, with users.json in it"};
    JsonFiles files{sink};
    const SlackWorkspace workspace{input, context, files, sink};
    Teller teller{workspace, context, sink};
    for (const Input& member : input.members) {
        const auto slash = member.inside.find('/');
        if (slash == std::string::npos || !is_day(std::string_view{member.inside}.substr(slash + 1))) continue;
        const SlackConversation conversation = workspace.conversation_in(member.inside.substr(0, slash));
        const JsonPart entries[] = {{"*", [&](const json& message) { teller.tell(message, conversation); }}};
        files.read(member, entries);
    }
    files.finish(input.name);
}

} // namespace

const Format slack{"slack", sniff, read, home};

} // namespace blend::intake
