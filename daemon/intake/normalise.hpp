#pragma once

// Handles in the one spelling under which they are stored and compared.
//
// Hides libphonenumber and the table of senders that are no persons. Pure functions of their arguments, thread-safe,
// total: whatever bytes come in, a value or nothing comes out.

#include "daemon/core/handle.hpp"
#include "daemon/intake/observation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace blend::intake {

/// One line of valid UTF-8: control characters and marks of writing direction gone, blanks of every kind joined to
/// one, none at the ends. Empty when nothing is left.
std::string clean_name(std::string_view text);

/// The handle that a party's raw value means; empty when nothing is left of it.
///
///   email     "<MailTo:Ana@X.org>"  -> ana@x.org
///   phone     "(0171) 123-4567"     -> +491711234567 in region "DE"; an extension stays: +14186569254;ext=102.
///             A number that cannot exist keeps its digits; a sender without a number ("DHL") keeps its name.
///   whatsapp  a phone number or, of somebody in the address book, the name shown
///   name      as clean_name
///
/// A phone "number" that is a mail address becomes an email handle: MMS gateways write so.
/// `default_region` is the ISO 3166 country of numbers without a country code; empty when unknown.
std::optional<Handle> normalised(const Party& party, std::string_view default_region);

/// Why a normalised handle is nobody to stay in touch with: "no_reply", "mailing_list", "machine", "short_code",
/// "sender_name", "resource" of a calendar, "bot". Empty for a person.
std::optional<std::string_view> not_a_person(const Handle& handle);

inline bool somebody(const Handle& handle) { return !not_a_person(handle); }

} // namespace blend::intake
