#include "daemon/intake/chats/signal.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/signal_shapes.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/json_files.hpp"
#include "daemon/intake/files/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace blend::intake {
namespace {

using nlohmann::json;

constexpr std::size_t most_people = 100'000; // known by number, or in conversations

using Read = void (*)(const Input&, const Context&, Sink&);

struct Shape {
    int sureness{};
    Read read{};
};

Shape shape_of(const Input& input, std::string_view head)
{
    const std::string text = utf8_head(head);
    const std::string_view front = stripped(text);
    if (is_signal_lines(front)) return {96, read_signal_lines};
    if (is_signal_desktop(front)) return {95, read_signal_desktop};
    if (is_signal_text(front)) return {97, read_signal_text};
    if (is_signal_json_chat(front)) return {90, read_signal_chat};
    if (is_signal_table(front)) return {95, read_signal_table};
    const std::string_view name = file_name(input.inside.empty() ? input.name : input.inside);
    return {sureness_of_signal_chat(name, front), read_signal_chat};
}

int sniff(const Input& input, std::string_view head)
{
    return input.folder || head.empty() ? 0 : shape_of(input, head).sureness;
}

/// A chat of signal-export is a folder with chat.md, and data.json beside it in later versions; a backup's tables lie
/// side by side.
std::optional<std::string> home(std::string_view name, Names names)
{
    const auto has = [&](const std::string& wanted) { return std::binary_search(names.begin(), names.end(), wanted); };
    const auto slash = name.rfind('/');
    const std::string folder{name.substr(0, slash + 1)}; // npos + 1 is 0
    const std::string_view file = name.substr(slash + 1);
    const bool chat = has(folder + "chat.md");
    if (chat && (file == "chat.md" || file == "data.json" || file == "index.html")) return folder;
    if (folder.ends_with("media/")) {
        std::string above = folder.substr(0, folder.size() - 6);
        if (has(above + "chat.md")) return above;
    }
    const bool backup = has(folder + "message.csv") && has(folder + "recipient.csv");
    if (backup && (file == "message.csv" || file == "recipient.csv")) return folder;
    return std::nullopt;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    if (member_named(input, "message.csv") != nullptr) return read_signal_table(input, context, sink);
    if (!input.members.empty()) return read_signal_chat(input, context, sink);
    const Shape shape = shape_of(input, head_of(input));
    if (shape.sureness == 0)
        throw Problem{Problem::Kind::bad_input, "this is nothing that Signal's messages are written down as",
                      "export them again, or say what it is: --as FORMAT"};
    shape.read(input, context, sink);
}

/// "3m 5s", "1h 2m 3s", "45s" in minutes.
std::optional<double> minutes_of(std::string_view text)
{
    double seconds = 0;
    bool any = false;
    while (!(text = stripped(text)).empty()) {
        int number{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || number < 0 || end == text.data() + text.size()) return std::nullopt;
        const int unit = *end == 'h' ? 3600 : *end == 'm' ? 60 : *end == 's' ? 1 : 0;
        if (unit == 0) return std::nullopt;
        seconds += static_cast<double>(number) * unit;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
        any = true;
    }
    return any ? std::optional{seconds / 60} : std::nullopt;
}

std::optional<double> minutes_between(std::optional<std::int64_t> from, std::optional<std::int64_t> to)
{
    if (!from || !to || *from <= 0 || *to < *from) return std::nullopt;
    return static_cast<double>(*to - *from) / 60'000;
}

} // namespace

Party signal_party(std::string_view number, std::string_view service_id, std::string_view name)
{
    const std::string_view value = !number.empty() ? number : !service_id.empty() ? service_id : name;
    // A service id comes in both cases.
    const bool is_id = !service_id.empty() && value == service_id;
    return {{HandleKind::signal, is_id ? lower(value) : std::string{value}}, std::string{name}};
}

std::optional<Instant> signal_instant(std::optional<std::int64_t> milliseconds)
{
    constexpr std::int64_t earliest = 100'000'000'000; // 1973; less is a counter and no moment
    constexpr std::int64_t latest = 100'000'000'000'000;
    if (!milliseconds || *milliseconds < earliest || *milliseconds > latest) return std::nullopt;
    return Instant{Seconds{*milliseconds / 1000}};
}

std::string title_of_input(const Input& input)
{
    std::string title = input.inside.empty() ? input.name : input.inside;
    while (title.ends_with('/')) title.pop_back();
    title = title.substr(title.rfind('/') + 1);
    if (input.members.empty())
        for (const std::string_view ending : {".json", ".txt", ".md", ".zip"})
            if (title.ends_with(ending)) title.resize(title.size() - ending.size());
    return title;
}

