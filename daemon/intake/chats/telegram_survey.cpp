#include "daemon/intake/chats/telegram_survey.hpp"

#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/files/ascii.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace blend::intake {

using nlohmann::json;

namespace {

constexpr std::size_t most_authors = 4096; // of one chat

constexpr std::uint64_t old_user = std::uint64_t{1} << 32;
constexpr std::uint64_t old_chat = std::uint64_t{2} << 32;
constexpr std::uint64_t old_end = std::uint64_t{3} << 32;

std::optional<std::uint64_t> number(std::string_view text)
{
    std::uint64_t value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

TelegramKind kind_of(std::string_view type)
{
    if (type == "personal_chat") return TelegramKind::person;
    if (type == "saved_messages") return TelegramKind::saved;
    for (const std::string_view program :
         {"bot_chat", "private_channel", "public_channel", "replies", "verification_codes"})
        if (type == program) return TelegramKind::program;
    return TelegramKind::group;
}

} // namespace

std::string whole_name(const json& person)
{
    std::string name{text_of(person, "first_name")};
    const std::string_view last = text_of(person, "last_name");
    if (!name.empty() && !last.empty()) name += ' ';
    return name.append(last);
}

bool telegram_is_program(const Party& author)
{
    const std::string_view id = author.handle.value;
    for (const std::string_view kind : {"channel", "chat"})
        if (id.starts_with(kind) && number(id.substr(kind.size()))) return true;
    return false;
}

std::string written_id(const json& value)
{
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_integer()) return value.dump();
    return {};
}

void TelegramIds::see(const json& author)
{
    const auto bare = author.is_number_integer() ? number(author.dump()) : std::nullopt;
    if (!bare) return;
    any_bare_ = true;
    if (*bare < old_user || *bare >= old_end) all_bare_in_old_range_ = false;
}

std::string TelegramIds::id(std::string_view written) const
{
    if (written.starts_with("user")) return std::string{written.substr(4)};
    const auto bare = shifted() ? number(written) : std::nullopt;
    if (!bare || *bare < old_user || *bare >= old_end) return std::string{written};
    return (*bare < old_chat ? "" : "channel") + std::to_string(*bare & (old_user - 1));
}

void TelegramPlace::head(std::string_view part, const json& value)
{
    if (inside_ || !seen_.insert(part).second) {
        head_ = {};
        seen_ = {part};
        inside_ = false;
    }
    if (part == "type" && value.is_string()) head_.type = value.get<std::string>();
    if (part == "name" && value.is_string()) head_.name = value.get<std::string>();
    if (part == "id") head_.id = written_id(value);
}

std::vector<JsonPart> telegram_parts(TelegramPlace& place, std::span<const std::string_view> members,
                                     std::function<void(const json& message)> take)
{
    struct Paths {
        std::string_view type, name, id, messages;
    };
    static constexpr Paths everywhere[] = {
        {"type", "name", "id", "messages/*"},
        {"chats/list/*/type", "chats/list/*/name", "chats/list/*/id", "chats/list/*/messages/*"},
        {"left_chats/list/*/type", "left_chats/list/*/name", "left_chats/list/*/id", "left_chats/list/*/messages/*"}};
    std::vector<JsonPart> parts;
    for (const Paths& paths : everywhere) {
        parts.push_back({paths.type, [&place](const json& value) { place.head("type", value); }});
        parts.push_back({paths.name, [&place](const json& value) { place.head("name", value); }});
        parts.push_back({paths.id, [&place](const json& value) { place.head("id", value); }});
        parts.push_back({paths.messages, take, members});
    }
    return parts;
}

Party telegram_author(const json& message, std::string_view role, const TelegramIds& ids)
{
    const std::string_view name = text_of(message, role);
    std::string id = ids.id(written_id(member(message, role == "from" ? "from_id" : "actor_id")));
    if (id.empty()) id = name;
    return {{HandleKind::telegram, std::move(id)}, std::string{name}};
}

Party telegram_phone(std::string_view number, const std::string& name)
{
    number = stripped(number);
    if (number.starts_with("00")) number.remove_prefix(2);
    const bool plain = !number.empty() && is_digit(number.front());
    return {{HandleKind::phone, (plain ? "+" : "") + std::string{number}}, name};
}

TelegramSurvey::TelegramSurvey(std::istream& stream, const Context& context,
                               const std::function<void(std::uint64_t)>& progress)
{
    static constexpr std::string_view wanted[] = {"type", "from", "from_id", "action", "actor", "actor_id"};
    TelegramPlace place;
    auto parts = telegram_parts(place, wanted, [&](const json& message) { author(place.message(), message); });
    json about_owner;
    parts.push_back({"personal_information", [&](const json& information) { about_owner = information; }});
    read_json(stream, parts, progress);
    personal(about_owner);
    decide(context);
}

