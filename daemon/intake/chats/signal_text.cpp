#include "daemon/core/numerics.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/signal_shapes.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/identity.hpp"
#include "daemon/intake/mail/mail_date.hpp"

#include <functional>
#include <utility>

namespace blend::intake {
namespace {

constexpr std::size_t longest_body = std::size_t{1} << 20;

struct Entry {
    std::string from;
    std::string type;
    std::string sent;
    std::string body;
    bool holds_more{}; ///< attachments
};

/// Cuts the text into messages: fields, an empty line, the body.
class Entries {
public:
    explicit Entries(std::function<void(const Entry&)> take) : take_{std::move(take)} {}

    void line(std::string_view text)
    {
        // A body may hold anything, also a line like a field: only two of them after an empty line begin a message.
        if (held_) {
            const std::string held = std::exchange(*held_, {});
            held_.reset();
            if (text.starts_with("Type: ")) {
                finish();
                open_ = true;
                in_fields_ = true;
                entry_.from = held.substr(6);
            } else {
                add(held);
            }
        }
        if (!in_fields_ && after_empty_ && text.starts_with("From: ")) {
            held_ = std::string{text};
            return;
        }
        if (!in_fields_ && after_empty_ && text.starts_with("Type: ")) { // of somebody who is known no more
            finish();
            open_ = true;
            in_fields_ = true;
        }
        if (in_fields_)
            field(text);
        else
            add(text);
        after_empty_ = text.empty();
    }

    void end()
    {
        if (held_) add(*held_);
        held_.reset();
        finish();
    }

private:
    void field(std::string_view text)
    {
        if (text.empty())
            in_fields_ = false;
        else if (text.starts_with("Type: "))
            entry_.type = text.substr(6);
        else if (text.starts_with("Sent: "))
            entry_.sent = text.substr(6);
        else if (text.starts_with("Attachment: "))
            entry_.holds_more = true;
    }

    void add(std::string_view text)
    {
        if (!open_ || text.starts_with('>')) return; // what somebody quotes is not what they say
        if (text.starts_with('|')) {                 // of a message that was changed, the newest version comes first
            text.remove_prefix(text.starts_with("| ") ? 2 : 1);
            if (text.starts_with("Version: ")) ++versions_;
            const bool field = text.starts_with("Version: ") || text.starts_with("Sent: ") || text.starts_with('>') ||
                               text.starts_with("Attachment: ");
            if (field || versions_ > 1) return;
        }
        if (entry_.body.size() < longest_body) entry_.body.append(text).push_back('\n');
    }

    void finish()
    {
        if (open_) take_(entry_);
        entry_ = {};
        open_ = in_fields_ = false;
        versions_ = 0;
    }

    std::function<void(const Entry&)> take_;
    Entry entry_;
    std::optional<std::string> held_; ///< "From: …", until the next line says what it is
    bool open_{};
    bool in_fields_{};
    bool after_empty_{true};
    int versions_{};
};

/// The conversation's own name stands in the first line.
std::string cut(std::istream& stream, const std::function<void(const Entry&)>& take,
                const std::function<void(std::uint64_t)>& progress)
{
    std::string title;
    Entries entries{take};
    Lines lines{stream};
    bool first = true;
    for (Line line; lines.next(line);) {
        progress(lines.consumed());
        if (first && line.text.starts_with("Conversation: "))
            title = line.text.substr(14);
        else
            entries.line(line.text);
        first = false;
    }
    entries.end();
    return title;
}

class Talk {
public:
    Talk(const Context& context, Sink& sink) : context_{context}, sink_{sink} {}

    void survey(const Entry& entry)
    {
        if (entry.type == "incoming" && !entry.from.empty()) circle_.add({}, party_of_title(entry.from));
    }

    void settle(const std::string& title)
    {
        others_ = circle_.others({});
        if (others_.empty() && !title.empty() && !title.ends_with("(group)")) others_ = {party_of_title(title)};
    }

    void tell(const Entry& entry)
    {
        const auto at = mail_date(entry.sent);
        const bool by_owner = entry.type == "outgoing";
        if (entry.type == "call-history")
            sink_.warn("this form of a chat does not say how long calls were; the JSON form does");
        if (!by_owner && entry.type != "incoming") return sink_.skip(Skip::system, at);
        if (!at) return sink_.skip(Skip::no_date);
        const std::string_view body = stripped(entry.body);
        if (body.empty() && !entry.holds_more) return sink_.skip(Skip::system, at);
        Party author = party_of_title(entry.from);
        if (!by_owner && author.handle.value.empty() && others_.size() == 1) author = others_.front();
        if (!by_owner && author.handle.value.empty()) return sink_.skip(Skip::no_counterpart, at);

        Observation observation;
        observation.at = *at;
        observation.channel = Channel::chat;
        const Said words = said(body);
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        const std::string own =
            (by_owner ? std::string{"me"} : author.handle.value) + ":" + rfc3339(*at) + ":" + hexadecimal(fnv1a(body));
        const std::uint64_t ordinal = ordinals_.next(at->time_since_epoch().count(), fnv1a(own));
        observation.source_key = "signal:text:" + own + ":" + std::to_string(ordinal);
        intake::tell(observation, by_owner ? Author::owner : Author::other, author, others_,
                     static_cast<int>(others_.size()), context_, sink_);
    }

private:
    const Context& context_;
    Sink& sink_;
    SignalCircle circle_;
    std::vector<Party> others_;
    Ordinals ordinals_; ///< of equal messages of one second
};

} // namespace

bool is_signal_text(std::string_view head)
{
    const bool begins = head.starts_with("Conversation: ") || head.starts_with("From: ") || head.starts_with("Type: ");
    if (!begins || head.find("\nSent: ") == head.npos) return false;
    for (const char* type : {"incoming", "outgoing", "call-history", "group-v2-change", "timer-notification",
                             "keychange", "verified-change", "profile-change"})
        if (head.find("Type: " + std::string{type} + "\n") != head.npos ||
            head.find("Type: " + std::string{type} + "\r\n") != head.npos)
            return true;
    return false;
}

void read_signal_text(const Input& input, const Context& context, Sink& sink)
{
    Talk talk{context, sink};
    const auto first = input.open();
    talk.settle(cut(
        *first, [&](const Entry& entry) { talk.survey(entry); }, [](std::uint64_t) {}));
    const auto second = input.open();
    cut(
        *second, [&](const Entry& entry) { talk.tell(entry); }, [&](std::uint64_t bytes) { sink.progress(bytes); });
}

} // namespace blend::intake
