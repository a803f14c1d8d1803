#pragma once

// The people of the demo year: Maya, whose log it is, and two dozen others with plain stories.
//
// Everybody is invented; addresses end in example.org and numbers lie in ranges kept free for fiction.

#include <span>
#include <string_view>

namespace blend::demo {

inline constexpr std::string_view owner_name = "Maya";
inline constexpr std::string_view owner_email = "maya@example.org";
inline constexpr std::string_view owner_zone = "America/New_York";

enum class CardVersion { v2_1, v3_0, v4_0 };

struct Person {
    std::string_view name;   ///< also how Maya saved them in her phone
    std::string_view circle; ///< empty: in the address book only
    std::string_view wishes; ///< further options of `blend add`
    std::string_view email;
    std::string_view phone;
    std::string_view birthday; ///< "MM-DD" or "YYYY-MM-DD"; empty = unknown
    CardVersion card{};
};

std::span<const Person> people();

/// The one of that name; there must be one.
const Person& person(std::string_view name);

} // namespace blend::demo
