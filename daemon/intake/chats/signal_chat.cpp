#include "daemon/core/numerics.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/signal_shapes.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/json_files.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/identity.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace blend::intake {
namespace {

using nlohmann::json;

constexpr std::size_t longest_body = std::size_t{1} << 20;

struct Entry {
    std::optional<LocalTime> time;
    std::string sender;
    std::string body; ///< as chat.md has it
    bool deleted{};
    bool holds_more{}; ///< attachments, a sticker
    std::optional<SignalCall> call;
};

/// "[2020-01-17 21:49:05] " or, of older versions, "[2020-01-17, 21:49] " at the front; what follows is left.
std::optional<LocalTime> bracketed_time(std::string_view& line)
{
    const auto close = line.find(']');
    if (!line.starts_with('[') || close == line.npos || close > 24 || line.substr(close + 1, 1) != " ")
        return std::nullopt;
    const std::string_view inside = line.substr(1, close - 1);
    const bool comma = inside.size() > 10 && inside[10] == ',';
    if (inside.size() < 16 || (!comma && inside[10] != ' ')) return std::nullopt;
    std::string local{inside.substr(0, 10)};
    local += 'T';
    local += inside.substr(comma ? 12 : 11);
    if (local.size() == 16) local += ":00";
    const auto time = parse_iso_local(local);
    if (time) line.remove_prefix(close + 2);
    return time;
}

/// Takes out `(OPEN … CLOSE)` at the end of a body; whether there was one.
bool take_mark(std::string& body, std::string_view open, std::string_view close)
{
    if (!stripped(body).ends_with(close)) return false;
    const auto begin = body.rfind(open);
    if (begin == body.npos) return false;
    body.resize(begin);
    return true;
}

/// Takes out "![name](./media/…)"; whether there was any.
bool take_links(std::string& body)
{
    bool any = false;
    for (const std::string_view into : {"](./media/", "](media/", "](../exported_stickers/"})
        for (auto at = body.find(into); at != body.npos; at = body.find(into)) {
            const auto end = body.find(')', at);
            auto begin = body.rfind('[', at);
            if (end == body.npos || begin == body.npos) break;
            if (begin > 0 && body[begin - 1] == '!') --begin;
            body.erase(begin, end + 1 - begin);
            any = true;
        }
    return any;
}

/// What a person wrote: without what others wrote or answered, on one line.
void settle(Entry& entry)
{
    take_mark(entry.body, "(- ", "-)");
    if (take_mark(entry.body, "(( ", "))")) entry.holds_more = true;
    if (take_links(entry.body)) entry.holds_more = true;
    std::string own;
    for (std::string_view rest = entry.body; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = stripped(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty() || line.starts_with('>')) continue;
        if (!own.empty()) own += ' ';
        own += line;
    }
    entry.body = std::move(own);
    if (entry.body == "(This message was deleted)") entry.deleted = true;
    if (!entry.call) entry.call = worded_signal_call(entry.body);
}

using Take = std::function<void(Entry& entry)>;

/// The same of both files: a message of chat.md and of data.json is told alike.
void entries_of_text(const Input& file, const Take& take, const std::function<void(std::uint64_t)>& progress)
{
    const auto stream = file.open();
    Lines lines{*stream};
    std::optional<Entry> open;
    const auto finish = [&] {
        if (!open) return;
        settle(*open);
        take(*open);
        open.reset();
    };
    for (Line line; lines.next(line);) {
        progress(lines.consumed());
        std::string_view text = line.text;
        const auto time = line.begins ? bracketed_time(text) : std::nullopt;
        if (!time) {
            if (open && open->body.size() < longest_body) open->body.append(line.begins ? "\n" : "").append(text);
            continue;
        }
        finish();
        const auto colon = text.find(": ");
        open.emplace();
        open->time = time;
        open->sender = stripped(text.substr(0, std::min(colon, text.size())));
        if (open->sender.ends_with(':')) open->sender.pop_back();
        if (colon != text.npos) open->body = text.substr(colon + 2);
    }
    finish();
}

Entry entry_of(const json& line)
{
    Entry entry;
    std::string date{text_of(line, "date").substr(0, 19)};
    if (date.size() == 19) date[10] = 'T';
    entry.time = parse_iso_local(date);
    entry.sender = text_of(line, "sender");
    entry.body = text_of(line, "body");
    entry.deleted = is_true(line, "deleted");
    const json& attachments = member(line, "attachments");
    const json& sticker = member(line, "sticker");
    entry.holds_more =
        (attachments.is_array() && !attachments.empty()) || sticker.is_object() || !text_of(line, "sticker").empty();
    for (const char* key : {"call_history", "callHistory", "call"})
        if (!entry.call) entry.call = signal_call(member(line, key));
    const bool missed = is_true(line, "missed");
    settle(entry);
    if (!entry.call && is_true(line, "call"))
        entry.call = SignalCall{entry.sender == "Me" ? Direction::out : Direction::in, Channel::phone, std::nullopt};
    if (entry.call && missed) entry.call->channel = Channel::missed_call;
    return entry;
}

class Chat {
public:
    Chat(std::string title, const Context& context, Sink& sink)
        : title_{std::move(title)}, context_{context}, sink_{sink}
    {
    }

