#pragma once

// What only the whole of a Telegram export tells: who writes in which chat, who the owner is, how people are numbered.
//
// Keeps names and numbers, never text; its size does not depend on the number of messages.

#include "daemon/intake/files/json.hpp"
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

/// What a chat says of itself before its messages. The numbers are as written; `TelegramIds` reads them.
struct TelegramHead {
    std::string type;
    std::string name;
    std::string id;

    /// The same in both readings of a file; empty when the chat says nothing of itself.
    std::string key() const { return id.empty() ? name : id; }
};

/// Follows which chat the messages belong to. The heads of chats stand before their messages.
class TelegramPlace {
public:
    /// Part of a head: "type", "name" or "id".
    void head(std::string_view part, const nlohmann::json& value);
    /// A message of the chat whose head came last.
    const TelegramHead& message()
    {
        inside_ = true;
        return head_;
    }

private:
    TelegramHead head_;
    std::set<std::string_view> seen_;
    bool inside_{}; ///< among the messages
};

/// The parts of a text that hold heads of chats and messages, wherever exports have them. Of messages only `members`.
/// They refer to what they are given.
std::vector<JsonPart> telegram_parts(TelegramPlace& place, std::span<const std::string_view> members,
                                     std::function<void(const nlohmann::json& message)> take);

/// People by number. Exports of before 2021 write numbers without "user" and with the kind of chat in the upper half.
class TelegramIds {
public:
    void see(const nlohmann::json& author);
    /// Numbers mean what they say, however large.
    void are_plain() { all_bare_in_old_range_ = false; }

    /// "123" for a user, "channel123" for what is none; empty for nothing.
    std::string id(std::string_view written) const;

private:
    bool shifted() const { return any_bare_ && all_bare_in_old_range_; }

    bool any_bare_{};
    bool all_bare_in_old_range_{true};
};

/// A channel or group that writes in its own name.
bool telegram_is_program(const Party& author);

/// A number or text as text.
std::string written_id(const nlohmann::json& value);

enum class TelegramKind { person, group, saved, program };

struct TelegramChat {
    TelegramKind kind{};
    std::string id;
    std::vector<Party> others; ///< whom a message of the owner reaches
};

class TelegramSurvey {
public:
    /// Reads the whole file, `progress` being told the bytes consumed, and decides who the owner is. Throws
    /// Problem{bad_input} when neither the file nor the context says it.
    TelegramSurvey(std::istream& stream, const Context& context, const std::function<void(std::uint64_t)>& progress);

    const TelegramChat& chat(const TelegramHead& head) const;
    const TelegramIds& ids() const { return ids_; }
    /// By handle.
    bool is_owner(const Party& author) const { return owners_.contains(author.handle.value); }
    /// What the file says of its owner, or what was decided; all of them handles to remember.
    const std::vector<Party>& owner() const { return owner_; }

private:
    struct Writer {
        std::string name;
        std::int64_t messages{};
    };
    struct Seen {
        TelegramHead head;
        std::map<std::string, Writer> authors; ///< by number as written
    };

    void author(const TelegramHead& head, const nlohmann::json& message);
    void personal(const nlohmann::json& information);
    std::map<std::string, Party> people_of(const Seen& seen, const TelegramChat& chat) const;
    void decide(const Context& context);

    TelegramIds ids_;
    std::map<std::string, Seen, std::less<>> seen_;
    std::map<std::string, TelegramChat, std::less<>> chats_;
    std::set<std::string> owners_;
    std::vector<Party> owner_;
};

/// Who wrote a message or began a call; a handle without value when it does not say. `role` is "from" or "actor".
Party telegram_author(const nlohmann::json& message, std::string_view role, const TelegramIds& ids);

std::string whole_name(const nlohmann::json& person); ///< of "first_name" and "last_name"

/// Telegram's numbers always have their country code, with "+", with "00" or with nothing before it.
Party telegram_phone(std::string_view number, const std::string& name);

} // namespace blend::intake
