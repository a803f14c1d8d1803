#pragma once

// Who is who in a Slack workspace, and who is in which conversation. Hides users.json and the lists of conversations.

#include "daemon/intake/files/json_files.hpp"
#include "daemon/intake/observation.hpp"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace blend::intake {

struct SlackConversation {
    enum class Kind { direct, group, channel };

    std::string id; ///< stays when a channel is renamed
    Kind kind{Kind::channel};
    bool with_owner{};
    int other_people{};
    std::vector<std::string> others; ///< user ids, when they are few
};

class SlackWorkspace {
public:
    /// Reads the lists, tells the sink the owner and the cards of those whom they write with. Throws
    /// Problem{bad_input} when nothing says who the owner is.
    SlackWorkspace(const Input& input, const Context& context, JsonFiles& files, Sink& sink);

    bool is_owner(std::string_view user) const { return user == owner_; }
    bool is_bot(std::string_view user) const;
    Party party(std::string_view user) const;

    /// By the name of its folder.
    SlackConversation conversation_in(const std::string& folder) const;
    std::vector<Party> others(const SlackConversation& conversation) const;

private:
    struct User {
        std::string name;
        std::string email;
        bool bot{};
    };
    using Members = std::vector<std::string>;

    void read_users(const Input& file, JsonFiles& files);
    void find_owner(const std::vector<Members>& directs, const Context& context);
    [[noreturn]] void ask_who_is_owner(const std::vector<Members>& directs) const;
    SlackConversation conversation(const nlohmann::json& listed, SlackConversation::Kind kind) const;
    void tell_cards(Sink& sink) const;

    std::unordered_map<std::string, User> users_;
    std::map<std::string, SlackConversation> conversations_; ///< by folder
    std::string owner_;
};

} // namespace blend::intake
