#pragma once

// Random people and logs for properties, the same in every run.

#include "daemon/core/contact.hpp"
#include "daemon/core/interaction.hpp"
#include "daemon/core/memory.hpp"
#include "daemon/core/numerics.hpp"

#include <algorithm>
#include <vector>

namespace blend::property {

class Random {
public:
    explicit Random(std::uint64_t seed) : draws_{seed} {}

    /// Within 0 and 1, exclusive.
    double real() { return draws_.uniform(); }
    double real(double high) { return draws_.uniform() * high; }
    /// From 0 to before `end`.
    int below(int end) { return static_cast<int>(draws_.next() % static_cast<std::uint64_t>(end)); }
    /// True once in `times` draws.
    bool once_in(int times) { return below(times) == 0; }

    template <class T> T among(std::initializer_list<T> options)
    {
        return options.begin()[below(static_cast<int>(options.size()))];
    }

    template <class T> void shuffle(std::vector<T>& values)
    {
        for (std::size_t left = values.size(); left > 1; --left)
            std::swap(values[left - 1], values[static_cast<std::size_t>(below(static_cast<int>(left)))]);
    }

private:
    SplitMix64 draws_;
};

inline constexpr Instant first_day{Seconds{1767225600}}; ///< 2026-01-01, a Thursday

/// About `span` days of contacts of every kind: noise, crowds, unknown, empty and absurd sizes among them.
inline std::vector<Interaction> random_log(Random& random, int count, int span = 200)
{
    std::vector<Interaction> log;
    Instant at = first_day;
    for (int index = 0; index < count; ++index) {
        at += Seconds{1 + random.below(std::max(1, 2 * span * 86400 / std::max(count, 1)))};
        Interaction each;
        each.at = at;
        each.channel = static_cast<Channel>(random.below(static_cast<int>(Words<Channel>::all.size())));
        each.direction = random.among({Direction::in, Direction::out, Direction::mutual});
        each.size = random.among<std::optional<double>>({std::nullopt, 0.0, 1.0, 5.0, 40.0, 1e6});
        each.others = random.among({1, 1, 1, 2, 5, 30});
        each.forward = random.among({Forward::none, Forward::none, Forward::none, Forward::bare, Forward::commented});
        each.acknowledgement = random.once_in(10);
        each.automated = random.once_in(20);
        each.utc_offset = Seconds{3600} * random.among({-8, 0, 0, 0, 1, 13});
        each.key = static_cast<std::uint64_t>(index);
        log.push_back(each);
        if (random.once_in(4)) at -= Seconds{1}; // some share a second
    }
    return log;
}

inline Limits random_limits(Random& random)
{
    Limits limits;
    for (const Mode mode : every<Mode>())
        if (random.once_in(2)) limits[mode] = random.among({0.0, 0.5, 1.0});
    return limits;
}

inline Wishes random_wishes(Random& random)
{
    Wishes wishes;
    wishes.cadence_days = random.among({3.0, 7.0, 30.0, 90.0, 365.0});
    wishes.importance = random.among({0.5, 1.0, 2.0});
    wishes.target = random.among({0.2, 0.5, 0.6, 0.9});
    wishes.band = random.among({0.1, 0.2, 0.3});
    wishes.limits = random_limits(random);
    if (random.once_in(2)) wishes.talk_every_days = random.among({14.0, 60.0, 180.0});
    if (random.once_in(2)) wishes.added = first_day;
    return wishes;
}

/// Some while after the last interaction.
inline Instant after(const std::vector<Interaction>& log, Random& random)
{
    Instant last = first_day;
    for (const Interaction& each : log) last = std::max(last, each.at);
    return last + std::chrono::days{random.below(400)};
}

/// A person, their log, and a moment to look at it.
struct Situation {
    std::vector<Interaction> log;
    Wishes wishes;
    Limits own;
    Memory memory;
    Instant now;
};

inline Situation random_situation(Random& random)
{
    Situation all;
    all.log = random_log(random, random.below(60));
    all.wishes = random_wishes(random);
    all.own = random.once_in(2) ? random_limits(random) : Limits{};
    all.memory = remember(all.wishes.cadence_days, all.log);
    all.now = after(all.log, random);
    return all;
}

inline Interaction call_at(Instant at)
{
    Interaction call;
    call.at = at;
    call.channel = Channel::phone;
    call.direction = Direction::mutual;
    call.size = 10.0;
    call.key = 1'000'000;
    return call;
}

} // namespace blend::property
