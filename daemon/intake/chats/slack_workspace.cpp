#include "daemon/intake/chats/slack_workspace.hpp"

#include "daemon/intake/chats/chat.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace blend::intake {
namespace {

using nlohmann::json;

std::vector<std::string> members_of(const json& listed)
{
    std::vector<std::string> members;
    const json& ids = member(listed, "members");
    if (ids.is_array())
        for (const json& id : ids)
            if (id.is_string()) members.push_back(id.get<std::string>());
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
}

std::string_view first_of(std::initializer_list<std::string_view> texts)
{
    for (const std::string_view text : texts)
        if (!text.empty()) return text;
    return {};
}

} // namespace

SlackWorkspace::SlackWorkspace(const Input& input, const Context& context, JsonFiles& files, Sink& sink)
{
    const auto each = [&](std::string_view list, const std::function<void(const json&)>& take) {
        const JsonPart entries[] = {{"*", take}};
        if (const Input* file = member_named(input, list)) files.read(*file, entries);
    };
    read_users(*member_named(input, "users.json"), files);
    std::vector<Members> directs;
    std::vector<json> small; // there are as many as people one writes with
    each("dms.json", [&](const json& listed) {
        directs.push_back(members_of(listed));
        small.push_back({{"id", text_of(listed, "id")}, {"members", directs.back()}});
    });
    find_owner(directs, context);
    sink.owner(party(owner_));

    using Kind = SlackConversation::Kind;
    const auto keep = [&](const json& listed, Kind kind) {
        const SlackConversation found = conversation(listed, kind);
        const std::string_view name = text_of(listed, "name");
        conversations_.emplace(found.id, found);
        if (!name.empty()) conversations_.emplace(name, found);
    };
    for (const json& listed : small) keep(listed, Kind::direct);
    each("mpims.json", [&](const json& listed) { keep(listed, Kind::group); });
    for (const char* list : {"groups.json", "channels.json"})
        each(list, [&](const json& listed) { keep(listed, Kind::channel); });
    tell_cards(sink);
}

void SlackWorkspace::read_users(const Input& file, JsonFiles& files)
{
    const JsonPart entries[] = {{"*", [&](const json& listed) {
                                     const json& profile = member(listed, "profile");
                                     User user;
                                     user.name = first_of({text_of(profile, "real_name"), text_of(listed, "real_name"),
                                                           text_of(profile, "display_name"), text_of(listed, "name")});
                                     const std::string_view email = text_of(profile, "email");
                                     if (email.find('@') != email.npos) user.email = email;
                                     user.bot = is_true(listed, "is_bot") || text_of(listed, "id") == "USLACKBOT";
                                     users_.emplace(text_of(listed, "id"), std::move(user));
                                 }}};
    files.read(file, entries);
}

void SlackWorkspace::find_owner(const std::vector<Members>& directs, const Context& context)
{
    std::vector<std::string> named;
    if (context.is_owner)
        for (const auto& [id, user] : users_) {
            if (user.bot) continue;
            const bool by_id = context.is_owner({{HandleKind::slack, id}, user.name});
            const bool by_mail = !user.email.empty() && context.is_owner({{HandleKind::email, user.email}, user.name});
            if (by_id || by_mail) {
                owner_ = id;
                return;
            }
            if (context.is_owner({{HandleKind::name, user.name}, user.name})) named.push_back(id);
        }
    if (named.size() == 1) {
        owner_ = named.front();
        return;
    }
    std::map<std::string, std::size_t> present;
    for (const Members& members : directs)
        for (const std::string& each : members)
            if (!is_bot(each)) ++present[each];
    std::erase_if(present, [&](const auto& each) { return each.second != directs.size(); });
    if (present.size() != 1) ask_who_is_owner(directs);
    owner_ = present.begin()->first;
}

void SlackWorkspace::ask_who_is_owner(const std::vector<Members>& directs) const
{
    std::set<std::string> names;
    for (const Members& members : directs)
        for (const std::string& each : members)
            if (!is_bot(each)) names.insert(party(each).name);
    if (names.empty())
        for (const auto& [id, user] : users_)
            if (!user.bot) names.insert(user.name);
    names.erase("");
    const std::vector<std::string> people{names.begin(), names.end()};
    intake::ask_who_is_owner(people, people.empty() ? "Your Name" : people.front());
}

SlackConversation SlackWorkspace::conversation(const json& listed, SlackConversation::Kind kind) const
{
    SlackConversation result{
        .id = std::string{text_of(listed, "id")}, .kind = kind, .with_owner = {}, .other_people = {}, .others = {}};
    Members members = members_of(listed);
    const auto stated = integer_of(listed, "num_members").value_or(0);
    if (members.empty()) { // some exporters name no members
        result.with_owner = true;
        result.other_people = stated > 0 ? static_cast<int>(std::min<std::int64_t>(stated - 1, 1'000'000)) : crowd + 1;
        return result;
    }
    result.with_owner = std::erase(members, owner_) > 0;
    std::erase_if(members, [&](const std::string& each) { return is_bot(each); });
    result.other_people = static_cast<int>(members.size());
    if (members.size() <= static_cast<std::size_t>(crowd)) result.others = std::move(members);
    return result;
}

void SlackWorkspace::tell_cards(Sink& sink) const
{
    std::set<std::string> known;
    for (const auto& [folder, conversation] : conversations_)
        if (conversation.with_owner && conversation.kind != SlackConversation::Kind::channel)
            known.insert(conversation.others.begin(), conversation.others.end());
    for (const std::string& id : known) {
        const auto user = users_.find(id);
        if (user == users_.end() || user->second.email.empty() || user->second.name.empty()) continue;
        Card card;
        card.name = user->second.name;
        card.handles = {{{HandleKind::email, user->second.email}, card.name}, {{HandleKind::slack, id}, card.name}};
        sink.card(card);
    }
}

bool SlackWorkspace::is_bot(std::string_view user) const
{
    if (user == "USLACKBOT") return true;
    const auto found = users_.find(std::string{user});
    return found != users_.end() && found->second.bot;
}

Party SlackWorkspace::party(std::string_view user) const
{
    const auto found = users_.find(std::string{user});
    return {{HandleKind::slack, std::string{user}}, found == users_.end() ? std::string{} : found->second.name};
}

SlackConversation SlackWorkspace::conversation_in(const std::string& folder) const
{
    const auto found = conversations_.find(folder);
    if (found != conversations_.end()) return found->second;
    const bool direct = folder.size() >= 8 && folder.front() == 'D' &&
                        folder.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string::npos;
    using Kind = SlackConversation::Kind;
    return {.id = folder,
            .kind = direct ? Kind::direct : Kind::channel,
            .with_owner = true,
            .other_people = direct ? 1 : crowd + 1,
            .others = {}};
}

std::vector<Party> SlackWorkspace::others(const SlackConversation& conversation) const
{
    std::vector<Party> parties;
    for (const std::string& each : conversation.others) parties.push_back(party(each));
    return parties;
}

} // namespace blend::intake