void TelegramSurvey::author(const TelegramHead& head, const json& message)
{
    auto found = seen_.find(head.key());
    if (found == seen_.end()) found = seen_.emplace(head.key(), Seen{.head = head, .authors = {}}).first;
    const std::string_view role = text_of(message, "type") == "service" ? "actor" : "from";
    // Who only joins or pins takes no part.
    if (role == "actor" && text_of(message, "action").find("call") == std::string_view::npos) return;
    const json& id = member(message, role == "from" ? "from_id" : "actor_id");
    ids_.see(id);
    std::string written = written_id(id);
    const std::string_view name = text_of(message, role);
    if (written.empty()) written = name;
    auto& authors = found->second.authors;
    if (written.empty() || (authors.size() >= most_authors && !authors.contains(written))) return;
    Writer& writer = authors[std::move(written)];
    ++writer.messages;
    if (writer.name.empty()) writer.name = name;
}

void TelegramSurvey::personal(const json& information)
{
    const std::string id = written_id(member(information, "user_id"));
    if (id.empty() || id == "0") return;
    if (number(id).value_or(0) >= old_user) ids_.are_plain();
    const std::string name = whole_name(information);
    owner_.push_back({{HandleKind::telegram, ids_.id(id)}, name});
    if (const std::string_view phone = text_of(information, "phone_number"); !phone.empty())
        owner_.push_back(telegram_phone(phone, name));
}

std::map<std::string, Party> TelegramSurvey::people_of(const Seen& seen, const TelegramChat& chat) const
{
    std::vector<std::pair<std::int64_t, Party>> writers;
    for (const auto& [written, writer] : seen.authors)
        if (const Party party{{HandleKind::telegram, ids_.id(written)}, writer.name}; !telegram_is_program(party))
            writers.emplace_back(writer.messages, party);
    std::map<std::string, Party> people;
    if (chat.kind == TelegramKind::person) {
        // A third author of a chat of two is a damaged number.
        std::stable_sort(writers.begin(), writers.end(), [&](const auto& a, const auto& b) {
            const bool first = a.second.handle.value == chat.id;
            const bool second = b.second.handle.value == chat.id;
            return first != second ? first : a.first > b.first;
        });
        if (writers.size() > 2) writers.resize(2);
        // It has the number of the other one, and their name, whether they write or not.
        if (!chat.id.empty() && writers.size() < 2)
            people.emplace(chat.id, Party{{HandleKind::telegram, chat.id}, seen.head.name});
    }
    for (const auto& [messages, party] : writers) people.emplace(party.handle.value, party);
    return people;
}

void TelegramSurvey::decide(const Context& context)
{
    std::map<std::string, Candidate> people;
    std::int64_t chats = 0;
    for (const auto& [key, seen] : seen_) {
        TelegramChat& chat = chats_[key];
        chat.kind = kind_of(seen.head.type);
        chat.id = ids_.id(seen.head.id);
        if (chat.kind == TelegramKind::saved || chat.kind == TelegramKind::program) continue;
        const auto authors = people_of(seen, chat);
        const bool person = chat.kind == TelegramKind::person;
        const bool by_number = authors.contains(chat.id);
        if (!seen.authors.empty()) ++chats;
        for (const auto& [id, party] : authors) {
            chat.others.push_back(party);
            auto& candidate = people.emplace(id, Candidate{.party = party, .chats = 0}).first->second;
            ++candidate.chats;
            if (candidate.party.name.empty()) candidate.party.name = party.name;
            if (person && (by_number ? id == chat.id : party.name == seen.head.name)) candidate.counterpart = true;
        }
    }
    if (owner_.empty()) {
        std::vector<Candidate> candidates;
        for (auto& [id, candidate] : people) candidates.push_back(std::move(candidate));
        owner_ = owners_among(candidates, chats, context);
    }
    for (const Party& each : owner_)
        if (each.handle.kind == HandleKind::telegram) owners_.insert(each.handle.value);
    for (auto& [key, chat] : chats_) std::erase_if(chat.others, [this](const Party& each) { return is_owner(each); });
}

const TelegramChat& TelegramSurvey::chat(const TelegramHead& head) const
{
    static const TelegramChat nothing{.kind = TelegramKind::group, .id = {}, .others = {}};
    const auto found = chats_.find(head.key());
    return found == chats_.end() ? nothing : found->second;
}

} // namespace blend::intake
