#pragma once

// A sentence in parts: which one it is, and what fills it. schema/messages has its words, one pattern for each key and
// language, so that whoever shows it does so in the reader's own.

#include "daemon/core/time.hpp"

#include <map>
#include <string>
#include <vector>

namespace blend {

/// Every part of a sentence has another name, whatever kind of part it is.
struct Sentence {
    std::string key;
    std::map<std::string, std::vector<std::string>> names; ///< of people and what else the owner named
    std::map<std::string, std::string> words;              ///< what a pattern selects by
    std::map<std::string, double> numbers;                 ///< counts, and shares from 0 to 1
    std::map<std::string, std::string> times;              ///< on the clock they are told by: "2026-11-29T10:30:00"
    std::map<std::string, Sentence> phrases;               ///< sentences within this one
};

using Said = std::vector<Sentence>;

} // namespace blend
