#pragma once

// Files that break off or hold wrong bytes, and what a format must still read of them: every complete record, under
// its own key, and at most the one that was hit otherwise. No damage may do worse than a refusal.

#include "daemon/core/problem.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>

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

/// Reads the input cut off at many places, in half among them: what is read of a part is read of any longer part, but
/// for the record at the cut of each file. Half of each file gives at least `half_gives` records of the whole.
inline void check_cuts(const Format& format, const Input& input, const Context& context, std::size_t half_gives)
{
    constexpr std::size_t cuts = 64;
    const std::size_t files = files_of(input).size();
    const Told whole = told_of(format, input, context);
    REQUIRE_FALSE(whole.refused);
    Told longer = whole;
    for (std::size_t part = cuts; part > 0; --part) {
        CAPTURE(format.name, input.name, part);
        const Told cut = told_of(
            format,
            with_damage(input, [part](const std::string& text) { return text.substr(0, text.size() * part / cuts); }),
            context);
        CHECK(strangers_among(cut.records, whole.records) <= files);
        CHECK(strangers_among(cut.records, longer.records) <= 2 * files);
        if (part == cuts / 2) {
            CHECK(cut.records.size() >= half_gives);
            CHECK(cut.records.size() - strangers_among(cut.records, whole.records) + files >= half_gives);
        }
        longer = cut;
    }
}

/// Reads the input with every 997th byte wrong, beginning at many places. Each wrong byte costs or changes at most
/// `lost_a_byte` records. Before `heading` bytes of each file a wrong byte may cost more, as much as a refusal.
inline void check_wrong_bytes(const Format& format, const Input& input, const Context& context, std::size_t heading = 0,
                              std::size_t lost_a_byte = 2)
{
    constexpr std::size_t apart = 997;
    const Told whole = told_of(format, input, context);
    REQUIRE_FALSE(whole.refused);
    for (std::size_t first = 0; first < apart; first += first < 64 ? 1 : 7) {
        std::size_t wrong = 0;
        const Input damaged = with_damage(input, [&](std::string text) {
            for (std::size_t at = first; at < text.size(); at += apart, ++wrong)
                text[at] = static_cast<char>(text[at] ^ 0x55);
            return text;
        });
        CAPTURE(format.name, input.name, first, wrong);
        const Told rest = told_of(format, damaged, context);
        if (first < heading) continue;
        CHECK_FALSE((rest.refused && wrong * lost_a_byte < whole.records.size()));
        CHECK(strangers_among(whole.records, rest.records) <= wrong * lost_a_byte);
        CHECK(strangers_among(rest.records, whole.records) <= wrong * lost_a_byte);
    }
}

} // namespace blend::intake
