#include "daemon/intake/chats/skype.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/skype_markup.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/json_files.hpp"
#include "daemon/intake/files/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <sstream>

namespace blend::intake {
namespace {

using nlohmann::json;

constexpr std::size_t most_authors = 64; // remembered of a conversation whose members nobody lists
constexpr std::size_t most_notes = 4096; // of calls, held until a conversation's end
constexpr std::string_view note_of_own = "48:";

/// "https://…/contacts/8:live:ana" and "8:live:ana" are the same.
std::string_view without_path(std::string_view id) { return id.substr(id.rfind('/') + 1); }

/// "8:" people, "4:" telephones, "2:" people of other services; the rest is nobody.
Party party_of(std::string_view id, std::string_view name)
{
    id = without_path(id);
    if (id.starts_with("4:")) return {{HandleKind::phone, std::string{id.substr(2)}}, std::string{name}};
    if (id.size() > 2 && is_digit(id[0]) && id[1] == ':') id.remove_prefix(2);
    return {{HandleKind::skype, lower(id)}, std::string{name}};
}

bool is_person(std::string_view id)
{
    id = without_path(id);
    return id.starts_with("8:") || id.starts_with("4:") || id.starts_with("2:") || id.starts_with("1:");
}

std::optional<Instant> instant_of(const json& message)
{
    std::string written{text_of(message, "originalarrivaltime")};
    if (written.size() >= 19 && written.find_first_of("Zz+", 19) == written.npos) written += 'Z';
    if (const auto at = parse_rfc3339(written)) return at;
    constexpr std::int64_t earliest = 100'000'000'000; // milliseconds; less is a counter
    const auto id = integer_of(message, "id");
    if (!id || *id < earliest || *id > earliest * 1000) return std::nullopt;
    return Instant{Seconds{*id / 1000}};
}

struct SkypeTalk {
    std::string name;
    std::vector<Party> members;
    bool listed{}; ///< the members are all, not only those who wrote
};

/// Who is in which conversation; learnt in a first reading.
class Survey {
public:
    void read(const Input& file)
    {
        const JsonPart parts[] = {
            {"userId", [&](const json& id) { owner_ = id.is_string() ? id.get<std::string>() : ""; }},
            {"conversations/*/id", [&](const json& id) { begin(id); }},
            {"conversations/*/displayName",
             [&](const json& name) { talk().name = name.is_string() ? name.get<std::string>() : ""; }},
            {"conversations/*/threadProperties", [&](const json& properties) { take_members(properties); }},
            {"conversations/*/MessageList/*", [&](const json& message) { take_author(message); }}};
        const auto stream = file.open();
        read_json(*stream, parts, [](std::uint64_t) {});
    }

    const std::string& owner() const { return owner_; }
    Party owner_party() const { return party_of(owner_, {}); }

    bool is_owner(std::string_view id) const { return !owner_.empty() && is_same(party_of(id, {}), owner_party()); }
    static bool is_same(const Party& a, const Party& b) { return a.handle == b.handle; }

    std::vector<Party> others(const std::string& conversation) const
    {
        std::vector<Party> others;
        const auto found = talks_.find(conversation);
        if (is_person(conversation)) {
            if (!is_owner(conversation))
                others.push_back(party_of(conversation, found == talks_.end() ? std::string{} : found->second.name));
        } else if (found != talks_.end()) {
            others = found->second.members;
            std::erase_if(others, [this](const Party& each) { return is_same(each, owner_party()); });
        }
        return others;
    }

private:
    SkypeTalk& talk()
    {
        static constexpr std::size_t most_talks = 100'000; // nobody has more; a file may claim any number
        return talks_.size() < most_talks || talks_.contains(at_) ? talks_[at_] : (beyond_ = {});
    }

    void begin(const json& id) { at_ = id.is_string() ? id.get<std::string>() : ""; }

    /// A list of ids, written as JSON within the JSON.
    void take_members(const json& properties)
    {
        std::istringstream list{std::string{text_of(properties, "members")}};
        const auto members = small_json(list);
        if (!members || !members->is_array() || members->empty()) return;
        talk().members.clear();
        talk().listed = true;
        for (const json& each : *members)
            if (each.is_string() && is_person(each.get<std::string>()))
                talk().members.push_back(party_of(each.get<std::string>(), {}));
    }

