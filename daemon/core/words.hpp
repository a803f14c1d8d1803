#pragma once

// Enumerations travel as words: in SQL, JSON, on the command line and in sentences.
//
// Each enumeration says its words once, in a specialisation of `Words`, in the order of its enumerators.

#include <array>
#include <optional>
#include <string_view>

namespace blend {

template <class Enum> struct Words; // specialise with: static constexpr std::array all{"first"sv, "second"sv, …};

template <class Enum>
concept Worded = requires { Words<Enum>::all.size(); };

template <Worded Enum> constexpr std::string_view word(Enum value)
{
    return Words<Enum>::all.at(static_cast<std::size_t>(value));
}

template <Worded Enum> constexpr std::optional<Enum> from_word(std::string_view text)
{
    for (std::size_t index = 0; index < Words<Enum>::all.size(); ++index)
        if (Words<Enum>::all[index] == text) return static_cast<Enum>(index);
    return std::nullopt;
}

/// All enumerators, in order.
template <Worded Enum> constexpr auto every()
{
    std::array<Enum, Words<Enum>::all.size()> values{};
    for (std::size_t index = 0; index < values.size(); ++index) values[index] = static_cast<Enum>(index);
    return values;
}

} // namespace blend
