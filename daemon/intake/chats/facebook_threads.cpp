#include "daemon/intake/chats/facebook_threads.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/facebook_files.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/json.hpp"
#include "daemon/intake/identity.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace blend::intake {

using nlohmann::json;

namespace {

/// What people are called who deleted their account: several, whom nothing tells apart.
bool is_nobody(std::string_view name)
{
    static constexpr std::string_view names[] = {"",
                                                 "Facebook user",
                                                 "Facebook User",
                                                 "Facebook-Nutzer",
                                                 "Facebook-Nutzer*in",
                                                 "Facebook-gebruiker",
                                                 "Utilisateur Facebook",
                                                 "Utilisateur de Facebook",
                                                 "Usuario de Facebook",
                                                 "Usuário do Facebook",
                                                 "Utente di Facebook",
                                                 "Utente Facebook",
                                                 "Instagram user",
                                                 "Instagram User"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

void add(std::vector<std::string>& people, std::string name)
{
    constexpr std::size_t most = 4096;
    if (people.size() < most && std::find(people.begin(), people.end(), name) == people.end())
        people.push_back(std::move(name));
}

/// Every text within.
void texts_in(const json& value, std::vector<std::string>& texts)
{
    if (value.is_string()) texts.push_back(facebook_name(value.get<std::string>()));
    if (value.is_structured())
        for (const json& each : value) texts_in(each, texts);
}

} // namespace

std::string facebook_name(std::string_view written) { return without_mojibake(written); }

std::string facebook_sender(const json& message)
{
    // Encrypted chats are written in proper UTF-8.
    if (message.is_object() && message.contains("senderName")) return std::string{text_of(message, "senderName")};
    return facebook_name(text_of(message, "sender_name"));
}

FacebookThreads::FacebookThreads(const Input& input, HandleKind service, const Context& context, Sink& sink)
    : service_{service}
{
    find_files(input);
    for (FacebookThread& thread : threads_) survey(thread, sink);
    decide(input, context);
}

void FacebookThreads::find_files(const Input& input)
{
    std::map<std::string, FacebookThread> found;
    bool html = false;
    for (const Input& file : files_of(input)) {
        const std::string_view name = file_name(file.inside.empty() ? file.name : file.inside);
        std::string_view folder = folder_of(file.inside);
        html = html || message_file(name, ".html") || name.ends_with(".html");
        const bool alone = input.members.empty();
        const auto encrypted = message_file(name) ? std::nullopt : encrypted_file(name);
        const bool saved = encrypted && (alone || folder.ends_with("messages/"));
        if (!message_file(name) && !saved && !(alone && !name.ends_with(".html"))) continue;
        FacebookThread& thread = found[std::string{folder} + (saved ? std::string{name} : std::string{})];
        thread.files.push_back(&file);
        if (!folder.empty()) folder.remove_suffix(1);
        thread.key = saved ? *encrypted : std::string{file_name(folder)};
    }
    for (auto& [place, thread] : found) {
        std::sort(thread.files.begin(), thread.files.end(), [](const Input* a, const Input* b) {
            return message_file(file_name(a->inside)).value_or(0) < message_file(file_name(b->inside)).value_or(0);
        });
        threads_.push_back(std::move(thread));
    }
    if (threads_.empty())
        throw Problem{Problem::Kind::bad_input,
                      html ? "this export is in HTML, which is made for reading and not for programs"
                           : "there are no messages in this export",
                      "ask for it again and choose JSON as the format, with messages"};
}

void FacebookThreads::survey(FacebookThread& thread, Sink& sink)
{
    static constexpr std::string_view wanted[] = {"sender_name", "senderName"};
    std::string path;
    const JsonPart parts[] = {{"participants/*",
                               [&](const json& each) {
                                   add(thread.people, each.is_string() ? each.get<std::string>()
                                                                       : facebook_name(text_of(each, "name")));
                               }},
                              {"messages/*",
                               [&](const json& message) {
                                   if (std::string name = facebook_sender(message); !is_nobody(name))
                                       add(thread.people, std::move(name));
                               },
                               wanted},
                              {"title",
                               [&](const json& title) {
                                   if (title.is_string()) thread.title = facebook_name(title.get<std::string>());
                               }},
                              {"threadName",
                               [&](const json& title) {
                                   if (title.is_string()) thread.title = title.get<std::string>();
                               }},
                              {"thread_path", [&](const json& value) {
                                   if (value.is_string()) path = value.get<std::string>();
                               }}};
    for (const Input* file : thread.files) {
        sink.progress(0);
        try {
            read_json(*file->open(), parts, [](std::uint64_t) {});
        } catch (const Problem&) { // the second reading tells it
            continue;
        }
    }
    if (thread.key.empty()) thread.key = file_name(path);
    if (!thread.key.empty()) return;
    auto people = thread.people;
    std::sort(people.begin(), people.end());
    Hash names;
    for (const std::string& each : people) names.add(each).add("\n");
    thread.key = hexadecimal(names.value());
}

std::vector<std::string> FacebookThreads::profile_names(const Input& input) const
{
    std::vector<std::string> names;
    for (const Input& file : input.members) {
        const std::string_view name = file_name(file.inside);
        const bool profile = name == "profile_information.json" || name == "personal_information.json";
        if (!profile && name != "autofill_information.json") continue;
        std::optional<json> whole;
        try {
            whole = small_json(*file.open());
        } catch (const Problem&) { // a profile that cannot be read names nobody
            continue;
        }
        if (!whole) continue;
        for (const char* part : {"profile_v2", "profile"}) texts_in(member(member(*whole, part), "name"), names);
        for (const char* part : {"autofill_information_v2", "autofill_information"})
            texts_in(member(member(*whole, part), "FULL_NAME"), names);
        const json& users = member(*whole, "profile_user");
        if (users.is_array())
            for (const json& user : users) texts_in(member(user, "string_map_data"), names);
    }
    std::erase(names, "");
    return names;
}

void FacebookThreads::decide(const Input& input, const Context& context)
{
    std::map<std::string, Candidate> people;
    std::int64_t chats = 0;
    for (const FacebookThread& thread : threads_) {
        if (!thread.people.empty()) ++chats;
        for (const std::string& name : thread.people) {
            if (is_nobody(name)) continue;
            auto& candidate = people.emplace(name, Candidate{.party = party(name, thread), .chats = 0}).first->second;
            ++candidate.chats;
            // A thread of two is called after the other one.
            if (thread.people.size() == 2 && name == thread.title) candidate.counterpart = true;
        }
    }
    const bool known = context.is_owner && std::any_of(people.begin(), people.end(), [&](const auto& each) {
                           return context.is_owner(each.second.party);
                       });
    if (!known)
        for (const std::string& name : profile_names(input))
            if (const auto found = people.find(name); found != people.end()) owner_ = {found->second.party};
    if (owner_.empty()) {
        std::vector<Candidate> candidates;
        for (auto& [name, candidate] : people) candidates.push_back(std::move(candidate));
        if (!candidates.empty()) owner_ = owners_among(candidates, chats, context);
    }
    for (FacebookThread& thread : threads_)
        for (const std::string& name : thread.people)
            if (!is_owner(name)) thread.others.push_back(party(name, thread));
}

Party FacebookThreads::party(const std::string& name, const FacebookThread& thread) const
{
    return {{service_, is_nobody(name) ? thread.key : name}, name};
}

bool FacebookThreads::is_owner(const std::string& name) const
{
    return std::any_of(owner_.begin(), owner_.end(), [&](const Party& each) { return each.handle.value == name; });
}

} // namespace blend::intake