    void take_author(const json& message)
    {
        const std::string_view from = text_of(message, "from");
        if (is_person(at_) || !is_person(from)) return;
        SkypeTalk& talk = this->talk();
        const Party author = party_of(from, text_of(message, "displayName"));
        const auto known = std::find_if(talk.members.begin(), talk.members.end(),
                                        [&](const Party& each) { return is_same(each, author); });
        if (known != talk.members.end()) {
            if (known->name.empty()) known->name = author.name;
        } else if (!talk.listed && talk.members.size() < most_authors) {
            talk.members.push_back(author);
        }
    }

    std::string owner_;
    std::string at_;
    std::map<std::string, SkypeTalk> talks_;
    SkypeTalk beyond_; ///< what is not remembered
};

/// Why an entry is nothing that a person wrote; empty when it is.
std::optional<Skip> no_message(const json& message)
{
    const std::string_view type = text_of(message, "messagetype");
    const bool written = type == "Text" || type == "RichText" || type.starts_with("RichText/");
    if (!written || type == "RichText/ScheduledCallInvite" || type == "RichText/Media_CallRecording")
        return Skip::system;
    const json& properties = member(message, "properties");
    const auto stated = [&](const char* key) {
        const auto when = integer_of(properties, key);
        return when.value_or(integer_of(message, key).value_or(0)) > 0;
    };
    if (stated("deletetime")) return Skip::unsent;
    if (!text_of(message, "skypeeditedid").empty()) return Skip::system; // says again what was said
    if (text_of(message, "content").empty()) return Skip::unsent;        // what remains of it
    return std::nullopt;
}

class Teller {
public:
    Teller(const Survey& survey, const Context& context, Sink& sink) : survey_{survey}, context_{context}, sink_{sink}
    {
    }

    void begin(const json& id)
    {
        finish();
        conversation_ = id.is_string() ? id.get<std::string>() : "";
    }

    void tell(const json& message)
    {
        if (!message.is_object()) return sink_.skip(Skip::broken);
        // Behind damage only the message itself knows where it belongs.
        const std::string_view own = without_path(text_of(message, "conversationid"));
        if (!own.empty() && own != conversation_) begin(own);
        const auto at = instant_of(message);
        const std::string_view from = without_path(text_of(message, "from"));
        if (conversation_ == "48:notes") return sink_.skip(Skip::note_to_self, at);
        if (conversation_.starts_with(note_of_own)) return sink_.skip(Skip::system, at);
        if (conversation_.starts_with("28:") || from.starts_with("28:")) return sink_.skip(Skip::bot, at);
        if (text_of(message, "messagetype") == "Event/Call" && at) return take_note(message, *at);
        if (const auto why = no_message(message)) return sink_.skip(*why, at);
        if (!at) return sink_.skip(Skip::no_date);
        take_message(message, *at, from);
    }

    /// Tells the calls of the conversation that ends here.
    void finish()
    {
        std::stable_sort(notes_.begin(), notes_.end(), [](const Note& a, const Note& b) { return a.at < b.at; });
        std::vector<Note> open;
        for (Note& note : notes_) {
            if (note.call.type == "started") {
                open.push_back(std::move(note));
                continue;
            }
            // The newest that began, where nothing says which.
            auto began = std::find_if(open.rbegin(), open.rend(), [&](const Note& each) {
                return note.call.id.empty() || each.call.id.empty() || each.call.id == note.call.id;
            });
            if (began == open.rend()) {
                tell_call(note, nullptr);
                continue;
            }
            tell_call(note, &*began);
            sink_.skip(Skip::system, began->at);
            open.erase(std::next(began).base());
        }
        for (const Note& note : open) tell_call(note, nullptr);
        notes_.clear();
    }

private:
    struct Note {
        SkypeCall call;
        std::string id;
        std::string from;
        Instant at{};
    };

    void take_message(const json& message, Instant at, std::string_view from)
    {
        Observation observation;
        observation.at = at;
        observation.source_key = "skype:" + conversation_ + ":" + std::string{text_of(message, "id")};
        const std::string_view type = text_of(message, "messagetype");
        observation.channel = type == "RichText/Media_AudioMsg" ? Channel::voice_message
                              : type == "RichText/Sms"          ? Channel::sms
                                                                : Channel::chat;
        if (observation.channel != Channel::voice_message) {
            const Said words = said(skype_text(text_of(message, "content")));
            observation.size = words.words;
            observation.acknowledgement = words.acknowledgement;
        }
        const std::vector<Party> others = survey_.others(conversation_);
        const bool by_owner = survey_.is_owner(from);
        Party author = party_of(from, text_of(message, "displayName"));
        for (const Party& each : others)
            if (Survey::is_same(each, author) && !each.name.empty()) author.name = each.name;
        if (!by_owner && !is_person(from)) return sink_.skip(Skip::no_counterpart, at);
        intake::tell(observation, by_owner ? Author::owner : Author::other, author, others,
                     static_cast<int>(others.size()), context_, sink_);
    }

