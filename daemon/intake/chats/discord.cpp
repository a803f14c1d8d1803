#include "daemon/intake/chats/discord.hpp"

#include "daemon/intake/chats/discord_shapes.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace blend::intake {

using nlohmann::json;

std::string discord_id(const json& value)
{
    if (value.is_string()) return value.get<std::string>();
    return value.is_number_integer() ? value.dump() : std::string{};
}

std::optional<Instant> discord_time(std::string_view text)
{
    std::string whole{stripped(text)};
    constexpr std::size_t date = 10; // bytes
    if (whole.size() > date && whole[date] == ' ') whole[date] = 'T';
    if (const auto instant = parse_rfc3339(whole)) return instant;
    return parse_rfc3339(whole + 'Z');
}

DiscordChannel discord_channel(const json& type)
{
    const std::string text = discord_id(type);
    if (text == "1" || text == "DM" || text == "DirectTextChat") return DiscordChannel::direct;
    if (text == "3" || text == "GROUP_DM" || text == "DirectGroupTextChat") return DiscordChannel::group;
    return DiscordChannel::server;
}

bool is_called(const Input& file, std::string_view name)
{
    const std::string_view inside = file.inside;
    return inside == name || (inside.ends_with(name) && inside[inside.size() - name.size() - 1] == '/');
}

namespace {

constexpr std::size_t shortest_number = 15; // digits of the numbers that Discord counts with

bool is_number(std::string_view text)
{
    return text.size() >= shortest_number && std::all_of(text.begin(), text.end(), is_digit);
}

/// "c1234567890123456", and without the letter in old packages. Within "Messages" any number will do: whoever passes
/// a package on shortens them.
bool is_channel_folder(std::string_view name, std::size_t fewest_digits)
{
    if (name.starts_with('c')) name.remove_prefix(1);
    return name.size() >= fewest_digits && std::all_of(name.begin(), name.end(), is_digit);
}

/// "Direct Messages - Private - Ilse [1234567890123456] [part 2].json"
bool is_saved_chat(std::string_view name)
{
    if (!name.ends_with(".json")) return false;
    for (auto open = name.find('['); open != name.npos; open = name.find('[', open + 1))
        if (const auto close = name.find(']', open); close != name.npos)
            if (is_number(name.substr(open + 1, close - open - 1))) return true;
    return false;
}

/// Where the package begins whose messages lie in "…/Messages/c123/".
std::optional<std::string> package_at(std::string_view name)
{
    const auto file = name.rfind('/');
    if (file == name.npos || file == 0) return std::nullopt;
    const std::string_view last = name.substr(file + 1);
    if (last != "channel.json" && last != "messages.json" && last != "messages.csv") return std::nullopt;
    const std::string_view folder = name.substr(0, file);
    const auto above = folder.rfind('/');
    const std::string_view channel = folder.substr(above + 1); // npos + 1 is 0
    if (above == folder.npos) return is_channel_folder(channel, shortest_number) ? std::optional{""} : std::nullopt;
    const auto messages = folder.rfind('/', above - 1);
    const bool in_messages = same(folder.substr(messages + 1, above - messages - 1), "messages");
    if (!is_channel_folder(channel, in_messages ? 1 : shortest_number)) return std::nullopt;
    if (!in_messages) return std::string{folder.substr(0, above + 1)};
    return messages == folder.npos ? std::string{} : std::string{folder.substr(0, messages + 1)};
}

std::optional<std::string> home(std::string_view name, Names names)
{
    const auto slash = name.rfind('/');
    const std::string_view file = name.substr(slash + 1);
    if (is_saved_chat(file)) return std::string{name.substr(0, slash + 1)};
    if (auto package = package_at(name)) return package;
    // What lies beside the messages of a package: account, servers, activity, programs.
    for (const std::string_view part : {"account/", "messages/", "servers/", "activity/", "activities_e/",
                                        "activities_w/", "programs/", "ads/", "support_tickets/", "readme.txt"}) {
        const auto at = lower(name).find(part);
        if (at == std::string::npos || (at > 0 && name[at - 1] != '/')) continue;
        const std::string above{name.substr(0, at)};
        for (const char* messages : {"Messages/", "messages/"}) {
            const auto found = std::lower_bound(names.begin(), names.end(), above + messages);
            for (auto each = found; each != names.end() && each->starts_with(above + messages) && each - found < 4;
                 ++each)
                if (package_at(*each) == above) return above;
        }
    }
    return std::nullopt;
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    const std::string text = utf8_head(head);
    const auto has = [&text](std::string_view part) { return text.find(part) != std::string::npos; };
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos || text[first] != '{' || !has("\"guild\"") || !has("\"channel\"")) return 0;
    return has("\"dateRange\"") || has("\"exportedAt\"") || has("\"callEndedTimestamp\"") ? 95 : 70;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    const auto files = files_of(input);
    const bool package =
        std::any_of(files.begin(), files.end(), [](const Input& file) { return package_at(file.inside).has_value(); });
    return package ? read_discord_package(input, context, sink) : read_discord_chats(input, context, sink);
}

} // namespace

const Format discord{"discord", sniff, read, home};

} // namespace blend::intake
