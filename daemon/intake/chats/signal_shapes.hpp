#pragma once

// The shapes in which Signal's messages come: how each is recognised, and read.

#include "daemon/intake/observation.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

/// Of signal-cli: one JSON object a line.
bool is_signal_lines(std::string_view head);
void read_signal_lines(const Input& input, const Context& context, Sink& sink);

/// Of Signal Desktop: an array of its messages.
bool is_signal_desktop(std::string_view head);
void read_signal_desktop(const Input& input, const Context& context, Sink& sink);

/// The same as text.
bool is_signal_text(std::string_view head);
void read_signal_text(const Input& input, const Context& context, Sink& sink);

/// Of signal-export: a folder for each chat, with chat.md, data.json or both.
bool is_signal_json_chat(std::string_view head);
int sureness_of_signal_chat(std::string_view file_name, std::string_view head);
void read_signal_chat(const Input& input, const Context& context, Sink& sink);

/// Of signalbackup-tools: the table of messages, and that of recipients beside it when there is one. Of programs before
/// it: text messages in the columns of a phone.
bool is_signal_table(std::string_view head);
void read_signal_table(const Input& input, const Context& context, Sink& sink);

/// By number where there is one, else by service id, else by name.
Party signal_party(std::string_view number, std::string_view service_id, std::string_view name);

/// Of a moment in milliseconds since 1970.
std::optional<Instant> signal_instant(std::optional<std::int64_t> milliseconds);

/// What a file or folder is called after, without what its ending says.
std::string title_of_input(const Input& input);

/// "Ana Lund (+4917…)": a name with what tells it apart from others.
Party party_of_title(std::string_view title);

/// A call as Signal keeps or words it.
struct SignalCall {
    Direction direction{Direction::in};
    Channel channel{Channel::phone}; ///< or video, or missed
    std::optional<double> minutes;
};

/// Of Signal Desktop's details, in their present and their former shape; empty when they tell no outcome.
std::optional<SignalCall> signal_call(const nlohmann::json& details);
/// "Incoming voice call (accepted, 3m 5s)"
std::optional<SignalCall> worded_signal_call(std::string_view body);

/// A call between the owner and others, told once.
void tell_call(Observation observation, const SignalCall& call, std::span<const Party> others, const Context& context,
               Sink& sink);

/// Who writes in each conversation besides the owner: whom a message of the owner reaches. Beyond as many people as
/// nobody knows, nothing more is remembered.
class SignalCircle {
public:
    /// A service id is shown by its number from the first time both are seen together.
    void learn(std::string_view number, std::string_view service_id);
    void add(const std::string& conversation, const Party& author);

    Party party(std::string_view number, std::string_view service_id, std::string_view name) const;
    std::vector<Party> others(const std::string& conversation) const;

private:
    std::map<std::string, std::string, std::less<>> numbers_; ///< by service id
    std::map<std::string, std::map<Handle, std::string>> authors_;
    std::size_t people_{}; ///< among them
};

} // namespace blend::intake
