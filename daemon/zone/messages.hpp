#pragma once

// Sentences in the owner's language, from the patterns of schema/messages. Hides ICU, its plural rules and its dates.
//
// May be called from any thread. A sentence that a language does not have is said in English; one that no language
// has is its key, which the tests refuse.

#include "daemon/core/said.hpp"
#include "daemon/core/words.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace blend {

enum class Language { en, de, es, hi, ar };
template <> struct Words<Language> {
    static constexpr auto all = std::to_array<std::string_view>({"en", "de", "es", "hi", "ar"});
};

namespace zone {

/// What the machine speaks by LC_ALL, LC_MESSAGES or LANG; English when Blend does not.
Language system_language();

std::string say(const Sentence& sentence, Language language);

/// One after the other.
std::string say(std::span<const Sentence> said, Language language);

} // namespace zone
} // namespace blend
