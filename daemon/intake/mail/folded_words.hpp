#pragma once

// A list of words of many languages, looked up as people write them: case and accents do not matter.
//
// Hides that other scripts are costly to fold: their words are folded when the first text in such a script is looked
// up, which in most mailboxes never happens. May be used by several threads.

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

class FoldedWords {
public:
    /// The texts must outlive it.
    explicit FoldedWords(std::vector<std::string_view> words);

    /// The place of the first word in the list that folds to the same.
    std::optional<std::size_t> find(std::string_view text) const;

private:
    using Places = std::map<std::string, std::size_t, std::less<>>;

    std::vector<std::string_view> words_;
    Places latin_;
    mutable std::once_flag others_folded_;
    mutable Places others_;
};

} // namespace blend::intake
