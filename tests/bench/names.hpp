#pragma once

// Whom the invented files and ledgers are about: as many people as wanted, each with a name that nobody else has.

#include <array>
#include <string>
#include <string_view>

namespace blend::bench {

inline constexpr std::string_view owner = "Maya Stone";
inline constexpr std::string_view owner_address = "maya@example.org";

/// "Anna Abel" for 0, "Ben Abel" for 1, and "Anna Abel 2" after 900 others.
inline std::string name_of(int number)
{
    constexpr auto first = std::to_array<std::string_view>(
        {"Anna",  "Ben",  "Clara",  "David", "Emma",  "Felix", "Greta",   "Hugo", "Ines",  "Jonas",
         "Karla", "Leon", "Mia",    "Noah",  "Olga",  "Paul",  "Quentin", "Rosa", "Simon", "Tara",
         "Uwe",   "Vera", "Walter", "Xenia", "Yusuf", "Zoe",   "Amir",    "Bela", "Chloe", "Dana"});
    constexpr auto last = std::to_array<std::string_view>(
        {"Abel",  "Berger", "Costa", "Dorn",   "Engel", "Fink",   "Gross", "Haas",  "Ibsen",  "Jung",
         "Kern",  "Lang",   "Moser", "Nagel",  "Otto",  "Peters", "Quast", "Roth",  "Sauer",  "Thiel",
         "Urban", "Vogel",  "Weber", "Xavier", "York",  "Zander", "Arndt", "Busch", "Conrad", "Dietz"});
    const auto people = static_cast<int>(first.size() * last.size());
    const auto at = static_cast<std::size_t>(number % people);
    std::string name{first[at % first.size()]};
    name.append(" ").append(last[at / first.size()]);
    if (number >= people) name.append(" ").append(std::to_string(number / people + 1));
    return name;
}

inline std::string address_of(int number) { return "person" + std::to_string(number) + "@example.net"; }

} // namespace blend::bench
