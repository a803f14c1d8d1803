#pragma once

// An address at some service: kind and normalised value. It belongs to a contact, to the owner, or to nobody yet.

#include "daemon/core/words.hpp"

#include <compare>
#include <span>
#include <string>

namespace blend {

enum class HandleKind {
    email,
    phone,
    whatsapp,
    telegram,
    signal,
    facebook,
    instagram,
    google,
    discord,
    slack,
    skype,
    linkedin,
    meeting,
    name, ///< only a name, as hand-kept logs and attendance lists have it
    card, ///< the UID of an address book card
    log,  ///< made by Blend for what the owner logs by hand; its value is drawn once and means the same in every ledger
};
template <> struct Words<HandleKind> {
    static constexpr auto all = std::to_array<std::string_view>(
        {"email", "phone", "whatsapp", "telegram", "signal", "facebook", "instagram", "google", "discord", "slack",
         "skype", "linkedin", "meeting", "name", "card", "log"});
};

struct Handle {
    HandleKind kind{};
    std::string value; ///< normalised: lower-case address, E.164 number, trimmed name

    auto operator<=>(const Handle&) const = default;
};

/// The other kinds under which the same value is the same address: a number at WhatsApp is the telephone's number, an
/// account named by a mail address is that address. Empty for a value that its service alone understands.
std::span<const HandleKind> twin_kinds(const Handle& handle);

} // namespace blend
