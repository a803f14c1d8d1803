#include "tests/fuzz/targets.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/phrase.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/http/head.hpp"
#include "daemon/intake/files/csv.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/json.hpp"
#include "daemon/intake/formats.hpp"
#include "daemon/intake/normalise.hpp"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

namespace blend::fuzz {
namespace {

using namespace intake;
namespace fs = std::filesystem;

const Instant now = *parse_rfc3339("2026-11-23T09:00:00Z");

/// Holds each call to what the collector relies on.
class Judge : public Sink {
public:
    using Sink::record;
    void record(std::span<const Observation> observations) override
    {
        assert(!observations.empty());
        for (const Observation& each : observations) {
            assert(!each.size || !std::isnan(*each.size));
            assert(each.others >= 1);
            assert(!each.source_key.empty() || each.key);
            for (const Party& party : each.parties) party_is_sound(party);
        }
    }
    void card(const Card& card) override
    {
        for (const Party& party : card.handles) party_is_sound(party);
    }
    void skip(Skip, std::optional<Instant>) override {}
    void owner(const Party& party) override { party_is_sound(party); }
    void warn(const std::string& sentence) override { assert(!sentence.empty()); }
    void progress(std::uint64_t) override {}

private:
    static void party_is_sound(const Party& party)
    {
        clean_name(party.name);
        if (const auto handle = normalised(party, "DE")) not_a_person(*handle);
    }
};

/// Half of all people are the owner: every branch of "who am I" is met.
bool is_somebody(const Party& party) { return (fnv1a(party.handle.value) & 1U) != 0; }

zone::Zone here() { return *zone::named("Europe/Berlin"); }

Context context()
{
    Context context;
    context.zone = here();
    context.now = now;
    context.date_order = DateOrder::dmy;
    context.is_owner = is_somebody;
    context.owner_known_by = [](HandleKind) { return true; };
    return context;
}

/// An export of several files, as a target of its own beside the format's single files.
struct Export {
    std::string_view target;
    std::string_view format;
    std::vector<std::string> files;
};

const std::vector<Export>& exports()
{
    static const std::vector<Export> all{
        {"facebook_export", "facebook", {"messages/inbox/ana_1/message_1.json", "messages/inbox/ana_1/message_2.json"}},
        {"discord_export", "discord", {"messages/index.json", "messages/c1/channel.json", "messages/c1/messages.json"}},
        {"slack_export", "slack", {"users.json", "dms.json", "D1/2024-01-01.json"}},
        {"google_chat_export",
         "google_chat",
         {"Users/User 1/user_info.json", "Groups/DM 1/group_info.json", "Groups/DM 1/messages.json"}},
        {"google_voice_export", "google_voice", {"Calls/Ana - Text - 2019-05-06T12_34_56Z.html"}},
        {"signal_export", "signal", {"chat.md", "data.json"}},
        {"signal_backup", "signal", {"message.csv", "recipient.csv"}},
        {"skype_export", "skype", {"endpoints.json", "messages.json"}},
    };
    return all;
}

/// What people's files are called, where a reader asks.
std::string file_name(const Format& format)
{
    if (format.name == "whatsapp") return "WhatsApp Chat with Ana.txt";
    if (format.name == "google_voice") return "Ana - Text - 2019-05-06T12_34_56Z.html";
    if (format.name == "facebook") return "message_1.json";
    if (format.name == "meetings") return "meet 2024-01-01.csv";
    return "file";
}

Input input_of(std::string_view bytes, std::string name)
{
    Input input;
    input.path = name;
    input.name = fs::path{name}.filename().string();
    input.inside = std::move(name);
    input.size = bytes.size();
    input.open = [text = std::string{bytes}] { return std::make_unique<std::istringstream>(text); };
    return input;
}

/// Bytes as a file of this run's own, for readers that need a path.
class RealFile {
public:
    RealFile(std::string_view bytes, std::string_view ending)
        : path_{fs::temp_directory_path() / ("blend_fuzz_" + std::to_string(::getpid()) + std::string{ending})}
    {
        std::ofstream{path_, std::ios::binary} << bytes;
    }
    ~RealFile() { fs::remove(path_); }
    RealFile(const RealFile&) = delete;

    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

void read_format(const Format& format, const Input& input)
{
    Judge judge;
    const Context run = context();
    format.read(input, run, judge);
}

/// A NUL divides the files; without one each has the same text.
void read_export(const Export& layout, std::string_view bytes)
{
    Input whole;
    whole.path = "export";
    whole.name = "export";
    whole.size = bytes.size();
    std::string_view rest = bytes;
    for (const std::string& name : layout.files) {
        const auto end = rest.find('\0');
        whole.members.push_back(input_of(end == std::string_view::npos ? rest : rest.substr(0, end), name));
        if (end != std::string_view::npos) rest.remove_prefix(end + 1);
    }
    if (const Format* format = format_named(layout.format)) read_format(*format, whole);
}

/// What is read from a path on the disk: databases, and zips with everything in them.
void read_path(std::string_view bytes, std::string_view ending)
{
    const RealFile file{bytes, ending};
    Judge judge;
    const Context run = context();
    for (Recognised& each : gathered(inputs_at(file.path()))) {
        const Format* format = each.format != nullptr ? each.format : recognised(each.input);
        if (format != nullptr) format->read(each.input, run, judge);
    }
}

void read_json_parts(std::string_view bytes)
{
    const auto nothing = [](const nlohmann::json&) {};
    const std::array<JsonPart, 4> parts{
        {{"messages/*", nothing}, {"chats/list/*/messages/*", nothing}, {"*/id", nothing}, {"name", nothing}}};
    std::istringstream stream{std::string{bytes}};
    read_json(stream, parts, [](std::uint64_t) {});
    std::istringstream lines{std::string{bytes}};
    read_json_lines(lines, nothing, [](std::uint64_t) {});
}

void read_table(std::string_view bytes)
{
    std::istringstream stream{std::string{bytes}};
    read_csv(stream, [](std::span<const std::string>) {});
}

struct Own {
    std::string_view name;
    void (*run)(std::string_view bytes);
};

constexpr std::array own_targets{
    Own{"zip", [](std::string_view bytes) { read_path(bytes, ".zip"); }},
    Own{"database", [](std::string_view bytes) { read_path(bytes, ".db"); }},
    Own{"json", read_json_parts},
    Own{"csv_rows", read_table},
    Own{"sentence", [](std::string_view bytes) { understand(bytes, here().local(now)); }},
    Own{"http_head", [](std::string_view bytes) { (void)http::read_head(bytes); }},
};

} // namespace

std::vector<std::string> target_names()
{
    std::vector<std::string> names;
    for (const Format* format : formats())
        if (format->name != "maildir") names.emplace_back(format->name); // a folder of what "eml" reads
    for (const Export& layout : exports())
        if (format_named(layout.format) != nullptr) names.emplace_back(layout.target);
    for (const Own& own : own_targets) names.emplace_back(own.name);
    return names;
}

std::vector<std::string> targets_for(std::string_view file_name, std::string_view bytes)
{
    std::vector<std::string> names;
    const Input input = input_of(bytes, std::string{file_name});
    const std::string head = head_of(input);
    for (const Format* format : formats())
        if (format->sniff(input, head) > 0) names.emplace_back(format->name);
    return names;
}

namespace {

/// How a target reads; empty when there is no such target.
std::function<void(std::string_view)> reader_of(std::string_view target)
{
    for (const Own& own : own_targets)
        if (own.name == target) return own.run;
    for (const Export& layout : exports())
        if (layout.target == target) return [&layout](std::string_view bytes) { read_export(layout, bytes); };
    const Format* format = format_named(target);
    if (format == nullptr) return {};
    return [format](std::string_view bytes) { read_format(*format, input_of(bytes, file_name(*format))); };
}

} // namespace

bool run_target(std::string_view name, std::string_view bytes)
{
    const auto read = reader_of(name);
    if (!read) return false;
    try {
        read(bytes);
    } catch (const Problem& problem) {
        assert(problem.kind != Problem::Kind::internal);
    }
    return true;
}

} // namespace blend::fuzz