    void survey(const Entry& entry)
    {
        if (entry.sender.empty() || entry.sender == "No-Sender") return;
        const bool known = std::find(authors_.begin(), authors_.end(), entry.sender) != authors_.end();
        if (!known && authors_.size() < most_authors) authors_.push_back(entry.sender);
    }

    void settle_cast()
    {
        bool owner_wrote = false;
        for (const std::string& author : authors_) {
            if (is_owner(author))
                owner_wrote = true;
            else
                others_.push_back(party(author));
        }
        const bool only_the_other = authors_.size() == 1 && authors_.front() == title_;
        if (!authors_.empty() && !owner_wrote && !only_the_other) ask();
        const bool titled = title_ != "chat" && title_ != "data" && title_ != "Note to self" && !is_owner(title_);
        if (others_.empty() && !title_.empty() && titled) others_.push_back(party(title_));
    }

    void tell(const Entry& entry)
    {
        if (!entry.time) return sink_.skip(Skip::no_date);
        Observation observation;
        observation.at = context_.zone.instant(*entry.time);
        observation.zoned = false;
        observation.channel = Channel::chat;
        if (entry.deleted) return sink_.skip(Skip::unsent, observation.at);
        observation.source_key = key_of(entry);
        if (entry.call) return tell_call(observation, *entry.call, others_, context_, sink_);
        if (entry.sender.empty() || entry.sender == "No-Sender") return sink_.skip(Skip::system, observation.at);
        if (entry.body.empty() && !entry.holds_more) return sink_.skip(Skip::system, observation.at);
        const Said words = said(entry.body);
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        intake::tell(observation, is_owner(entry.sender) ? Author::owner : Author::other, party(entry.sender), others_,
                     static_cast<int>(others_.size()), context_, sink_);
    }

private:
    static constexpr std::size_t most_authors = 10'000;

    static Party party(const std::string& name) { return signal_party({}, {}, name); }

    bool is_owner(const std::string& name) const
    {
        if (name == "Me") return true;
        return context_.is_owner &&
               (context_.is_owner(party(name)) || context_.is_owner({{HandleKind::name, name}, name}));
    }

    [[noreturn]] void ask() const
    {
        const std::string& proposed =
            authors_.size() == 2 && authors_.front() == title_ ? authors_.back() : authors_.front();
        ask_who_is_owner(authors_, proposed);
    }

    /// The same for chat.md and data.json, whichever an export has.
    std::string key_of(const Entry& entry)
    {
        const std::string own = iso_local(*entry.time) + ":" + entry.sender + ":" + hexadecimal(fnv1a(entry.body));
        const std::uint64_t ordinal = ordinals_.next(entry.time->time_since_epoch().count(), fnv1a(own));
        return "signal:chat:" + own + (ordinal > 0 ? ":" + std::to_string(ordinal) : "");
    }

    std::string title_;
    const Context& context_;
    Sink& sink_;
    std::vector<std::string> authors_;
    std::vector<Party> others_;
    Ordinals ordinals_; ///< of equal messages of one second
};

/// The chat's own folder tells its name.
std::string title_of_chat(const Input& input)
{
    if (input.members.empty() || !input.inside.empty()) return title_of_input(input);
    return input.path.filename().string();
}

} // namespace

bool is_signal_json_chat(std::string_view head)
{
    const std::string_view line = head.substr(0, head.find('\n'));
    if (!line.starts_with('{')) return false;
    for (const char* key : {"\"date\"", "\"sender\"", "\"body\"", "\"reactions\"", "\"attachments\""})
        if (line.find(key) == line.npos) return false;
    return true;
}

int sureness_of_signal_chat(std::string_view file_name, std::string_view head)
{
    const bool named = file_name.ends_with(".md");
    while (!head.empty() && !head.starts_with('[')) { // a chat may begin in the middle
        const auto end = head.find('\n');
        if (!named || end == head.npos) return 0;
        head.remove_prefix(end + 1);
    }
    const bool older = head.size() > 18 && head[11] == ',' && head[18] == ']';
    std::string_view rest = head;
    if (!bracketed_time(rest)) return 0;
    if (rest.substr(0, rest.find('\n')).find(':') == rest.npos) return 0;
    if (named) return 97;
    if (older) return 95; // WhatsApp writes seconds in brackets, always
    return head.find("] Me: ") != head.npos ? 92 : 50;
}

void read_signal_chat(const Input& input, const Context& context, Sink& sink)
{
    Chat chat{title_of_chat(input), context, sink};
    const Input* data = member_named(input, "data.json");
    const Input* text = member_named(input, "chat.md");
    if (input.members.empty())
        (input.name.ends_with(".json") || input.inside.ends_with(".json") ? data : text) = &input;
    if (data != nullptr) {
        const auto first = data->open();
        read_json_lines(
            *first, [&](const json& line) { chat.survey(entry_of(line)); }, [](std::uint64_t) {});
        chat.settle_cast();
        JsonFiles files{sink};
        files.read_lines(*data, [&](const json& line) {
            if (!line.is_object()) return sink.skip(Skip::broken);
            chat.tell(entry_of(line));
        });
        return files.finish(input.name);
    }
    if (text == nullptr) return;
    entries_of_text(
        *text, [&](Entry& entry) { chat.survey(entry); }, [](std::uint64_t) {});
    chat.settle_cast();
    entries_of_text(
        *text, [&](Entry& entry) { chat.tell(entry); }, [&](std::uint64_t bytes) { sink.progress(bytes); });
}

} // namespace blend::intake
