#pragma once

// Of the shapes of schema/api.json, those of how the owner is told: ways out, what left by them, the line for a prompt.
// The conventions are those of shapes.hpp.

#include "daemon/wire/capture_shapes.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace blend::wire {

struct Way {
    std::int64_t id{};
    std::string kind; ///< desktop mail sendmail ntfy gotify webhook command
    std::string name; ///< "mail to owner@example.org"
    std::string address;
    Optional<std::string> server;
    Optional<std::string> sender;
    Optional<std::string> user;
    Optional<std::string> secret; ///< "keyring" or "command": where it is found, never what it is
    std::vector<std::string> carries;
    bool hide_names{};
    bool is_on{};                    ///< as the owner wishes
    Optional<std::string> off;       ///< since when it is off because it kept failing
    Optional<std::string> problem;   ///< why the last try failed
    Optional<std::string> delivered; ///< when something last left by it
    std::string sentence;            ///< how it stands, in one line
};

struct WayList {
    std::vector<Way> ways; ///< oldest first
};

struct WayRequest {
    std::string kind;
    Optional<std::string> address;
    Optional<std::string> server;
    Optional<std::string> sender;
    Optional<std::string> user;
    Optional<std::string> secret;   ///< "keyring", or "command: pass show mail"
    Optional<std::string> password; ///< the secret itself, for the keyring
    Optional<std::vector<std::string>> carries;
    Optional<bool> hide_names;
};

/// Only what is present changes.
struct WayChange {
    Optional<std::vector<std::string>> carries;
    Optional<bool> hide_names;
    Optional<bool> is_on;
    Optional<std::string> secret;
    Optional<std::string> password;
};

/// One thing that was to leave by a way; its words are not kept.
struct Delivery {
    std::string topic;
    std::string key; ///< what of the topic: a day, a plan and its start, a week
    std::string made;
    int tries{};
    Optional<std::string> next; ///< when it is tried again
    Optional<std::string> delivered;
    Optional<std::string> problem;
    std::string sentence;
};

struct DeliveryList {
    std::vector<Delivery> deliveries; ///< newest first
};

struct Prompt {
    std::string line; ///< "2 people · next: call Amma 18:00"; empty when there is nothing to say
};

} // namespace blend::wire
