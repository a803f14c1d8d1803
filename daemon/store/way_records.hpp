#pragma once

// What the ledger keeps of the ways out, as values.

#include "daemon/core/time.hpp"
#include "daemon/core/words.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace blend::store {

enum class WayKind { desktop, mail, sendmail, ntfy, gotify, webhook, command };

/// What the owner is told about.
enum class Topic { nudges, questions, reminders, report, notice, test };

/// How the owner is told, as they set it up.
struct WayRecord {
    std::int64_t id{};
    WayKind kind{};
    std::string address;               ///< a mail address, one on the web, a command line; empty for the desktop
    std::optional<std::string> server; ///< of mail: smtps://mail.example.org, or the program that takes it
    std::optional<std::string> sender; ///< of mail: the address it comes from
    std::optional<std::string> user;   ///< who signs in there
    std::optional<std::string> secret; ///< where its password, token or signing key is found
    std::set<Topic> carries;
    bool hide_names{};
    bool is_on{true}; ///< as the owner wishes
    Instant added{};

    bool operator==(const WayRecord&) const = default;
};

/// How a way stands.
struct WayState {
    int failures{};                       ///< in a row
    std::optional<Instant> failing_since; ///< when the first of them was
    int refusals{};                       ///< in a row, of the kind that trying again does not change
    std::optional<Instant> off;           ///< when it was turned off because it kept failing
    std::optional<std::string> problem;   ///< why the last try failed

    bool operator==(const WayState&) const = default;
};

/// One thing that was to leave by one way.
struct DeliveryRecord {
    std::int64_t way{};
    Topic topic{};
    std::string key; ///< what of the topic: a day, a plan and its start, a week
    Instant made{};
    int tries{};
    std::optional<Instant> next; ///< when it is tried again; empty = no more
    std::optional<Instant> delivered;
    std::optional<std::string> problem; ///< why the last try failed

    bool operator==(const DeliveryRecord&) const = default;
};

} // namespace blend::store
template <> struct blend::Words<blend::store::WayKind> {
    static constexpr auto all =
        std::to_array<std::string_view>({"desktop", "mail", "sendmail", "ntfy", "gotify", "webhook", "command"});
};
template <> struct blend::Words<blend::store::Topic> {
    static constexpr auto all =
        std::to_array<std::string_view>({"nudges", "questions", "reminders", "report", "notice", "test"});
};
