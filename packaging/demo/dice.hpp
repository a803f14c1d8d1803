#pragma once

// Dice that fall the same way on every machine (SplitMix64): a story is told once and always.

#include <cstdint>
#include <span>

namespace blend::demo {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}

    /// From `low` to `high`, both possible.
    int between(int low, int high)
    {
        return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
    }

    template <class T> const T& one_of(std::span<const T> choices) { return choices[next() % choices.size()]; }

    /// True `percent` times in a hundred.
    bool chance(int percent) { return between(1, 100) <= percent; }

private:
    std::uint64_t next()
    {
        state_ += 0x9e3779b97f4a7c15;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    std::uint64_t state_;
};

} // namespace blend::demo
