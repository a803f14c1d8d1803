#pragma once

// The two shapes of Discord exports; `discord.hpp` says what is read of them.

#include "daemon/intake/observation.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace blend::intake {

/// The data package: a folder for each channel, with channel.json and messages.json or messages.csv.
void read_discord_package(const Input& input, const Context& context, Sink& sink);

/// Files of DiscordChatExporter.
void read_discord_chats(const Input& input, const Context& context, Sink& sink);

/// A number or text as text.
std::string discord_id(const nlohmann::json& value);

/// "2023-12-11 02:01:09" and RFC 3339; without an offset it is UTC.
std::optional<Instant> discord_time(std::string_view text);

enum class DiscordChannel { direct, group, server };
/// Of "DirectTextChat", "GROUP_DM", "1", 3 and the like.
DiscordChannel discord_channel(const nlohmann::json& type);

/// Files of an export called so, wherever they lie.
bool is_called(const Input& file, std::string_view name);

} // namespace blend::intake
