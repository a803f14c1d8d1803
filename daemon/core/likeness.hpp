#pragma once

// Whether two names may be one person's. A guess with its reason, never more.
//
// Pure and total. Names come as folded words: small letters without accents, other scripts in Latin letters.

#include "daemon/core/words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace blend {

/// The surest first.
enum class Likeness { same_name, fewer_words, initials, short_form, spelling, none };
template <> struct Words<Likeness> {
    static constexpr auto all = std::to_array<std::string_view>(
        {"the same name", "the same name, one with fewer words", "the same name, shortened to initials",
         "a short form of the name", "a name spelled nearly so", ""});
};

/// "smith, j.-p." -> smith j p. Digits and signs part words and are no part of them.
std::vector<std::string> name_words(std::string_view folded);

/// The order of words does not matter; each word of the shorter name has to fit one of the longer.
Likeness likeness(const std::vector<std::string>& one, const std::vector<std::string>& other);

/// Names have a likeness only if they share one of these: under them those of many names are found that are worth
/// comparing. (Of names that share no word, those misspelled from the very first letters are passed over.)
std::vector<std::string> kin(const std::vector<std::string>& words);

/// Whether each word of the shorter name fits one of the longer: enough for one person where an address says so too.
bool compatible(const std::vector<std::string>& one, const std::vector<std::string>& other);

/// Jaro's measure with Winkler's weight for a common beginning: 1 for equal words, 0 for nothing in common. It was made
/// for the misspellings of names in a census (Winkler 1990) and still does best on short names (Cohen and others 2003).
double jaro_winkler(std::string_view one, std::string_view other);

} // namespace blend