Party party_of_title(std::string_view title)
{
    title = stripped(title);
    const auto open = title.rfind(" (");
    if (open == std::string_view::npos || !title.ends_with(')')) return signal_party({}, {}, title);
    const std::string_view detail = title.substr(open + 2, title.size() - open - 3);
    const std::string_view name = title.substr(0, open);
    if (detail.starts_with('+')) return signal_party(detail, {}, name);
    const bool is_id = detail.size() == 36 && detail.find_first_not_of("0123456789abcdefABCDEF-") == detail.npos;
    return is_id ? signal_party({}, detail, name) : signal_party({}, {}, name);
}

std::optional<SignalCall> signal_call(const json& details)
{
    if (!details.is_object()) return std::nullopt;
    SignalCall call;
    const std::string_view direction = text_of(details, "direction");
    if (!direction.empty()) {
        call.direction = same(direction, "Outgoing") ? Direction::out : Direction::in;
        const std::string_view type =
            text_of(details, "callType").empty() ? text_of(details, "type") : text_of(details, "callType");
        const std::string_view status = text_of(details, "status");
        if (same(type, "Video")) call.channel = Channel::video;
        if (same(status, "Accepted") || same(status, "Joined"))
            call.minutes = minutes_between(integer_of(details, "timestamp"), integer_of(details, "endedTimestamp"));
        else
            call.channel = Channel::missed_call;
        return call;
    }
    const char* incoming = details.contains("wasIncomingCall") ? "wasIncomingCall" : "wasIncoming";
    if (!details.contains(incoming)) return std::nullopt;
    call.direction = is_true(details, incoming) ? Direction::in : Direction::out;
    if (is_true(details, "wasVideoCall")) call.channel = Channel::video;
    const auto accepted = integer_of(details, "acceptedTime");
    if (!accepted || *accepted <= 0 || is_true(details, "wasDeclined"))
        call.channel = Channel::missed_call;
    else
        call.minutes = minutes_between(accepted, integer_of(details, "endedTime"));
    return call;
}

std::optional<SignalCall> worded_signal_call(std::string_view body)
{
    body = stripped(body);
    if (body.size() > 80) return std::nullopt;
    SignalCall call;
    bool missed = false;
    const auto take = [&body](std::string_view word) {
        if (!body.starts_with(word)) return false;
        body.remove_prefix(word.size());
        return true;
    };
    if (take("Missed "))
        missed = true;
    else if (take("Outgoing "))
        call.direction = Direction::out;
    else if (!take("Incoming "))
        return std::nullopt;
    if (take("video "))
        call.channel = Channel::video;
    else if (!take("voice ") && !take("audio ") && !take("group "))
        take("adhoc ");
    if (!take("call")) return std::nullopt;
    if (!body.empty()) {
        if (!take(" (") || !body.ends_with(')')) return std::nullopt;
        body.remove_suffix(1);
        if (take("accepted"))
            call.minutes = minutes_of(body.starts_with(", ") ? body.substr(2) : std::string_view{});
        else
            missed = true;
    }
    if (missed) call.channel = Channel::missed_call;
    return call;
}

void tell_call(Observation observation, const SignalCall& call, std::span<const Party> others, const Context& context,
               Sink& sink)
{
    if (observation.at > context.now) return sink.skip(Skip::future, observation.at);
    if (others.empty()) return sink.skip(Skip::no_counterpart, observation.at);
    observation.call = true;
    observation.channel = call.channel;
    observation.direction = call.direction;
    observation.size = call.minutes;
    observation.parties.assign(others.begin(), others.end());
    observation.others = static_cast<int>(others.size());
    sink.record(observation);
}

void SignalCircle::learn(std::string_view number, std::string_view service_id)
{
    if (!number.empty() && !service_id.empty() && numbers_.size() < most_people)
        numbers_.try_emplace(lower(service_id), number);
}

void SignalCircle::add(const std::string& conversation, const Party& author)
{
    if (people_ >= most_people) return;
    if (authors_[conversation].try_emplace(author.handle, author.name).second) ++people_;
}

Party SignalCircle::party(std::string_view number, std::string_view service_id, std::string_view name) const
{
    if (number.empty())
        if (const auto known = numbers_.find(lower(service_id)); known != numbers_.end()) number = known->second;
    return signal_party(number, service_id, name);
}

std::vector<Party> SignalCircle::others(const std::string& conversation) const
{
    std::vector<Party> parties;
    if (const auto found = authors_.find(conversation); found != authors_.end())
        for (const auto& [handle, name] : found->second) parties.push_back({handle, name});
    return parties;
}

const Format signal_chats{"signal", sniff, read, home};

} // namespace blend::intake