    void take_note(const json& message, Instant at)
    {
        auto call = skype_call(text_of(message, "content"));
        if (!call) return sink_.skip(Skip::system, at);
        if (notes_.size() >= most_notes) finish();
        notes_.push_back({std::move(*call), std::string{text_of(message, "id")},
                          std::string{without_path(text_of(message, "from"))}, at});
    }

    /// Of the note of an end, or of a beginning whose end is not there; `began` is the note that it ends.
    void tell_call(const Note& note, const Note* began)
    {
        Observation observation;
        observation.call = true;
        observation.channel = Channel::phone;
        double seconds = 0;
        bool owner_came = note.call.parts.empty() || is_person(conversation_);
        for (const SkypePart& part : note.call.parts) {
            seconds = std::max(seconds, part.seconds.value_or(0));
            if (survey_.is_owner(part.identity))
                owner_came = true;
            else if (!part.identity.empty())
                observation.parties.push_back(party_of(part.identity, part.name));
        }
        const bool ended = note.call.type == "ended";
        const auto length = Seconds{static_cast<std::int64_t>(std::min(seconds, 1e7))};
        observation.at = began != nullptr ? began->at : ended ? note.at - length : note.at;
        const std::string& id = !note.call.id.empty() ? note.call.id : note.id;
        observation.source_key = "skype:call:" + conversation_ + ":" + id;
        const std::string& by = began != nullptr ? began->from : note.from;
        observation.direction = survey_.is_owner(by) ? Direction::out : Direction::in;
        if (seconds > 0) observation.size = seconds / 60;

        const bool missed = note.call.type == "missed" || (ended && seconds <= 0);
        if (missed || !owner_came) {
            if (!is_person(conversation_) && !missed) return sink_.skip(Skip::no_counterpart, note.at);
            observation.channel = Channel::missed_call;
            observation.size.reset();
        }
        if (is_person(conversation_) || observation.parties.empty())
            observation.parties = survey_.others(conversation_);
        const bool rung = observation.channel == Channel::missed_call && observation.direction == Direction::in;
        if (rung && is_person(by) && !is_person(conversation_)) observation.parties = {party_of(by, {})};
        observation.others = std::max(1, static_cast<int>(observation.parties.size()));
        if (observation.at > context_.now) return sink_.skip(Skip::future, observation.at);
        if (observation.parties.empty()) return sink_.skip(Skip::no_counterpart, observation.at);
        sink_.record(observation);
    }

    const Survey& survey_;
    const Context& context_;
    Sink& sink_;
    std::string conversation_;
    std::vector<Note> notes_;
};

std::optional<std::string> home(std::string_view name, Names names)
{
    const auto has = [&](const std::string& wanted) { return std::binary_search(names.begin(), names.end(), wanted); };
    const auto slash = name.rfind('/');
    std::string folder{name.substr(0, slash + 1)}; // npos + 1 is 0
    const std::string_view file = name.substr(slash + 1);
    const bool known = file == "messages.json" || file == "endpoints.json";
    if (!known) {
        if (!folder.ends_with("media/")) return std::nullopt;
        folder.resize(folder.size() - 6);
    }
    return has(folder + "messages.json") && has(folder + "endpoints.json") ? std::optional{folder} : std::nullopt;
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    const std::string text = utf8_head(head);
    const std::string_view front = stripped(text);
    if (!front.starts_with('{')) return 0;
    const auto has = [&](std::string_view key) { return front.find(key) != front.npos; };
    if (!has("\"conversations\"")) return 0;
    return has("\"userId\"") || has("\"MessageList\"") ? 95 : 0;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    const Input* file = input.members.empty() ? &input : member_named(input, "messages.json");
    Survey survey;
    survey.read(*file);
    if (survey.owner().empty())
        throw Problem{Problem::Kind::bad_input, "this is no Skype export: it does not say whose it is",
                      "export it again, and name the .tar or messages.json"};
    sink.owner(survey.owner_party());
    Teller teller{survey, context, sink};
    const JsonPart parts[] = {{"conversations/*/id", [&](const json& id) { teller.begin(id); }},
                              {"conversations/*/MessageList/*", [&](const json& message) { teller.tell(message); }}};
    JsonFiles files{sink};
    files.read(*file, parts);
    teller.finish();
    files.finish(input.name);
}

} // namespace

const Format skype{"skype", sniff, read, home};

} // namespace blend::intake
