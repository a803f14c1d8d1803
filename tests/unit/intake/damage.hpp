#pragma once

// Files that break off or hold wrong bytes, and what a format reads of them.

#include "daemon/core/problem.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace blend::intake {

/// What a format makes of an input: the keys of its records and the names of its cards, in the order of the file.
struct Told {
    std::vector<std::string> records;
    bool refused{};
};

inline Told told_of(const Format& format, const Input& input, const Context& context)
{
    struct Keys : Recorder {
        using Sink::record;
        void record(std::span<const Observation> some) override
        {
            for (const Observation& each : some) told.records.push_back(each.source_key);
        }
        void card(const Card& card) override { told.records.push_back("card " + card.uid + " " + card.name); }
        Told told;
    };
    Keys keys;
    try {
        format.read(input, context, keys);
    } catch (const Problem&) {
        keys.told.refused = true;
    }
    return keys.told;
}

/// The same input with each of its files changed.
inline Input with_damage(const Input& input, const std::function<std::string(std::string)>& damage)
{
    Input result = input;
    for (Input& member : result.members) member = with_damage(member, damage);
    if (!input.open) return result;
    const auto stream = input.open();
    std::string text = damage({std::istreambuf_iterator<char>{*stream}, {}});
    result.size = text.size();
    result.open = [text = std::move(text)] { return std::make_unique<std::istringstream>(text); };
    return result;
}

/// How many of `some` are not among `all`, in whatever order.
inline std::size_t strangers_among(const std::vector<std::string>& some, const std::vector<std::string>& all)
{
    std::multiset<std::string> left(all.begin(), all.end());
    std::size_t strangers = 0;
    for (const std::string& each : some) {
        const auto found = left.find(each);
        if (found == left.end())
            ++strangers;
        else
            left.erase(found);
    }
    return strangers;
}

} // namespace blend::intake
