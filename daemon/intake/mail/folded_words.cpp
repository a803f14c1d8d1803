#include "daemon/intake/mail/folded_words.hpp"

#include "daemon/zone/letters.hpp"

#include <utility>

namespace blend::intake {

FoldedWords::FoldedWords(std::vector<std::string_view> words) : words_{std::move(words)}
{
    for (std::size_t place = 0; place < words_.size(); ++place)
        if (zone::folds_plainly(words_[place])) latin_.emplace(zone::folded(words_[place]), place);
}

std::optional<std::size_t> FoldedWords::find(std::string_view text) const
{
    const auto found_in = [&](const Places& places) {
        const auto found = places.find(zone::folded(text));
        return found == places.end() ? std::nullopt : std::optional{found->second};
    };
    const auto latin = found_in(latin_);
    if (latin || zone::folds_plainly(text)) return latin;
    std::call_once(others_folded_, [this] {
        for (std::size_t place = 0; place < words_.size(); ++place)
            if (!zone::folds_plainly(words_[place])) others_.emplace(zone::folded(words_[place]), place);
    });
    return found_in(others_);
}

} // namespace blend::intake
